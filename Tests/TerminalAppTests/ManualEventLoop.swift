import Glibc
import Synchronization
import TerminalApp

/// An event loop whose time passes when a test says so.
@MainActor
final class ManualEventLoop: EventLoop {
    private nonisolated let turns = Mutex<[EventLoopTurn]>([])
    private var delayed: [(time: Duration, turn: EventLoopTurn)] = []
    private var watched: [Int32: EventLoopTurn] = [:]
    /// Passes with the time of the loop.
    private let clock: FakeClock

    init(_ clock: FakeClock) { self.clock = clock }

    nonisolated func enqueue(_ turn: @escaping EventLoopTurn) { turns.withLock { $0.append(turn) } }

    func after(_ delay: Duration, _ turn: @escaping EventLoopTurn) { delayed.append((clock.elapsed + delay, turn)) }

    func watch(_ descriptor: Int32, _ readable: @escaping EventLoopTurn) { watched[descriptor] = readable }

    func unwatch(_ descriptor: Int32) { watched[descriptor] = nil }

    func isWatched(_ descriptor: Int32) -> Bool { watched[descriptor] != nil }

    /// There is something to read: takes that turn, and those that it asks for.
    func makeReadable(_ descriptor: Int32) {
        watched[descriptor]?()
        runTurns()
    }

    /// Takes the turns that have been asked for, and none of those that they ask for.
    ///
    /// - Returns: how many there were.
    @discardableResult
    func runRound() -> Int {
        let round = turns.withLock { turns in
            defer { turns = [] }
            return turns
        }
        for turn in round { turn() }
        return round.count
    }

    /// Waits for a turn that work beside the main thread asks for, a minute at most, and takes it.
    ///
    /// - Returns: false if none came.
    func awaitTurn() -> Bool {
        let end = ContinuousClock.now + .seconds(60)
        while turns.withLock({ $0.isEmpty }) {
            guard ContinuousClock.now < end else { return false }
            usleep(1000)
        }
        runTurns()
        return true
    }

    func runTurns() {
        while let turn = turns.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { turn() }
    }

    /// Lets time pass, and takes the turns that fall into it, the earliest first.
    func advance(by duration: Duration) {
        runTurns()
        let end = clock.elapsed + duration
        while let place = delayed.indices.min(by: { delayed[$0].time < delayed[$1].time }),
            delayed[place].time <= end
        {
            let next = delayed.remove(at: place)
            clock.elapsed = max(clock.elapsed, next.time)
            next.turn()
            runTurns()
        }
        clock.elapsed = end
    }
}
