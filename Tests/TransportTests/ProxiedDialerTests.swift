import Basics
import Glibc
import Testing

@testable import Transport

/// Dialling through a proxy on this machine.
@Suite("Dialling through a proxy") struct ProxiedDialerTests {
    /// A connection that is being made, and what comes of it.
    private struct Attempt {
        let lanes = LaneGroup(count: 1)
        let errors = CollectedValues<DialError>()
        let client: RecordingHandler

        init(
            _ target: DialTarget, _ security: DialSecurity = .plain, _ client: RecordingHandler = RecordingHandler(),
            through proxy: SOCKS5Proxy, limits: ConnectionLimits = ConnectionLimits(), timeout: Duration? = nil
        ) {
            self.client = client
            _ = Dialer(
                target, security, through: proxy, on: lanes.lanes[0], limits: limits, timeout: timeout,
                failed: { [errors] in errors.add($0) }, makeHandler: { _, _ in client })
        }

        /// The error, or nil once it has opened.
        func outcome() async throws -> DialError? {
            try await eventually("it opens or fails") { client.id != nil || !errors.all.isEmpty }
            await settle(lanes.lanes[0])
            #expect(errors.all.count + client.now.opened.count == 1)
            return errors.all.first
        }
    }

    /// Nobody on this machine knows it.
    private static let target = DialTarget.tcp(host: "irc.invalid", port: 6697)

    private func failure(_ server: SOCKS5TestServer, _ cause: SOCKS5Error) -> DialError {
        .proxyFailed("irc.invalid:6697", proxy: "127.0.0.1:\(server.port)", cause: cause)
    }

    @Test(
        arguments: [1, 1000],
        [
            SOCKS5TestServer.success, [5, 0, 0, 4] + Array(repeating: 0, count: 18),
            [5, 0, 0, 3, 4] + Array("host".utf8) + [0, 80],
        ])
    func `The proxy is told the name, and what comes with its last reply is the server's`(size: Int, reply: [UInt8])
        async throws
    {
        let server = try SOCKS5TestServer()
        let attempt = Attempt(Self.target, .plain, .echo(), through: server.proxy)
        let wire = try server.next()
        #expect(wire.read(exactly: 3) == [5, 1, 0])
        #expect(attempt.client.now.opened.isEmpty)
        wire.write([5, 0], pieces: size)
        let request = wire.readRequest()
        #expect(request.kind == 3 && request.address == Array("irc.invalid".utf8) && request.port == 6697)
        #expect(attempt.client.now.opened.isEmpty)
        wire.write(reply + Array("NOTICE * :early\r\n".utf8), pieces: size)
        #expect(wire.text(exactly: 17) == "NOTICE * :early\r\n")
        #expect(try await attempt.outcome() == nil)
        #expect(attempt.client.text == "NOTICE * :early\r\n")
        let peer = try #require(attempt.client.now.peer)
        #expect(!peer.isLocal && peer.loopbackEndpoints == nil && peer.proxy == IPAddress("127.0.0.1"))
    }

    @Test func `A password lets us in, and a wrong one is said to be wrong`() async throws {
        let server = try SOCKS5TestServer()
        for status in [UInt8(0), 1] {
            let attempt = Attempt(Self.target, through: server.proxy("ana", "pw"))
            let wire = try server.next()
            #expect(wire.read(exactly: 4) == [5, 2, 0, 2])
            wire.write([5, 2])
            #expect(wire.read(exactly: 8) == [1, 3] + Array("ana".utf8) + [2] + Array("pw".utf8))
            wire.write([1, status])
            if status == 0 {
                #expect(wire.readRequest().port == 6697)
                wire.write(SOCKS5TestServer.success)
            }
            #expect(try await attempt.outcome() == (status == 0 ? nil : failure(server, .wrongCredentials)))
        }
    }

    @Test(
        arguments: [
            ([5, 0xFF], .credentialsWanted), (Array("HTTP/1.1 400\r\n".utf8), .notSOCKS5),
            ([5, 0, 5, 1], .generalFailure), ([5, 0, 5, 2], .notAllowed), ([5, 0, 5, 3], .networkUnreachable),
            ([5, 0, 5, 4], .hostUnreachable), ([5, 0, 5, 5], .connectionRefused), ([5, 0, 5, 6], .ttlExpired),
            ([5, 0, 5, 7], .commandNotSupported), ([5, 0, 5, 8], .addressTypeNotSupported),
            ([5, 0, 5, 9], .unassigned(9)), ([], .closed), ([5], .closed), ([5, 0], .closed),
            ([5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0], .closed),
        ] as [([UInt8], SOCKS5Error)])
    func `What the proxy says instead is the error`(bytes: [UInt8], cause: SOCKS5Error) async throws {
        let server = try SOCKS5TestServer()
        let attempt = Attempt(Self.target, through: server.proxy)
        let wire = try server.next()
        #expect(wire.read(exactly: 3) == [5, 1, 0])
        wire.write(bytes)
        shutdown(wire.descriptor, Int32(SHUT_WR))
        let error = try #require(try await attempt.outcome())
        // Closed with something unread, it would be a reset.
        withExtendedLifetime(wire) {}
        #expect(error == failure(server, cause))
        #expect(
            error.description
                == "irc.invalid:6697 cannot be reached through the proxy 127.0.0.1:\(server.port): \(cause)")
    }

    @Test func `A proxy that is silent times out, and one that is not there is named as such`() async throws {
        let server = try SOCKS5TestServer()
        let silent = Attempt(Self.target, through: server.proxy, timeout: .milliseconds(100))
        let error = try #require(try await silent.outcome())
        #expect(error == .timedOut("irc.invalid:6697, through the proxy 127.0.0.1:\(server.port),"))

        let (descriptors, port) = try ListeningSocket.tcp(host: "127.0.0.1", port: 0)
        descriptors.forEach { close($0) }
        let refused = Attempt(Self.target, through: SOCKS5Proxy(host: "127.0.0.1", port: port))
        #expect(try await refused.outcome() == .proxyUnreachable(.refused("127.0.0.1:\(port)")))
        let unknown = Attempt(Self.target, through: SOCKS5Proxy(host: "nobody.invalid"))
        #expect(try await unknown.outcome() == .proxyUnreachable(.nameNotFound("nobody.invalid")))
    }

    @Test func `Through a proxy it may take a minute in all, and directly a quarter of that`() {
        #expect(Dialer.timeout(through: SOCKS5Proxy(host: "127.0.0.1", port: 9050)) == .seconds(60))
        #expect(Dialer.timeout(through: nil) == .seconds(15))
    }

    @Test func `A proxy that takes its time is given all that there is, longer than a handshake may take`() async throws
    {
        let server = try SOCKS5TestServer()
        var limits = ConnectionLimits()
        limits.handshakeTimeout = .milliseconds(20)
        let attempt = Attempt(Self.target, through: server.proxy, limits: limits)
        let wire = try server.next()
        _ = wire.read(exactly: 3)
        usleep(300_000)
        wire.write([5, 0])
        _ = wire.readRequest()
        usleep(300_000)
        wire.write(SOCKS5TestServer.success)
        #expect(try await attempt.outcome() == nil)
    }

    @Test func `A name that cannot be told to the proxy is refused before anything is dialled`() async throws {
        let server = try SOCKS5TestServer()
        let host = String(repeating: "a", count: 256)
        let attempt = Attempt(.tcp(host: host, port: 1), through: server.proxy)
        #expect(
            try await attempt.outcome()
                == .proxyFailed("\(host):1", proxy: "127.0.0.1:\(server.port)", cause: .invalidName))
        #expect(server.acceptNow() == nil)
    }

    @Test func `A socket file is reached without the proxy`() async throws {
        let (server, lanes) = (try SOCKS5TestServer(), LaneGroup(count: 1))
        let file = "/tmp/grillo-proxied-\(getpid())-\(server.port)"
        let door = try Listener(
            unixPath: file, configuration: ConnectionConfiguration { _, _ in RecordingHandler() }, lanes: lanes)
        let attempt = Attempt(.unix(path: file), through: server.proxy)
        #expect(try await attempt.outcome() == nil)
        #expect(attempt.client.now.peer?.isLocal == true && server.acceptNow() == nil)
        door.close()
    }

    @Test(arguments: [TrustAnswer.accept, .refuse("the key has changed")])
    func `TLS begins behind the proxy, with the server's own key to be judged`(answer: TrustAnswer) async throws {
        let (server, lanes) = (try SOCKS5TestServer(), LaneGroup(count: 1))
        let served = RecordingHandler.echo()
        let listener = try Listener(
            host: "127.0.0.1", port: 0,
            configuration: ConnectionConfiguration(tls: try SharedIdentity.server()) { _, _ in served }, lanes: lanes)
        let shown = CollectedValues<ServerCertificate>()
        let security = DialSecurity.tls(
            try .client(), serverName: "irc.invalid",
            trust: {
                shown.add($0)
                return answer
            })
        let attempt = Attempt(
            Self.target, security, RecordingHandler(onOpen: { $0.send(Frame("hello")) }), through: server.proxy)
        let wire = try server.next()
        // Not a byte of TLS comes before the way is there.
        #expect(wire.read() == [5, 1, 0])
        wire.write([5, 0])
        #expect(wire.readRequest().address == Array("irc.invalid".utf8))
        wire.write(SOCKS5TestServer.success)
        SOCKS5TestServer.join(wire, TestSocket.toPort(listener.boundPort))
        let error = try await attempt.outcome()
        #expect(shown.all.map(\.publicKeyFingerprint) == [try SharedIdentity.identity.get().publicKeyFingerprint])
        switch answer {
        case .accept:
            #expect(error == nil)
            try await eventually("it is answered") { attempt.client.text == "hello" }
            #expect(attempt.client.now.peer?.tls != nil)
        case .refuse(let cause):
            #expect(error == .refusedByTrust("irc.invalid:6697", cause: cause))
            #expect(attempt.client.now.received.isEmpty && served.now.received.isEmpty)
        }
    }

    @Test func `A server that speaks plain behind the proxy is recognised as such`() async throws {
        let server = try SOCKS5TestServer()
        let security = DialSecurity.tls(try .client(), serverName: "irc.invalid", trust: { _ in .accept })
        let attempt = Attempt(Self.target, security, through: server.proxy)
        let wire = try server.next()
        wire.write([5, 0] + SOCKS5TestServer.success + Array("ERROR :what?\r\n".utf8))
        #expect(try await attempt.outcome() == .notTLS("irc.invalid:6697"))
        withExtendedLifetime(wire) {}
    }
}
