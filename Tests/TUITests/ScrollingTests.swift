import Client
import Protocol
import TUI
import Testing

/// Moving through the history.
@Suite("Scrolling")
struct ScrollingTests {
    /// `lines` numbered lines in the lobby, a minute apart every hundred.
    private func session(lines: Int) -> ClientSession {
        var session = ClientSession.inLobby(topic: nil)
        for number in 0..<lines {
            let time = noon.advanced(bySeconds: Int64(number / 100) * 60)
            session.hear(from: "mara", "line \(number) end", at: time)
        }
        return session
    }

    /// The numbers of the lines in sight, from the top; without the newest, that stay below a dotted rule.
    private func numbers(_ picture: String) -> [Int] {
        picture.split(separator: "\n").prefix { !$0.hasPrefix("┄") }.compactMap { row in
            guard let start = row.range(of: "line "), let end = row.range(of: " end") else { return nil }
            return Int(row[start.upperBound..<end.lowerBound])
        }
    }

    @Test func `The whole history by arrow keys, up and down: each line once, in order, without a gap`() {
        let lines = ScreenFuzzTests.Iterations.lines
        var session = session(lines: lines)
        var screen = Screen.forTests(40, 10)
        var seen = numbers(screen.picture(session))
        #expect(seen.last == lines - 1)
        var steps = 0
        while steps < 40_000 {
            screen.press(.up, in: &session)
            steps += 1
            let now = numbers(screen.picture(session))
            // Nothing jumps: what is in sight is consecutive, and moves by one line at most.
            #expect(zip(now, now.dropFirst()).allSatisfy { $1 == $0 + 1 })
            guard let first = now.first, first < seen[0] else {
                if now.first == 0, screen.picture(session).contains("October") { break }
                continue
            }
            #expect(first == seen[0] - 1)
            seen.insert(first, at: 0)
        }
        #expect(seen.count == lines)
        #expect(seen.first == 0)

        var last = numbers(screen.picture(session)).last ?? 0
        while last < lines - 1, steps < 80_000 {
            screen.press(.down, in: &session)
            steps += 1
            let now = numbers(screen.picture(session)).last ?? last
            #expect(now == last || now == last + 1)
            last = now
        }
        #expect(last == lines - 1)
        #expect(!screen.picture(session).contains("new"))
    }

    @Test func `Who comes and goes below is not counted`() {
        var session = session(lines: 100)
        var screen = Screen.forTests(80, 24) { $0.events = .none }
        screen.press(.pageUp, in: &session)
        for number in 1...9 { session.hear(":q\(number)!u@h JOIN #lobby") }
        #expect(!screen.picture(session).contains("new"))
        session.hear(from: "bo", "hello")
        #expect(screen.picture(session).contains("↓ 1 new"))
    }

    @Test func `What is in sight stays there while lines arrive, and they are counted`() {
        var session = session(lines: 100)
        var screen = Screen.forTests(80, 24)
        screen.press(.pageUp, in: &session)
        let before = numbers(screen.picture(session))
        for number in 100..<150 { session.hear(from: "bo", "line \(number) end") }
        session.hear(from: "bo", "ana: look")
        let picture = screen.picture(session)
        #expect(numbers(picture) == before)
        #expect(picture.contains("↓ 51 new · 1 mention"))
        screen.press(.end, in: &session)
        #expect(screen.picture(session).contains("ana: look"))
        #expect(!screen.picture(session).contains("new"))
    }

    @Test func `A page is the screen less two rows`() {
        var session = session(lines: 300)
        var screen = Screen.forTests(80, 24)
        let newest = numbers(screen.picture(session))
        screen.press(.pageUp, in: &session)
        let older = numbers(screen.picture(session))
        #expect(older.suffix(2) == newest.prefix(2))
        screen.press(.pageDown, in: &session)
        #expect(numbers(screen.picture(session)) == newest)
    }

    @Test func `Typing does not move the view; sending does`() {
        var session = session(lines: 100)
        var screen = Screen.forTests(80, 24)
        screen.press(.pageUp, in: &session)
        let before = numbers(screen.picture(session))
        screen.type("hello", in: &session)
        #expect(numbers(screen.picture(session)) == before)
        screen.press(.enter, in: &session)
        #expect(screen.picture(session).contains("│ hello"))
    }

    @Test func `Another width keeps the place, and coming back shows the same`() {
        var session = session(lines: 200)
        session.hear(from: "mara", String(repeating: "a long line that wraps ", count: 40))
        for number in 200..<300 { session.hear(from: "mara", "line \(number) end") }
        var screen = Screen.forTests(80, 24)
        for _ in 0..<5 { screen.press(.pageUp, in: &session) }
        let before = screen.picture(session)
        for (width, height) in [(60, 24), (20, 6), (200, 24), (40, 12), (80, 24)] {
            screen.resize(width: width, height: height)
            #expect(numbers(screen.picture(session)).last ?? numbers(before).last == numbers(before).last)
        }
        #expect(screen.picture(session) == before)
    }

    @Test func `The top is the oldest line, and no further`() {
        var session = session(lines: 50)
        var screen = Screen.forTests(80, 24)
        screen.press(.home, in: &session)
        let oldest = screen.picture(session)
        #expect(oldest.split(separator: "\n")[1].contains("Tuesday 3 October"))
        screen.press(.up, .pageUp, .up, in: &session)
        #expect(screen.picture(session) == oldest)
        screen.press(.down, in: &session)
        #expect(screen.picture(session) != oldest)
    }

    @Test func `Lines that all fit do not scroll`() {
        var session = session(lines: 3)
        var screen = Screen.forTests(80, 24)
        let picture = screen.picture(session)
        screen.press(.up, .pageUp, .home, .down, in: &session)
        #expect(screen.picture(session) == picture)
    }
}

extension Substring {
    /// Where a text stands in this one, without Foundation.
    fileprivate func range(of other: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(other) { return start..<(index(start, offsetBy: other.count)) }
            start = index(after: start)
        }
        return nil
    }
}
