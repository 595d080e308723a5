import Protocol

/// Up to 256 lines that follow one another: their bytes in one run, and where each lies in it.
struct ScrollbackPage: Sendable {
    static let size = 256

    /// One line: its id, time, kind and flags, and the place of its parts among the bytes: sender, target, msgid and text, one behind the
    /// other.
    struct Record: Sendable {
        var id: Int
        var time: Timestamp
        var offset: UInt32
        var textCount: UInt32
        var senderCount: UInt16
        var targetCount: UInt16
        var messageIDCount: UInt16
        var kind: LineKind
        var flags: LineFlags

        var byteCount: Int { Int(senderCount) + Int(targetCount) + Int(messageIDCount) + Int(textCount) }
        var textStart: Int { Int(offset) + Int(senderCount) + Int(targetCount) + Int(messageIDCount) }
        var messageIDStart: Int { Int(offset) + Int(senderCount) + Int(targetCount) }
    }

    /// The place of the first line in the running count of lines: see ``Scrollback``.
    var start: Int
    private(set) var bytes: [UInt8] = []
    private(set) var records: [Record] = []
    /// Bytes that no record points at any more.
    private var waste = 0

    init(start: Int) { self.start = start }

    var count: Int { records.count }
    var isFull: Bool { records.count >= Self.size }
    var firstID: Int { records[0].id }

    // MARK: Changing. Each returns by how many bytes the page grew.

    mutating func append(_ line: LineContent, id: Int) -> Int {
        let before = bytes.count
        records.append(store(line, id: id))
        return bytes.count - before
    }

    mutating func insert(_ line: LineContent, id: Int, at slot: Int) -> Int {
        let before = bytes.count
        records.insert(store(line, id: id), at: slot)
        return bytes.count - before
    }

    mutating func replace(_ slot: Int, with line: LineContent) -> Int {
        let before = bytes.count
        waste += records[slot].byteCount
        records[slot] = store(line, id: records[slot].id)
        compact()
        return bytes.count - before
    }

    mutating func remove(_ slot: Int) -> Int {
        let before = bytes.count
        waste += records.remove(at: slot).byteCount
        compact()
        return bytes.count - before
    }

    mutating func setFlags(_ slot: Int, _ flags: LineFlags) { records[slot].flags = flags }

    /// Takes the lines from a slot on away into a page of their own.
    mutating func split(at slot: Int) -> ScrollbackPage {
        var newer = ScrollbackPage(start: start + slot)
        newer.take(records[slot...], from: bytes)
        var older = ScrollbackPage(start: start)
        older.take(records[..<slot], from: bytes)
        self = older
        return newer
    }

    /// Puts the bytes together anew, without those of replaced texts: these are rare, and may have to be gone.
    private mutating func compact() {
        guard waste > 0 else { return }
        var fresh = ScrollbackPage(start: start)
        fresh.take(records[...], from: bytes)
        self = fresh
    }

    private mutating func take(_ some: ArraySlice<Record>, from source: [UInt8]) {
        records.reserveCapacity(Self.size)
        for var record in some {
            let range = Int(record.offset)..<(Int(record.offset) + record.byteCount)
            record.offset = UInt32(clamping: bytes.count)
            bytes.append(contentsOf: source[range])
            records.append(record)
        }
    }

    // MARK: Reading

    func line(at slot: Int) -> Line {
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
            id: LineID(record.id), time: record.time, kind: record.kind, sender: sender, target: target,
            text: take(Int(record.textCount)), messageID: messageID.isEmpty ? nil : messageID, flags: record.flags)
    }

    func text(at slot: Int) -> Bytes {
        let record = records[slot]
        return bytes[record.textStart..<(record.textStart + Int(record.textCount))]
    }

    func sender(at slot: Int) -> Bytes {
        let record = records[slot]
        return bytes[Int(record.offset)..<(Int(record.offset) + Int(record.senderCount))]
    }

    func target(at slot: Int) -> Bytes {
        let record = records[slot]
        let start = Int(record.offset) + Int(record.senderCount)
        return bytes[start..<(start + Int(record.targetCount))]
    }

    func messageID(at slot: Int) -> Bytes {
        let record = records[slot]
        return bytes[record.messageIDStart..<(record.messageIDStart + Int(record.messageIDCount))]
    }

    private mutating func store(_ line: LineContent, id: Int) -> Record {
        let sender = line.sender.prefix(Int(UInt16.max))
        let target = line.target.prefix(Int(UInt16.max))
        let messageID = line.messageID.prefix(Int(UInt16.max))
        let offset = UInt32(clamping: bytes.count)
        bytes.append(contentsOf: sender)
        bytes.append(contentsOf: target)
        bytes.append(contentsOf: messageID)
        bytes.append(contentsOf: line.text)
        return Record(
            id: id, time: line.time, offset: offset, textCount: UInt32(clamping: line.text.count),
            senderCount: UInt16(sender.count), targetCount: UInt16(target.count),
            messageIDCount: UInt16(messageID.count), kind: line.kind, flags: line.flags)
    }
}
