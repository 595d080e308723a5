import Chat
import Protocol

/// Words the refusal of a room or a person for the person who typed the command.
extension AdminChat {
    func refusal(_ message: Message) -> AdminRefusal {
        let name = message.parameters.count > 2 ? message.text(at: 1) ?? "" : ""
        let channel = "'\(DataFolder.settingsServed(in: folder).lobby)'"
        guard !name.isEmpty, let (cause, remedy) = Self.known(message.command.name, name, channel) else {
            return AdminRefusal(message) { code in
                switch code {
                case "431", "432", "437": "choose another nick with --nick"
                case "465": "/quote UBAN LIST shows the ban"
                case "477", "486", "531": "say it in a room, such as \(channel), or from a client that has logged in"
                case "MESSAGE_NOT_STORED": "check the disk and the server's log"
                default: "say it to another room or person, or try again later"
                }
            }
        }
        return AdminRefusal(cause, remedy: remedy)
    }

    /// - Parameter channel: one that there is, to be proposed.
    private static func known(_ code: String, _ name: String, _ channel: String) -> (cause: String, remedy: String)? {
        switch code {
        case "401", "406":
            name.hasPrefix("#")
                ? ("there is no room \(name)", "name one that there is, such as \(channel)")
                : ("nobody here is called \(name)", "name somebody who is here, or a room, such as \(channel)")
        case "402", "403": ("there is no room \(name)", "name one that there is, such as \(channel)")
        case "471": ("\(name) is full", "try again later, or ask an operator there for /mode -l")
        case "473":
            ("\(name) is invite-only", "ask somebody there to /invite the nick of this command")
        case "474":
            ("\(name) has a ban on this nick or address", "ask an operator there to remove it; /mode b lists the bans")
        case "475": ("\(name) needs a key", "ask an operator there to /invite the nick of this command")
        case "476": ("'\(name)' cannot be a room", "name one that there is, such as \(channel)")
        default: nil
        }
    }
}
