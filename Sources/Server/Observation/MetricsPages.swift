import Synchronization

/// The pages that are served by HTTP: `/metrics`, which is for Prometheus, and `/health`.
final class MetricsPages: Sendable {
    typealias Answer = @Sendable (HTTPResponse) -> Void

    private let metrics: ServerMetrics
    private let probe: LoadProbe
    /// Those who wait for `/metrics`: it is written once for all of them.
    private let waiting = Mutex<[Answer]>([])

    init(metrics: ServerMetrics, probe: LoadProbe) {
        self.metrics = metrics
        self.probe = probe
    }

    /// Answers once, within about a second, on some queue that is not the server's.
    func answer(_ request: HTTPRequestLine, then answer: @escaping Answer) {
        guard ["GET", "HEAD"].contains(request.method) else {
            return answer(HTTPResponse(.methodNotAllowed, line: "only GET and HEAD are known here"))
        }
        switch request.path {
        case "/metrics": tellMetrics(then: answer)
        case "/health":
            probe.measure { load in
                let problem = ServerLoad.problem(with: load)
                answer(HTTPResponse(problem == nil ? .ok : .unavailable, line: problem ?? "ok"))
            }
        default: answer(HTTPResponse(.notFound, line: "there are /metrics and /health"))
        }
    }

    private func tellMetrics(then answer: @escaping Answer) {
        let isFirst = waiting.withLock { waiting in
            waiting.append(answer)
            return waiting.count == 1
        }
        guard isFirst else { return }
        // The counts are told also where the server is stuck: they show when that began.
        probe.measure { [self] load in
            // Taken before it is written: whoever comes from now on is told what counts from now on.
            let answers = waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            let response = HTTPResponse(metrics.text(load), contentType: PrometheusText.contentType)
            for answer in answers { answer(response) }
        }
    }
}
