import Dispatch
import Glibc
import TerminalApp
import Testing

@MainActor
@Suite struct PollEventLoopTests {
    /// Takes rounds until something has happened.
    private func run(_ loop: PollEventLoop, until hasHappened: () -> Bool) {
        while !hasHappened() { loop.runOnce() }
    }

    @Test func `Turns of other threads are taken in their order`() throws {
        let loop = try #require(PollEventLoop())
        let record = Record()
        DispatchQueue.global().async {
            for number in 0..<100 { loop.enqueue { record.numbers.append(number) } }
        }
        run(loop) { record.numbers.count == 100 }
        #expect(record.numbers == Array(0..<100))
    }

    @Test func `What is put off comes by its time, and what has the same time in its order`() throws {
        let loop = try #require(PollEventLoop())
        let record = Record()
        loop.after(.milliseconds(20)) { record.numbers.append(3) }
        loop.after(.milliseconds(1)) { record.numbers.append(1) }
        loop.after(.milliseconds(10)) { record.numbers.append(2) }
        run(loop) { record.numbers.count == 3 }
        #expect(record.numbers == [1, 2, 3])
    }

    @Test func `A descriptor that is unwatched is passed over`() throws {
        let loop = try #require(PollEventLoop())
        let record = Record()
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        loop.watch(ends[0]) { record.numbers.append(1) }
        _ = write(ends[1], [0], 1)
        loop.runOnce()
        #expect(record.numbers == [1])
        loop.unwatch(ends[0])
        loop.enqueue { record.numbers.append(2) }
        loop.runOnce()
        #expect(record.numbers == [1, 2])
    }

    /// Numbers in the order in which turns were taken.
    @MainActor private final class Record {
        var numbers: [Int] = []
    }
}
