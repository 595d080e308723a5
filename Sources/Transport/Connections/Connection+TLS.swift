/// The TLS side of a connection: handshake, trust, and plaintext out of what was read.
extension Connection {
    /// Takes the first bytes of a client that may speak TLS or not: a handshake record begins TLS, and anything else is plaintext.
    func sniff(_ bytes: UnsafeRawBufferPointer) {
        if let context = tlsContext, bytes.first == TLSRecord.handshake {
            startHandshake(context, serverName: nil)
            decrypt(bytes)
        } else {
            open()
            if phase == .open { handler.received(bytes, from: self) }
        }
    }

    /// Feeds what was read to the session, and acts on what comes of it.
    func decrypt(_ ciphertext: UnsafeRawBufferPointer) {
        guard let tls else { return }
        if phase == .handshaking, trust != nil, let first = ciphertext.first, !tls.hasReceivedInput,
            first != TLSRecord.handshake, first != TLSRecord.alert
        {
            return abort(.notTLS)
        }
        var failure: CloseReason?
        tls.feed(ciphertext, scratch: core.plaintext) { event in
            switch event {
            case .handshakeCompleted(let info):
                guard sendCiphertext() else { return false }
                peer.tls = info
                core.handshakeCompleted()
                if let refusal = checkTrust(tls) {
                    failure = refusal
                } else {
                    open()
                }
            case .plaintext(let bytes):
                if phase == .open { handler.received(bytes, from: self) }
            case .closed:
                failure = .peerClosed
            case .failed(let cause):
                failure = .tlsFailed(cause)
            }
            return failure == nil && phase != .dead
        }
        guard phase != .dead else { return core.ciphertext.removeAll() }
        guard sendCiphertext(), let failure else { return }
        abort(flushingReason ?? failure)
    }

    /// Why the server is not to be trusted, or nil.
    private func checkTrust(_ tls: TLSSession) -> CloseReason? {
        guard let trust else { return nil }
        self.trust = nil
        guard let certificate = tls.serverCertificate else { return .untrusted("the server showed no certificate") }
        switch trust(certificate) {
        case .accept: return nil
        case .refuse(let cause): return .untrusted(cause)
        }
    }
}
