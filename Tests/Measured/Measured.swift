import Glibc

/// `grillo-measured CASE COUNT`: does one thing COUNT times, for `check` to count what it takes.
///
/// What comes before the first time is the same for every COUNT: the difference of two runs is the thing itself.
@main enum Measured {
    /// Each makes ready and gives back what is to be done.
    static var cases: [(name: String, prepare: () -> (Int) -> Void)] {
        LineCases.cases + DeliveryCases.cases + Turns.cases + RoomCases.cases + HistoryPageCases.cases
            + ScreenCases.cases
    }

    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let count = Int(arguments[2]),
            let chosen = cases.first(where: { $0.name == arguments[1] })
        else {
            print(cases.map(\.name).joined(separator: "\n"))
            exit(64)
        }
        let work = chosen.prepare()
        for turn in 0..<count { work(turn) }
        // No undoing of what was made ready: it would be counted.
        exit(0)
    }
}

/// Keeps a result from being optimised away.
@inline(never)
func use<Value>(_ value: Value) {
    withExtendedLifetime(value) {}
}
