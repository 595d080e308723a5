import Protocol

/// Up to 256 lines whose ids share their upper bits: their bytes in one run, and where each lies in it.
struct ScrollbackPage: Sendable {
    static let bits = 8
    static let size = 1 << bits
    static let mask = size - 1

    /// Where the parts of a line lie: sender, target, msgid and text, one behind the other.
    struct Record: Sendable {
        var time: Timestamp
        var offset: UInt32
        var textCount: UInt32
        var senderCount: UInt16
        var targetCount: UInt16
        var messageIDCount: UInt16
        var kind: LineKind
        var flags: LineFlags
    }

    /// Which of the 256 places the first record takes: above 0 only where older lines are missing.
    private(set) var firstSlot: Int
    private(set) var bytes: [UInt8] = []
    private(set) var records: [Record] = []

    init(firstSlot: Int) { self.firstSlot = firstSlot }

    /// Returns by how many bytes the page grew, as the others do.
    mutating func append(_ line: NewLine) -> Int {
        let before = bytes.count
        records.append(store(line))
        return bytes.count - before
    }

    mutating func prepend(_ line: NewLine) -> Int {
        let before = bytes.count
        records.insert(store(line), at: 0)
        firstSlot -= 1
        return bytes.count - before
    }

    mutating func replace(_ slot: Int, with line: NewLine) -> Int {
        let before = bytes.count
        records[slot] = store(line)
        return bytes.count - before
    }

    func line(at slot: Int, id: LineID) -> Line {
        let record = records[slot]
        var place = Int(record.offset)
        func take(_ count: Int) -> String {
            defer { place += count }
            return count == 0 ? "" : bytes[place..<(place + count)].text
        }
        let sender = take(Int(record.senderCount))
        let target = take(Int(record.targetCount))
        let messageID = take(Int(record.messageIDCount))
        return Line(
            id: id, time: record.time, kind: record.kind, sender: sender, target: target,
            text: take(Int(record.textCount)), messageID: messageID.isEmpty ? nil : messageID, flags: record.flags)
    }

    private mutating func store(_ line: NewLine) -> Record {
        let sender = line.sender.prefix(Int(UInt16.max))
        let target = line.target.prefix(Int(UInt16.max))
        let messageID = line.messageID.prefix(Int(UInt16.max))
        let offset = UInt32(clamping: bytes.count)
        bytes.append(contentsOf: sender)
        bytes.append(contentsOf: target)
        bytes.append(contentsOf: messageID)
        bytes.append(contentsOf: line.text)
        return Record(
            time: line.time, offset: offset, textCount: UInt32(clamping: line.text.count),
            senderCount: UInt16(sender.count), targetCount: UInt16(target.count),
            messageIDCount: UInt16(messageID.count),
            kind: line.kind, flags: line.flags)
    }
}
