import Client
import TUI
import Testing

/// What is typed, what it answers, and what was answered. Each at three sizes; a picture's rows begin behind the `|`.
@Suite("Pictures: input")
struct InputPictureTests {
    @Test func `A paste of several lines waits, and says how it would be sent`() {
        check(
            act: { screen, session in
                screen.handleAndApply(.paste("one\ntwo\nthree words\nfour\nfive\nsix\nseven\neight\nnine\n"), &session)
            },
            [
                """
                | #lobby  Be kind
                | 12:07      mara │ line 23 of the morning                      │ 5 here
                | 12:08        bo │ line 24 of the morning                      │ operators
                |            mara │ line 25 of the morning                      │ @mara
                |                 │ line 26 of the morning                      │ all
                | 12:09        bo │ line 27 of the morning                      │  ana
                |            mara │ line 28 of the morning                      │  q1
                |                 │ line 29 of the morning                      │  q3
                | 12:10        bo │ line 30 of the morning                      │  zoltan
                | ──────────────────── Wednesday 4 October ──────────────────── │
                | 12:00         ⇄ │ q1 and q3 joined · q2 came and went         │
                | 12:01 ▌      bo │ ana: see https://example.org/a/b please     │
                |               ← │ bo left                                     │
                |            mara │ so quiet                                    │
                | ana                                                              not encrypted
                | 9 messages, over 8 s · Enter sends · Ctrl-C clears it
                |    … two
                |      three words
                |      four
                |      five
                |      six
                |      seven
                |      eight
                |      nine
                """,
                """
                | #lobby  Be kind
                | 12:10        bo │ line 30 of the morning
                | ───────────── Wednesday 4 October ──────────────
                | 12:00         ⇄ │ 2 joined · 1 came and went
                | 12:01 ▌      bo │ ana: see
                |       ▌         │ https://example.org/a/b please
                |               ← │ bo left
                |            mara │ so quiet
                | ana                                not encrypted
                | 9 messages, over 8 s · Enter sends · Ctrl-C clea…
                |… six
                |  seven
                |  eight
                |  nine
                """,
                """
                | mara
                | so quiet
                | #lobby · ana
                | 9 messages, over 8 s ·…
                |… eight
                |  nine
                """,
            ])
    }

    @Test func `An answer shows what it answers`() {
        check(
            act: { screen, session in
                screen.press(.tab, .up, .up, .character("r"), in: &session)
                screen.type("hi", in: &session)
            },
            [
                """
                | #lobby  Be kind
                | 12:05      mara │ line 16 of the morning                      │ 5 here
                |                 │ line 17 of the morning                      │
                | 12:06        bo │ line 18 of the morning                      │ operators
                |            mara │ line 19 of the morning                      │ @mara
                |                 │ line 20 of the morning                      │
                | 12:07        bo │ line 21 of the morning                      │ all
                |            mara │ line 22 of the morning                      │  ana
                |                 │ line 23 of the morning                      │  q1
                | 12:08        bo │ line 24 of the morning                      │  q3
                |            mara │ line 25 of the morning                      │  zoltan
                |                 │ line 26 of the morning                      │
                | 12:09        bo │ line 27 of the morning                      │
                |            mara │ line 28 of the morning                      │
                |                 │ line 29 of the morning                      │
                | 12:10        bo │ line 30 of the morning                      │
                | ──────────────────── Wednesday 4 October ──────────────────── │
                | 12:00         ⇄ │ q1 and q3 joined · q2 came and went         │
                | 12:01 ▌      bo │ ana: see https://example.org/a/b please     │
                |               ← │ bo left                                     │
                |            mara │ so quiet                                    │
                | ana                                                              not encrypted
                | ↳ replying to bo: ana: see https://example.org/a/b please
                |ana › hi
                """,
                """
                | #lobby  Be kind
                | 12:09        bo │ line 27 of the morning
                |            mara │ line 28 of the morning
                |                 │ line 29 of the morning
                | 12:10        bo │ line 30 of the morning
                | ───────────── Wednesday 4 October ──────────────
                | 12:00         ⇄ │ 2 joined · 1 came and went
                | 12:01 ▌      bo │ ana: see
                |       ▌         │ https://example.org/a/b please
                |               ← │ bo left
                |            mara │ so quiet
                | ana                                not encrypted
                | ↳ replying to bo: ana: see https://example.org/a…
                |› hi
                """,
                """
                |▌https://example.org/a/╎
                |▌b please              ╎
                | ← bo left             !
                | #lobby · ana
                | ↳ replying to bo: ana:…
                |› hi
                """,
            ])
    }

    @Test func `Answers, reactions, and what was taken back`() {
        check(
            act: { screen, session in
                session.hear(
                    "@msgid=m1 :mara!u@h PRIVMSG #lobby :lunch?",
                    "@msgid=m2;+draft/reply=m1 :bo!u@h PRIVMSG #lobby :yes, at one",
                    "@+draft/reply=m1;+draft/react=👍 :bo!u@h TAGMSG #lobby",
                    "@+draft/reply=m1;+draft/react=👍 :zoltan!u@h TAGMSG #lobby",
                    "@msgid=m3 :zoltan!u@h PRIVMSG #lobby :oops", ":zoltan!u@h REDACT #lobby m3 :wrong room")
            },
            [
                """
                | #lobby  Be kind
                | 12:07        bo │ line 21 of the morning                      │ 5 here
                |            mara │ line 22 of the morning                      │
                |                 │ line 23 of the morning                      │ operators
                | 12:08        bo │ line 24 of the morning                      │ @mara
                |            mara │ line 25 of the morning                      │
                |                 │ line 26 of the morning                      │ all
                | 12:09        bo │ line 27 of the morning                      │  ana
                |            mara │ line 28 of the morning                      │  q1
                |                 │ line 29 of the morning                      │  q3
                | 12:10        bo │ line 30 of the morning                      │  zoltan
                | ──────────────────── Wednesday 4 October ──────────────────── │
                | 12:00         ⇄ │ q1 and q3 joined · q2 came and went         │
                | 12:01 ▌      bo │ ana: see https://example.org/a/b please     │
                |               ← │ bo left                                     │
                |            mara │ so quiet                                    │
                | ───────────────────── Tuesday 3 October ───────────────────── │
                | 12:00      mara │ lunch?                                      │
                |                 │ 👍 2                                        │
                |                 │ ↳ mara: lunch?                              │
                |              bo │ yes, at one                                 │
                |          zoltan │ ✗ deleted by zoltan (wrong room)            │
                | ana                                                              not encrypted
                |ana ›
                """,
                """
                | #lobby  Be kind
                | 12:01 ▌      bo │ ana: see
                |       ▌         │ https://example.org/a/b please
                |               ← │ bo left
                |            mara │ so quiet
                | ────────────── Tuesday 3 October ───────────────
                | 12:00      mara │ lunch?
                |                 │ 👍 2
                |                 │ ↳ mara: lunch?
                |              bo │ yes, at one
                |          zoltan │ ✗ deleted by zoltan (wrong
                |                 │ room)
                | ana                                not encrypted
                |›
                """,
                """
                | yes, at one
                | zoltan
                | ✗ deleted by zoltan
                | (wrong room)
                | #lobby · ana
                |›
                """,
            ])
    }

    @Test func `Three keys that fit the moment`() {
        check(
            act: { screen, session in
                screen = Screen.forTests(screen.width, screen.height) { $0.showsFooter = true }
            },
            [
                """
                | #lobby  Be kind
                | 12:05        bo │ line 15 of the morning                      │ 5 here
                |            mara │ line 16 of the morning                      │
                |                 │ line 17 of the morning                      │ operators
                | 12:06        bo │ line 18 of the morning                      │ @mara
                |            mara │ line 19 of the morning                      │
                |                 │ line 20 of the morning                      │ all
                | 12:07        bo │ line 21 of the morning                      │  ana
                |            mara │ line 22 of the morning                      │  q1
                |                 │ line 23 of the morning                      │  q3
                | 12:08        bo │ line 24 of the morning                      │  zoltan
                |            mara │ line 25 of the morning                      │
                |                 │ line 26 of the morning                      │
                | 12:09        bo │ line 27 of the morning                      │
                |            mara │ line 28 of the morning                      │
                |                 │ line 29 of the morning                      │
                | 12:10        bo │ line 30 of the morning                      │
                | ──────────────────── Wednesday 4 October ──────────────────── │
                | 12:00         ⇄ │ q1 and q3 joined · q2 came and went         │
                | 12:01 ▌      bo │ ana: see https://example.org/a/b please     │
                |               ← │ bo left                                     │
                |            mara │ so quiet                                    │
                | ana                                                              not encrypted
                |ana ›                      F1 help · PageUp history · Shift-Up choose a message
                """,
                """
                | #lobby  Be kind
                | 12:08      mara │ line 26 of the morning
                | 12:09        bo │ line 27 of the morning
                |            mara │ line 28 of the morning
                |                 │ line 29 of the morning
                | 12:10        bo │ line 30 of the morning
                | ───────────── Wednesday 4 October ──────────────
                | 12:00         ⇄ │ 2 joined · 1 came and went
                | 12:01 ▌      bo │ ana: see
                |       ▌         │ https://example.org/a/b please
                |               ← │ bo left
                |            mara │ so quiet
                | ana                                not encrypted
                |›                        F1 help · PageUp history
                """,
                """
                |▌b please
                | ← bo left
                | mara
                | so quiet
                | #lobby · ana
                |›               F1 help
                """,
            ])
    }
}
