import Dispatch
import Foundation
import Glibc
import Protocol
import Storage

/// Fills a client's log, and tells how long a search of it takes; `clients` runs it.
///
///     grillo-log-bench fill FILE LINES    writes so many lines, the last of them to #bench; FILE is made where it is not there
///     grillo-log-bench search FILE        a row for each kind of search: its milliseconds, those of the processor, which others cannot
///                                         take away, the lines that it found, and its name
@main enum LogBench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch (arguments.first, arguments.count) {
        case ("fill", 3):
            guard let count = Int(arguments.last!), count > 0 else { break }
            return try fill(open(arguments[2]), count)
        case ("search", 2): return try search(open(arguments[2]))
        default: break
        }
        fail("usage: grillo-log-bench fill FILE LINES | search FILE", status: 64)
    }

    private static func open(_ path: String) throws(LogError) -> LocalLog {
        try LocalLog(path: path) { fail($0.description, status: 74) }
    }

    private static func fail(_ words: String, status: Int32) -> Never {
        try? FileHandle.standardError.write(contentsOf: Data((words + "\n").utf8))
        exit(status)
    }

    // MARK: Filling

    private static func fill(_ log: LocalLog, _ count: Int) {
        var speech = Speech()
        let start = LocalLog.systemTime().advanced(bySeconds: -secondsBetween * Int64(count))
        for first in stride(from: 0, to: count, by: 5000) {
            var lines: [Bytes: [LoggedLine]] = [:]
            for number in first..<min(first + 5000, count) {
                let room = number % 20 == 7 && number < count - 1 ? Speech.smallRoom : Speech.room
                let time = start.advanced(bySeconds: secondsBetween * Int64(number))
                lines[room, default: []].append(speech.line(number, of: count, in: room, at: time))
            }
            for (room, lines) in lines { log.append(lines, to: room) }
            // What waits is bounded.
            wait { done in log.latest(Speech.room, limit: 1) { _ in done() } }
        }
        // The upkeep merges the index, as in a log of years.
        wait { log.forget(Bytes("#nowhere"), then: $0) }
        wait(log.close)
    }

    /// A million lines are then of eight months.
    private static let secondsBetween: Int64 = 20

    // MARK: Searching

    private static let times = 15
    /// As the screen asks for.
    private static let limit = 100

    private static func search(_ log: LocalLog) {
        for (name, typed, room) in Speech.searches {
            var (found, taken, used): (Int, [Double], [Double]) = (0, [], [])
            for _ in 0..<times {
                let (start, before) = (ContinuousClock.now, processorMilliseconds)
                found = wait { done in log.search(typed, in: room, before: nil, limit: limit) { done($0.count) } }
                taken.append((ContinuousClock.now - start) / .milliseconds(1))
                used.append(processorMilliseconds - before)
            }
            print("\(median(taken))\t\(median(used))\t\(found)\t\(name)")
        }
        wait(log.close)
    }
}

/// Of the whole process.
private var processorMilliseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
}

private func median(_ values: [Double]) -> Double {
    (values.sorted()[values.count / 2] * 1000).rounded() / 1000
}

/// Waits for an answer.
private func wait<Answer: Sendable>(_ ask: (@escaping @Sendable (Answer) -> Void) -> Void) -> Answer {
    nonisolated(unsafe) var answer: Answer?
    let done = DispatchSemaphore(value: 0)
    ask {
        answer = $0
        done.signal()
    }
    done.wait()
    return answer!
}

private func wait(_ ask: (@escaping @Sendable () -> Void) -> Void) {
    let done = DispatchSemaphore(value: 0)
    ask { done.signal() }
    done.wait()
}
