import Dispatch
import Synchronization
import Testing

@testable import Server

@Suite("The desk for passwords")
struct PasswordHasherPoolTests {
    @Test func `One address has one thing done at a time, and does not keep another waiting`() {
        let pool = PasswordHasherPool(capacity: 2)
        let state = Mutex((running: 0, most: 0, order: [String]()))
        let done = DispatchGroup()
        let otherIsDone = DispatchSemaphore(value: 0)
        for number in 0..<5 {
            done.enter()
            let isTaken = pool.submit(for: "one") {
                state.withLock {
                    $0.running += 1
                    $0.most = max($0.most, $0.running)
                }
                // The first waits until the other address has had its turn: it must not wait for this one.
                if number == 0 { otherIsDone.wait() }
                state.withLock {
                    $0.running -= 1
                    $0.order.append("one \(number)")
                }
                done.leave()
            }
            #expect(isTaken)
        }
        done.enter()
        let isTaken = pool.submit(for: "two") {
            state.withLock { $0.order.append("two") }
            otherIsDone.signal()
            done.leave()
        }
        #expect(isTaken)
        #expect(done.wait(timeout: .now() + 20) == .success)
        let (_, most, order) = state.withLock { $0 }
        #expect(most == 1)
        #expect(order == ["two"] + (0..<5).map { "one \($0)" })
    }

    @Test func `With one at a time the addresses take turns`() {
        let pool = PasswordHasherPool(capacity: 1)
        let order = Mutex<[String]>([])
        let done = DispatchGroup()
        let begin = DispatchSemaphore(value: 0)
        func submit(_ address: String, _ body: @escaping @Sendable () -> Void = {}) {
            done.enter()
            let isTaken = pool.submit(for: address) {
                body()
                order.withLock { $0.append(address) }
                done.leave()
            }
            #expect(isTaken)
        }
        submit("first") { begin.wait() }
        for _ in 0..<3 { submit("many") }
        submit("few")
        begin.signal()
        #expect(done.wait(timeout: .now() + 20) == .success)
        #expect(order.withLock { $0 } == ["first", "many", "few", "many", "many"])
    }

    @Test func `For one address eight things wait and no more; another address is not concerned`() {
        let pool = PasswordHasherPool(capacity: 1)
        let begin = DispatchSemaphore(value: 0)
        let isAtWork = DispatchSemaphore(value: 0)
        #expect(
            pool.submit(for: "one") {
                isAtWork.signal()
                begin.wait()
            })
        isAtWork.wait()
        for _ in 0..<PasswordHasherPool.maxQueuedPerAddress { #expect(pool.submit(for: "one") {}) }
        #expect(!pool.submit(for: "one") {})
        #expect(pool.submit(for: "two") {})
        begin.signal()
    }
}
