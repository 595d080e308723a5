import Protocol

/// A message from the server, with what every family of messages wants to know of it.
struct Incoming {
    let message: Message
    /// The nick in the source, or the server's name; empty where there is none.
    let nick: Bytes
    /// From us: an echo, or what was done to us.
    let isOwn: Bool
    /// When it was said: the `time` tag, else when it came. <https://ircv3.net/specs/extensions/server-time>
    let time: Timestamp
    /// When it came.
    let now: Timestamp
    let messageID: Bytes
    /// Of the request that it answers. <https://ircv3.net/specs/extensions/labeled-response>
    let label: String?
    /// Played back: said before now.
    let isHistory: Bool
    /// The buffer that what is played back belongs to.
    var place: BufferID?
    /// The msgid of what it answers. <https://ircv3.net/specs/client-tags/reply>
    var replyTo: String?

    var nickText: String { nick.text }

    /// Whether it comes from a server and no person: servers' names have dots, nicks have none.
    var isFromServer: Bool {
        guard let source = message.source else { return true }
        return nick.count == source.count && source.contains(UInt8(ascii: "."))
    }

    /// The parameter at a place, empty where there are fewer.
    func bytes(_ index: Int) -> Bytes {
        message.parameters.indices.contains(index) ? message.parameters[index] : []
    }

    func text(_ index: Int) -> String { bytes(index).text }

    /// The last parameter as text.
    var lastText: String { message.parameters.last?.text ?? "" }

    /// The parameters from a place on, as they would be read.
    func words(from index: Int) -> String {
        message.parameters.dropFirst(index).map(\.text).joined(separator: " ")
    }

    /// A line about what the source did.
    func line(_ kind: LineKind, target: Bytes = [], text: Bytes = [], flags: LineFlags = []) -> NewLine {
        var flags = flags
        if isOwn { flags.insert(.own) }
        if isHistory { flags.insert(.history) }
        var line = NewLine(
            time: time, kind: kind, sender: nick, target: target, text: text, messageID: messageID, flags: flags)
        line.replyTo = replyTo
        return line
    }
}
