import Client

/// The count of what has been said since the reader of a buffer went further up, and that they have not come to. Who came and went is not
/// counted: it may not be shown at all.
struct UnseenTalk: Sendable {
    /// One past the newest line that has been on the screen.
    private(set) var seenEnd = LineID(0)
    /// The lines below this one have been looked at.
    private var countedEnd = LineID(0)
    /// The inserted lines by then: when they are more, all are looked at anew.
    private var countedInsertions = 0
    /// The lines of talk from ``seenEnd`` on, and all other lines that call the person, in order.
    private var said: [LineID] = []
    /// Mentions from ``seenEnd`` on, in order.
    private var mentions: [LineID] = []

    /// The reader leaves the newest line, which they have seen.
    mutating func begin(in buffer: Buffer) {
        seenEnd = buffer.endID
        countedEnd = buffer.scrollback.endID
    }

    /// A line has been on the screen.
    mutating func saw(_ id: LineID) { seenEnd = max(seenEnd, id.next) }

    /// The reader is back at the newest line.
    mutating func end() { (said, mentions) = ([], []) }

    /// The number of lines, and of mentions among them.
    mutating func count(in scrollback: Scrollback) -> (lines: Int, mentions: Int) {
        if scrollback.insertions != countedInsertions {
            countedInsertions = scrollback.insertions
            end()
            countedEnd = seenEnd
        }
        for index in scrollback.index(notBelow: countedEnd)..<scrollback.count {
            let isMention = scrollback.flags(at: index).contains(.mention)
            if isMention || scrollback.kind(at: index).isTalk { said.append(scrollback.id(at: index)) }
            if isMention { mentions.append(scrollback.id(at: index)) }
        }
        countedEnd = max(scrollback.endID, countedEnd)
        // Some may have been trimmed away meanwhile.
        let first = max(seenEnd, scrollback.firstID)
        said.removeAll { $0 < first }
        mentions.removeAll { $0 < first }
        return (said.count, mentions.count)
    }
}
