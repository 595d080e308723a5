/// What was cut, the newest last: cuts that follow each other are one.
package struct KillRing: Equatable, Sendable {
    private static let limit = 32

    private var texts: [[Character]] = []
    private var isRunOpen = false
    /// Where what was last given back stands.
    var yanked: Range<Int>?

    package init() {}

    package var newest: [Character]? { texts.last }

    mutating func add(_ text: [Character], isBackward: Bool) {
        if isRunOpen, let last = texts.popLast() {
            texts.append(isBackward ? text + last : last + text)
        } else {
            texts.append(text)
            if texts.count > Self.limit { texts.removeFirst() }
        }
        isRunOpen = true
        yanked = nil
    }

    /// What was cut before the newest, which goes behind all others.
    mutating func rotate() -> [Character]? {
        guard let last = texts.popLast() else { return nil }
        texts.insert(last, at: 0)
        return texts.last
    }

    mutating func endRun() {
        isRunOpen = false
        yanked = nil
    }
}

/// What the input was before each change; letters typed in a row are one change.
struct UndoStack: Equatable, Sendable {
    enum Kind {
        case typing, deleting, other
    }

    private struct Moment: Equatable {
        var characters: [Character]
        var cursor: Int
    }

    private static let limit = 200

    private var moments: [Moment] = []
    private var run: Kind?

    mutating func keep(_ characters: [Character], _ cursor: Int, _ kind: Kind) {
        defer { run = kind == .other ? nil : kind }
        guard run != kind || kind == .other else { return }
        moments.append(Moment(characters: characters, cursor: cursor))
        if moments.count > Self.limit { moments.removeFirst() }
    }

    mutating func pop() -> ([Character], Int)? {
        run = nil
        return moments.popLast().map { ($0.characters, $0.cursor) }
    }

    mutating func endRun() { run = nil }
}

/// The lines that were sent, to be had again.
package struct Recall: Equatable, Sendable {
    package static let limit = 500

    /// From the oldest to the newest.
    package private(set) var lines: [String] = []
    /// Which of them is shown, while one is; and what was typed before.
    private var place: Int?
    private var kept = ""

    package init(_ lines: [String] = []) { self.lines = lines.suffix(Self.limit) }

    package mutating func add(_ line: String) {
        place = nil
        guard !line.isEmpty else { return }
        lines.removeAll { $0 == line }
        lines.append(line)
        if lines.count > Self.limit { lines.removeFirst() }
    }

    /// The one before what is shown; nil where there is none.
    mutating func older(than draft: String) -> String? {
        if let place, lines.indices.contains(place), lines[place] == draft {
            guard place > 0 else { return nil }
            self.place = place - 1
        } else {
            guard !lines.isEmpty else { return nil }
            kept = draft
            place = lines.count - 1
        }
        return place.map { lines[$0] }
    }

    /// The one after it, and at last what was typed before.
    mutating func newer(than draft: String) -> String? {
        guard let place, lines.indices.contains(place), lines[place] == draft else { return nil }
        guard place + 1 < lines.count else {
            self.place = nil
            return kept
        }
        self.place = place + 1
        return lines[place + 1]
    }
}
