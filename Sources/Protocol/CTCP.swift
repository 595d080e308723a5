/// A request or reply inside a PRIVMSG or NOTICE: `\u{1}ACTION waves\u{1}`. <https://modern.ircdocs.horse/ctcp>
package struct CTCP: Hashable, Sendable {
    /// In capital letters.
    package var command: String
    package var text: String

    package init(_ command: String, _ text: String = "") {
        self.command = command
        self.text = text
    }

    /// Reads a message's text; nil where it is plain speech. The closing mark may be missing.
    package init?(parsing body: Bytes) {
        guard body.first == ASCII.ctcp, body.count > 1 else { return nil }
        var content = body.dropFirst()
        if content.last == ASCII.ctcp { content = content.dropLast() }
        let words = content.split(separator: ASCII.space, maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = words.first, !first.isEmpty else { return nil }
        command = first.text.uppercased()
        text = words.count > 1 ? words[1].text : ""
    }

    /// As it stands in a message.
    package var body: String { "\u{1}" + command + (text.isEmpty ? "" : " " + text) + "\u{1}" }
}
