/// The pages that are served by HTTP: `/metrics`, which is for Prometheus, and `/health`.
struct MetricsPages: Sendable {
    let metrics: ServerMetrics
    let probe: LoadProbe

    /// Answers once, on some queue, within about a second.
    func answer(_ request: HTTPRequestLine, then answer: @escaping @Sendable (HTTPResponse) -> Void) {
        guard ["GET", "HEAD"].contains(request.method) else {
            return answer(HTTPResponse(.methodNotAllowed, line: "only GET and HEAD are known here"))
        }
        switch request.path {
        case "/metrics":
            // The counts are told also where the server is stuck: they show when that began.
            probe.measure { [metrics] load in
                answer(HTTPResponse(metrics.text(load), contentType: PrometheusText.contentType))
            }
        case "/health":
            probe.measure { load in
                let problem = ServerLoad.problem(with: load)
                answer(HTTPResponse(problem == nil ? .ok : .unavailable, line: problem ?? "ok"))
            }
        default: answer(HTTPResponse(.notFound, line: "there are /metrics and /health"))
        }
    }
}
