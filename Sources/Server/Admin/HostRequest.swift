import Chat

/// What an operator asks of the host itself, from within: the program that runs the server carries it out.
package enum HostRequest: Hashable, Sendable {
    /// Read the configuration again.
    case reload
    /// Stop; `reason` is for everybody.
    case shutDown(reason: String)
    /// Stop, and begin anew.
    case restart(reason: String)

    init(_ administration: OperatorRequest) {
        switch administration {
        case .reload: self = .reload
        case .shutDown(let nick, let reason): self = .shutDown(reason: "Shut down by \(nick): \(reason)")
        case .restart(let nick, let reason): self = .restart(reason: "Restarted by \(nick): \(reason)")
        }
    }
}
