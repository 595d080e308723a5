import Client
import Protocol
import TUI
import Testing

/// What a whole screen looks like. A picture's rows begin behind the `|`.
@Suite("Screens")
struct ScreenTests {
    private func conversation() -> ClientSession {
        var session = ClientSession.inLobby()
        session.hear(from: "mara", "good morning", at: noon)
        session.hear(":bo!u@h JOIN #lobby", at: noon.advanced(bySeconds: 10))
        let long = "the café opens at nine, says 日本語の看板 🎉 and everybody is invited to come along"
        session.hear(from: "mara", long, at: noon.advanced(bySeconds: 70))
        session.hear(from: "a_very_long_nick", "hi ana, are you there?", at: noon.advanced(bySeconds: 80))
        session.hear(from: "mara", "\u{1}ACTION waves\u{1}", at: noon.advanced(bySeconds: 200))
        session.hear(":bo!u@h QUIT :bye", at: noon.advanced(bySeconds: 86_400))
        return session
    }

    private func check(
        _ width: Int, _ height: Int, _ session: ClientSession, _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var screen = Screen.forTests(width, height)
        let picture = screen.picture(session)
        #expect(picture == rows(expected), "\n\(picture)\n", sourceLocation: sourceLocation)
    }
    @Test func `At 80x24 the users stand on the right and the text has 43 columns`() {
        check(
            80, 24, conversation(),
            """
            | #lobby  Be kind
            |                                                               │ 2 here
            |                                                               │
            |                                                               │ operators
            |                                                               │ @mara
            |                                                               │
            |                                                               │ all
            |                                                               │  ana
            |                                                               │
            |                                                               │
            |                                                               │
            | ───────────────────── Tuesday 3 October ───────────────────── │
            | 12:00         → │ ana joined                                  │
            |               · │ Topic: Be kind                              │
            |            mara │ good morning                                │
            |               → │ bo joined                                   │
            | 12:01      mara │ the café opens at nine, says 日本語の看板   │
            |                 │ 🎉 and everybody is invited to come along   │
            |       ▌a_very_… │ hi ana, are you there?                      │
            | 12:03         * │ mara waves                                  │
            | ──────────────────── Wednesday 4 October ──────────────────── │
            | 12:00         ← │ bo quit (bye)                               │
            | ana                                                              not encrypted
            |ana ›
            """)
    }

    @Test func `At 40x12 the nick stands above the text, and there are no users`() {
        check(
            40, 12, conversation(),
            """
            | #lobby  Be kind
            | 12:01 mara
            | the café opens at nine, says 日本語の
            | 看板 🎉 and everybody is invited to
            | come along
            |▌a_very_long_nick
            |▌hi ana, are you there?
            | * mara waves
            | ──────── Wednesday 4 October ─────────
            | ← bo quit (bye)
            | ana                      not encrypted
            |›
            """)
    }

    @Test func `At 20x6 one can still chat`() {
        check(
            20, 6, conversation(),
            """
            |▌there?
            | * mara waves
            |  Wednesday 4 Octo…
            | ← bo quit (bye)
            | #lobby · ana
            |›
            """)
    }

    @Test func `At 200x60 there is room for everything in one row`() {
        var screen = Screen.forTests(200, 60)
        let picture = screen.picture(conversation()).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(picture.count == 60)
        let left = picture.dropFirst(50).map { String($0.prefix(110)) }
        let expected = rows(
            """
            |                 · │ Topic: Be kind                                                                           
            |              mara │ good morning                                                                             
            |                 → │ bo joined                                                                                
            | 12:01        mara │ the café opens at nine, says 日本語の看板 🎉 and everybody is invited to come along             
            |       ▌a_very_lo… │ hi ana, are you there?                                                                   
            | 12:03           * │ mara waves                                                                               
            | ───────────────────────────────────────────────────────────────────────────── Wednesday 4 October ───────────
            | 12:00           ← │ bo quit (bye)                                                                            
            | ana                                                                                                          
            |ana ›
            """)
        #expect(left.joined(separator: "\n") == expected)
        let surface = screen.draw(conversation(), at: noon)
        #expect((1..<58).allSatisfy { surface[177, $0].glyph.text == "│" })
    }
}
