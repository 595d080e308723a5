import Basics
import COpenSSL
import Glibc

/// TLS without a socket: ciphertext in, plaintext out, and the other way round. Confined to one lane.
///
/// The bytes that it has to send are left in `sink`, which the caller empties after every call. It keeps nothing else while idle:
/// OpenSSL releases its record buffers, and ciphertext is read where the caller holds it.
package final class TLSSession {
    package enum TLSEvent {
        case handshakeCompleted(TLSInfo)
        /// Valid during the call only.
        case plaintext(UnsafeRawBufferPointer)
        /// The peer said that it will send no more.
        case closed
        /// It cannot go on; OpenSSL's words for why. Nothing comes after.
        case failed(String)
    }

    let sink: CiphertextBuffer
    private let side: TLSContext.Side
    /// Not private, so that a test can be a peer that nobody has.
    let ssl: OpaquePointer
    private var input = UnsafeRawBufferPointer(start: nil, count: 0)
    private(set) var isEstablished = false
    /// The bytes that OpenSSL has answered of its own accord, less those that the peer has said since.
    private var unsolicitedBytes = 0
    private var exceedsUnsolicitedLimit: Bool { unsolicitedBytes > Self.maxUnsolicitedBytes }
    private var isReading = false
    /// The peer has said something.
    private(set) var hasReceivedInput = false
    private var isOver = false

    /// A session of `context`. A client's `serverName` is what the certificate must be for; it is also sent (SNI) when
    /// it is a name and not an address.
    package init?(_ context: TLSContext, serverName: String? = nil, sink: CiphertextBuffer) {
        OpenSSLErrors.clear()
        guard let ssl = SSL_new(context.raw) else { return nil }
        self.sink = sink
        self.side = context.side
        self.ssl = ssl
        guard let bio = SessionBIO.make(for: self) else { return nil }
        SSL_set_bio(ssl, bio, bio)
        switch context.side {
        case .server: SSL_set_accept_state(ssl)
        case .client: SSL_set_connect_state(ssl)
        }
        if let serverName, !expect(serverName) { return nil }
    }

    deinit {
        SSL_free(ssl)
    }

    /// Takes all of `ciphertext` and tells `body` what came of it, until it answers false.
    ///
    /// `scratch` is where plaintext is put, a piece at a time. A client starts its handshake by feeding nothing.
    package func feed(
        _ ciphertext: UnsafeRawBufferPointer, scratch: UnsafeMutableRawBufferPointer, _ body: (TLSEvent) -> Bool
    ) {
        guard !isOver else { return }
        input = ciphertext
        if !ciphertext.isEmpty { hasReceivedInput = true }
        defer { input = UnsafeRawBufferPointer(start: nil, count: 0) }
        if !isEstablished, !continueHandshake(body) { return }
        while !isOver {
            OpenSSLErrors.clear()
            isReading = true
            let count = SSL_read(ssl, scratch.baseAddress, Int32(clamping: scratch.count))
            isReading = false
            guard count > 0 else { return end(count, body) }
            unsolicitedBytes = max(unsolicitedBytes - Int(count), 0)
            guard body(.plaintext(UnsafeRawBufferPointer(rebasing: scratch[..<Int(count)]))) else { return }
        }
    }

    /// Leaves the ciphertext of all of `plaintext` in `sink`; nil, or why it could not.
    package func encrypt(_ plaintext: UnsafeRawBufferPointer) -> String? {
        guard isEstablished, !isOver else { return "the session is over" }
        guard !plaintext.isEmpty else { return nil }
        OpenSSLErrors.clear()
        guard SSL_write(ssl, plaintext.baseAddress, Int32(clamping: plaintext.count)) == plaintext.count else {
            isOver = true
            return OpenSSLErrors.take(or: "a record could not be made")
        }
        return nil
    }

    /// Leaves the notice that no more will be sent in `sink`.
    func sendCloseNotify() {
        guard isEstablished, !isOver else { return }
        OpenSSLErrors.clear()
        SSL_shutdown(ssl)
        OpenSSLErrors.clear()
    }

    /// The certificate that the server showed, once the handshake is done; nil on the server's side.
    var serverCertificate: ServerCertificate? {
        guard side == .client, let certificate = SSL_get1_peer_certificate(ssl) else { return nil }
        defer { X509_free(certificate) }
        guard let key = X509Certificate.publicKeyFingerprint(certificate),
            let whole = X509Certificate.fingerprint(certificate)
        else { return nil }
        let verdict = SSL_get_verify_result(ssl)
        return ServerCertificate(
            publicKeyFingerprint: key, certificateFingerprint: whole, isTrustedBySystem: verdict == X509_V_OK,
            problem: verdict == X509_V_OK ? nil : String(cString: X509_verify_cert_error_string(verdict)),
            notAfter: X509Certificate.notAfter(certificate))
    }

    /// Moves input to OpenSSL: `SessionBIO`'s side of `feed`.
    func take(into target: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(target.count, input.count)
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[..<count]))
        input = UnsafeRawBufferPointer(rebasing: input[count...])
        return count
    }

    /// Takes what OpenSSL has to send: `SessionBIO`'s side of ``encrypt(_:)``, and of ``feed(_:scratch:_:)`` where the peer's
    /// own records want an answer. False where the peer makes it answer more than anybody needs.
    ///
    /// A request for renegotiation or for new keys costs a peer nothing, and each is answered; no bound of a connection
    /// would see them, since none becomes plaintext.
    func put(_ ciphertext: UnsafeRawBufferPointer) -> Bool {
        if isReading, isEstablished {
            unsolicitedBytes += ciphertext.count
            guard !exceedsUnsolicitedLimit else { return false }
        }
        sink.append(ciphertext)
        return true
    }

    /// Some hundred answers. What the peer says pays them back, a byte for a byte.
    static let maxUnsolicitedBytes = 4096

    /// False for a name that no certificate can be for.
    private func expect(_ name: String) -> Bool {
        guard !name.isEmpty else { return false }
        guard IPAddress(name) == nil else {
            return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name) == 1
        }
        return SSL_set1_host(ssl, name) == 1 && co_set_server_name(ssl, name) == 1
    }

    /// True when the handshake is done and `body` wants to go on.
    private func continueHandshake(_ body: (TLSEvent) -> Bool) -> Bool {
        OpenSSLErrors.clear()
        let result = SSL_do_handshake(ssl)
        guard result == 1 else {
            end(result, body)
            return false
        }
        isEstablished = true
        return body(.handshakeCompleted(info))
    }

    /// Sorts what OpenSSL says when it does not go on: it wants more input, or it is over.
    private func end(_ result: Int32, _ body: (TLSEvent) -> Bool) {
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
            return
        case SSL_ERROR_ZERO_RETURN:
            isOver = true
            _ = body(.closed)
        default:
            isOver = true
            let other =
                exceedsUnsolicitedLimit ? "the peer asks for more answers than anybody needs" : "the peer broke it off"
            _ = body(.failed(OpenSSLErrors.take(or: other)))
        }
    }

    private var info: TLSInfo {
        var fingerprint: Fingerprint?
        if let certificate = SSL_get1_peer_certificate(ssl) {
            fingerprint = X509Certificate.fingerprint(certificate)
            X509_free(certificate)
        }
        let cipher = SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)).map { String(cString: $0) }
        return TLSInfo(
            version: String(cString: SSL_get_version(ssl)), cipher: cipher ?? "", peerCertificate: fingerprint)
    }
}
