import Synchronization
import Testing

@testable import Server

@Suite struct LoadProbeTests {
    /// A server that is asked, and answers when the test says so.
    private final class Asked: Sendable {
        private let answers = Mutex<[LoadProbe.Answer]>([])

        var count: Int { answers.withLock { $0.count } }

        func ask(_ answer: @escaping LoadProbe.Answer) { answers.withLock { $0.append(answer) } }

        func answer(_ load: ServerLoad?) {
            for answer in answers.withLock({ $0 }) { answer(load) }
        }
    }

    private final class Answers: Sendable {
        private let loads = Mutex<[ServerLoad?]>([])

        var all: [ServerLoad?] { loads.withLock { $0 } }

        func add(_ load: ServerLoad?) { loads.withLock { $0.append(load) } }
    }

    private func measure(_ probe: LoadProbe, within milliseconds: Int) async -> ServerLoad? {
        await withCheckedContinuation { continuation in
            probe.measure(within: milliseconds) { continuation.resume(returning: $0) }
        }
    }

    @Test func `An answer is passed on`() async {
        let probe = LoadProbe { $0(ServerLoad.example) }
        #expect(await measure(probe, within: 20_000) == ServerLoad.example)
    }

    @Test func `A server that says nothing is not waited for, and is asked once`() async {
        let asked = Asked()
        let probe = LoadProbe { asked.ask($0) }
        for _ in 0..<3 { #expect(await measure(probe, within: 20) == nil) }
        #expect(asked.count == 1)
        // The late answer is nobody's, and the next one is asked for anew.
        asked.answer(.example)
        #expect(await measure(probe, within: 20) == nil)
        #expect(asked.count == 2)
    }

    @Test func `All who ask meanwhile get the one answer`() {
        let (asked, answers) = (Asked(), Answers())
        let probe = LoadProbe { asked.ask($0) }
        for _ in 0..<5 {
            probe.measure(within: 20_000) { answers.add($0) }
        }
        #expect(answers.all == [])
        asked.answer(.example)
        #expect(answers.all == Array(repeating: .example, count: 5))
        #expect(asked.count == 1)
    }

    @Test func `A server that does not answer is not well, nor one whose log fails`() {
        #expect(ServerLoad.problem(with: nil) == "the server does not answer")
        #expect(ServerLoad.problem(with: .example) == nil)
        #expect(ServerLoad.problem(with: .failing) == "history cannot be stored")
    }
}
