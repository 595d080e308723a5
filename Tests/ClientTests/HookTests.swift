import Protocol
import Testing

@testable import Client

/// The lines that programs of the person's own are run for.
@Suite struct HookTests {
    private static func talk(_ hooks: LineHook...) -> TestSession {
        var talk = TestSession.inChannel(hooks: hooks)
        talk.hear(":ada!ada@host.test JOIN #den")
        talk.forget()
        return talk
    }

    private static func hooked(_ talk: inout TestSession, _ line: String) -> [HookedLine] {
        talk.hear(line)
        return talk.takeActions().compactMap { if case .hook(let line) = $0 { line } else { nil } }
    }

    @Test func `A line that speaks of the person is told, with all that is known of it`() {
        var talk = Self.talk(LineHook(pattern: nil, rooms: []))
        let lines = Self.hooked(&talk, ":bob!b@h PRIVMSG #home :ada: \u{2}look\u{2}\u{7}")
        #expect(lines.count == 1)
        #expect(lines.first?.hooks == [0] && lines.first?.room == "#home" && lines.first?.nick == "bob")
        #expect(lines.first?.text == "ada: look\u{FFFD}" && lines.first?.kind == .message)
        #expect(lines.first?.isMention == true && lines.first?.messageID == "")
        #expect(Self.hooked(&talk, ":bob!b@h PRIVMSG #home :hello").isEmpty)
        #expect(Self.hooked(&talk, ":bob!b@h PRIVMSG ada :psst").map(\.room) == ["bob"])
    }

    @Test(arguments: [
        ("failed", "Build 7 FAILED today", true), ("build * failed", "the build 7 failed", true),
        ("build * failed", "failed build 7", false), ("b?g", "a big one", true), ("b?g", "a bg", false),
        ("[0-9]", "7", false), ("grüße", "GRÜSSE GRÜßE", true), ("*", "", true), ("", "x", true),
        ("a", String(repeating: "b", count: 4095) + "a", true), ("a", String(repeating: "b", count: 4096) + "a", false),
    ]) func `A pattern stands somewhere in the text`(pattern: String, text: String, isFound: Bool) {
        let hook = LineHook(pattern: pattern, rooms: [])
        #expect(hook.describes(LineHook.searched(text), isCall: false) == isFound)
    }

    @Test func `A pattern that is hard to look for takes no time`() {
        let hook = LineHook(pattern: String(repeating: "*a", count: 100), rooms: [])
        #expect(!hook.describes(LineHook.searched(String(repeating: "b", count: 1 << 20)), isCall: false))
        #expect(!hook.describes(LineHook.searched(String(repeating: "ab", count: 99)), isCall: false))
        #expect(hook.describes(LineHook.searched(String(repeating: "ab", count: 100)), isCall: false))
    }

    @Test func `Each hook is named, and only for its rooms`() {
        var talk = Self.talk(
            LineHook(pattern: "tea", rooms: ["#DEN"]), LineHook(pattern: nil, rooms: []),
            LineHook(pattern: "tea", rooms: []))
        #expect(Self.hooked(&talk, ":bob!b@h PRIVMSG #home :tea, ada?").map(\.hooks) == [[1, 2]])
        #expect(Self.hooked(&talk, ":bob!b@h NOTICE #den :tea").map(\.hooks) == [[0, 2]])
    }

    @Test func `Own lines, joins and what is played back are not told`() {
        var talk = Self.talk(LineHook(pattern: "*", rooms: []))
        talk.enter("ada says")
        #expect(!talk.takeActions().contains { if case .hook = $0 { true } else { false } })
        #expect(Self.hooked(&talk, ":bob!b@h JOIN #den").isEmpty)
        #expect(Self.hooked(&talk, ":ada!ada@host.test PRIVMSG #home :from elsewhere").isEmpty)
        talk.enter("/ignore bob")
        #expect(Self.hooked(&talk, ":bob!b@h PRIVMSG #home :ada?").isEmpty)
    }

    @Test func `A buffer that calls for nothing calls no hook for a mention`() {
        var talk = Self.talk(LineHook(pattern: nil, rooms: []))
        talk.enter("/notify none")
        #expect(Self.hooked(&talk, ":bob!b@h PRIVMSG #home :ada?").isEmpty)
        talk.enter("/notify all")
        #expect(Self.hooked(&talk, ":bob!b@h PRIVMSG #home :anybody?").isEmpty)
        #expect(Self.hooked(&talk, ":bob!b@h PRIVMSG #home :ada?").count == 1)
    }
}
