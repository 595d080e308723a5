import Basics
import Testing

@testable import Transport

/// What a proxy says before anything else. <https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt>
@Suite("Behind a proxy")
struct ProxyHeaderTests {
    private static let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]

    /// A header for 203.0.113.9, port 4321.
    private static func header(
        _ command: UInt8 = 0x21, _ family: UInt8 = 0x11, _ body: [UInt8]? = nil, extra: [UInt8] = []
    ) -> [UInt8] {
        let body = (body ?? [203, 0, 113, 9, 192, 0, 2, 1, 0x10, 0xE1, 0x1A, 0x29]) + extra
        return signature + [command, family, UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body
    }

    /// What comes of bytes, fed in pieces, and how many of them are left.
    private func outcome(_ bytes: [UInt8], pieces: Int) -> (ProxyHeader.Progress, left: Int) {
        var header = ProxyHeader()
        var place = 0
        while place < bytes.count {
            let piece = Array(bytes[place..<min(place + pieces, bytes.count)])
            let (progress, left) = piece.withUnsafeBytes { buffer in
                var rest = UnsafeRawBufferPointer(buffer)
                let progress = header.take(&rest)
                return (progress, rest.count)
            }
            place += piece.count
            if progress != .needsMore { return (progress, bytes.count - place + left) }
        }
        return (.needsMore, 0)
    }

    @Test(arguments: [1, 2, 7, 1000])
    func `A header is read however it comes, and nothing behind it is taken`(size: Int) {
        let v6: [UInt8] = [0x20, 1, 0x0D, 0xB8] + Array(repeating: 0, count: 11) + [5]
        let cases: [([UInt8], ProxyHeader.Progress)] = [
            (Self.header(), .done(address: IPAddress("203.0.113.9"), port: 4321)),
            (Self.header(extra: [4, 0, 1, 7]), .done(address: IPAddress("203.0.113.9"), port: 4321)),
            (
                Self.header(0x21, 0x21, v6 + v6 + [0, 80, 0, 81]),
                .done(address: IPAddress("2001:db8::5"), port: 80)
            ),
            (Self.header(0x20, 0x00, []), .done(address: nil, port: 0)),
            (Self.header(0x20), .done(address: nil, port: 0)),
        ]
        for (bytes, expected) in cases {
            let (progress, left) = outcome(bytes + Array("NICK a\r\n".utf8), pieces: size)
            #expect(progress == expected && left == 8)
            for count in 0..<bytes.count { #expect(outcome(Array(bytes[..<count]), pieces: size).0 == .needsMore) }
        }
    }

    @Test(
        "What is no header is known for it",
        arguments: [
            Array("NICK a\r\n".utf8), [0x16, 3, 1], [0x0D, 0x0A, 0x0D, 0x0A, 1], header(0x11), header(0x22),
            header(0x2F),
            header(0x21, 0x41), header(0x21, 0x13), header(0x21, 0x11, [1, 2, 3]), header(0x21, 0x21),
            header(0x21, 0x00, [1, 2, 3]), header(0x21, 0x31, Array(repeating: 47, count: 216)),
            signature + [0x21, 0x11, 0x08, 0x01],
        ])
    func garbage(bytes: [UInt8]) {
        for size in [1, 3, 1000] { #expect(outcome(bytes, pieces: size).0 == .invalid) }
    }

    @Test func `A header may be 2048 bytes long behind its first 16, and not 2049`() {
        let full = Self.header(extra: Array(repeating: 0, count: 2036))
        #expect(outcome(full, pieces: 100).0 == .done(address: IPAddress("203.0.113.9"), port: 4321))
        #expect(outcome(Self.header(extra: Array(repeating: 0, count: 2037)), pieces: 100).0 == .invalid)
    }

    @Test(arguments: [1, 500])
    func `Whom a proxy speaks for is the peer, and is never local; TLS begins behind the header`(size: Int) async throws
    {
        let lanes = LaneGroup(count: 1)
        let served = CollectedValues<RecordingHandler>()
        let configuration = ConnectionConfiguration(
            tls: try SharedIdentity.server(), proxies: [try #require(IPNetwork("127.0.0.0/8"))]
        ) { _, _ in
            let recorder = RecordingHandler.echo()
            served.add(recorder)
            return recorder
        }
        let listener = try Listener(host: "127.0.0.1", port: 0, configuration: configuration, lanes: lanes)
        let wire = TestSocket.toPort(listener.boundPort)
        let bytes = Self.header() + Array("NICK plain\r\n".utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            wire.write(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(wire.text(exactly: 12) == "NICK plain\r\n")
        let peer = try #require(served.all.first?.now.peer)
        #expect(peer.address == IPAddress("203.0.113.9") && peer.port == 4321 && peer.proxy == IPAddress("127.0.0.1"))
        #expect(!peer.isLocal && peer.tls == nil && peer.loopbackEndpoints == nil)
        let itself = TestSocket.toPort(listener.boundPort)
        itself.write(Self.header(0x20, 0x00, []) + Array("x".utf8))
        #expect(itself.text(exactly: 1) == "x")
        #expect(served.all.last?.now.peer?.isLocal == false && served.all.last?.now.peer?.loopbackEndpoints == nil)

        let sink = CiphertextBuffer()
        let tls = try #require(TLSSession(try .client(), serverName: "localhost", sink: sink))
        let locked = TestSocket.toPort(listener.boundPort)
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: TLSRecord.maxPlaintext, alignment: 16)
        defer { scratch.deallocate() }
        tls.feed(UnsafeRawBufferPointer(start: nil, count: 0), scratch: scratch) { _ in true }
        locked.write(Self.header() + sink.bytes)
        sink.removeAll()
        var isDone = false
        while !isDone {
            let answer = locked.read()
            try #require(!answer.isEmpty)
            answer.withUnsafeBytes { bytes in
                tls.feed(bytes, scratch: scratch) { event in
                    if case .handshakeCompleted = event { isDone = true }
                    return true
                }
            }
        }
        locked.write(sink.bytes)
        try await eventually("it is open") { served.all.last?.now.peer?.tls != nil }
        #expect(served.all.last?.now.peer?.address == IPAddress("203.0.113.9"))
    }

    @Test func `A proxy that sends no header is not listened to, and what no proxy sends is no header`() throws {
        let lanes = LaneGroup(count: 1)
        let trusting = ConnectionConfiguration(proxies: [try #require(IPNetwork("127.0.0.1"))]) { _, _ in
            RecordingHandler.echo()
        }
        let strict = try Listener(host: "127.0.0.1", port: 0, configuration: trusting, lanes: lanes)
        let wire = TestSocket.toPort(strict.boundPort)
        wire.write("NICK a\r\n")
        #expect(wire.readToEnd().isEmpty)
        let other = ConnectionConfiguration(proxies: [try #require(IPNetwork("10.0.0.0/8"))]) { _, _ in
            RecordingHandler.echo()
        }
        let plain = try Listener(host: "127.0.0.1", port: 0, configuration: other, lanes: lanes)
        let echoed = TestSocket.toPort(plain.boundPort)
        echoed.write(Self.header())
        #expect(echoed.read(exactly: 28) == Self.header())
    }
}
