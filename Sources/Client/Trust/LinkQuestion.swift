import Basics
import Protocol

/// Asks whether to follow a link to a chat server that stands in a message. Nothing of its keys and its secret is shown.
package struct LinkQuestion: Hashable, Sendable {
    /// The link as it stands in the message.
    package let link: String
    /// `host:port`, or the host alone where the link names no port.
    private let place: String
    private let channels: [String]

    /// Rooms that are named in the question at most.
    private static let maxNamed = 3

    /// Nil for a link that leads to no chat server.
    ///
    /// - Throws: the mistake in a link that does, as a sentence with its remedy.
    package init?(_ link: String) throws(SlashCommandError) {
        let schemes = ["irc://", "ircs://", "irc6://", InvitationLink.scheme]
        guard schemes.contains(where: { link.lowercased().hasPrefix($0) }) else { return nil }
        let target = try ConnectTarget(link)
        self.link = link
        place = HostAndPort.bracketed(target.host) + (target.port.map { ":\($0)" } ?? "")
        channels = target.channels.map(\.name)
    }

    /// The text of the question, one paragraph each.
    package var paragraphs: [String] {
        let named = channels.prefix(Self.maxNamed).map { DrawableText.plain($0) }.joined(separator: ", ")
        let more = channels.count > Self.maxNamed ? " and \(channels.count - Self.maxNamed) more" : ""
        let rooms = channels.isEmpty ? "" : " and enter \(named)\(more)"
        return ["Connect to \(DrawableText.plain(place))\(rooms)?"]
    }

    /// The answers there are.
    package static let choices = [
        QuestionChoice("y", "connect", word: "yes"), QuestionChoice("n", "no", word: "no"),
    ]

    /// Reads an answer: a word, or its first letter; Enter alone is a no.
    package static func answer(_ text: String) -> Bool? {
        text.isEmpty ? false : SaveAccountQuestion.answer(text)
    }
}
