import TUI
import TerminalApp

/// A terminal without a screen: a test types, and looks at what is shown.
@MainActor
final class FakeTerminal: Terminal {
    private(set) var width = 80
    private(set) var height = 24
    let colors = ColorDepth.none
    var isGone = false
    var usesMouse = false
    /// The bytes that the next read gives.
    var typed: [UInt8] = []
    /// The size that the next ``resize()`` takes over.
    var nextSize = (width: 80, height: 24)
    private(set) var shown: Surface?
    private(set) var written = ""
    private(set) var suspensions = 0
    private(set) var isRestored = false
    private(set) var isAskedForBackground = false
    private var keyDecoder = TerminalEventDecoder()

    var deadline: Int64? { keyDecoder.deadline }

    func readKeys(at now: Int64) -> [TerminalEvent] {
        defer { typed = [] }
        return keyDecoder.feed(typed, at: now)
    }

    func finishLate(at now: Int64) -> [TerminalEvent] { keyDecoder.timePassed(at: now) }
    func show(_ surface: Surface) { shown = surface }
    func write(_ bytes: String) { written += bytes }
    func askForBackground() { isAskedForBackground = true }
    func resize() { (width, height) = nextSize }
    func redrawAll() {}
    func suspend() { suspensions += 1 }
    func restore() { isRestored = true }

    /// The characters on the screen, a line for each row.
    var text: String {
        guard let shown else { return "" }
        return (0..<shown.height).map { y in
            var row = String.UnicodeScalarView()
            for cell in shown[row: y] where !cell.glyph.isContinuation {
                row.append(contentsOf: (0..<cell.glyph.scalarCount).compactMap { cell.glyph.scalar(at: $0) })
            }
            return String(row)
        }.joined(separator: "\n")
    }
}

/// Standard input and output without descriptors.
@MainActor
final class FakeStream: LinearStream {
    var isInteractive = false
    var canAsk = false
    /// What the reads to come give, the next first.
    var reads: [LinearRead] = []
    private(set) var written = ""
    /// Each time that the terminal was told to show what is typed, or not to.
    private(set) var echoes: [Bool] = []

    func read() -> LinearRead { reads.isEmpty ? .nothing : reads.removeFirst() }
    func write(_ text: String) { written += text }
    func setEcho(_ isOn: Bool) { echoes.append(isOn) }
}
