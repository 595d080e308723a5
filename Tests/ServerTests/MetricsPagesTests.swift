import Dispatch
import Synchronization
import Testing

@testable import Server

@Suite struct MetricsPagesTests {
    @Test func `The metrics are written once for all who ask meanwhile`() async throws {
        let metrics = ServerMetrics()
        let asked = Mutex<[LoadProbe.Answer]>([])
        let pages = MetricsPages(metrics: metrics, probe: LoadProbe { answer in asked.withLock { $0.append(answer) } })
        let bodies = Mutex<[String]>([])
        func answers(_ count: Int) async {
            await withCheckedContinuation { done in
                let all = DispatchGroup()
                for _ in 0..<count {
                    all.enter()
                    pages.answer(HTTPRequestLine(method: "GET", path: "/metrics")) { response in
                        bodies.withLock { $0.append(response.body) }
                        // Writing it again would show this.
                        metrics.connectionOpened(.tls)
                        all.leave()
                    }
                }
                let asks = asked.withLock { asks in
                    defer { asks = [] }
                    return asks
                }
                #expect(asks.count == 1)
                for answer in asks { answer(.example) }
                all.notify(queue: .global()) { done.resume() }
            }
        }
        await answers(5)
        #expect(bodies.withLock { $0.count } == 5 && Set(bodies.withLock { $0 }).count == 1)
        // Whoever comes later is told of what came between.
        await answers(1)
        #expect(bodies.withLock { $0.last }?.contains("accepted_total{kind=\"tls\"} 5\n") == true)
    }
}
