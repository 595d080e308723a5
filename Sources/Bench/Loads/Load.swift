/// A kind of load, with its sizes.
package protocol Load: Sendable {
    /// Its name, as the command line has it.
    static var name: String { get }

    /// Runs it to its end, which is bounded in time.
    ///
    /// - Parameter progress: is told how far it is, from 0 to 1.
    func run(at place: LoadTarget, _ progress: (Double) -> Void) throws(BenchError) -> LoadReport
}

extension Load {
    /// As many as a load may have: each is a socket and a port of this machine.
    static var maxSessions: Int { 60_000 }

    /// Holds a number to its bounds.
    static func check<Number: Comparable>(
        _ what: String, _ number: Number, _ bounds: ClosedRange<Number>
    ) throws(BenchError) {
        guard !bounds.contains(number) else { return }
        throw .outOfBounds(
            "--\(what) \(number) is out of bounds: say a number from \(bounds.lowerBound) to \(bounds.upperBound)")
    }
}

/// Hears nothing.
struct NullObserver: LineObserver {
    mutating func lineReceived(_ line: ReceivedLine, by session: Int, at time: UInt64) {}
}
