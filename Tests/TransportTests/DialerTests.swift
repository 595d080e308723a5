import Basics
import Glibc
import Testing

@testable import Transport

@Suite("Dialling")
struct DialerTests {
    /// Dials until it opens or fails, and answers the error, if it is one.
    private func outcome(
        _ target: DialTarget, _ security: DialSecurity = .plain, _ recorder: RecordingHandler = RecordingHandler(),
        timeout: Duration = .seconds(15)
    ) async throws -> DialError? {
        let lanes = LaneGroup(count: 1)
        let errors = CollectedValues<DialError>()
        _ = Dialer(
            target, security, on: lanes.lanes[0], timeout: timeout, failed: { errors.add($0) },
            makeHandler: { _, _ in recorder })
        try await eventually("it opens or fails") { recorder.id != nil || !errors.all.isEmpty }
        #expect(errors.all.count + recorder.now.opened.count == 1)
        return errors.all.first
    }

    private func locked(_ answer: TrustAnswer, _ shown: CollectedValues<ServerCertificate> = .init()) throws
        -> DialSecurity
    {
        .tls(
            try .client(), serverName: "localhost",
            trust: {
                shown.add($0)
                return answer
            })
    }

    @Test func `A name that nobody knows is named`() async throws {
        #expect(try await outcome(.tcp(host: "nobody.invalid", port: 1)) == .nameNotFound("nobody.invalid"))
    }

    @Test
    func `A port that nobody listens on refuses, and so does a socket file that is not there`() async throws {
        let (descriptors, port) = try ListeningSocket.tcp(host: "127.0.0.1", port: 0)
        descriptors.forEach { close($0) }
        #expect(try await outcome(.tcp(host: "127.0.0.1", port: port)) == .refused("127.0.0.1:\(port)"))
        #expect(try await outcome(.unix(path: "/nonexistent/sock")) == .refused("/nonexistent/sock"))
    }

    @Test func `A name with several addresses is tried until one answers`() async throws {
        let lanes = LaneGroup(count: 1)
        let listener = try Listener(
            host: "127.0.0.1", port: 0, configuration: ConnectionConfiguration { _, _ in RecordingHandler() },
            lanes: lanes)
        #expect(try await outcome(.tcp(host: "localhost", port: listener.boundPort)) == nil)
    }

    @Test(
        "Both sides of a connection within the machine name its ends alike; a socket file has none",
        arguments: ["127.0.0.1", "::1"])
    func ends(host: String) async throws {
        let (served, lanes) = (RecordingHandler(), LaneGroup(count: 1))
        let listener = try Listener(
            host: "", port: 0, configuration: ConnectionConfiguration { _, _ in served }, lanes: lanes)
        let dialled = RecordingHandler()
        #expect(try await outcome(.tcp(host: host, port: listener.boundPort), .plain, dialled) == nil)
        try await eventually("it is served") { served.id != nil }
        let ends = try #require(served.now.peer?.loopbackEndpoints)
        #expect(
            dialled.now.peer?.loopbackEndpoints == ends
                && dialled.now.peer?.loopbackEndpoints?.description == ends.description)
        #expect(ends.serverPort == listener.boundPort && ends.clientPort == served.now.peer?.port)
        #expect(ends.client == IPAddress(host) && ends.server == IPAddress(host))
        let file = "/tmp/grillo-ends-\(getpid())-\(listener.boundPort)"
        let own = RecordingHandler()
        let door = try Listener(
            unixPath: file, configuration: ConnectionConfiguration { _, _ in RecordingHandler() }, lanes: lanes)
        #expect(try await outcome(.unix(path: file), .plain, own) == nil)
        #expect(own.now.peer?.loopbackEndpoints == nil)
        door.close()
    }

    @Test func `A server that speaks plain is recognised as such`() async throws {
        let lanes = LaneGroup(count: 1)
        let listener = try Listener(
            host: "127.0.0.1", port: 0,
            configuration: ConnectionConfiguration { _, _ in
                RecordingHandler(onReceive: { $1.send(Frame("ERROR :what?\r\n")) })
            }, lanes: lanes)
        let place = "127.0.0.1:\(listener.boundPort)"
        #expect(
            try await outcome(.tcp(host: "127.0.0.1", port: listener.boundPort), locked(.accept)) == .notTLS(place))
    }

    @Test
    func `A certificate that is not trusted ends it before a byte is passed on, with the reason`() async throws {
        let lanes = LaneGroup(count: 1)
        let server = RecordingHandler(onOpen: { $0.send(Frame("secret")) })
        let listener = try Listener(
            host: "127.0.0.1", port: 0,
            configuration: ConnectionConfiguration(tls: try SharedIdentity.server()) { _, _ in server }, lanes: lanes)
        let target = DialTarget.tcp(host: "127.0.0.1", port: listener.boundPort)
        let (client, shown) = (
            RecordingHandler(onOpen: { $0.send(Frame("mine")) }), CollectedValues<ServerCertificate>()
        )
        let error = try await outcome(target, locked(.refuse("the key has changed"), shown), client)
        #expect(error == .refusedByTrust("\(target)", cause: "the key has changed"))
        #expect(client.now.received.isEmpty && client.now.opened.isEmpty)
        #expect(shown.all.map(\.publicKeyFingerprint) == [try SharedIdentity.identity.get().publicKeyFingerprint])
        try await eventually("the server sees the end") { !server.now.closed.isEmpty }
        #expect(server.now.received.isEmpty)
    }

    @Test func `A server that accepts and is silent times out`() async throws {
        let (descriptors, port) = try ListeningSocket.tcp(host: "127.0.0.1", port: 0)
        defer { descriptors.forEach { close($0) } }
        let error = try await outcome(
            .tcp(host: "127.0.0.1", port: port), locked(.accept), timeout: .milliseconds(100))
        #expect(error == .timedOut("127.0.0.1:\(port)"))
    }

    @Test func `Cancelled, it says nothing and hangs up`() async throws {
        var patient = ConnectionLimits()
        patient.handshakeTimeout = .seconds(600)
        let (descriptors, port) = try ListeningSocket.tcp(host: "127.0.0.1", port: 0)
        defer { descriptors.forEach { close($0) } }
        let (lanes, recorder, errors) = (LaneGroup(count: 1), RecordingHandler(), CollectedValues<DialError>())
        let handlers = CollectedValues<Bool>()
        let dialer = Dialer(
            .tcp(host: "127.0.0.1", port: port), try locked(.accept), on: lanes.lanes[0], limits: patient,
            timeout: .seconds(600), failed: { errors.add($0) },
            makeHandler: { _, _ in
                handlers.add(true)
                return recorder
            })
        try await eventually("it is in the handshake") { !handlers.all.isEmpty }
        dialer.cancel()
        var accepted: Int32 = -1
        try await eventually("it is accepted") {
            accepted = accept(descriptors[0], nil, nil)
            return accepted >= 0
        }
        _ = TestSocket(accepted).readToEnd()
        await settle(lanes.lanes[0])
        #expect(recorder.now.opened.isEmpty)
        #expect(errors.all.isEmpty)
    }
}
