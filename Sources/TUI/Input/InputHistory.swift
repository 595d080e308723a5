/// The cuts of text, the newest last: cuts that follow each other are one.
package struct KillRing: Equatable, Sendable {
    struct Cut: Equatable {
        var text: [Character]
        /// See ``InputLine/mayContainPassword``.
        var mayContainPassword: Bool

        init(_ text: [Character], mayContainPassword: Bool) {
            self.text = text
            self.mayContainPassword = mayContainPassword
        }
    }

    private static let limit = 32

    private var cuts: [Cut] = []
    private var isRunOpen = false
    /// The place of the cut that was given back last, in characters of the input.
    var yanked: Range<Int>?

    package init() {}

    var newest: Cut? { cuts.last }

    mutating func add(_ cut: Cut, isBackward: Bool) {
        if isRunOpen, let last = cuts.popLast() {
            cuts.append(
                Cut(
                    isBackward ? cut.text + last.text : last.text + cut.text,
                    mayContainPassword: cut.mayContainPassword || last.mayContainPassword))
        } else {
            cuts.append(cut)
            if cuts.count > Self.limit { cuts.removeFirst() }
        }
        isRunOpen = true
        yanked = nil
    }

    /// The cut before the newest; the newest goes behind all others.
    mutating func rotate() -> Cut? {
        guard let last = cuts.popLast() else { return nil }
        cuts.insert(last, at: 0)
        return cuts.last
    }

    mutating func endRun() {
        isRunOpen = false
        yanked = nil
    }
}

/// The states of the input before each change; letters typed in a row are one change.
struct UndoStack: Equatable, Sendable {
    enum Kind {
        case typing, deleting, other
    }

    struct Snapshot: Equatable {
        var characters: [Character]
        var cursor: Int
        var mayContainPassword: Bool
    }

    private static let limit = 200

    private var snapshots: [Snapshot] = []
    private var run: Kind?

    mutating func recordUndo(_ snapshot: @autoclosure () -> Snapshot, _ kind: Kind) {
        defer { run = kind == .other ? nil : kind }
        guard run != kind || kind == .other else { return }
        snapshots.append(snapshot())
        if snapshots.count > Self.limit { snapshots.removeFirst() }
    }

    mutating func pop() -> Snapshot? {
        run = nil
        return snapshots.popLast()
    }

    mutating func endRun() { run = nil }
}

/// The lines that were sent, to be had again: in the buffer where they were sent, or from a list of all of them.
package struct InputHistory: Equatable, Sendable {
    package struct Entry: Equatable, Sendable {
        package var text: String
        /// The name of the buffer; empty for what is had again everywhere.
        package var buffer: String

        package init(_ text: String, in buffer: String) {
            self.text = text
            self.buffer = buffer
        }
    }

    package static let limit = 2000
    /// So much of one place, so that a busy one does not take the others' lines away.
    package static let limitPerBuffer = 200

    /// The line that somebody has come to on the way back.
    private struct Walk: Equatable {
        var buffer: String
        var index: Int
        /// The text that was typed before.
        var kept: String
    }

    /// From the oldest to the newest.
    package private(set) var lines: [Entry] = []
    private var walk: Walk?

    package init(_ lines: [Entry] = []) { self.lines = lines.suffix(Self.limit) }

    package mutating func add(_ text: String, in buffer: String) {
        endWalk()
        guard !text.isEmpty else { return }
        let sent = Entry(text, in: buffer)
        lines.removeAll { $0 == sent }
        lines.append(sent)
        if lines.count(where: { $0.buffer == buffer }) > Self.limitPerBuffer,
            let oldest = lines.firstIndex(where: { $0.buffer == buffer })
        {
            lines.remove(at: oldest)
        }
        if lines.count > Self.limit { lines.removeFirst() }
    }

    /// Ends going through the lines sent earlier: the draft that was begun before is forgotten.
    mutating func endWalk() { walk = nil }

    /// The one before what is shown; nil where there is none.
    mutating func older(than draft: String, in buffer: String) -> String? {
        let texts = texts(of: buffer)
        if let walk, walk.buffer == buffer, texts.indices.contains(walk.index), texts[walk.index] == draft {
            guard walk.index > 0 else { return nil }
            self.walk?.index -= 1
            return texts[walk.index - 1]
        }
        guard let last = texts.last else { return nil }
        walk = Walk(buffer: buffer, index: texts.count - 1, kept: draft)
        return last
    }

    /// The one after it, and at last what was typed before.
    mutating func newer(than draft: String, in buffer: String) -> String? {
        let texts = texts(of: buffer)
        guard let walk, walk.buffer == buffer, texts.indices.contains(walk.index), texts[walk.index] == draft else {
            return nil
        }
        guard walk.index + 1 < texts.count else {
            self.walk = nil
            return walk.kept
        }
        self.walk?.index += 1
        return texts[walk.index + 1]
    }

    private func texts(of buffer: String) -> [String] {
        lines.filter { $0.buffer == buffer || $0.buffer.isEmpty }.map(\.text)
    }
}
