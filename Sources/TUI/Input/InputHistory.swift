import Client

/// The lines that were sent, to be had again: in the buffer where they were sent, or from a list of all of them.
package struct InputHistory: Equatable, Sendable {
    /// The buffer that a line was sent in. It has no id while it is closed, but its name stays.
    package struct Place: Hashable, Sendable {
        package let network: NetworkID
        /// The name of the buffer.
        package let buffer: String

        package init(_ network: NetworkID, _ buffer: String) {
            self.network = network
            self.buffer = buffer
        }
    }

    package struct Entry: Equatable, Sendable {
        package let text: String
        /// Nil for a line that is had again everywhere.
        package let place: Place?

        package init(_ text: String, in place: Place?) {
            self.text = text
            self.place = place
        }
    }

    package static let limit = 2000
    /// So much of one place, so that a busy one does not take the others' lines away.
    package static let limitPerBuffer = 200

    /// The line that somebody has come to on the way back.
    private struct Walk: Equatable {
        var place: Place
        var index: Int
        /// The text that was typed before.
        var kept: String
    }

    /// From the oldest to the newest.
    package private(set) var lines: [Entry] = []
    private var walk: Walk?

    package init(_ lines: [Entry] = []) { self.lines = lines.suffix(Self.limit) }

    package mutating func add(_ text: String, in place: Place) {
        endWalk()
        guard !text.isEmpty else { return }
        let sent = Entry(text, in: place)
        lines.removeAll { $0 == sent }
        lines.append(sent)
        if lines.count(where: { $0.place == place }) > Self.limitPerBuffer,
            let oldest = lines.firstIndex(where: { $0.place == place })
        {
            lines.remove(at: oldest)
        }
        if lines.count > Self.limit { lines.removeFirst() }
    }

    /// Ends going through the lines sent earlier: the draft that was begun before is forgotten.
    mutating func endWalk() { walk = nil }

    /// The one before what is shown; nil where there is none.
    mutating func older(than draft: String, in place: Place) -> String? {
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
    mutating func newer(than draft: String, in place: Place) -> String? {
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

    /// A buffer has another name: what was sent there is had again under that.
    mutating func rename(_ old: Place, to new: Place) {
        endWalk()
        for index in lines.indices where lines[index].place == old { lines[index] = Entry(lines[index].text, in: new) }
    }

    /// True if something can be had again in a place.
    func holds(_ place: Place) -> Bool { lines.contains { $0.place == place || $0.place == nil } }

    private func texts(of place: Place) -> [String] {
        lines.filter { $0.place == place || $0.place == nil }.map(\.text)
    }
}
