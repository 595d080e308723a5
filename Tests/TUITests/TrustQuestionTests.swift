import Client
import TUI
import Testing

/// Whether a server is the right one: asked over everything else. A picture's rows begin behind the `|`.
@Suite("The question at the door")
struct TrustQuestionTests {
    private let question = TrustQuestion(
        place: "chat.example.org:6697",
        shown: ShownKey(
            fingerprint: "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", isVouchedFor: false,
            problem: "self-signed certificate"))

    @Test func `At every size the fingerprint and the answers are in sight`() {
        check(
            act: { screen, _ in screen.ask(question) },
            [
                """
                | #lobby  Be kind
                | 12:05        bo │ line 15 of the morning                      │ 5 here
                |            mara │ line 16 of the morning                      │
                |                 │ line 17 of the morning                      │ operators
                | 12:06        bo │ line 18 of the morning                      │ @mara
                |            mara │ line 19 of the morning                      │
                |  ┌ Is this the right server? ───────────────────────────────────────────────┐
                |  │ chat.example.org:6697 is new here, and no authority vouches for it       │
                |  │ (self-signed certificate). Nothing has been said to it yet.              │
                |  │                                                                          │
                |  │ Is its key the one that “grillo serve” printed there? Whoever runs it    │
                |  │ can tell.                                                                │
                |  │                                                                          │
                |  │ SHA256:47DE Qpj8 HBSa +/TI mW+5 JCeu QeRk m5NM pJWZ G3hS uFU             │
                |  │                                                                          │
                |  │ [a] trust always  [o] this once  [n] leave, then Enter:                  │
                |  └──────────────────────────────────────────────────────────────────────────┘
                | ──────────────────── Wednesday 4 October ──────────────────── │
                | 12:00         ⇄ │ q1 and q3 joined · q2 came and went         │
                | 12:01 ▌      bo │ ana: see https://example.org/a/b please     │
                |               ← │ bo left                                     │
                |            mara │ so quiet                                    │
                | ana                                                              not encrypted
                |ana ›
                """,
                """
                | #lobby  Be kind
                |┌ Is this the right server? ─────────────────────┐
                |│ chat.example.org:6697 is new here, and no      │
                |│ authority vouches for it (self-signed          │
                |│ certificate). Nothing has been said to it yet. │
                |│ Is its key the one that “grillo serve” printed │
                |│ there? Whoever runs it can tell.               │
                |│ SHA256:47DE Qpj8 HBSa +/TI mW+5 JCeu QeRk m5NM │
                |│ pJWZ G3hS uFU                                  │
                |│ [a] trust always  [o] this once  [n] leave,    │
                |│ then Enter:                                    │
                |└────────────────────────────────────────────────┘
                | ana                                not encrypted
                |›
                """,
                """
                | SHA256:47DE Qpj8 HBSa
                | +/TI mW+5 JCeu QeRk
                | m5NM pJWZ G3hS uFU
                | [a] always [o] once
                | [n] leave, then Enter:
                |›
                """,
            ])
    }

    @Test func `The lines show the fingerprint as the screen does`() {
        #expect(
            question.paragraphs.last
                == "Key fingerprint: SHA256:47DE Qpj8 HBSa +/TI mW+5 JCeu QeRk m5NM pJWZ G3hS uFU")
    }

    @Test func `Nothing but an answer is one`() {
        var session = ClientSession.inLobby()
        var screen = Screen.forTests(80, 24)
        screen.ask(question)
        #expect(screen.isAsking)
        func type(_ text: String) -> [Intent] {
            text.unicodeScalars.flatMap {
                screen.handleAndApply(.key($0 == "\r" ? .enter : .character($0)), &session)
            }
        }
        for key: Key in [.enter, .tab, .up, .character(" "), .alt("a"), .control("a"), .function(1), .enter] {
            #expect(screen.handleAndApply(.key(key), &session) == [])
        }
        #expect(screen.handleAndApply(.paste("a"), &session) == [])
        // What somebody is typing is no answer, whatever letters it has, nor when it is sent.
        #expect(type("a long story, once\r") == [] && type("y\r") == [] && type("\r") == [])
        #expect(type("b") == [] && screen.handleAndApply(.key(.backspace), &session) == [])
        #expect(type("a") == [] && screen.isAsking)
        #expect(type("\r") == [.trust(.always, .first)])
        #expect(!screen.isAsking)
        for (text, answer) in [("o\r", TrustQuestion.Answer.once), ("Once\r", .once), ("n\r", .no), ("leave\r", .no)] {
            screen.ask(question)
            #expect(type(text) == [.trust(answer, .first)])
        }
        for key: Key in [.escape, .control("c")] {
            screen.ask(question)
            #expect(type("a") == [])
            #expect(screen.handleAndApply(.key(key), &session) == [.trust(.no, .first)])
        }
        // What is no answer is kept where it was being written, and nothing of the answers is.
        #expect(screen.input(session).text == "aa long story, once\ny")
    }
}
