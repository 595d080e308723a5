/// One read of what is typed with `--linear`.
package enum LinearRead: Hashable, Sendable {
    case bytes([UInt8])
    /// There was nothing to read after all.
    case nothing
    case end
}

/// The lines that come and go with `--linear`: standard input and output.
@MainActor
package protocol LinearStream: AnyObject {
    /// True where a person types.
    var isInteractive: Bool { get }
    /// True where a person can be asked: they type, and see what is written.
    var canAsk: Bool { get }

    /// Reads once. To be called when there is something to read.
    func read() -> LinearRead
    /// Writes all of it, and waits for that.
    func write(_ text: String)
    /// Lets the terminal show what is typed there, or hides it while that is a password.
    func setEcho(_ isOn: Bool)
}
