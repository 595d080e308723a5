import Glibc

/// The nicks of a load's sessions: `b`, four digits of the process and four of the session, to the base 36. Two loads at
/// once are not in each other's way, and nine bytes are what every server takes.
enum Nick {
    static func of(_ session: Int) -> String { loadPrefix + digits(session) }

    /// The characters that all nicks of this load begin with.
    static let loadPrefix = "b" + digits(Int(getpid()))

    /// The last four.
    private static func digits(_ number: Int) -> String {
        let text = String(number % 1_679_616, radix: 36)
        return String(repeating: "0", count: 4 - text.count) + text
    }
}
