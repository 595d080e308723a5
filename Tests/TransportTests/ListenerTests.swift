import Glibc
import Synchronization
import SystemBasics
import TestSupport
import Testing

@testable import Transport

@Suite("Listening")
struct ListenerTests {
    private func dial(
        _ listener: Listener, _ security: DialSecurity = .plain, _ lanes: LaneGroup, _ recorder: RecordingHandler
    ) -> CollectedValues<DialError> {
        let errors = CollectedValues<DialError>()
        _ = Dialer(
            .tcp(host: "127.0.0.1", port: listener.boundPort), security, on: lanes.lanes[0],
            failed: { errors.add($0) }, makeHandler: { _, _ in recorder })
        return errors
    }

    private func tls() throws -> DialSecurity {
        .tls(try .client(), serverName: "localhost", trust: { _ in .accept })
    }

    @Test func `One port serves TLS and plain, by the first byte`() async throws {
        let lanes = LaneGroup(count: 2)
        let served = CollectedValues<RecordingHandler>()
        let configuration = ConnectionConfiguration(tag: "main", tls: try SharedIdentity.server()) { _, _ in
            let recorder = RecordingHandler.echo()
            served.add(recorder)
            return recorder
        }
        let listener = try Listener(host: "127.0.0.1", port: 0, configuration: configuration, lanes: lanes)
        let plain = TestSocket.toPort(listener.boundPort)
        plain.write("NICK plain\r\n")
        #expect(plain.text(exactly: 12) == "NICK plain\r\n")
        let client = RecordingHandler(onOpen: { $0.send(Frame("NICK locked\r\n")) })
        let errors = dial(listener, try tls(), lanes, client)
        try await eventually("TLS echoes") { client.text == "NICK locked\r\n" || !errors.all.isEmpty }
        #expect(errors.all.isEmpty)
        #expect(client.now.peer?.tls?.version == "TLSv1.3")
        let peers = served.all.compactMap(\.now.peer)
        #expect(peers.map { $0.tls != nil } == [false, true])
        #expect(peers.allSatisfy { $0.tag == "main" && $0.isLocal && !$0.isUnixSocket && $0.port != 0 })
        #expect(served.all.allSatisfy { $0.now.misplaced == 0 })
    }

    @Test(arguments: [false, true])
    func `A megabyte echoes over plain and over TLS`(locked: Bool) async throws {
        let lanes = LaneGroup(count: 2)
        let configuration = ConnectionConfiguration(tls: try SharedIdentity.server()) { _, _ in RecordingHandler.echo()
        }
        let listener = try Listener(host: "localhost", port: 0, configuration: configuration, lanes: lanes)
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let client = RecordingHandler(onOpen: { $0.send(Frame([1] + bytes)) })
        let errors = dial(listener, locked ? try tls() : .plain, lanes, client)
        try await eventually("all is back") { client.now.received.count == 1_000_001 || !errors.all.isEmpty }
        #expect(client.now.received == [1] + bytes)
    }

    @Test func `A socket file serves its owner, is private, and is gone after`() async throws {
        let (folder, lanes) = (Scratch(), LaneGroup(count: 1))
        let path = folder.file("sock")
        let server = RecordingHandler.echo()
        let listener = try Listener(
            unixPath: path, configuration: ConnectionConfiguration { _, _ in server }, lanes: lanes)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        let client = RecordingHandler(onOpen: { $0.send(Frame("hello")) })
        _ = Dialer(.unix(path: path), on: lanes.lanes[0], failed: { _ in }, makeHandler: { _, _ in client })
        try await eventually("it echoes") { client.text == "hello" }
        #expect(server.now.peer?.isUnixSocket == true && server.now.peer?.isLocal == true)
        #expect(throws: ListenerError.addressInUse(path)) {
            try Listener(unixPath: path, configuration: ConnectionConfiguration { _, _ in nil }, lanes: lanes)
        }
        await closed(listener)
        #expect(access(path, F_OK) != 0)
    }

    @Test
    func `A socket file that nobody listens on any more is replaced; another kind of file is not`() async throws {
        let (folder, lanes) = (Scratch(), LaneGroup(count: 1))
        let descriptor = try ListeningSocket.unix(folder.file("sock"))
        close(descriptor)
        let listener = try Listener(
            unixPath: folder.file("sock"), configuration: ConnectionConfiguration { _, _ in nil }, lanes: lanes)
        await closed(listener)
        try PrivateFile.write([1], to: folder.file("text"))
        #expect(throws: ListenerError.addressInUse(folder.file("text"))) {
            try Listener(
                unixPath: folder.file("text"), configuration: ConnectionConfiguration { _, _ in nil }, lanes: lanes)
        }
    }

    @Test func `A taken port and a foreign address are told apart, in a sentence`() async throws {
        let lanes = LaneGroup(count: 1)
        let configuration = ConnectionConfiguration { _, _ in nil }
        let first = try Listener(host: "127.0.0.1", port: 0, configuration: configuration, lanes: lanes)
        let place = "127.0.0.1:\(first.boundPort)"
        #expect(throws: ListenerError.addressInUse(place)) {
            try Listener(host: "127.0.0.1", port: first.boundPort, configuration: configuration, lanes: lanes)
        }
        #expect(ListenerError.addressInUse(place).description.hasPrefix(place + " is taken"))
        #expect(throws: ListenerError.badAddress("192.0.2.1:0")) {
            try Listener(host: "192.0.2.1", port: 0, configuration: configuration, lanes: lanes)
        }
        #expect(throws: ListenerError.badAddress("nobody.invalid:0")) {
            try Listener(host: "nobody.invalid", port: 0, configuration: configuration, lanes: lanes)
        }
    }

    @Test(arguments: [1, 3])
    func `Made paused, it lets nobody in until it is told to, and then first who waited`(waiting: Int) async throws {
        let lanes = LaneGroup(count: 1)
        let isOpen = Mutex(false)
        let wasEarly = Mutex(false)
        let listener = try Listener(
            host: "127.0.0.1", port: 0, configuration: ConnectionConfiguration { _, _ in RecordingHandler.echo() },
            lanes: lanes, isPaused: true,
            accept: { descriptor, from in
                if !isOpen.withLock({ $0 }) { wasEarly.withLock { $0 = true } }
                return Acceptor.system(descriptor, &from)
            })
        let wires = (0..<waiting).map { _ in TestSocket.toPort(listener.boundPort) }
        for wire in wires { wire.write("hello") }
        isOpen.withLock { $0 = true }
        listener.resume()
        for wire in wires { #expect(wire.text(exactly: 5) == "hello") }
        #expect(!wasEarly.withLock { $0 })
        await closed(listener)
    }

    @Test(arguments: [false, true])
    func `Made paused and closed so, it frees its port and its file`(isFile: Bool) async throws {
        let (folder, lanes) = (Scratch(), LaneGroup(count: 1))
        let configuration = ConnectionConfiguration { _, _ in RecordingHandler.echo() }
        if isFile {
            await closed(
                try Listener(unixPath: folder.file("sock"), configuration: configuration, lanes: lanes, isPaused: true))
            #expect(access(folder.file("sock"), F_OK) != 0)
        } else {
            let first = try Listener(
                host: "127.0.0.1", port: 0, configuration: configuration, lanes: lanes, isPaused: true)
            await closed(first)
            let second = try Listener(
                host: "127.0.0.1", port: first.boundPort, configuration: configuration, lanes: lanes)
            let wire = TestSocket.toPort(second.boundPort)
            wire.write("hello")
            #expect(wire.text(exactly: 5) == "hello")
            await closed(second)
        }
    }

    @Test func `Closed, it frees its port at once`() async throws {
        let lanes = LaneGroup(count: 1)
        let configuration = ConnectionConfiguration { _, _ in RecordingHandler.echo() }
        let first = try Listener(host: "*", port: 0, configuration: configuration, lanes: lanes)
        let wire = TestSocket.toPort(first.boundPort)
        wire.write("still here")
        #expect(wire.text(exactly: 10) == "still here")
        first.pause()
        await closed(first)
        let second = try Listener(host: "*", port: first.boundPort, configuration: configuration, lanes: lanes)
        wire.write("and here")
        #expect(wire.text(exactly: 8) == "and here")
        await closed(second)
    }

    @Test func `Out of descriptors, it turns one away, rests, and goes on`() async throws {
        let lanes = LaneGroup(count: 1)
        let calls = Mutex(0)
        let listener = try Listener(
            host: "127.0.0.1", port: 0, configuration: ConnectionConfiguration { _, _ in RecordingHandler.echo() },
            lanes: lanes,
            accept: { descriptor, from in
                let call = calls.withLock {
                    $0 += 1
                    return $0
                }
                return call == 1 || call == 3 ? -EMFILE : Acceptor.system(descriptor, &from)
            })
        let (turnedAway, also) = (TestSocket.toPort(listener.boundPort), TestSocket.toPort(listener.boundPort))
        #expect(turnedAway.readToEnd().isEmpty)
        #expect(also.readToEnd().isEmpty)
        let served = TestSocket.toPort(listener.boundPort)
        served.write("hello")
        #expect(served.text(exactly: 5) == "hello")
        #expect(calls.withLock { $0 } < 20)
    }

    @Test
    func `A handshake begun and not finished ends at its deadline, without a handler hearing of it`() async throws {
        let lanes = LaneGroup(count: 1)
        var limits = ConnectionLimits()
        limits.handshakeTimeout = .milliseconds(30)
        let (failures, recorder) = (CollectedValues<CloseReason>(), RecordingHandler())
        let configuration = ConnectionConfiguration(
            tls: try SharedIdentity.server(), limits: limits, failed: { _, _, reason in failures.add(reason) },
            makeHandler: { _, _ in recorder })
        let listener = try Listener(host: "127.0.0.1", port: 0, configuration: configuration, lanes: lanes)
        let wire = TestSocket.toPort(listener.boundPort)
        wire.write([0x16, 3, 1])
        #expect(wire.readToEnd().isEmpty)
        try await eventually("it is told") { failures.all == [.handshakeTimedOut] }
        #expect(recorder.now.opened.isEmpty && recorder.now.closed.isEmpty)
    }

    @Test func `Who says nothing is taken for plain, and may be spoken to`() async throws {
        let lanes = LaneGroup(count: 1)
        var limits = ConnectionLimits()
        limits.handshakeTimeout = .milliseconds(30)
        let configuration = ConnectionConfiguration(tls: try SharedIdentity.server(), limits: limits) { _, _ in
            RecordingHandler(onOpen: { $0.send(Frame("who are you?")) })
        }
        let listener = try Listener(host: "127.0.0.1", port: 0, configuration: configuration, lanes: lanes)
        #expect(TestSocket.toPort(listener.boundPort).text(exactly: 12) == "who are you?")
    }

    @Test func `Garbage that starts like TLS fails with OpenSSL's words`() async throws {
        let lanes = LaneGroup(count: 1)
        let failures = CollectedValues<CloseReason>()
        let configuration = ConnectionConfiguration(
            tls: try SharedIdentity.server(), failed: { _, _, reason in failures.add(reason) },
            makeHandler: { _, _ in RecordingHandler() })
        let listener = try Listener(host: "127.0.0.1", port: 0, configuration: configuration, lanes: lanes)
        let wire = TestSocket.toPort(listener.boundPort)
        wire.write([0x16] + [UInt8](repeating: 0x41, count: 200))
        _ = wire.readToEnd()
        try await eventually("it is told") { !failures.all.isEmpty }
        guard case .tlsFailed(let cause) = failures.all[0] else {
            Issue.record("\(failures.all)")
            return
        }
        #expect(!cause.isEmpty)
    }
}
