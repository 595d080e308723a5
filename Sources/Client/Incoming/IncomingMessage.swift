import Protocol

/// A message from the server, with what every family of messages wants to know of it.
struct IncomingMessage {
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
    /// The memory that plays it back.
    var source = HistorySource.server
    /// The buffer that what is played back belongs to.
    var place: BufferID?
    /// The msgid of what it answers. <https://ircv3.net/specs/client-tags/reply>
    var replyTo: String?
    /// True if the server says that the sender is a program. <https://ircv3.net/specs/extensions/bot-mode>
    var isFromBot = false
    /// The room that what was said in private is about. <https://ircv3.net/specs/client-tags/channel-context>
    var contextChannel: String?

    var nickText: String { nick.text }

    /// True if the message comes from a server and no person: servers' names have dots, nicks have none.
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

    /// The parameter at a place between our nick and the last parameter, as it may be drawn; nil if there is nothing.
    func subject(_ index: Int) -> String? {
        guard index > 0, index < message.parameters.count - 1 else { return nil }
        let text = DrawableText.plain(text(index))
        return text.isEmpty || text == "*" ? nil : text
    }

    /// The parameter at a place as it may be drawn.
    func drawn(_ index: Int) -> String { DrawableText.plain(text(index)) }

    /// The words of an error of which this program knows no more, as a sentence.
    ///
    /// - Parameter nick: ours.
    func sentence(without nick: String) -> String {
        let names = names(without: nick)
        let words = Sentence.made(of: lastText)
        guard !words.isEmpty else {
            return names.isEmpty ? "The server refuses that, and does not say why." : names + "."
        }
        return names.isEmpty ? words : names + ": " + words
    }

    /// The words of an answer of which this program knows no more, as they came; nil if there are none.
    ///
    /// - Parameter nick: ours.
    func answer(without nick: String) -> String? {
        let names = names(without: nick)
        let words = lastText.allSatisfy(\.isNumber) || message.parameters.count < 2 ? "" : lastText
        guard !words.isEmpty else { return names.isEmpty ? nil : names }
        return names.isEmpty ? words : names + ": " + words
    }

    /// The names in a numeric. The numbers in it are for programs.
    private func names(without nick: String) -> String {
        (1..<max(message.parameters.count, 1)).prefix(8).compactMap { subject($0) }
            .filter { name in name != nick && !name.allSatisfy(\.isNumber) }.joined(separator: " ")
    }

    /// The parameters from a place on, as they would be read.
    func words(from index: Int) -> String {
        message.parameters.dropFirst(index).map(\.text).joined(separator: " ")
    }

    /// A line about what the source did.
    func line(_ kind: LineKind, target: Bytes = [], text: Bytes = [], flags: LineFlags = []) -> LineContent {
        var flags = flags
        if isOwn { flags.insert(.own) }
        if isHistory { flags.insert(.history) }
        if isFromBot, kind.isTalk { flags.insert(.bot) }
        var line = LineContent(
            time: time, kind: kind, sender: nick, target: target, text: text, messageID: messageID, flags: flags)
        line.replyTo = replyTo
        return line
    }
}
