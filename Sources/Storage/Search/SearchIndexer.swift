import Chat
import Dispatch
import Protocol
import Synchronization

/// Keeps the index up with the log, in the background and in small groups, with a way of its own to read the log.
///
/// It works at most half of the time, a fifth while appends go on, and an append never waits for it. What it has not reached
/// is found all the same: a search looks at it event by event.
final class SearchIndexer: Sendable {
    private let queue = DispatchQueue(label: "grillo.search", qos: .utility)
    private let work: Mutex<any SearchIndexUpdate>
    private let isDue = Mutex(false)
    /// Has the log take out of its files what was taken out of these parts; calls back when that is done, with false where it could not be.
    private let cleanLog: @Sendable ([StaleShard], @escaping @Sendable (Bool) -> Void) -> Void
    private let failed: @Sendable (LogError) -> Void

    /// While appends go on, how many times longer it rests than it works.
    private static let restFactorWhileBusy = 4
    /// The milliseconds after an append at which it begins: what comes meanwhile is indexed in one go.
    private static let delay = 200
    private static let delayAfterFailure = 5000
    /// The time to wait after something was taken out and the index made clean of it until that is done again: what goes
    /// meanwhile goes in one go.
    private static let delayAfterCleaning = 10_000
    private let mayClean = Mutex(true)
    private let isFailing = Mutex(false)
    /// The moment since which the log has had something that the index has not; nil where it has all.
    private let behindSince = Mutex<ContinuousClock.Instant?>(nil)

    init(
        _ work: sending any SearchIndexUpdate,
        cleanLog: @escaping @Sendable ([StaleShard], @escaping @Sendable (Bool) -> Void) -> Void,
        failed: @escaping @Sendable (LogError) -> Void
    ) {
        self.work = Mutex(work)
        self.cleanLog = cleanLog
        self.failed = failed
    }

    /// There is something new in the log, or something is gone from it. Costs next to nothing.
    func wake() {
        let mustSchedule = isDue.withLock { isDue in
            defer { isDue = true }
            return !isDue
        }
        if mustSchedule {
            noteBehind()
            schedule(after: Self.delay)
        }
    }

    /// How long the index has been behind the log; nil where it is not.
    var lag: Duration? { behindSince.withLock { $0.map { ContinuousClock.now - $0 } } }

    private func noteBehind() {
        behindSince.withLock { moment in
            if moment == nil { moment = ContinuousClock.now }
        }
    }

    /// It has all that was there when the step began; what came since counts from now.
    private func noteUpToDate() {
        let isDue = isDue.withLock { $0 }
        behindSince.withLock { $0 = isDue ? ContinuousClock.now : nil }
    }

    private func schedule(after milliseconds: Int) {
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak self] in self?.turn() }
    }

    private func turn() {
        isDue.withLock { $0 = false }
        let begin = ContinuousClock.now
        switch step(cleans: mayClean.withLock { $0 }) {
        case .success(.more):
            let isBusy = isDue.withLock { isDue in
                defer { isDue = true }
                return isDue
            }
            let taken = (ContinuousClock.now - begin) / .milliseconds(1)
            schedule(after: max(Int(taken) * (isBusy ? Self.restFactorWhileBusy : 1), 1))
        case .success(.clean(let shards)):
            noteUpToDate()
            mayClean.withLock { $0 = false }
            queue.asyncAfter(deadline: .now() + .milliseconds(Self.delayAfterCleaning)) { [weak self] in
                guard let self else { return }
                mayClean.withLock { $0 = true }
                wake()
            }
            cleanLog(shards) { [weak self] isDone in
                guard let self, !isDone else { return }
                queue.async { self.retryLater() }
            }
        case .success(.done): noteUpToDate()
        case .failure(let error):
            noteBehind()
            tell(error)
            retryLater()
            return
        }
        isFailing.withLock { $0 = false }
    }

    /// Once, until it works again.
    private func tell(_ error: LogError) {
        let isNew = isFailing.withLock { isFailing in
            defer { isFailing = true }
            return !isFailing
        }
        if isNew { failed(error) }
    }

    private func retryLater() {
        isDue.withLock { $0 = true }
        schedule(after: Self.delayAfterFailure)
    }

    private func step(cleans: Bool = true) -> Result<SearchIndexStep, LogError> {
        work.withLock { work in
            do throws(LogError) {
                return .success(try work.step(cleans: cleans))
            } catch {
                // If it is the index that is damaged, the next attempt makes it anew.
                if error.isDamage { try? work.replaceDamagedIndex() }
                return .failure(error)
            }
        }
    }

    /// Waits until the index has all that is in the log and nothing that is not.
    func catchUp() throws(LogError) {
        let result: Result<Void, LogError> = queue.sync {
            while true {
                switch step() {
                case .success(.more): continue
                case .success(.clean(let shards)):
                    let done = DispatchSemaphore(value: 0)
                    let isSettled = Mutex(false)
                    cleanLog(shards) { isDone in
                        isSettled.withLock { $0 = isDone }
                        done.signal()
                    }
                    done.wait()
                    if !isSettled.withLock({ $0 }) { return .failure(.locked) }
                case .success(.done): return .success(())
                case .failure(let error): return .failure(error)
                }
            }
        }
        try result.get()
    }

    func close() throws(LogError) {
        let result: Result<Void, LogError> = queue.sync {
            work.withLock { work in
                do throws(LogError) {
                    return .success(try work.close())
                } catch {
                    return .failure(error)
                }
            }
        }
        try result.get()
    }
}
