import Client
import Protocol
import TUI
import Testing

/// The chat: as it stands, further up, and when something is missing. Each at three sizes; a picture's rows begin behind the `|`.
@Suite("Pictures: scrolled")
struct ScrolledPictureTests {
    @Test func `The newest lines; joins stand as one`() {
        check(
            act: { screen, session in
                _ = (screen.width, session.nick)
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
                |ana ›
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
                |›
                """,
                """
                |▌b please
                | ← bo left
                | mara
                | so quiet
                | #lobby · ana
                |›
                """,
            ])
    }

    @Test func `Further up, the newest stay below a dotted rule, and the bar tells where one is`() {
        check(
            act: { screen, session in
                screen.press(.pageUp, in: &session)
                session.hear(from: "bo", "ana: and?", at: noon.advanced(bySeconds: 90_000))
            },
            [
                """
                | #lobby  Be kind
                | 12:00      mara │ line 2 of the morning                      ╎│ 5 here
                | 12:01        bo │ line 3 of the morning                      ┃│
                |            mara │ line 4 of the morning                      ┃│ operators
                |                 │ line 5 of the morning                      ┃│ @mara
                | 12:02        bo │ line 6 of the morning                      ┃│
                |            mara │ line 7 of the morning                      ┃│ all
                |                 │ line 8 of the morning                      ┃│  ana
                | 12:03        bo │ line 9 of the morning                      ╎│  q1
                |            mara │ line 10 of the morning                     ╎│  q3
                |                 │ line 11 of the morning                     ╎│  zoltan
                | 12:04        bo │ line 12 of the morning                     ╎│
                |            mara │ line 13 of the morning                     ╎│
                |                 │ line 14 of the morning                     ╾│
                | 12:05        bo │ line 15 of the morning                     !│
                |            mara │ line 16 of the morning                     !│
                |┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄│
                | 12:00         ⇄ │ q1 and q3 joined · q2 came and went         │
                | 12:01 ▌      bo │ ana: see https://example.org/a/b please     │
                |               ← │ bo left                                     │
                |            mara │ so quiet                                    │
                | 13:00 ▌      bo │ ana: and?                                   │
                | ana                                   not encrypted  ↓ 1 new · 1 mention · Esc
                |ana ›
                """,
                """
                | #lobby  Be kind
                | 12:06      mara │ line 20 of the morning        ╎
                | 12:07        bo │ line 21 of the morning        ╎
                |            mara │ line 22 of the morning        ╎
                |                 │ line 23 of the morning        ╎
                | 12:08        bo │ line 24 of the morning        ┃
                |            mara │ line 25 of the morning        ┃
                |                 │ line 26 of the morning        ╾
                | 12:09        bo │ line 27 of the morning        !
                |┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
                | 12:01      mara │ so quiet
                | 13:00 ▌      bo │ ana: and?
                | ana     not encrypted  ↓ 1 new · 1 mention · Esc
                |›
                """,
                """
                |▌ana: see              ╎
                |▌https://example.org/a/╎
                |▌b please              ╎
                | ← bo left             !
                | #lobby · ana     ↓1 1!
                |›
                """,
            ])
    }

    @Test func `A run of joins opens, line by line`() {
        check(
            act: { screen, session in
                screen.press(Key(.up, .shift), .up, .up, .up, .enter, in: &session)
            },
            [
                """
                | #lobby  Be kind
                | 12:06        bo │ line 18 of the morning                      │ 5 here
                |            mara │ line 19 of the morning                      │
                |                 │ line 20 of the morning                      │ operators
                | 12:07        bo │ line 21 of the morning                      │ @mara
                |            mara │ line 22 of the morning                      │
                |                 │ line 23 of the morning                      │ all
                | 12:08        bo │ line 24 of the morning                      │  ana
                |            mara │ line 25 of the morning                      │  q1
                |                 │ line 26 of the morning                      │  q3
                | 12:09        bo │ line 27 of the morning                      │  zoltan
                |            mara │ line 28 of the morning                      │
                |                 │ line 29 of the morning                      │
                | 12:10        bo │ line 30 of the morning                      │
                | ──────────────────── Wednesday 4 October ──────────────────── │
                | 12:00▸        → │ q1 joined                                   │
                |               → │ q2 joined                                   │
                |               → │ q3 joined                                   │
                |               ← │ q2 quit (bye)                               │
                | 12:01 ▌      bo │ ana: see https://example.org/a/b please     │
                |               ← │ bo left                                     │
                |            mara │ so quiet                                    │
                | ana                                                              not encrypted
                |ana ›                                        Enter closes · y copy · Esc cancel
                """,
                """
                | #lobby  Be kind
                | 12:09      mara │ line 29 of the morning
                | 12:10        bo │ line 30 of the morning
                | ───────────── Wednesday 4 October ──────────────
                | 12:00▸        → │ q1 joined
                |               → │ q2 joined
                |               → │ q3 joined
                |               ← │ q2 quit (bye)
                | 12:01 ▌      bo │ ana: see
                |       ▌         │ https://example.org/a/b please
                |               ← │ bo left
                |            mara │ so quiet
                | ana                                not encrypted
                |›              Enter closes · y copy · Esc cancel
                """,
                """
                | ← q2 quit (bye)       ╎
                |▌12:01 bo              ╎
                |▌ana: see              ╎
                |▌https://example.org/a/!
                | #lobby · ana
                |›   Enter closes · y c…
                """,
            ])
    }

    @Test func `Several buffers, with what is new in them`() {
        check(
            act: { screen, session in
                session.hear(":bo!u@h PRIVMSG ana :psst")
                session.hear(":ana!u@h JOIN #other", ":mara!u@h PRIVMSG #other :hi", ":mara!u@h PRIVMSG #other :ho")
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
                | 1 localhost  ● 3 bo 1!  2 #lobby  4 #other 2
                | ana · news: bo! #other                                           not encrypted
                |ana ›
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
                | 1 localhost  ● 3 bo 1!  2 #lobby  4 #other 2
                | ana · news: bo! #other             not encrypted
                |›
                """,
                """
                |▌b please
                | ← bo left
                | mara
                | so quiet
                | #lobby · news: bo! +1
                |›
                """,
            ])
    }

    @Test func `A loss: what is typed stays`() {
        check(
            act: { screen, session in
                screen.type("not lost", in: &session)
                session.disconnected(cause: "the server closed the connection", at: noon)
            },
            [
                """
                | #lobby  Be kind
                | 12:06        bo │ line 18 of the morning                      │ 0 here
                |            mara │ line 19 of the morning                      │
                |                 │ line 20 of the morning                      │
                | 12:07        bo │ line 21 of the morning                      │
                |            mara │ line 22 of the morning                      │
                |                 │ line 23 of the morning                      │
                | 12:08        bo │ line 24 of the morning                      │
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
                | ───────────────────── Tuesday 3 October ───────────────────── │
                | 12:00         ! │ You are offline: the server closed the      │
                |                 │ connection.                                 │
                | offline, again in 2 s · ana
                |ana › not lost
                """,
                """
                | #lobby  Be kind
                | 12:09      mara │ line 29 of the morning
                | 12:10        bo │ line 30 of the morning
                | ───────────── Wednesday 4 October ──────────────
                | 12:00         ⇄ │ 2 joined · 1 came and went
                | 12:01 ▌      bo │ ana: see
                |       ▌         │ https://example.org/a/b please
                |               ← │ bo left
                |            mara │ so quiet
                | ────────────── Tuesday 3 October ───────────────
                | 12:00         ! │ You are offline: the server
                |                 │ closed the connection.
                | offline, again in 2 s · ana
                |› not lost
                """,
                """
                | ─ Tuesday 3 October ──
                | ! You are offline: the
                | server closed the
                | connection.
                | offline, again in 2 s
                |› not lost
                """,
            ])
    }
}
