import Dispatch
import Glibc
import Logging
import TestSupport
import Testing
import Transport

@testable import Server

/// The listener of the metrics against those who do not keep to the rules, and its answers to those who do.
@Suite struct MetricsListenerTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A listener of this machine, with a server behind it that has a load, or that never answers where `load` is nil.
    private func listener(
        _ load: ServerLoad? = .example, timeout: Duration = .seconds(20),
        limits: ConnectionLimits = ConnectionLimits(), metrics: ServerMetrics = ServerMetrics()
    ) throws -> MetricsListener {
        let probe = LoadProbe { answer in
            if let load { answer(load) }
        }
        let listener = try MetricsListener(
            at: .address(.init(host: "127.0.0.1", port: 0)), MetricsPages(metrics: metrics, probe: probe),
            timeout: timeout, limits: limits, logger: Self.logger)
        listener.open(DispatchGroup())
        return listener
    }

    private func end(_ listener: MetricsListener) async {
        await withCheckedContinuation { done in listener.close(notifying: .global()) { done.resume() } }
    }

    /// All that is answered to some bytes, until the other side closes.
    private func answer(to text: String, from listener: MetricsListener) -> String {
        let socket = TestSocket(port: listener.endpoints[0].port)
        socket.say(text)
        return socket.hearAll()
    }

    private func get(_ path: String, from listener: MetricsListener) -> String {
        answer(to: "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n", from: listener)
    }

    @Test func `The metrics are text of Prometheus, as long as is said in front`() async throws {
        let metrics = ServerMetrics()
        metrics.connectionOpened(.tls)
        let listener = try listener(metrics: metrics)
        let answer = get("/metrics", from: listener)
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1).map(String.init)
        #expect(parts.count == 2)
        #expect(parts[0].hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
        #expect(parts[0].contains("\r\nContent-Length: \(parts[1].utf8.count)\r\n"))
        #expect(parts[0].hasSuffix("\r\nConnection: close"))
        #expect(parts[1].contains("\ngrillo_connections_accepted_total{kind=\"tls\"} 1\n"))
        #expect(parts[1].contains("\ngrillo_people 2\n") && parts[1].contains("\ngrillo_queue_bytes 7\n"))
        #expect(parts[1].contains("\ngrillo_sessions{state=\"registered\"} 3\n"))
        await end(listener)
    }

    @Test func `HEAD is told the same without the text`() async throws {
        let listener = try listener()
        let answer = answer(to: "HEAD /health HTTP/1.1\r\n\r\n", from: listener)
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.contains("\r\nContent-Length: 3\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n"))
        await end(listener)
    }

    @Test func `A server that is well says ok`() async throws {
        let listener = try listener()
        let answer = get("/health", from: listener)
        #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.hasSuffix("\r\n\r\nok\n"))
        await end(listener)
    }

    @Test func `A server whose log fails says why in one line`() async throws {
        let listener = try listener(.failing)
        let answer = get("/health", from: listener)
        #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.hasSuffix("\r\n\r\nhistory cannot be stored\n"))
        #expect(get("/metrics", from: listener).contains("\ngrillo_log_backlog_entries 9\n"))
        await end(listener)
    }

    @Test func `A server whose disk hangs says so, and for how long`() async throws {
        let listener = try listener(.waiting(seconds: 9.5))
        let answer = get("/health", from: listener)
        #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.hasSuffix("\r\n\r\nhistory waits for the disk\n"))
        #expect(get("/metrics", from: listener).contains("\ngrillo_gate_oldest_seconds 9.5\n"))
        await end(listener)
    }

    @Test func `Of a server that is stuck the counts are told and its load is not`() async throws {
        let listener = try listener(nil)
        let health = get("/health", from: listener)
        #expect(health.hasPrefix("HTTP/1.1 503 ") && health.hasSuffix("\r\n\r\nthe server does not answer\n"))
        let metrics = get("/metrics", from: listener)
        #expect(metrics.hasPrefix("HTTP/1.1 200 ") && metrics.contains("\ngrillo_deliveries_total 0\n"))
        #expect(!metrics.contains("grillo_people") && !metrics.contains("grillo_queue_bytes"))
        await end(listener)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", "404"), ("GET /metrics/ HTTP/1.1\r\n\r\n", "404"),
        ("GET /../metrics HTTP/1.1\r\n\r\n", "404"), ("POST /metrics HTTP/1.1\r\n\r\n", "405"),
        ("get /metrics HTTP/1.1\r\n\r\n", "405"), ("GET\r\n\r\n", "400"), ("NICK ada\r\nUSER a 0 * :a\r\n\r\n", "400"),
        ("GET /" + String(repeating: "a", count: HTTPRequestReader.limit), "431"),
        (String(repeating: "\u{1}\u{16}\u{3}", count: 5000), "431"),
    ])
    func `What is not known, or not right, is refused and the connection closed`(text: String, status: String)
        async throws
    {
        let listener = try listener()
        #expect(answer(to: text, from: listener).hasPrefix("HTTP/1.1 \(status) "))
        // The next one is served all the same.
        #expect(get("/health", from: listener).hasSuffix("ok\n"))
        await end(listener)
    }

    @Test func `Whoever is slow is not waited for, whether a byte comes now and then or none`() async throws {
        let listener = try listener(timeout: .milliseconds(300))
        let silent = TestSocket(port: listener.endpoints[0].port)
        let slow = TestSocket(port: listener.endpoints[0].port)
        for letter in "GET /m" {
            slow.say(String(letter))
            usleep(20_000)
        }
        #expect(silent.hearAll().hasPrefix("HTTP/1.1 408 "))
        #expect(slow.hearAll().hasPrefix("HTTP/1.1 408 "))
        await end(listener)
    }

    @Test func `Only so many connections are open at a time: whoever asks takes the place of who has asked nothing`()
        async throws
    {
        let listener = try listener()
        let open = (0..<MetricsListener.maxConnections).map { _ in
            let socket = TestSocket(port: listener.endpoints[0].port)
            socket.say("GET ")
            return socket
        }
        #expect(get("/health", from: listener).hasSuffix("ok\n"))
        // The oldest went, and no other.
        #expect(open[0].hearAll() == "")
        open[1].say("/health HTTP/1.1\r\n\r\n")
        #expect(open[1].hearAll().hasSuffix("ok\n"))
        await end(listener)
    }

    @Test func `A quota is full where all have asked, and the oldest that has not goes first`() throws {
        let quota = ConnectionQuota(limit: 2)
        let ids = (1...4).map { ConnectionID(rawValue: $0) }
        #expect(quota.enter() == .entered(inPlaceOf: nil))
        quota.opened(ids[0])
        #expect(quota.enter() == .entered(inPlaceOf: nil))
        quota.opened(ids[1])
        quota.isSilentNoMore(ids[0])
        #expect(quota.enter() == .entered(inPlaceOf: ids[1]))
        #expect(quota.enter() == .refused)
        quota.opened(ids[2])
        #expect(quota.enter() == .entered(inPlaceOf: ids[2]))
        quota.opened(ids[3])
        // Those that are being closed are still there.
        #expect(quota.enter() == .refused)
        for _ in 0..<3 { quota.leave() }
        #expect(quota.enter() == .entered(inPlaceOf: nil))
    }

    @Test func `Whoever was answered and does not close counts until the socket is closed`() async throws {
        var limits = ConnectionLimits()
        limits.lingerTimeout = .seconds(20)
        let listener = try listener(limits: limits)
        var open = (0..<MetricsListener.maxConnections).map { _ in
            let socket = TestSocket(port: listener.endpoints[0].port)
            socket.say("nothing\r\n\r\n")
            return socket
        }
        for socket in open { #expect(socket.hearAll().hasPrefix("HTTP/1.1 400 ")) }
        #expect(get("/health", from: listener) == "")
        open.removeAll()
        #expect(healthBecomesKnown(to: listener))
        await end(listener)
    }

    @Test func `Whoever was answered and never closes makes room after a while`() async throws {
        let listener = try listener()
        let open = (0..<MetricsListener.maxConnections).map { _ in
            let socket = TestSocket(port: listener.endpoints[0].port)
            socket.say("nothing\r\n\r\n")
            return socket
        }
        for socket in open { #expect(socket.hearAll().hasPrefix("HTTP/1.1 400 ")) }
        #expect(healthBecomesKnown(to: listener))
        withExtendedLifetime(open) {}
        await end(listener)
    }

    /// True once there is room for another connection.
    private func healthBecomesKnown(to listener: MetricsListener) -> Bool {
        for _ in 0..<400 {
            if get("/health", from: listener).hasSuffix("ok\n") { return true }
            usleep(10_000)
        }
        return false
    }

    @Test func `A second request on the connection is not read`() async throws {
        let listener = try listener()
        let twice = String(repeating: "GET /health HTTP/1.1\r\n\r\n", count: 2)
        #expect(answer(to: twice, from: listener).split(separator: "HTTP/1.1 200").count == 1)
        await end(listener)
    }

    @Test func `Closing ends the connections that are open and frees the address`() async throws {
        let listener = try listener()
        let socket = TestSocket(port: listener.endpoints[0].port)
        socket.say("GET ")
        #expect(get("/health", from: listener).hasSuffix("ok\n"))
        await end(listener)
        #expect(socket.hearAll() == "")
        let again = try MetricsListener(
            at: .address(listener.endpoints[0]), MetricsPages(metrics: ServerMetrics(), probe: LoadProbe { $0(nil) }),
            logger: Self.logger)
        await end(again)
    }

    @Test func `A port that is taken is told with the option that chose it`() async throws {
        let listener = try listener()
        let error = #expect(throws: StartError.self) {
            _ = try MetricsListener(
                at: .address(listener.endpoints[0]),
                MetricsPages(metrics: ServerMetrics(), probe: LoadProbe { $0(nil) }),
                logger: Self.logger)
        }
        #expect(error?.exitCode == .unavailable)
        #expect(error?.description.contains("choose another port with --metrics HOST:PORT") == true)
        await end(listener)
    }

    @Test(arguments: [("127.0.0.1", 0), ("localhost", 0), ("", 1), ("0.0.0.0", 1)])
    func `An address that others may reach is warned of once`(host: String, count: Int) async throws {
        let warnings = CollectedMessages(at: .warning)
        let listener = try MetricsListener(
            at: .address(.init(host: host, port: 0)),
            MetricsPages(metrics: ServerMetrics(), probe: LoadProbe { $0(nil) }),
            logger: Logger(label: "test") { _ in warnings })
        #expect(warnings.all.count == count)
        await end(listener)
    }

    /// A socket that listens on a port of the system's choice, as a service manager makes one.
    private static func inherited(_ host: String) throws -> InheritedSocket {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, host, &address.sin_addr)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0 && listen(descriptor, 1) == 0)
        return try InheritedSocket(descriptor)
    }

    @Test func `Each socket that was handed over is judged by its own address`() async throws {
        let warnings = CollectedMessages(at: .warning)
        let sockets = try ["127.0.0.1", "0.0.0.0"].map(Self.inherited)
        let listener = try MetricsListener(
            at: .inherited(sockets), MetricsPages(metrics: ServerMetrics(), probe: LoadProbe { $0(nil) }),
            logger: Logger(label: "test") { _ in warnings })
        #expect(listener.endpoints.map(\.port) == sockets.map(\.port))
        #expect(warnings.all.count == 1)
        await end(listener)
        for socket in sockets { close(socket.descriptor) }
    }
}
