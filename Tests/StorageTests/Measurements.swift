import Chat
import Dispatch
import Foundation
import Glibc
import Protocol
import Synchronization
import TestSupport
import Testing

@testable import Storage

/// Where measurements may write.
private let measuringFolder = ProcessInfo.processInfo.environment["GRILLO_MEASURE"]

/// What it costs, told in numbers. Run with `GRILLO_MEASURE` set to a folder that may hold some gigabytes, in a release
/// build: `swift test -c release -Xswiftc -enable-testing --filter Measurements`.
@Suite(.serialized, .enabled(if: measuringFolder != nil))
struct Measurements {
    private let channel = Conversation.channel("#big")
    private let queue = DispatchQueue(label: "measure.server", qos: .userInitiated)
    private static let words =
        "the and you that was for are with his they this have from one had word but not what all were when your can said there use each which she how their will other about out many then them these some her would make like him into time has look two more write see number way could people than first water been call who oil its now find long down day did get come made may part"
        .split(separator: " ")

    private func path(_ name: String) -> String {
        let path = measuringFolder! + "/\(name).sqlite"
        for file in [path, SearchIndex.path(beside: path)] { PrivateDatabaseFile.remove(file) }
        return path
    }

    private func event(_ number: Int64, _ random: inout SeededGenerator, in conversation: Conversation) -> Event {
        var text = (0..<9).map { _ in Self.words[Int(random.next() % UInt64(Self.words.count))] }.joined(separator: " ")
        if number % 10_000 == 77 { text += " needle\(number)" }
        var event = Event.of(number, in: conversation, text: text)
        event.source = "nick\(number % 500)!user@host.example.net"
        return event
    }

    /// Microseconds: by the clock, and of the processor, which others cannot take away.
    private struct Cost {
        var wall: Double
        var processor: Double
    }

    private func cost(_ body: () throws -> Void) rethrows -> Cost {
        func used() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) * 1_000_000 + Double(time.tv_nsec) / 1000
        }
        let (begin, before) = (ContinuousClock.now, used())
        try body()
        return Cost(wall: (ContinuousClock.now - begin) / .microseconds(1), processor: used() - before)
    }

    private func time(_ body: () throws -> Void) rethrows -> Double { try cost(body).wall }

    private func told(_ name: String, _ times: [Double]) {
        let sorted = times.sorted()
        func at(_ part: Double) -> String {
            String(format: "%.0f", sorted[min(Int(Double(sorted.count) * part), sorted.count - 1)])
        }
        print("MEASURED \(name): p50 \(at(0.5)) us, p99 \(at(0.99)) us, max \(at(1)) us, n \(sorted.count)")
    }

    private func told(_ name: String, _ costs: [Cost]) {
        told(name, costs.map(\.wall))
        told("    of the processor", costs.map(\.processor))
    }

    @Test(arguments: [10_000, 10_000_000])
    func `A page of history`(_ count: Int64) throws {
        let path = path("page\(count)")
        let log = try SQLiteEventLog(path: path, durability: .os)
        var random = SeededGenerator(seed: 1)
        for start in stride(from: Int64(1), through: count, by: 5000) {
            try log.append((start..<start + 5000).map { event($0, &random, in: channel) })
        }
        let reader = try SQLiteLogReader(path: path)
        for (name, makesPoint) in [
            ("number", { HistoryRequest.Point.event(EventNumber(rawValue: $0)) }),
            ("time", { HistoryRequest.Point.time(Timestamp(milliseconds: $0 * 1000)) }),
        ] as [(String, (Int64) -> HistoryRequest.Point)] {
            var times: [Cost] = []
            for _ in 0..<3000 {
                let point = makesPoint(.random(in: 200...count, using: &random))
                times.append(
                    try cost {
                        let page = try reader.page(
                            HistoryRequest(.before(point), in: channel, limit: 100, kinds: HistoryRequest.messageKinds))
                        #expect(page.events.count == 100)
                    })
            }
            told("page of 100 before a \(name), anywhere in \(count) events", times)
        }
        let latest = try (0..<3000).map { _ in
            try cost { _ = try reader.page(HistoryRequest(.latest(after: nil), in: channel, limit: 100)) }
        }
        told("latest 100 of \(count) events", latest)
        try log.close()
        PrivateDatabaseFile.remove(path)
    }

    @Test func `A search in a million events`() throws {
        let path = path("search")
        let count: Int64 = 1_000_000
        let log = try SQLiteEventLog(path: path, durability: .os)
        var random = SeededGenerator(seed: 2)
        let channels = (0..<20).map { Conversation.channel("#room\($0)") }
        for start in stride(from: Int64(1), through: count, by: 5000) {
            try log.append((start..<start + 5000).map { event($0, &random, in: channels[Int($0 % 20)]) })
        }
        let index = SearchIndex.path(beside: path)
        var work = SQLiteIndexUpdate(log: try SQLiteLogReader(path: path), index: try SearchIndex(path: index))
        let indexing = try time { while case .more = try work.step() {} }
        print(
            "MEASURED indexing: \(Int(Double(count) / indexing * 1_000_000)) events/s,",
            "index \(PrivateDatabaseFile.size(index) >> 20) MiB, log \(PrivateDatabaseFile.size(path) >> 20) MiB")
        let reader = try SQLiteLogReader(path: path)
        let all = channels.map { SearchQuery.Scope.conversation($0) }
        let queries: [(String, SearchQuery)] = [
            ("a common word", SearchQuery(in: all, text: "water", limit: 50)),
            ("a common word in one room of twenty", SearchQuery(in: [all[3]], text: "water", limit: 50)),
            ("two common words", SearchQuery(in: all, text: "water people", limit: 50)),
            ("four common words", SearchQuery(in: all, text: "water people long number", limit: 50)),
            ("a phrase that is nowhere", SearchQuery(in: all, text: "\"water people water people\"", limit: 50)),
            ("a rare word", SearchQuery(in: all, text: "needle130077", limit: 50)),
            ("a word that is nowhere", SearchQuery(in: all, text: "absent", limit: 50)),
            ("somebody in a room", SearchQuery(in: [all[3]], from: "nick3", limit: 50)),
            ("somebody who never spoke there", SearchQuery(in: [all[4]], text: "water", from: "nick3", limit: 50)),
            (
                "a word in an old week",
                SearchQuery(
                    in: all, text: "water", after: Timestamp(milliseconds: 100_000_000),
                    before: Timestamp(milliseconds: 200_000_000), limit: 50)
            ),
            ("no word, one room", SearchQuery(in: [all[5]], limit: 50)),
        ]
        for (name, query) in queries {
            var found = 0
            var times: [Cost] = []
            for _ in 0..<30 { times.append(try cost { found = try reader.search(query).events.count }) }
            told("search for \(name) (\(found) found)", times)
        }
        try work.close()
        try log.close()
        for file in [path, index] { PrivateDatabaseFile.remove(file) }
    }

    @Test(arguments: [1, 50, 5000])
    func `Appends in groups of 64`(_ channels: Int) throws {
        let path = path("append")
        let log = try SQLiteEventLog(path: path, durability: .full)
        var random = SeededGenerator(seed: 3)
        let conversations = (0..<channels).map { Conversation.channel("#room\($0)") }
        var number: Int64 = 0
        let groups = (0..<6000).map { _ in
            (0..<64).map { _ in
                number += 1
                return event(number, &random, in: conversations[Int(random.next() % UInt64(channels))])
            }
        }
        var times: [Cost] = []
        let all = try time { for group in groups { times.append(try cost { try log.append(group) }) } }
        told("append of 64 in `full` over \(channels) rooms, \(Int(Double(number) / all * 1_000_000)) events/s", times)
        try log.close()
        PrivateDatabaseFile.remove(path)
    }

    @Test(arguments: [false, true])
    func `One send at a hundred a second`(_ isSearched: Bool) throws {
        let path = path("send")
        let box = Box<[Double]>()
        box.set([])
        let begun = SubmissionTimes()
        let archive = try Archive(SQLiteEngine(path: path), deliverOn: queue) { commitResult in
            guard let start = begun.take(Int64(commitResult.through)) else { return }
            box.set(box.value! + [(ContinuousClock.now - start) / .microseconds(1)])
        }
        var random = SeededGenerator(seed: 4)
        for number in Int64(1)...2000 {
            let event = event(number, &random, in: channel)
            begun.put(number)
            archive.submit([event])
            if isSearched, number % 10 == 0 {
                archive.search(SearchQuery(in: [.conversation(channel)], text: "water people", limit: 50)) { _ in }
            }
            usleep(10_000)
        }
        try archive.close()
        told(
            "one send at 100/s in `full`, indexed\(isSearched ? ", ten searches/s beside it" : "")",
            queue.sync { box.value! })
        for file in [path, SearchIndex.path(beside: path)] { PrivateDatabaseFile.remove(file) }
    }

    @Test(arguments: [false, true])
    func `Appends at full rate, with and without the index`(_ isIndexed: Bool) throws {
        let path = path("rate")
        let count: Int64 = 600_000
        var random = SeededGenerator(seed: 5)
        let events = (1...count).map { event($0, &random, in: channel) }
        let archive: Archive? = isIndexed ? try Archive(SQLiteEngine(path: path), deliverOn: queue) { _ in } : nil
        let writer =
            isIndexed
            ? nil : LogWriter(log: try SQLiteEventLog(path: path, durability: .full), deliverOn: queue) { _ in }
        let taken = time {
            for start in stride(from: 0, to: events.count, by: 64) {
                let group = Array(events[start..<min(start + 64, events.count)])
                archive?.submit(group)
                writer?.submit(group)
                // As a server that waits for its gate: no more than 4,096 are on their way.
                if start % 4096 == 0 {
                    archive?.flush()
                    writer?.flush()
                }
            }
            archive?.flush()
            writer?.flush()
        }
        print(
            "MEASURED full rate, \(isIndexed ? "with" : "without") the index: \(Int(Double(count) / taken * 1_000_000)) events/s"
        )
        if let archive {
            let rest = try time { try archive.catchUp() }
            print("MEASURED the index was \(Int(rest / 1000)) ms behind at the end")
        }
        try archive?.close()
        try writer?.close()
        for file in [path, SearchIndex.path(beside: path)] { PrivateDatabaseFile.remove(file) }
    }
}

/// When each event was handed over.
private final class SubmissionTimes: Sendable {
    private let times = Mutex<[Int64: ContinuousClock.Instant]>([:])
    func put(_ number: Int64) { times.withLock { $0[number] = .now } }
    func take(_ number: Int64) -> ContinuousClock.Instant? { times.withLock { $0.removeValue(forKey: number) } }
}
