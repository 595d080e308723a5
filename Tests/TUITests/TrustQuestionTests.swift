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
                |12:05   bo │ line 15 of the morning                            │ 5 users
                |      mara │ line 16 of the morning                            │ @mara
                |      mara │ line 17 of the morning                            │  ana
                |12:06   bo │ line 18 of the morning                            │  q1
                |      mara │ line 19 of the morning                            │  q3
                |      mara │ line 20 of the morning                            │  zoltan
                |12:07   bo │ line 21 of the morning                            │
                |      mara │ line 22 of the morning                            │
                |      mara │ line 23 of the morning                            │
                |12:08   bo │ line 24 of the morning                            │
                |      mara │ line 25 of the morning                            │
                |      mara │ line 26 of the morning                            │
                |12:09   bo │ line 27 of the morning                            │
                |      mara │ line 28 of the morning                            │
                |
                | chat.example.org:6697 is new here, and no authority vouches for it
                | (self-signed certificate). Nothing has been said to it yet.
                | Is its key the one that “grillo serve” printed there? Whoever runs it can
                | tell.
                | Key fingerprint: SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU
                | a always, o once, n no, then Enter:
                |
                |>
                """,
                """
                | #lobby  Be kind
                |12:08 mara │ line 26 of the morning
                |
                | chat.example.org:6697 is new here, and no
                | authority vouches for it (self-signed
                | certificate). Nothing has been said to it yet.
                | Is its key the one that “grillo serve” printed
                | there? Whoever runs it can tell.
                | Key fingerprint:
                | SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSu
                | FU
                | a always, o once, n no, then Enter:
                |
                |>
                """,
                """
                | SHA256:47DEQpj8HBSa+/T
                | ImW+5JCeuQeRkm5NMpJWZG
                | 3hSuFU
                | a always, o once, n
                | no, then Enter:
                |>
                """,
            ])
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
        for (text, answer) in [("o\r", TrustQuestion.Answer.once), ("Once\r", .once), ("n\r", .no)] {
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
