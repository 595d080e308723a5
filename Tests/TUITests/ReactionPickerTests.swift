import Client
import Protocol
import TUI
import Testing

/// The list in which a reaction is chosen.
@Suite struct ReactionPickerTests {
    private func reaction(typing text: String, up: Int = 0) -> String? {
        var session = ClientSession.inLobby()
        session.hear(
            ":srv CAP ana NEW :message-tags", ":srv CAP ana ACK :message-tags",
            "@msgid=1 :mara!u@h PRIVMSG #lobby :good morning")
        var screen = Screen.forTests(60, 12)
        _ = screen.draw(session, at: noon)
        let keys = [Key.tab, .character("+")] + text.unicodeScalars.map { Key.character($0) }
        for key in keys + Array(repeating: .up, count: up) { _ = screen.handle(.key(key), session) }
        let intents = screen.handle(.key(.enter), session)
        return intents.compactMap { if case .react(let text, _, _) = $0 { text } else { nil } }.first
    }

    @Test func `What is typed is sent as it is, and its name has an emoji above it`() {
        #expect(reaction(typing: "tada") == "tada")
        #expect(reaction(typing: "tada", up: 1) == "🎉")
        #expect(reaction(typing: "+1") == "+1")
    }

    @Test func `Behind a colon a name stands for its emoji alone`() {
        #expect(reaction(typing: ":tad") == "🎉")
        #expect(reaction(typing: ":rocket:") == "🚀")
        #expect(reaction(typing: ":)") == ":)")
    }
}
