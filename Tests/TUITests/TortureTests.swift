import Client
import Protocol
import TUI
import TestSupport
import Testing

/// The lines of `torture.txt`, each said in a room: whatever they hold, what stands around them stands still.
@Suite("Text that hurts")
struct TortureTests {
    @Test func `The file is there, and as hard as it should be`() {
        #expect(TortureTexts.all.count > 40)
        #expect(TortureTexts.all.contains { $0.unicodeScalars.count > 10_000 })
    }

    @Test(arguments: [(120, 30), (80, 24), (64, 14)])
    func `The rules stand in the same columns in every frame`(width: Int, height: Int) {
        var session = ClientSession.inLobby("@mara 日本 ana zo\u{308}e")
        session.hear(":bo!u@h PRIVMSG ana :psst")
        var screen = Screen.forTests(width, height)
        _ = screen.draw(session, at: noon)
        let first = borders(screen.draw(session, at: noon))
        #expect(!first.isEmpty)
        for (place, text) in TortureTexts.all.enumerated() {
            let body = text.filter { !$0.unicodeScalars.contains { $0.value == 0 || $0 == "\r" || $0 == "\n" } }
            session.hear(":\(place % 3 == 0 ? "mara" : "日本")!u@h PRIVMSG #lobby :\(body)")
            if place % 5 == 0 { session.hear(":mara!u@h TOPIC #lobby :\(body)") }
            let surface = screen.draw(session, at: noon)
            #expect(borders(surface) == first, "\(place): \(text.prefix(40).debugDescription)")
            screen.handleAndApply(.paste(text), &session)
            #expect(borders(screen.draw(session, at: noon), rows: 1..<4) == first.filter { $0.1 < 4 }, "\(place)")
            screen.press(.control("c"), in: &session)
            if place % 4 == 0 {
                screen.press(.pageUp, in: &session)
                #expect(borders(screen.draw(session, at: noon)) == first, "\(place), further up")
                screen.press(.escape, .escape, in: &session)
            }
        }
    }

    /// Where the rules between the panes stand: those columns in which the first row of the panes has one.
    private func borders(_ surface: Surface, rows: Range<Int>? = nil) -> [Border] {
        let last = surface.height - (surface.width < 110 ? 3 : 2)
        let rows = rows ?? 1..<last
        let columns = (0..<surface.width).filter {
            surface[$0, 1].glyph.text == "│" && surface[$0, 2].glyph.text == "│"
        }
        .filter { $0 == 18 || $0 > surface.width - 24 }
        return rows.flatMap { y in columns.filter { surface[$0, y].glyph.text == "│" }.map { Border($0, y) } }
    }

    private typealias Border = (Int, Int)
}

/// Tuples compare, but not arrays of them.
private func == (a: [(Int, Int)], b: [(Int, Int)]) -> Bool { a.elementsEqual(b) { $0 == $1 } }
