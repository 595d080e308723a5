import Protocol

/// The line that another answers. <https://ircv3.net/specs/client-tags/reply>
package struct Quote: Hashable, Sendable {
    package var messageID: String
    /// nil where that line is not held (yet).
    package var line: LineID?
    /// The nick of the person who said that line, and in ``excerpt`` its beginning as one row of plain text; both are empty if the line is
    /// not held.
    package var sender: String
    package var excerpt: String
}

/// One reaction to a line, and the people who have put it there. <https://ircv3.net/specs/client-tags/react>
package struct Reaction: Hashable, Sendable {
    /// Mostly an emoji; from others, so what may be drawn says ``DrawableText``.
    package var text: String
    /// The nicks of the people who reacted so, in the order in which they did.
    package var senders: [String]
    package var isOwn: Bool

    package var count: Int { senders.count }
}

/// A line that has been taken back. <https://ircv3.net/specs/extensions/message-redaction>
package struct Redaction: Hashable, Sendable {
    package var by: String
    package var reason: String
}

/// The reply, the reactions and the redaction of one of the few lines that have any.
struct LineAnnotations: Sendable {
    static let maxReactions = 40
    static let maxSenders = 500
    static let longestReaction = 64

    var replyTo: String?
    var reactions: [Reaction] = []
    var redaction: Redaction?

    mutating func add(_ text: String, by nick: String, isOwn: Bool) {
        guard !text.isEmpty, text.utf8.count <= Self.longestReaction else { return }
        guard let index = reactions.firstIndex(where: { $0.text == text }) else {
            if reactions.count < Self.maxReactions {
                reactions.append(Reaction(text: text, senders: [nick], isOwn: isOwn))
            }
            return
        }
        if isOwn { reactions[index].isOwn = true }
        guard reactions[index].count < Self.maxSenders, !reactions[index].senders.contains(nick) else { return }
        reactions[index].senders.append(nick)
    }

    mutating func remove(_ text: String, by nick: String, isOwn: Bool) {
        guard let index = reactions.firstIndex(where: { $0.text == text }) else { return }
        reactions[index].senders.removeAll { $0 == nick }
        if isOwn { reactions[index].isOwn = false }
        if reactions[index].senders.isEmpty { reactions.remove(at: index) }
    }
}

extension Buffer {
    /// A line with what is known of it besides its words.
    func complete(_ line: Line, replyTo: String? = nil) -> Line {
        var line = line
        if line.kind == .gap { line.gap = gaps[line.id] }
        let annotations = annotations[line.id]
        if let annotations {
            line.reactions = annotations.reactions
            line.redaction = annotations.redaction
        }
        if let messageID = annotations?.replyTo ?? replyTo { line.quote = quote(messageID) }
        return line
    }

    /// The lines that something was put under, or that were taken back, from the oldest.
    package func annotatedLines() -> [LineID] { annotations.lines }

    private func quote(_ messageID: String) -> Quote {
        guard let id = scrollback.id(ofMessage: messageID), let line = scrollback[id] else {
            return Quote(messageID: messageID, line: nil, sender: "", excerpt: "")
        }
        let row = line.text.split(separator: "\n").first ?? ""
        let excerpt = annotations[id]?.redaction == nil ? DrawableText.plain(String(row.prefix(120))) : ""
        return Quote(messageID: messageID, line: id, sender: line.sender, excerpt: excerpt)
    }

    mutating func updateAnnotations(_ id: LineID, _ change: (inout LineAnnotations) -> Void) {
        annotations.update(id, oldest: scrollback.firstID, change)
    }
}
