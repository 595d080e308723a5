import Protocol

/// The lines that a buffer holds at certain moments, found by what they say.
///
/// A net split gives thousands of lines one time. Each moment's lines are looked at once, so a page costs no more than its lines and those
/// that are held at their moments. Only a hash of a line is kept: whoever finds one compares the line itself.
struct KnownTimestamps: Sendable {
    private var known: Set<Timestamp> = []
    private var any: [Int: LineID] = [:]
    private var withoutID: [Int: LineID] = [:]
    /// How many more lines are looked at.
    private var stepsLeft: Int

    init(maxSteps: Int) { stepsLeft = maxSteps }

    /// Takes in the lines of a moment, unless that has been done.
    mutating func learn(_ time: Timestamp, in scrollback: Scrollback) {
        guard known.insert(time).inserted else { return }
        var index = scrollback.firstIndex(notBefore: time, in: 0..<scrollback.count)
        while stepsLeft > 0, index < scrollback.count, scrollback.time(at: index) == time {
            stepsLeft -= 1
            let key = Self.key(
                time, scrollback.kind(at: index), scrollback.sender(at: index), scrollback.text(at: index))
            add(key, scrollback.id(at: index), hasID: !scrollback.messageID(at: index).isEmpty)
            index += 1
        }
    }

    mutating func add(_ line: LineContent, _ id: LineID) {
        add(Self.key(line.time, line.kind, line.sender, line.text), id, hasID: !line.messageID.isEmpty)
    }

    private mutating func add(_ key: Int, _ id: LineID, hasID: Bool) {
        if any[key] == nil { any[key] = id }
        if !hasID, withoutID[key] == nil { withoutID[key] = id }
    }

    /// The first line that says the same at the same moment; `hasAnyID` where one with a msgid will do as well.
    func find(_ line: LineContent, hasAnyID: Bool) -> LineID? {
        let key = Self.key(line.time, line.kind, line.sender, line.text)
        return hasAnyID ? any[key] : withoutID[key]
    }

    private static func key(_ time: Timestamp, _ kind: LineKind, _ sender: Bytes, _ text: Bytes) -> Int {
        var hasher = Hasher()
        hasher.combine(time)
        hasher.combine(kind)
        hasher.combine(sender)
        hasher.combine(text)
        return hasher.finalize()
    }
}
