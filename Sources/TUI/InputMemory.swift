/// What was cut, the newest last: cuts that follow each other are one.
package struct KillRing: Equatable, Sendable {
    struct Cut: Equatable {
        var text: [Character]
        /// See ``InputLine/isPerhapsSecret``.
        var isPerhapsSecret: Bool

        init(_ text: [Character], isPerhapsSecret: Bool) {
            self.text = text
            self.isPerhapsSecret = isPerhapsSecret
        }
    }

    private static let limit = 32

    private var cuts: [Cut] = []
    private var isRunOpen = false
    /// Where what was last given back stands.
    var yanked: Range<Int>?

    package init() {}

    var newest: Cut? { cuts.last }

    mutating func add(_ cut: Cut, isBackward: Bool) {
        if isRunOpen, let last = cuts.popLast() {
            cuts.append(
                Cut(
                    isBackward ? cut.text + last.text : last.text + cut.text,
                    isPerhapsSecret: cut.isPerhapsSecret || last.isPerhapsSecret))
        } else {
            cuts.append(cut)
            if cuts.count > Self.limit { cuts.removeFirst() }
        }
        isRunOpen = true
        yanked = nil
    }

    /// What was cut before the newest, which goes behind all others.
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

/// What the input was before each change; letters typed in a row are one change.
struct UndoStack: Equatable, Sendable {
    enum Kind {
        case typing, deleting, other
    }

    struct Moment: Equatable {
        var characters: [Character]
        var cursor: Int
        var isPerhapsSecret: Bool
    }

    private static let limit = 200

    private var moments: [Moment] = []
    private var run: Kind?

    mutating func keep(_ moment: @autoclosure () -> Moment, _ kind: Kind) {
        defer { run = kind == .other ? nil : kind }
        guard run != kind || kind == .other else { return }
        moments.append(moment())
        if moments.count > Self.limit { moments.removeFirst() }
    }

    mutating func pop() -> Moment? {
        run = nil
        return moments.popLast()
    }

    mutating func endRun() { run = nil }
}

/// The lines that were sent, to be had again: where they were sent, and all of them in a list.
package struct Recall: Equatable, Sendable {
    package struct Sent: Equatable, Sendable {
        package var text: String
        /// The name of the buffer; empty for what is had again everywhere.
        package var place: String

        package init(_ text: String, in place: String) {
            self.text = text
            self.place = place
        }
    }

    package static let limit = 2000
    /// So much of one place, so that a busy one does not take the others' lines away.
    package static let placeLimit = 200

    /// Where somebody has come to on the way back.
    private struct Walk: Equatable {
        var place: String
        var index: Int
        /// What was typed before.
        var kept: String
    }

    /// From the oldest to the newest.
    package private(set) var lines: [Sent] = []
    private var walk: Walk?

    package init(_ lines: [Sent] = []) { self.lines = lines.suffix(Self.limit) }

    package mutating func add(_ text: String, in place: String) {
        endWalk()
        guard !text.isEmpty else { return }
        let sent = Sent(text, in: place)
        lines.removeAll { $0 == sent }
        lines.append(sent)
        if lines.count(where: { $0.place == place }) > Self.placeLimit,
            let oldest = lines.firstIndex(where: { $0.place == place })
        {
            lines.remove(at: oldest)
        }
        if lines.count > Self.limit { lines.removeFirst() }
    }

    /// Ends going through the lines sent earlier: the draft that was begun before is forgotten.
    mutating func endWalk() { walk = nil }

    /// The one before what is shown; nil where there is none.
    mutating func older(than draft: String, in place: String) -> String? {
        let texts = texts(of: place)
        if let walk, walk.place == place, texts.indices.contains(walk.index), texts[walk.index] == draft {
            guard walk.index > 0 else { return nil }
            self.walk?.index -= 1
            return texts[walk.index - 1]
        }
        guard let last = texts.last else { return nil }
        walk = Walk(place: place, index: texts.count - 1, kept: draft)
        return last
    }

    /// The one after it, and at last what was typed before.
    mutating func newer(than draft: String, in place: String) -> String? {
        let texts = texts(of: place)
        guard let walk, walk.place == place, texts.indices.contains(walk.index), texts[walk.index] == draft else {
            return nil
        }
        guard walk.index + 1 < texts.count else {
            self.walk = nil
            return walk.kept
        }
        self.walk?.index += 1
        return texts[walk.index + 1]
    }

    private func texts(of place: String) -> [String] {
        lines.filter { $0.place == place || $0.place.isEmpty }.map(\.text)
    }
}
