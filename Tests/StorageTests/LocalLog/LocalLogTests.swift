import Glibc
import Protocol
import TestSupport
import Testing

@testable import Storage

@Suite struct LocalLogTests {
    let fixture = LocalLogFixture()
    let a = Bytes("#a")
    let b = Bytes("#b")

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func `What is appended is there again after a new start, for its owner alone`() throws {
        let line = LoggedLine(
            time: Timestamp(milliseconds: -5), messageID: "m", sender: "ada", text: "hi", message: "PRIVMSG #a :hi",
            isNews: true, isMention: true)
        let log = try fixture.open()
        log.append([line], to: a)
        log.closed()
        #expect(mode(fixture.path) == 0o600)
        #expect(mode(fixture.folder.file("log")) == 0o700)
        let again = try fixture.open()
        #expect(again.lines(a) == [line])
        #expect(again.lines(b) == [])
        #expect(fixture.told.value == [])
    }

    @Test func `A link that leads to no file yet makes one that is its owner's alone`() throws {
        let target = fixture.folder.file("elsewhere.sqlite")
        _ = try fixture.folder.write("", to: "log/other")
        #expect(symlink(target, fixture.path) == 0)
        let log = try fixture.open()
        log.append([.said("x", at: 1)], to: a)
        #expect(log.texts(a) == ["x"])
        #expect(mode(target) == 0o600)
        log.closed()
    }

    @Test func `Lines are in the order of their times, and then in that in which they came`() throws {
        let log = try fixture.open()
        log.append([.said("c", at: 3000), .said("a", at: 1000)], to: a)
        log.append([.said("b2", at: 2000), .said("b1", at: 2000), .said("b0", at: 1999)], to: a)
        #expect(log.texts(a) == ["a", "b0", "b2", "b1", "c"])
        #expect(log.texts(a, limit: 2) == ["b1", "c"])
    }

    @Test(arguments: [(-1, 0), (0, 0), (1, 1), (1000, 1000), (1001, 1000), (Int.max, 1000)])
    func `A page has a bound`(_ limit: Int, _ count: Int) throws {
        let log = try fixture.open()
        log.append((0..<1100).map { .said("\($0)", at: $0) }, to: a)
        #expect(log.lines(a, limit: limit).count == count)
        #expect(answer { log.around(.time(.earliest), in: a, limit: limit, then: $0) }.count == count - count / 2)
    }

    @Test func `Pages go on from a line by its id, by its words, or from a moment`() throws {
        let log = try fixture.open()
        log.append((0..<9).map { .said("\($0)", at: $0 * 10_000, id: $0 == 4 ? "four" : "") }, to: a)
        let moment = Timestamp(milliseconds: 40_000)
        for position: LoggedPosition in [
            .messageID("four", at: .latest), .line(at: moment.advanced(byMilliseconds: 999), sender: "ada", text: "4"),
            .time(moment), .messageID("gone", at: moment), .line(at: moment, sender: "eve", text: "4"),
        ] {
            func texts(_ ask: (@escaping @Sendable ([LoggedLine]) -> Void) -> Void) -> [String] {
                answer(ask).map { $0.text.text }
            }
            #expect(texts { log.before(position, in: a, limit: 2, then: $0) } == ["2", "3"], "\(position)")
            #expect(texts { log.after(position, in: a, limit: 2, then: $0) } == ["5", "6"], "\(position)")
            #expect(texts { log.around(position, in: a, limit: 3, then: $0) } == ["3", "4", "5"], "\(position)")
            #expect(texts { log.before(position, in: b, limit: 2, then: $0) } == [])
        }
    }

    @Test func `The line at a position is the nearest of its second`() throws {
        let log = try fixture.open()
        log.append([.said("x", at: 1100, id: "1"), .said("x", at: 1500, id: "2"), .said("y", at: 1600)], to: a)
        let position = LoggedPosition.line(at: Timestamp(milliseconds: 1450), sender: "ada", text: "x")
        #expect(answer { log.after(position, in: a, limit: 5, then: $0) }.map(\.messageID) == [""])
    }

    // MARK: Doubles

    @Test(
        arguments: [
            // The same id.
            (LoggedLine.said("x", at: 1000, id: "i"), LoggedLine.said("y", at: 9000, id: "i"), 1),
            (.said("x", at: 1000, id: "i"), .said("x", at: 1000, id: "j"), 2),
            // Without an id: sender, text and second.
            (.said("x", at: 1000), .said("x", at: 1999), 1),
            (.said("x", at: 1000, id: "i"), .said("x", at: 1999), 1),
            (.said("x", at: 1999), .said("x", at: 1000, id: "i"), 1),
            (.said("x", at: 1999), .said("x", at: 2000), 2),
            (.said("x", at: -1), .said("x", at: 0), 2),
            (.said("x", at: 1000), .said("x", at: 1000, by: "bob"), 2),
            (.said("x", at: 1000), .said("y", at: 1000), 2),
            // Without a text: the message.
            (.said("", at: 1000, message: "JOIN #a"), .said("", at: 1000, message: "PART #a"), 2),
            (.said("", at: 1000, message: "JOIN #a"), .said("", at: 1001, message: "JOIN #a"), 1),
            // With one: not the message.
            (.said("x", at: 1000, message: "@a=b PRIVMSG #a :x"), .said("x", at: 1000), 1),
        ] as [(LoggedLine, LoggedLine, Int)])
    func `A replayed line that is there adds nothing`(_ first: LoggedLine, _ second: LoggedLine, _ count: Int) throws {
        let log = try fixture.open()
        let second = second.replayed
        log.append([first], to: a)
        log.append([second], to: a)
        log.append([first.replayed, second], to: a)
        #expect(log.lines(a).count == count)
        log.append([second], to: b)
        #expect(log.lines(b) == [second])
    }

    @Test func `A line that comes live is no other but by its id, and each that is kept stands for one of a replay`()
        throws
    {
        let log = try fixture.open()
        log.append([.said("ha", at: 1000), .said("ha", at: 1000), .said("ha", at: 1500, id: "i")], to: a)
        log.append([.said("ha", at: 1600, id: "i")], to: a)
        #expect(log.lines(a).map(\.time.milliseconds) == [1000, 1000, 1500])
        log.append([.said("ha", at: 1000).replayed, .said("ha", at: 1000).replayed], to: a)
        #expect(log.lines(a).count == 3)
        log.append(["j", "k", "l"].map { .said("ha", at: 1000, id: $0).replayed }, to: a)
        #expect(log.lines(a).map(\.messageID) == ["j", "k", "l", "i"])
        log.redact("k", in: a)
        #expect(log.texts(a) == ["ha", "", "ha", "ha"])
    }

    @Test(arguments: [
        (Int64(1000), LoggedLine.Origin.playback, 1), (1001, .playback, 2), (1000, .history, 2), (1000, .live, 2),
    ])
    func `A line that is played back with another id is the one of its millisecond`(
        _ time: Int64, _ origin: LoggedLine.Origin, _ count: Int
    ) throws {
        let log = try fixture.open()
        log.append([.said("x", at: 1000, id: "i"), .said("x", at: time, id: "j", origin)], to: a)
        #expect(log.lines(a).count == count)
    }

    @Test(arguments: [
        (Int64(120_000), true, true), (-120_000, true, true), (121_000, true, false), (-121_000, true, false),
        (2000, false, false),
    ])
    func `An own line without an id is the one that the server replays within two minutes`(
        _ shift: Int64, _ isOwn: Bool, _ isSame: Bool
    ) throws {
        let log = try fixture.open()
        log.append([.said("ok", at: 500_000, isOwn: true)], to: a)
        log.append([.said("ok", at: 500_000 + shift, id: "i", isOwn: isOwn, .history)], to: a)
        #expect(log.lines(a).count == (isSame ? 1 : 2))
    }

    @Test func `Of the own lines that a replayed one could stand for, it is the nearest where clocks go alike`() throws
    {
        let log = try fixture.open()
        log.append([500_000, 560_000, 640_000].map { .said("ok", at: $0, isOwn: true) }, to: a)
        log.append([.said("ok", at: 565_000, id: "i", isOwn: true, .history)], to: a)
        #expect(log.lines(a).map(\.messageID) == ["", "i", ""])
        log.append([.said("ok", at: 635_000, id: "j", isOwn: true, .history)], to: a)
        #expect(log.lines(a).map(\.messageID) == ["", "i", "j"])
        log.append([.said("OK", at: 500_000, id: "k", by: "bob", isOwn: true, .history)], to: a)
        #expect(log.lines(a).count == 4)
    }

    @Test(arguments: [Int64(50_000), -50_000, 6_000, 0])
    func `Own lines that say the same keep their order where the server's clock goes otherwise`(_ skew: Int64) throws {
        let log = try fixture.open()
        log.append([500_000, 560_000, 620_000].map { .said("ok", at: $0, isOwn: true) }, to: a)
        let replayed = [500_000, 560_000, 620_000].enumerated().map { index, time in
            LoggedLine.said("ok", at: time + skew, id: "\(index)", isOwn: true, .history)
        }
        log.append(replayed, to: a)
        #expect(log.lines(a).map(\.messageID) == ["0", "1", "2"])
    }

    /// On either side of it.
    @Test(arguments: [(-1, true), (0, false)], [1, -1])
    func `An own line is sought among a bounded number of lines`(
        _ bound: (further: Int, isFound: Bool), _ side: Int64
    ) throws {
        let log = try fixture.open()
        let others = LocalLogDoubles.mostAround + bound.further
        log.append([.said("ok", at: 500_000, isOwn: true)], to: a)
        log.append((0..<others).map { .said("\($0)", at: 500_000 + side * Int64(1000 + $0)) }, to: a)
        log.append([.said("ok", at: 500_000 + side * 100_000, id: "i", isOwn: true, .history)], to: a)
        #expect(answer { log.rooms(then: $0) }.map(\.lines) == [others + (bound.isFound ? 1 : 2)])
    }

    @Test func `Each own line stands for one that the server replays, and a replayed one for none`() throws {
        let log = try fixture.open()
        log.append([.said("ok", at: 500_000, isOwn: true), .said("ok", at: 530_000, isOwn: true)], to: a)
        let replayed = (0..<3).map {
            LoggedLine.said("ok", at: 500_400 + $0 * 30_000, id: "\($0)", isOwn: true, .history)
        }
        log.append(replayed, to: a)
        log.append(replayed, to: a)
        #expect(log.lines(a).map(\.messageID) == ["0", "1", "2"])
        log.append(
            [.said("ok", at: 1000, isOwn: true, .playback), .said("ok", at: 31_000, isOwn: true, .playback)], to: b)
        #expect(log.lines(b).count == 2)
    }

    @Test func `Two programs that have the file open store a line once`() throws {
        let (one, other) = (try fixture.open(), try fixture.open())
        for turn in 0..<40 {
            let lines = (0..<25).map { LoggedLine.said("\(turn) \($0)", at: Int64(turn), id: "\(turn)-\($0)") }
            one.append(lines, to: a)
            other.append(lines.reversed(), to: a)
            other.append([.said("only \(turn)", at: Int64(turn))], to: a)
        }
        // Each has stored its own when it answers.
        _ = (one.lines(a), other.lines(a))
        #expect(one.lines(a, limit: 1000).count == 1000)
        #expect(answer { one.rooms(then: $0) }.map(\.lines) == [1040])
        #expect(other.found("only").count == 40)
        #expect(fixture.told.value == [])
    }

    @Test func `A line with a part that is too long is not kept`() throws {
        let log = try fixture.open()
        let text = String(repeating: "x", count: LoggedLine.longestPart)
        log.append([.said(text, at: 1, message: "M"), .said(text + "x", at: 5000, message: "M")], to: a)
        #expect(log.lines(a).map(\.text.count) == [LoggedLine.longestPart])
    }

    // MARK: Taking out

    @Test func `A redacted line stays without what was said, in the file and in the index`() throws {
        let log = try fixture.open()
        log.append([.said("the secretword", at: 1, id: "i"), .said("the rest", at: 2)], to: a)
        #expect(log.found("secretword").count == 1)
        log.redact("i", in: b)
        #expect(log.found("secretword").count == 1)
        log.redact("i", in: a)
        #expect(log.found("secretword") == [])
        #expect(log.found("the") == ["the rest"])
        #expect(log.lines(a).map(\.message.isEmpty) == [true, false])
        #expect(log.lines(a).first?.messageID == "i")
        // It does not come back from a server that has kept it.
        log.append([.said("the secretword", at: 1, id: "i")], to: a)
        #expect(log.texts(a) == ["", "the rest"])
        // A room that is forgotten waits for all the upkeep.
        answer { done in log.forget(b) { done(()) } }
        try expectGone("secretword")
        log.closed()
        try expectGone("secretword")
    }

    @Test func `A room that is forgotten leaves nothing`() throws {
        let log = try fixture.open()
        log.append((0..<400).map { .said("secretword \($0)", at: $0) }, to: a)
        log.append([.said("kept", at: 5)], to: b)
        log.markRead(a, at: Timestamp(milliseconds: 9))
        #expect(log.found("secretword", limit: 1000).count == 400)
        let isGone = Box<Bool>()
        log.forget(a) { isGone.set(true) }
        #expect(log.lines(a) == [])
        #expect(log.found("secretword") == [])
        #expect(answer { log.readMarker(of: a, then: $0) } == nil)
        #expect(answer { log.rooms(then: $0) }.map(\.name) == [b])
        log.append([.said("begun again", at: 7)], to: a)
        log.closed()
        #expect(isGone.value == true)
        try expectGone("secretword")
        let again = try fixture.open()
        #expect(again.texts(a) == ["begun again"])
        #expect(again.found("kept") == ["kept"])
    }

    /// No file of the log holds these bytes.
    private func expectGone(_ word: String) throws {
        for end in ["", "-wal"] {
            guard let file = fopen(fixture.path + end, "r") else { continue }
            defer { fclose(file) }
            var bytes: [UInt8] = []
            while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
            #expect(!bytes.contains(Array(word.utf8)), "\(end)")
        }
    }

    @Test func `The oldest go when they are too old`() throws {
        let log = try fixture.open(retention: Retention(age: 100), at: 200_000)
        log.append((0..<600).map { .said("word\($0)", at: $0 * 500) }, to: a)
        answer { done in log.forget(b) { done(()) } }
        #expect(log.lines(a).first?.text == "word200")
        #expect(log.found("word199") == [])
        #expect(log.found("word200") == ["word200"])
    }

    @Test(arguments: [(106, 3), (107, 1)])
    func `The too old go together, once some are older by a sixteenth`(_ age: Int64, _ count: Int) throws {
        let log = try fixture.open(retention: Retention(age: 100), at: 200_000)
        log.append([age, 103, 100].map { .said("\($0)", at: 200_000 - $0 * 1000) }, to: a)
        answer { done in log.forget(b) { done(()) } }
        #expect(log.lines(a).count == count)
    }

    @Test func `The oldest go when they are too many, and the file gets smaller`() throws {
        let log = try fixture.open()
        log.append((0..<900).map { .said("\($0) " + String(repeating: "y", count: 1000), at: $0 * 1000) }, to: a)
        log.closed()
        let before = PrivateDatabaseFile.size(fixture.path)
        let small = try fixture.open(retention: Retention(size: 1_000_000))
        answer { done in small.forget(b) { done(()) } }
        let kept = small.lines(a)
        #expect(kept.count > 100 && kept.count < 500)
        #expect(kept.last?.text.prefix(4) == "899 ")
        small.closed()
        #expect(before > 1_800_000)
        #expect(PrivateDatabaseFile.size(fixture.path) < 1_100_000)
    }

    // MARK: Rooms, markers, export

    @Test func `A marker goes forward and never back`() throws {
        let log = try fixture.open()
        func marker() -> Int64? { answer { log.readMarker(of: a, then: $0) }?.milliseconds }
        #expect(marker() == nil)
        for (time, expected) in [(-5, -5), (7, 7), (6, 7), (8, 8)] as [(Int64, Int64)] {
            log.markRead(a, at: Timestamp(milliseconds: time))
            #expect(marker() == expected)
        }
    }

    @Test func `Rooms are told with their counts, newest times and markers`() throws {
        let log = try fixture.open()
        log.append([.said("x", at: 2000), .said("y", at: 1000)], to: b)
        log.markRead(a, at: Timestamp(milliseconds: 9))
        #expect(
            answer { log.rooms(then: $0) } == [
                LoggedRoom(name: a, lines: 0, newest: nil, readMarker: Timestamp(milliseconds: 9)),
                LoggedRoom(name: b, lines: 2, newest: Timestamp(milliseconds: 2000), readMarker: nil),
            ])
    }

    @Test func `What was missed is counted behind a moment`() throws {
        let log = try fixture.open()
        var lines = (1...6).map { LoggedLine.said("\($0)", at: $0 * 1000) }
        lines[3].isNews = false
        lines[4].isMention = true
        log.append(lines, to: a)
        func unread(_ time: Int64) -> LoggedUnread {
            answer { log.countUnread(in: a, after: Timestamp(milliseconds: time), then: $0) }
        }
        #expect(unread(0) == LoggedUnread(news: 5, mentions: 1))
        #expect(unread(4000) == LoggedUnread(news: 2, mentions: 1))
        #expect(unread(6000) == LoggedUnread(news: 0, mentions: 0))
    }

    @Test func `What is redacted in a room is redacted in those that go on in it`() throws {
        let (c, rooms) = (Bytes("#c"), ["#a", "#b", "#c"].map { Bytes($0) })
        var log = try fixture.open()
        for (number, room) in rooms.enumerated() {
            log.append(
                [
                    .said("word\(number)", at: 1000, id: "\(number)"),
                    .said("more\(number)", at: 2000, id: "m\(number)"),
                ],
                to: room)
        }
        log.rename(a, to: b)
        log.redact("0", in: c)
        #expect(log.texts(a) == ["word0", "more0"])
        log.redact("0", in: b)
        #expect(log.texts(a) == ["", "more0"] && log.texts(b) == ["word1", "more1"])
        #expect(log.found("word0") == [])
        log.closed()
        log = try fixture.open()
        log.rename(b, to: c)
        log.redact("m0", in: c)
        #expect(log.texts(a) == ["", ""])
        // Around in a circle.
        log.rename(c, to: a)
        log.redact("1", in: a)
        log.redact("2", in: b)
        #expect(log.texts(b) == ["", "more1"] && log.texts(c) == ["", "more2"])
        // A room that is forgotten goes on in none.
        answer { done in log.forget(b) { done(()) } }
        log.append([.said("begun again", at: 3000)], to: b)
        log.redact("m2", in: b)
        #expect(log.texts(c) == ["", "more2"])
    }

    @Test(arguments: [(0, ""), (1, "x")]) func `So many rooms can go on in one`(_ further: Int, _ text: String) throws {
        let log = try fixture.open()
        log.append([.said("there before", at: 1)], to: b)
        for number in 0..<(LocalLogFormerRooms.mostRooms + further) {
            log.append([.said("x", at: 1, id: "\(number)")], to: Bytes("#\(number)"))
            log.rename(Bytes("#\(number)"), to: b)
        }
        let last = LocalLogFormerRooms.mostRooms + further - 1
        // What waits to be stored is redacted by itself.
        #expect(log.texts(Bytes("#\(last)")) == ["x"])
        log.redact(Bytes("\(last)"), in: b)
        #expect(log.texts(Bytes("#\(last)")) == [text])
    }

    @Test func `A room takes its lines and its marker to another name, unless there is one of that name`() throws {
        let log = try fixture.open()
        log.append([.said("one", at: 1000, id: "m"), .said("two", at: 2000)], to: a)
        log.markRead(a, at: Timestamp(milliseconds: 1000))
        log.rename(a, to: b)
        log.append([.said("one", at: 1000, id: "m"), .said("three", at: 3000)], to: b)
        #expect(log.texts(a) == [] && log.texts(b) == ["one", "two", "three"])
        #expect(answer { log.readMarker(of: b, then: $0) } == Timestamp(milliseconds: 1000))
        #expect(answer { log.search("two", in: b, before: nil, limit: 9, then: $0) }.map(\.room) == [b])
        log.append([.said("begun again", at: 4000)], to: a)
        log.rename(a, to: b)
        log.rename("#nowhere", to: "#c")
        #expect(log.texts(a) == ["begun again"] && log.texts(b) == ["one", "two", "three"])
        // The name of a room that is forgotten is free.
        log.forget(b)
        log.rename(a, to: b)
        log.closed()
        let again = try fixture.open()
        #expect(again.texts(b) == ["begun again"] && again.texts(a) == [])
    }

    @Test func `Of each room with lines behind its marker the last one that counts is told`() throws {
        let log = try fixture.open()
        func unread(_ limit: Int = 10) -> [String] {
            answer { log.unreadRooms(limit: limit, then: $0) }.map { "\($0.room.text) \($0.line.text.text)" }
        }
        var lines = (1...4).map { LoggedLine.said("\($0)", at: $0 * 1000, id: "\($0)") }
        lines[3].isNews = false
        log.append(lines, to: b)
        log.append([.said("x", at: 500), .said("y", at: 600)], to: a)
        // A room that was never read is none that has been left unread.
        #expect(unread() == [])
        log.markRead(b, at: Timestamp(milliseconds: 1000))
        log.markRead(a, at: Timestamp(milliseconds: 599))
        #expect(unread() == ["#a y", "#b 3"])
        #expect(unread(1) == ["#b 3"] && unread(0) == [] && unread(-1) == [])
        log.redact("3", in: b)
        log.markRead(a, at: Timestamp(milliseconds: 600))
        #expect(unread() == ["#b 2"])
        log.forget(b)
        #expect(unread() == [])
    }

    @Test(arguments: [998, 999]) func `A line behind which very many stand that do not count is not looked for`(
        _ others: Int
    ) throws {
        let log = try fixture.open()
        log.markRead(a, at: .earliest)
        var lines = (0...others + 1).map { LoggedLine.said("\($0)", at: Int64($0)) }
        for index in lines.indices where index != 1 { lines[index].isNews = false }
        log.append(lines, to: a)
        // The page of lines that is looked at ends with the one that counts, or before it.
        let found = answer { log.unreadRooms(limit: 1, then: $0) }
        #expect(found.map(\.line.text.text) == ["1"])
        var more = LoggedLine.said("more", at: 5000)
        more.isNews = false
        log.append([more], to: a)
        #expect(answer { log.unreadRooms(limit: 1, then: $0) }.isEmpty == (others == 999))
    }

    @Test(arguments: [0, 1, 499, 500, 501, 1200])
    func `An export has each line once, in order`(_ count: Int) throws {
        let log = try fixture.open()
        log.append((0..<Int64(count)).map { .said("\($0)", at: $0) }, to: a)
        log.append([.said("b", at: 3)], to: b)
        let (lines, all) = (Box<[String]>(), Box<Int>())
        lines.set([])
        all.set(0)
        answer { done in
            log.export(a) {
                lines.set(lines.value! + $0.map { $0.line.text.text }); return true
            } then: {
                done(())
            }
        }
        answer { done in
            log.export(nil) {
                all.set(all.value! + $0.count); return true
            } then: {
                done(())
            }
        }
        #expect(lines.value == (0..<count).map(String.init))
        #expect(all.value == count + 1)
    }

    @Test func `An export ends where it is told to`() throws {
        let log = try fixture.open()
        log.append((0..<1200).map { .said("\($0)", at: $0) }, to: a)
        let pages = Box<Int>()
        pages.set(0)
        answer { done in
            log.export(a) { _ in
                pages.set(pages.value! + 1); return false
            } then: {
                done(())
            }
        }
        #expect(pages.value == 1)
    }

    @Test func `A log that is closed answers with nothing, and tells nothing`() throws {
        let log = try fixture.open()
        log.append([.said("x", at: 1)], to: a)
        log.closed()
        #expect(log.lines(a) == [])
        #expect(answer { log.rooms(then: $0) } == [])
        log.closed()
        #expect(fixture.told.value == [])
    }
}
