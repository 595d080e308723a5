/// The lines that are kept in the log on this machine.
package enum LogPolicy: String, Hashable, Sendable, CaseIterable {
    /// Those of servers whose history cannot be asked for.
    case missing
    /// All, also where the server keeps a history.
    case all
    /// None.
    case off
}
