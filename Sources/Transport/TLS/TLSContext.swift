import COpenSSL

/// The settings that the TLS sessions of a listener, or of a client, have in common: TLS 1.2 or later, forward secrecy, ALPN `irc`.
///
/// `@unchecked Sendable` because of the pointer: an `SSL_CTX` counts its references atomically and, once configured,
/// as it is when `init` returns, may make sessions on any thread.
package final class TLSContext: @unchecked Sendable {
    enum Side { case server, client }

    let side: Side
    let raw: OpaquePointer

    /// A server that shows `identity`. It asks for a client certificate, goes on without, and judges none.
    package static func server(_ identity: TLSIdentity) throws(TLSContextError) -> TLSContext {
        try TLSContext(.server, identity)
    }

    /// A client that trusts nobody by itself: see `TrustDecision`. With `identity` it can prove who it is.
    package static func client(_ identity: TLSIdentity? = nil) throws(TLSContextError) -> TLSContext {
        try TLSContext(.client, identity)
    }

    private init(_ side: Side, _ identity: TLSIdentity?) throws(TLSContextError) {
        OpenSSLErrors.clear()
        guard let raw = SSL_CTX_new(side == .server ? TLS_server_method() : TLS_client_method()) else {
            throw TLSContextError(cause: OpenSSLErrors.take(or: "out of memory"))
        }
        self.side = side
        self.raw = raw
        try configure(identity)
    }

    deinit {
        SSL_CTX_free(raw)
    }

    private func configure(_ identity: TLSIdentity?) throws(TLSContextError) {
        var done = co_ctx_set_min_proto_version(raw, TLS1_2_VERSION) == 1
        done = SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 && done
        SSL_CTX_set_options(raw, Self.options)
        _ = co_ctx_set_mode(raw, Int(SSL_MODE_RELEASE_BUFFERS))
        _ = co_ctx_disable_session_cache(raw)
        if let identity {
            done = SSL_CTX_use_certificate(raw, identity.certificate) == 1 && done
            done = SSL_CTX_use_PrivateKey(raw, identity.key) == 1 && done
            for issuer in identity.issuers {
                done = co_ctx_add_chain_cert(raw, issuer) == 1 && done
            }
        }
        switch side {
        case .server:
            SSL_CTX_set_num_tickets(raw, 0)
            // A client's certificate is known by its fingerprint, and that it has the key is proved by the handshake. Who
            // vouches for it is nobody's concern, and to check a long chain would hold up the lane for half a second.
            SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nil)
            SSL_CTX_set_cert_verify_callback(raw, { _, _ in 1 }, nil)
            SSL_CTX_set_alpn_select_cb(raw, selectIRC, nil)
        case .client:
            SSL_CTX_set_verify(raw, SSL_VERIFY_NONE, nil)
            SSL_CTX_set_default_verify_paths(raw)
            if let file = SystemAuthorities.file { SSL_CTX_load_verify_file(raw, file) }
            done = SSL_CTX_set_alpn_protos(raw, [3] + Array("irc".utf8), 4) == 0 && done
        }
        guard done else { throw TLSContextError(cause: OpenSSLErrors.take(or: "a setting was refused")) }
        OpenSSLErrors.clear()
    }

    /// No renegotiation, compression or tickets. Each a single bit, spelt out where the header's macro is too complex.
    private static let options: UInt64 = {
        let noCompression: UInt64 = 1 << 17
        let noRenegotiation: UInt64 = 1 << 30
        let noTicket: UInt64 = 1 << 14
        return noCompression | noRenegotiation | noTicket
    }()
}

/// Chooses `irc` where the client offers it. A client that offers other protocols only is refused with the alert
/// `no_application_protocol`, as <https://www.rfc-editor.org/rfc/rfc7301#section-3.2> asks; one that offers none is not asked.
private let selectIRC:
    @convention(c) (
        OpaquePointer?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, UnsafeMutablePointer<UInt8>?,
        UnsafePointer<UInt8>?, UInt32, UnsafeMutableRawPointer?
    ) -> Int32 = { _, chosen, chosenCount, offered, offeredCount, _ in
        guard let chosen, let chosenCount, let offered else { return SSL_TLSEXT_ERR_ALERT_FATAL }
        var index = 0
        while index < offeredCount {
            let count = Int(offered[index])
            let name = UnsafeBufferPointer(start: offered + index + 1, count: count)
            guard index + 1 + count <= offeredCount else { break }
            if name.elementsEqual("irc".utf8) {
                chosen.pointee = offered + index + 1
                chosenCount.pointee = UInt8(count)
                return SSL_TLSEXT_ERR_OK
            }
            index += 1 + count
        }
        return SSL_TLSEXT_ERR_ALERT_FATAL
    }
