import Testing

@testable import TerminalApp

@Suite struct HookQueueTests {
    private static func call(_ number: Int) -> HookQueue.Call { HookQueue.Call(hook: number, input: []) }

    @Test func `One is made at a time, in their order`() {
        var queue = HookQueue()
        #expect(queue.next() == nil)
        for number in 0..<3 { queue.add(number, input: []) }
        #expect(queue.next() == Self.call(0))
        #expect(queue.next() == nil)
        for number in 1..<3 {
            #expect(queue.ended(number - 1, failure: nil) == false)
            #expect(queue.next() == Self.call(number))
        }
        #expect(queue.ended(2, failure: nil) == false)
        #expect(queue.next() == nil && queue.takeOmitted() == 0)
    }

    @Test func `Sixteen wait, and the rest is counted once all are made`() {
        var queue = HookQueue()
        queue.add(0, input: [])
        #expect(queue.next() != nil)
        for number in 1...18 { queue.add(number, input: []) }
        #expect(queue.takeOmitted() == 0)
        for number in 1...16 {
            _ = queue.ended(number - 1, failure: nil)
            #expect(queue.next() == Self.call(number))
        }
        _ = queue.ended(16, failure: nil)
        #expect(queue.next() == nil)
        #expect(queue.takeOmitted() == 2 && queue.takeOmitted() == 0)
    }

    @Test func `The input of a call that is left out is not made`() {
        var queue = HookQueue()
        var madeCount = 0
        func input() -> [UInt8] {
            madeCount += 1
            return []
        }
        for number in 0..<20 { queue.add(number, input: input()) }
        #expect(madeCount == HookQueue.capacity)
    }

    @Test func `A failure is told once, until the hook works or fails otherwise`() {
        var queue = HookQueue()
        #expect(queue.ended(0, failure: "a") == true)
        #expect(queue.ended(0, failure: "a") == false)
        #expect(queue.ended(1, failure: "a") == true)
        #expect(queue.ended(0, failure: "b") == true)
        #expect(queue.ended(0, failure: nil) == false)
        #expect(queue.ended(0, failure: "b") == true)
    }
}
