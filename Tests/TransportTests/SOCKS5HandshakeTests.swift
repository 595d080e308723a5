import Testing

@testable import Transport

/// The talk with a proxy, without a socket. <https://www.rfc-editor.org/rfc/rfc1928>
@Suite("The talk with a proxy") struct SOCKS5HandshakeTests {
    private static let credentials = SOCKS5Proxy.Credentials(user: "ana", password: "pw")
    private static let request: [UInt8] = [5, 1, 0, 3, 8] + Array("irc.test".utf8) + [0x1A, 0x29]
    private static let success: [UInt8] = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0]

    /// What a proxy's bytes lead to, fed in pieces: all that was sent, how it ended, and the bytes that were left.
    private struct Outcome: Equatable {
        var sent: [[UInt8]] = []
        var end = SOCKS5Handshake.Progress.needsMore
        var left = 0
    }

    private func outcome(
        _ bytes: [UInt8], pieces: Int, _ credentials: SOCKS5Proxy.Credentials? = nil, host: String = "irc.test"
    ) throws -> Outcome {
        var handshake = try SOCKS5Handshake(host: host, port: 6697, credentials: credentials)
        var outcome = Outcome()
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let piece = Array(bytes[start..<min(start + pieces, bytes.count)])
            piece.withUnsafeBytes { buffer in
                var rest = UnsafeRawBufferPointer(buffer)
                repeat {
                    outcome.end = handshake.take(&rest)
                    if case .send(let answer) = outcome.end { outcome.sent.append(answer) }
                } while !rest.isEmpty && outcome.end.goesOn
                outcome.left += rest.count
            }
        }
        return outcome
    }

    @Test(arguments: [1, 2, 7, 1000])
    func `It is established however the replies come, and takes nothing behind the last`(size: Int) throws {
        let name = Array(repeating: UInt8(ascii: "n"), count: 255)
        let replies: [[UInt8]] = [
            Self.success, [5, 0, 0, 4] + Array(repeating: 9, count: 16) + [1, 2], [5, 0, 0, 3, 0, 1, 2],
            [5, 0, 0, 3, 1, 65, 1, 2], [5, 0, 0, 3, 255] + name + [1, 2],
        ]
        for reply in replies {
            let bytes = [5, 0] + reply
            let expected = Outcome(sent: [Self.request], end: .established, left: 4)
            #expect(try outcome(bytes + Array("PING".utf8), pieces: size) == expected)
            for count in 2..<bytes.count {
                let cut = try outcome(Array(bytes[..<count]), pieces: size)
                #expect(cut.sent == [Self.request] && cut.end != .established && cut.end.goesOn)
            }
        }
    }

    @Test(arguments: [1, 3, 1000]) func `A password is sent where it is asked for, and the request behind it`(size: Int)
        throws
    {
        let login: [UInt8] = [1, 3] + Array("ana".utf8) + [2] + Array("pw".utf8)
        #expect(
            try outcome([5, 2, 1, 0] + Self.success, pieces: size, Self.credentials)
                == Outcome(sent: [login, Self.request], end: .established))
        #expect(
            try outcome([5, 0] + Self.success, pieces: size, Self.credentials)
                == Outcome(sent: [Self.request], end: .established))
        #expect(
            try outcome([5, 2, 1, 1], pieces: size, Self.credentials)
                == Outcome(sent: [login], end: .failed(.wrongCredentials)))
    }

    @Test func `It offers what it knows`() throws {
        #expect(try SOCKS5Handshake(host: "a", port: 1).greeting == [5, 1, 0])
        #expect(try SOCKS5Handshake(host: "a", port: 1, credentials: Self.credentials).greeting == [5, 2, 0, 2])
    }

    @Test func `An address is sent as one, and a name as it is`() throws {
        let bytes: [UInt8] = [5, 0]
        #expect(try outcome(bytes, pieces: 2, host: "192.0.2.1").sent == [[5, 1, 0, 1, 192, 0, 2, 1, 0x1A, 0x29]])
        let v6: [UInt8] = [0x20, 1, 0x0D, 0xB8] + Array(repeating: 0, count: 11) + [1]
        #expect(try outcome(bytes, pieces: 2, host: "2001:db8::1").sent == [[5, 1, 0, 4] + v6 + [0x1A, 0x29]])
        let longest = String(repeating: "a", count: 255)
        #expect(
            try outcome(bytes, pieces: 2, host: longest).sent == [
                [5, 1, 0, 3, 255] + Array(longest.utf8) + [0x1A, 0x29]
            ])
        for host in ["", longest + "a"] {
            #expect(throws: SOCKS5Error.invalidName) { try SOCKS5Handshake(host: host, port: 1) }
        }
    }

    @Test func `Each code of a reply is a cause of its own, known before the address`() throws {
        let named: [SOCKS5Error] = [
            .generalFailure, .notAllowed, .networkUnreachable, .hostUnreachable, .connectionRefused, .ttlExpired,
            .commandNotSupported, .addressTypeNotSupported,
        ]
        for code in UInt8(1)...255 {
            let cause = code <= 8 ? named[Int(code) - 1] : .unassigned(code)
            #expect(try outcome([5, 0, 5, code], pieces: 1).end == .failed(cause))
        }
        #expect(Set(named.map(\.description)).count == 8)
    }

    @Test(
        "What is no SOCKS5 is known for it",
        arguments: [
            Array("HTTP/1.1 400 Bad Request".utf8), [4], [0], [5, 1], [5, 2], [5, 0, 4], [5, 0, 5, 0, 0, 2, 0],
            [5, 0, 5, 0, 0, 0, 0],
        ])
    func garbage(bytes: [UInt8]) throws {
        for size in [1, 3, 1000] { #expect(try outcome(bytes, pieces: size).end == .failed(.notSOCKS5)) }
    }

    @Test func `A proxy that does not let us in says so`() throws {
        #expect(try outcome([5, 0xFF], pieces: 1).end == .failed(.credentialsWanted))
        #expect(try outcome([5, 0xFF], pieces: 1, Self.credentials).end == .failed(.loginNotSupported))
        #expect(try outcome([5, 2, 5], pieces: 1, Self.credentials).end == .failed(.notSOCKS5))
    }

    @Test func `Once it has ended it stays so, and takes nothing`() throws {
        #expect(try outcome([5, 0] + Self.success + [1, 2, 3], pieces: 1).end == .established)
        #expect(try outcome([4, 5, 0] + Self.success, pieces: 1) == Outcome(end: .failed(.notSOCKS5), left: 12))
    }
}

extension SOCKS5Handshake.Progress {
    fileprivate var goesOn: Bool {
        switch self {
        case .needsMore, .send: true
        case .established, .failed: false
        }
    }
}
