import Protocol

/// The answer to somebody if the log does not take what was said or done: a FAIL, which nearly never is needed and so is
/// made only then. <https://ircv3.net/specs/extensions/standard-replies>
package struct StoreRefusal: Hashable, Sendable {
    let session: SessionID
    let serverName: String
    let command: Command
    /// The room or nick, and where it was about one message the msgid.
    let target: String
    var msgid: String?
    let words: String
    /// The label of the command, where it had one.
    var label: Tag?
    /// For a session that is told times.
    var time: Timestamp?

    package init(
        to session: SessionID, from serverName: String, command: Command, target: String, msgid: String? = nil,
        words: String
    ) {
        self.session = session
        self.serverName = serverName
        self.command = command
        self.target = target
        self.msgid = msgid
        self.words = words
    }

    package var delivery: Delivery {
        let context = ["MESSAGE_NOT_STORED", target] + (msgid.map { [$0] } ?? [])
        let message = Message(
            tags: (label.map { [$0] } ?? []) + (time.map { [Tag("time", $0.iso8601)] } ?? []),
            source: Bytes(serverName), "FAIL", ([command.name] + context + [words]).map { Bytes($0) })
        return Delivery(message.limited(to: .fromServer).serialized(), to: [session])
    }
}
