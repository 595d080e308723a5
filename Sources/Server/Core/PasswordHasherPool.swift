import DequeModule
import Dispatch
import Synchronization

/// Does what takes long by intent: stretching passwords. Off the server's queue, one at a time for each address, and the
/// addresses in turn, so that nobody who guesses keeps others from logging in.
final class PasswordHasherPool: Sendable {
    typealias Job = @Sendable () -> Void

    private struct State {
        var waiting: [String: Deque<Job>] = [:]
        /// Addresses with something waiting and nothing being done.
        var turns: Deque<String> = []
        var busy: Set<String> = []
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "grillo.passwords", qos: .utility, attributes: .concurrent)
    /// The number of jobs that are done at a time, for all addresses.
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// The number of jobs that wait for one address at most: somebody who asks and goes away leaves no more behind for
    /// those who come after.
    static let maxQueuedPerAddress = 8

    /// False if too much waits for that address already; then nothing is done.
    func submit(for address: String, _ job: @escaping Job) -> Bool {
        let isTaken = state.withLock { state in
            guard state.waiting[address]?.count ?? 0 < Self.maxQueuedPerAddress else { return false }
            state.waiting[address, default: []].append(job)
            if !state.busy.contains(address), state.waiting[address]?.count == 1 { state.turns.append(address) }
            return true
        }
        if isTaken { startNext() }
        return isTaken
    }

    private func startNext() {
        let next: (address: String, job: Job)? = state.withLock { state in
            guard state.busy.count < capacity, let address = state.turns.popFirst(),
                let job = state.waiting[address]?.popFirst()
            else { return nil }
            state.busy.insert(address)
            return (address, job)
        }
        guard let next else { return }
        queue.async {
            next.job()
            self.finished(next.address)
        }
    }

    private func finished(_ address: String) {
        state.withLock { state in
            state.busy.remove(address)
            if state.waiting[address]?.isEmpty == false {
                state.turns.append(address)
            } else {
                state.waiting[address] = nil
            }
        }
        startNext()
    }
}
