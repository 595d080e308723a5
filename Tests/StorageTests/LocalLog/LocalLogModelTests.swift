import Protocol
import TestSupport
import Testing

@testable import Storage

/// Operations at random, and a log in memory that says what they come to.
@Suite struct LocalLogModelTests {
    private struct Model {
        private(set) var lines: [Bytes: [LoggedLine]] = [:]

        mutating func append(_ line: LoggedLine, to room: Bytes) {
            var known = lines[room] ?? []
            guard line.messageID.isEmpty || !known.contains(where: { $0.messageID == line.messageID }) else { return }
            let double = known.indices.filter { index in
                let other = known[index]
                return (line.messageID.isEmpty || other.messageID.isEmpty) && line.sender == other.sender
                    && line.text == other.text && line.time.seconds == other.time.seconds
            }
            .min {
                abs(known[$0].time.milliseconds(since: line.time)) < abs(known[$1].time.milliseconds(since: line.time))
            }
            if line.origin != .live, let double {
                if known[double].messageID.isEmpty { lines[room]![double].messageID = line.messageID }
                return
            }
            known.insert(line, at: known.firstIndex { $0.time > line.time } ?? known.count)
            lines[room] = known
        }

        mutating func redact(_ messageID: Bytes, in room: Bytes) {
            guard let place = lines[room]?.firstIndex(where: { $0.messageID == messageID }) else { return }
            (lines[room]![place].text, lines[room]![place].message) = ([], [])
        }

        mutating func forget(_ room: Bytes) { lines[room] = nil }

        func found(_ word: String) -> [String] {
            lines.values.joined().map(\.text.text).filter { $0.split(separator: " ").contains(Substring(word)) }
                .sorted()
        }
    }

    @Test(arguments: 1...8) func `A log does what a list would`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let fixture = LocalLogFixture()
        var log = try fixture.open()
        var model = Model()
        let rooms = [Bytes("#a"), Bytes("#b"), Bytes("ada")]
        for turn in 0..<300 {
            let room = random.pick(rooms)
            let id = Bytes("id\(Int.random(in: 0..<60, using: &random))")
            switch Int.random(in: 0..<40, using: &random) {
            case 0:
                log.forget(room)
                model.forget(room)
            case 1: log.closed(); log = try fixture.open()
            case 2...5:
                log.redact(id, in: room)
                model.redact(id, in: room)
            default:
                let word = random.pick(["one", "two", "three"])
                let time = Int64.random(in: -3000..<9000, using: &random)
                let line = LoggedLine(
                    time: Timestamp(milliseconds: time),
                    messageID: random.chance(2) ? id : [], sender: Bytes(random.pick(["ada", "bob"])),
                    text: Bytes("\(word) \(turn % 9)"), message: "M",
                    // Which of two lines from before 1970 is the nearest depends on the order in which they came.
                    origin: time >= 0 && random.chance(2) ? .history : .live)
                log.append([line], to: room)
                model.append(line, to: room)
            }
            if random.chance(10) {
                for room in rooms {
                    // Before 1970 lines stand as they came.
                    let (found, expected) = (log.lines(room), model.lines[room] ?? [])
                    #expect(Set(found) == Set(expected) && found.count == expected.count)
                    let since = Timestamp(milliseconds: 1)
                    #expect(found.filter { $0.time >= since } == expected.filter { $0.time >= since })
                }
                #expect(log.found("one", limit: 1000).sorted() == model.found("one"))
            }
        }
    }
}
