import Client
import TUI
import Testing

/// What is open over the chat: a chosen message, lists, times, the keys. Each at three sizes; a picture's rows begin behind the `|`.
@Suite("Pictures: lists")
struct OverlayPictureTests {
    @Test func `A message is chosen`() {
        check(
            act: { screen, session in
                screen.press(.tab, .up, .up, in: &session)
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
                | 12:01▸▌      bo │ ana: see https://example.org/a/b please     │
                |               ← │ bo left                                     │
                |            mara │ so quiet                                    │
                | ana                                                              not encrypted
                |ana ›                      r reply · y copy · u copy link · o open · Esc cancel
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
                | 12:01▸▌      bo │ ana: see
                |       ▌         │ https://example.org/a/b please
                |               ← │ bo left
                |            mara │ so quiet
                | ana                                not encrypted
                |›   r reply · y copy · u copy link · o open · Es…
                """,
                """
                |▌ana: see              ╎
                |▌https://example.org/a/╎
                |▌b please              ╎
                | ← bo left             !
                | #lobby · ana
                |›   r reply · y copy ·…
                """,
            ])
    }

    @Test func `A search, as one types`() {
        check(
            act: { screen, session in
                screen.press(.control("f"), in: &session)
                screen.type("line 2", in: &session)
                screen.press(.up, .up, in: &session)
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
                |  3 Oct 12:00  mara: line 2 of the morning                     │  zoltan
                |  3 Oct 12:06  mara: line 20 of the morning                    │
                |  3 Oct 12:07  bo: line 21 of the morning                      │
                |  3 Oct 12:07  mara: line 22 of the morning                    │
                |  3 Oct 12:07  mara: line 23 of the morning                    │
                |  3 Oct 12:08  bo: line 24 of the morning                      │
                |  3 Oct 12:08  mara: line 25 of the morning                    │
                |  3 Oct 12:08  mara: line 26 of the morning                    │
                |  3 Oct 12:09  bo: line 27 of the morning                      │
                |▸ 3 Oct 12:09  mara: line 28 of the morning                    │
                |  3 Oct 12:09  mara: line 29 of the morning                    │
                | ana                                                              not encrypted
                | search here · Enter opens it · Tab: all buffers · Esc closes
                |› line 2
                """,
                """
                | #lobby  Be kind
                | 12:09        bo │ line 27 of the morning
                |            mara │ line 28 of the morning
                |                 │ line 29 of the morning
                |  11 in all
                |  3 Oct 12:08  bo: line 24 of the morning
                |  3 Oct 12:08  mara: line 25 of the morning
                |  3 Oct 12:08  mara: line 26 of the morning
                |  3 Oct 12:09  bo: line 27 of the morning
                |▸ 3 Oct 12:09  mara: line 28 of the morning
                |  3 Oct 12:09  mara: line 29 of the morning
                | ana                                not encrypted
                | search here · Enter opens it · Tab: all buffers …
                |› line 2
                """,
                """
                |  11 in all
                |▸ 3 Oct 12:09  … line …
                |  3 Oct 12:09  … line …
                | #lobby · ana
                | search here · Enter op…
                |› line 2
                """,
            ])
    }

    @Test func `What was found opens in its place`() {
        check(
            act: { screen, session in
                screen.press(.control("f"), in: &session)
                screen.type("line 2 ", in: &session)
                screen.press(.up, .enter, in: &session)
            },
            [
                """
                | #lobby  Be kind
                | ───────────────────── Tuesday 3 October ─────────────────────┃│ 5 here
                | 12:00         → │ ana joined                                 ┃│
                |               · │ Topic: Be kind                             ┃│ operators
                |            mara │ line 1 of the morning                      ┃│ @mara
                |      ▸          │ line 2 of the morning                      ┃│
                | 12:01        bo │ line 3 of the morning                      ┃│ all
                |            mara │ line 4 of the morning                      ╎│  ana
                |                 │ line 5 of the morning                      ╎│  q1
                | 12:02        bo │ line 6 of the morning                      ╎│  q3
                |            mara │ line 7 of the morning                      ╎│  zoltan
                |                 │ line 8 of the morning                      ╎│
                | 12:03        bo │ line 9 of the morning                      ╎│
                |            mara │ line 10 of the morning                     ╾│
                |                 │ line 11 of the morning                     !│
                | 12:04        bo │ line 12 of the morning                     ╎│
                |┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄│
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
                | 12:00         → │ ana joined                    ┃
                |               · │ Topic: Be kind                ┃
                |            mara │ line 1 of the morning         ╎
                |      ▸          │ line 2 of the morning         ╎
                | 12:01        bo │ line 3 of the morning         ╎
                |            mara │ line 4 of the morning         ╎
                |                 │ line 5 of the morning         ╾
                | 12:02        bo │ line 6 of the morning         !
                |┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
                | 12:01         ← │ bo left
                |            mara │ so quiet
                | ana                                not encrypted
                |›
                """,
                """
                | line 1 of the morning ┃
                | line 2 of the morning ╎
                | 12:01 bo              ╎
                | line 3 of the morning !
                | #lobby · ana
                |›
                """,
            ])
    }

    @Test func `Buffers by some of their letters`() {
        check(
            act: { screen, session in
                session.hear(":bo!u@h PRIVMSG ana :psst")
                screen.press(.alt("k"), in: &session)
                screen.type("b", in: &session)
            },
            [
                """
                | #lobby  Be kind
                | 12:05      mara │ line 17 of the morning                      │ 5 here
                | 12:06        bo │ line 18 of the morning                      │
                |            mara │ line 19 of the morning                      │ operators
                |                 │ line 20 of the morning                      │ @mara
                | 12:07        bo │ line 21 of the morning                      │
                |            mara │ line 22 of the morning                      │ all
                |                 │ line 23 of the morning                      │  ana
                | 12:08        bo │ line 24 of the morning                      │  q1
                |            mara │ line 25 of the morning                      │  q3
                |                 │ line 26 of the morning                      │  zoltan
                | 12:09        bo │ line 27 of the morning                      │
                |            mara │ line 28 of the morning                      │
                |                 │ line 29 of the morning                      │
                | 12:10        bo │ line 30 of the morning                      │
                | ──────────────────── Wednesday 4 October ──────────────────── │
                | 12:00         ⇄ │ q1 and q3 joined · q2 came and went         │
                | 12:01 ▌      bo │ ana: see https://example.org/a/b please     │
                |  2  #lobby  32 new !                                          │
                |▸ 3  bo  1 new !                                               │
                | 1 localhost  ● 3 bo 1!  2 #lobby
                | ana · news: bo!                                                  not encrypted
                | go to buffer · Enter goes there · Esc closes
                |› b
                """,
                """
                | #lobby  Be kind
                | 12:09      mara │ line 28 of the morning
                |                 │ line 29 of the morning
                | 12:10        bo │ line 30 of the morning
                | ───────────── Wednesday 4 October ──────────────
                | 12:00         ⇄ │ 2 joined · 1 came and went
                | 12:01 ▌      bo │ ana: see
                |       ▌         │ https://example.org/a/b please
                |  2  #lobby  32 new !
                |▸ 3  bo  1 new !
                | 1 localhost  ● 3 bo 1!  2 #lobby
                | ana · news: bo!                    not encrypted
                | go to buffer · Enter goes there · Esc closes
                |› b
                """,
                """
                | ← bo left
                |  2  #lobby  32 new !
                |▸ 3  bo  1 new !
                | #lobby · news: bo!
                | go to buffer · Enter g…
                |› b
                """,
            ])
    }

    @Test func `Going to a time`() {
        check(
            act: { screen, session in
                screen.press(.alt("g"), in: &session)
                screen.type("14:30", in: &session)
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
                | go to time · 14:30 · yesterday · 3 oct · Enter goes there · Esc closes
                |› 14:30
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
                | go to time · 14:30 · yesterday · 3 oct · Enter g…
                |› 14:30
                """,
                """
                | ← bo left
                | mara
                | so quiet
                | #lobby · ana
                | go to time · 14:30 · y…
                |› 14:30
                """,
            ])
    }

    @Test func `The keys`() {
        check(
            act: { screen, session in
                screen.press(.function(1), in: &session)
            },
            [
                """
                | #lobby  Be kind
                |┌ [Keys] Commands  ────────────────────────────────────────────────────────────┐
                |│ Reading                                Editing                               │
                |│ Up/Down           scroll by a row      Left/Right         left, right        │
                |│ PageUp/PageDown   scroll by a page     Alt-B/F            word left, right   │
                |│ Ctrl-Home/End     oldest, newest line  Ctrl-A/E           start, end         │
                |│ Home/End          start, end of the    Backspace/Delete   delete             │
                |│                   input; of the room   Ctrl-U/K           cut to the start,  │
                |│                   if it is empty                          end                │
                |│ Esc               newest line          Ctrl-W Alt-D       cut the word       │
                |│ Alt-U             first unread line                       before, after      │
                |│ Alt-P/N           previous, next       Ctrl-Y Alt-Y       paste what was     │
                |│                   mention                                 cut, what was cut  │
                |│ Ctrl-F            search                                  before             │
                |│ Alt-G             go to a time         Ctrl-_             undo               │
                |│ Shift-Up          choose a message     Ctrl-T             swap two letters   │
                |│                   (or Tab in an empty                                        │
                |│                   input)               Rooms                                 │
                |│                                        Ctrl-N/P           next, previous     │
                |│ Writing                                                   buffer             │
                |│ Enter             send                 Alt-1…9            buffer by number   │
                |└ Esc closes · Tab commands · type to filter · Up/Down scroll ─────── 28 more ─┘
                | ana                                                              not encrypted
                |ana ›
                """,
                """
                | #lobby  Be kind
                |┌ [Keys] Commands  ──────────────────────────────┐
                |│ Reading                                        │
                |│ Up/Down            scroll by a row             │
                |│ PageUp/PageDown    scroll by a page            │
                |│ Ctrl-Home/End      oldest, newest line         │
                |│ Home/End           start, end of the input; of │
                |│                    the room if it is empty     │
                |│ Esc                newest line                 │
                |│ Alt-U              first unread line           │
                |│ Alt-P/N            previous, next mention      │
                |└ Esc closes · Tab commands · type to ─ 60 more ─┘
                | ana                                not encrypted
                |›
                """,
                """
                | [Keys]  Esc closes · Ta
                | Reading
                | Up/Down
                |   scroll by a row
                | #lobby · ana
                |›
                """,
            ])
    }
}
