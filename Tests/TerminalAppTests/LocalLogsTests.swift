import Client
import Dispatch
import Glibc
import Protocol
import Storage
import Synchronization
import TestSupport
import Testing

@testable import TerminalApp

/// The logs in real files, and what is exported of them.
@Suite struct LocalLogsTests {
    private let scratch = Scratch()
    private var directory: StateDirectory { StateDirectory(path: scratch.file("state")) }
    private let noon = Timestamp(iso8601: "2026-11-30T12:00:00Z")!

    private func record(_ text: String, _ seconds: Int64, id: String = "", room: String = "#den") -> LogRecord {
        LogRecord(
            room: Bytes(room), time: noon.advanced(bySeconds: seconds), messageID: Bytes(id), sender: Bytes("ana"),
            text: Bytes(text), message: Bytes(":ana PRIVMSG \(room) :\(text)"), isNews: true)
    }

    /// Queries are made by sessions alone.
    private func query(_ part: LogQuery.Part, room: String? = "#den", limit: Int = 100) -> LogQuery {
        LogQuery(number: 1, room: room.map { Bytes($0) }, part: part, limit: limit)
    }

    private func answer(_ logs: LocalLogs, _ query: LogQuery, of network: String = "irc.test") async -> LogAnswer {
        await withCheckedContinuation { continuation in
            logs.read(query, of: network) { continuation.resume(returning: $0) }
        }
    }

    private func close(_ logs: LocalLogs) async {
        await withCheckedContinuation { continuation in logs.close { continuation.resume() } }
    }

    @Test func `A network without a log goes on with the one that it had under another name`() async {
        let logs = LocalLogs(in: directory, keeping: .forEver)
        logs.record([record("of before", 0)], of: "irc.test")
        logs.record([record("its own", 0)], of: "own.test:6667")
        await close(logs)
        let next = LocalLogs(in: directory, keeping: .forEver)
        next.goOn(with: ["none.test", "irc.test"], as: "irc.test:6667")
        next.goOn(with: ["irc.test"], as: "own.test:6667")
        next.record([record("from now on", 1)], of: "irc.test:6667")
        let latest = await answer(next, query(.latest), of: "irc.test:6667")
        #expect(latest.records.map(\.text.text) == ["of before", "from now on"])
        #expect(await answer(next, query(.latest), of: "own.test:6667").records.map(\.text.text) == ["its own"])
        await close(next)
        #expect(LogFolder(in: directory).networks == ["irc.test", "own.test:6667"])
    }

    /// A server moves while the program runs: by then its log, which there is not, has been opened for the first connection.
    @Test func `A network goes on with the log of another name also where its own was opened in vain`() async {
        let logs = LocalLogs(in: directory, keeping: .forEver)
        logs.record([record("of before", 0)], of: "irc.test")
        await close(logs)
        let next = LocalLogs(in: directory, keeping: .forEver)
        next.open("irc.test:6667")
        next.redact(Bytes("m1"), in: Bytes("#den"), of: "irc.test:6667")
        next.rename(Bytes("#a"), to: Bytes("#b"), of: "irc.test:6667")
        next.forget(Bytes("#a"), of: "irc.test:6667")
        next.goOn(with: ["irc.test"], as: "irc.test:6667")
        next.record([record("from now on", 1)], of: "irc.test:6667")
        let latest = await answer(next, query(.latest), of: "irc.test:6667")
        #expect(latest.records.map(\.text.text) == ["of before", "from now on"])
        await close(next)
        #expect(LogFolder(in: directory).networks == ["irc.test"])
    }

    @Test func `A network of which lines are kept already does not go on with another log`() async {
        let logs = LocalLogs(in: directory, keeping: .forEver)
        logs.record([record("of before", 0)], of: "irc.test")
        logs.record([record("its own", 1)], of: "irc.test:6667")
        logs.goOn(with: ["irc.test"], as: "irc.test:6667")
        logs.forget(Bytes("#far"), of: "irc.test:6667")
        #expect(await answer(logs, query(.latest), of: "irc.test:6667").records.map(\.text.text) == ["its own"])
        await close(logs)
    }

    @Test func `What was kept is there after a new start, by page, moment and words`() async {
        let logs = LocalLogs(in: directory, keeping: .forEver)
        logs.record((0..<10).map { record("line \($0)", $0) } + [record("far", 0, room: "#far")], of: "irc.test")
        logs.markRead(Bytes("#den"), at: noon, of: "irc.test")
        await close(logs)
        let next = LocalLogs(in: directory, keeping: .forEver)
        let latest = await answer(next, query(.latest, limit: 3))
        #expect(latest.records.map(\.text.text) == ["line 7", "line 8", "line 9"])
        #expect(latest.readUntil == noon)
        #expect(latest.records.last == record("line 9", 9))
        let older = await answer(next, query(.before(noon.advanced(bySeconds: 2)), limit: 3))
        #expect(older.records.map(\.text.text) == ["line 0", "line 1"])
        let around = await answer(next, query(.around(noon.advanced(bySeconds: 5)), limit: 4))
        #expect(around.records.map(\.text.text) == ["line 4", "line 5", "line 6", "line 7"])
        let found = await answer(next, query(.matching("line"), room: nil))
        #expect(found.records.count == 10 && found.records.first?.text.text == "line 0")
        let unread = await answer(next, query(.unreadRooms, room: nil))
        #expect(unread.records == [record("line 9", 9)])
        next.forget(Bytes("#den"), of: "irc.test")
        #expect(await answer(next, query(.latest)).records == [])
        #expect(await answer(next, query(.latest, room: "#far")).records.count == 1)
        await close(next)
    }

    @Test(arguments: [99, 100, 101, 250])
    func `Many lines of one moment are all come to by pages`(_ count: Int) async {
        let logs = LocalLogs(in: directory, keeping: .forEver)
        let burst = (0..<count).map { record("line \($0)", 5) }
        logs.record([record("before", 0)] + burst, of: "irc.test")
        // As a session asks: the moment of the oldest line that it has is asked for again.
        var held = await answer(logs, query(.latest)).records
        for _ in 0..<3 {
            guard let oldest = held.first?.time.advanced(byMilliseconds: 1) else { break }
            let page = await answer(logs, query(.before(oldest))).records
            held = page.filter { !held.contains($0) } + held
        }
        #expect(held.map(\.text.text) == ["before"] + burst.map(\.text.text))
        await close(logs)
    }

    @Test func `Each network has a file of its own, which only its owner can read`() async {
        let logs = LocalLogs(in: directory, keeping: .forEver)
        for network in ["irc.test:6697", "../up", ".hidden", "/run/socket"] {
            logs.record([record("x", 0)], of: network)
        }
        await close(logs)
        let folder = LogFolder(in: directory)
        #expect(folder.networks == ["../up", ".hidden", "/run/socket", "irc.test:6697"])
        #expect(folder.file(of: "IRC.test:6697") == folder.file(of: "irc.test:6697"))
        for network in folder.networks {
            var status = stat()
            #expect(stat(folder.file(of: network), &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func `A log that cannot be opened is told once and has nothing`() async {
        let told = Mutex<[String]>([])
        let logs = LocalLogs(in: directory, keeping: .forEver)
        logs.watch { network, words in told.withLock { $0.append(network + ": " + words) } }
        // No name of a file is so long.
        let network = String(repeating: "a", count: 300)
        logs.record([record("x", 0)], of: network)
        #expect(await answer(logs, query(.latest), of: network) == LogAnswer())
        #expect(told.withLock { $0.count } == 1)
        #expect(told.withLock { $0.first }?.contains("Nothing is kept") == true)
        await close(logs)
    }

    @Test func `A log that could not be opened is tried again, and told when it is kept again`() async throws {
        let told = Mutex<[String]>([])
        // A file stands where the folder should be.
        let place = LogFolder(in: directory).path
        _ = try scratch.write("in the way", to: "state/log")
        let logs = LocalLogs(in: directory, keeping: .forEver, retrySeconds: 0)
        logs.watch { _, words in told.withLock { $0.append(words) } }
        for number in 0..<3 { logs.record([record("lost \(number)", 0)], of: "irc.test") }
        #expect(await answer(logs, query(.latest)) == LogAnswer())
        #expect(told.withLock { $0.count } == 1)
        #expect(unlink(place) == 0)
        logs.record([record("kept", 1)], of: "irc.test")
        #expect(await answer(logs, query(.latest)).records.map(\.text.text) == ["kept"])
        #expect(told.withLock { $0.dropFirst() } == ["What is said is kept again"])
        await close(logs)
        logs.record([record("late", 2)], of: "irc.test")
        logs.record([record("late", 2)], of: "other.test")
        #expect(await answer(logs, query(.latest)) == LogAnswer())
        #expect(LogFolder(in: directory).networks == ["irc.test"])
    }

    @Test func `What is taken out of a log that is not there makes none`() async {
        let logs = LocalLogs(in: directory, keeping: .forEver)
        logs.redact(Bytes("m1"), in: Bytes("#den"), of: "irc.test")
        logs.forget(Bytes("#den"), of: "irc.test")
        await close(logs)
        #expect(LogFolder(in: directory).networks == [])
        let first = LocalLogs(in: directory, keeping: .forEver)
        first.record([record("slip", 0, id: "m1")], of: "irc.test")
        await close(first)
        let next = LocalLogs(in: directory, keeping: .forEver)
        next.redact(Bytes("m1"), in: Bytes("#den"), of: "irc.test")
        #expect(await answer(next, query(.latest)).records.map(\.text) == [Bytes()])
        await close(next)
    }

    // MARK: Export

    private func export(_ place: String, _ format: LogExport.Format) throws -> String {
        let written = Mutex("")
        try LogExport(place, format, in: directory, []).run { piece in
            written.withLock { $0 += piece }
            return true
        }
        return written.withLock { $0 }
    }

    @Test func `A log is exported as text and as lines of JSON`() async throws {
        let logs = LocalLogs(in: directory, keeping: .forEver)
        var action = record("", 1)
        (action.text, action.message) = (Bytes("waves"), Bytes("@grillo/own :ana PRIVMSG #den :\u{1}ACTION waves\u{1}"))
        var quit = record("", 2)
        quit.message = Bytes(":ana QUIT :gone")
        logs.record([record("a \"b\" \\ \u{1b}[31m", 0, id: "m1"), action, quit], of: "irc.test:6697")
        await close(logs)
        let text = try export("irc.test/#DEN", .text)
        let rows = text.split(separator: "\n")
        #expect(
            rows.map { $0.dropFirst(20) } == ["<ana> a \"b\" \\ \u{FFFD}[31m", "* ana waves", "-- ana quit (gone)"])
        #expect(rows.allSatisfy { $0.prefix(19).contains(" ") && $0.hasPrefix("2026-1") })
        #expect(
            try export("irc.test:6697", .json) == """
                {"time":"2026-11-30T12:00:00.000Z","room":"#den","kind":"message","nick":"ana","text":"a \\"b\\" \\\\ \\u001b[31m","msgid":"m1"}
                {"time":"2026-11-30T12:00:01.000Z","room":"#den","kind":"action","nick":"ana","text":"waves","own":true}
                {"time":"2026-11-30T12:00:02.000Z","room":"#den","kind":"quit","nick":"ana","text":"gone"}

                """)
        #expect(try export("irc.test:6697", .text).contains(" #den <ana> "))
    }

    @Test func `A network or a room that is not there names those that are`() async throws {
        let error = #expect(throws: LogExport.Problem.self) { try export("nowhere", .text) }
        #expect(error?.text == "there is no log of “nowhere”. There are none yet.")
        #expect(error?.status == .usage)
        let logs = LocalLogs(in: directory, keeping: .forEver)
        logs.record([record("x", 0)], of: "irc.test")
        await close(logs)
        #expect(
            #expect(throws: LogExport.Problem.self) { try export("nowhere", .text) }?.text.contains("irc.test") == true)
        #expect(
            #expect(throws: LogExport.Problem.self) { try export("irc.test/#no", .text) }?.text
                == "nothing is kept of “#no”. There are: #den.")
    }
}
