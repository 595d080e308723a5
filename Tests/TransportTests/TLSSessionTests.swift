import COpenSSL
import Testing

@testable import Transport

@Suite("TLS without a socket")
struct TLSSessionTests {
    /// Two sessions that hand each other's ciphertext over in pieces.
    private final class SessionPair {
        let server: TLSSession
        let client: TLSSession
        private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)
        var heardByServer: [UInt8] = []
        var heardByClient: [UInt8] = []
        var infos: [TLSInfo] = []
        var failures: [String] = []
        var goodbyes = 0

        init(_ identity: TLSIdentity, client clientIdentity: TLSIdentity? = nil) throws {
            server = try #require(TLSSession(.server(identity), sink: CiphertextBuffer()))
            client = try #require(
                TLSSession(.client(clientIdentity), serverName: "localhost", sink: CiphertextBuffer()))
            client.feed(UnsafeRawBufferPointer(start: nil, count: 0), scratch: scratch) { _ in true }
        }

        deinit {
            scratch.deallocate()
        }

        /// Carries everything over in both directions, `size` bytes at a time, until both are silent.
        func carry(inPiecesOf size: (Int) -> Int) {
            while !client.sink.isEmpty || !server.sink.isEmpty {
                move(from: client, to: server, size) { self.heardByServer += $0 }
                move(from: server, to: client, size) { self.heardByClient += $0 }
            }
        }

        private func move(
            from: TLSSession, to: TLSSession, _ size: (Int) -> Int, _ heard: (UnsafeRawBufferPointer) -> Void
        ) {
            let bytes = from.sink.bytes
            from.sink.removeAll()
            let step = max(1, size(bytes.count))
            for start in stride(from: 0, to: bytes.count, by: step) {
                Array(bytes[start..<min(start + step, bytes.count)]).withUnsafeBytes {
                    to.feed($0, scratch: scratch) { event in
                        switch event {
                        case .handshakeCompleted(let info): infos.append(info)
                        case .plaintext(let plaintext): heard(plaintext)
                        case .closed: goodbyes += 1
                        case .failed(let cause): failures.append(cause)
                        }
                        return true
                    }
                }
            }
        }

        func say(_ bytes: [UInt8], _ session: TLSSession) -> String? {
            bytes.withUnsafeBytes { session.encrypt($0) }
        }
    }

    @Test(arguments: ["bytes", "halves", "whole"])
    func `The same is heard however the ciphertext is cut`(cut: String) throws {
        let talk = try SessionPair(SharedIdentity.identity.get())
        let size: (Int) -> Int = { cut == "bytes" ? 1 : cut == "halves" ? ($0 + 1) / 2 : $0 }
        talk.carry(inPiecesOf: size)
        #expect(talk.infos.map(\.version) == ["TLSv1.3", "TLSv1.3"])
        let question = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let answer = Array("short".utf8)
        #expect(talk.say(question, talk.client) == nil)
        #expect(talk.say(answer, talk.server) == nil)
        talk.carry(inPiecesOf: size)
        #expect(talk.heardByServer == question)
        #expect(talk.heardByClient == answer)
        talk.client.sendCloseNotify()
        talk.carry(inPiecesOf: size)
        #expect(talk.goodbyes == 1)
        #expect(talk.failures.isEmpty)
    }

    @Test func `The client sees whose certificate it is, and that nobody vouches for it`() throws {
        let identity = try SharedIdentity.identity.get()
        let talk = try SessionPair(identity)
        talk.carry { $0 }
        let shown = try #require(talk.client.serverCertificate)
        #expect(shown.publicKeyFingerprint == identity.publicKeyFingerprint)
        #expect(shown.certificateFingerprint == identity.certificateFingerprint)
        #expect(shown.notAfter == identity.notAfter)
        #expect(!shown.isTrustedBySystem)
        #expect(shown.problem != nil)
        #expect(talk.server.serverCertificate == nil)
    }

    @Test func `A client's certificate is asked for, and told by its fingerprint`() throws {
        let identity = try SharedIdentity.identity.get()
        let with = try SessionPair(identity, client: identity)
        with.carry { $0 }
        #expect(with.infos.compactMap(\.peerCertificate).count == 2)
        let without = try SessionPair(identity)
        without.carry { $0 }
        #expect(without.infos.compactMap(\.peerCertificate) == [identity.certificateFingerprint])
    }

    @Test func `Nothing can be said before the handshake or after the end`() throws {
        let talk = try SessionPair(SharedIdentity.identity.get())
        #expect(talk.say([1], talk.client) != nil)
    }

    @Test func `What is not TLS fails with a cause, once`() throws {
        let session = try #require(TLSSession(SharedIdentity.server(), sink: CiphertextBuffer()))
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)
        defer { scratch.deallocate() }
        var causes: [String] = []
        for _ in 0..<3 {
            Array("\u{16}NICK nobody\r\nUSER a b c d\r\n".utf8).withUnsafeBytes {
                session.feed($0, scratch: scratch) { event in
                    if case .failed(let cause) = event { causes.append(cause) }
                    return true
                }
            }
        }
        #expect(causes.count == 1)
        #expect(causes.first?.isEmpty == false)
    }

    // MARK: What costs a peer nothing

    /// Has new keys made on both sides, as often as told. Each time the server answers with 27 bytes of its own accord.
    private func renewKeys(_ talk: SessionPair, times: Int, saying text: [UInt8] = []) {
        for _ in 0..<times {
            SSL_key_update(talk.client.ssl, SSL_KEY_UPDATE_REQUESTED)
            SSL_do_handshake(talk.client.ssl)
            _ = talk.say(text, talk.client)
            talk.carry { $0 }
        }
    }

    @Test
    func `A peer that makes the session answer without saying anything is put out at the bound, and not before`() throws
    {
        let talk = try SessionPair(SharedIdentity.identity.get())
        talk.carry { $0 }
        renewKeys(talk, times: TLSSession.maxUnsolicitedBytes / 27)
        #expect(talk.failures.isEmpty)
        #expect(talk.say(Array("still heard".utf8), talk.server) == nil)
        talk.carry { $0 }
        #expect(talk.heardByClient == Array("still heard".utf8))
        // OpenSSL answers when it reads or writes next: one answer left with what the server said, and one waits at the end.
        renewKeys(talk, times: 3)
        #expect(!talk.failures.isEmpty)
        #expect(talk.say([1], talk.server) == "the session is over")
    }

    @Test func `Who says as much as that makes the session answer may have new keys for ever`() throws {
        let talk = try SessionPair(SharedIdentity.identity.get())
        talk.carry { $0 }
        renewKeys(talk, times: 2000, saying: [UInt8](repeating: 7, count: 27))
        #expect(talk.failures.isEmpty)
        #expect(talk.heardByServer.count == 54_000)
    }

    @Test func `No certificate can be for no name`() throws {
        let context = try TLSContext.client(nil)
        #expect(TLSSession(context, serverName: "", sink: CiphertextBuffer()) == nil)
    }
}
