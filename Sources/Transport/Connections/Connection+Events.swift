import Glibc

/// The events of the socket, as the poller tells them.
extension Connection {
    /// The socket can be read, can be written, or broke.
    func ready(_ events: UInt32) {
        let isBroken = events & Poller.broken != 0
        if events & Poller.writing != 0 || isBroken && queuedBytes > 0 { flush() }
        guard phase != .dead, isBroken || events & Poller.reading != 0 else { return }
        if isReadingPaused, phase == .open {
            if isBroken { stopWatching() }
        } else if hasPeerEnded {
            abort(flushingReason ?? .peerClosed)
        } else {
            read()
        }
    }

    /// Tells the lane which events matter now. A socket that broke while paused is not watched until it is resumed.
    func updateWatch() {
        guard phase != .dead else { return }
        var events = isReadingPaused && phase == .open || hasPeerEnded ? 0 : Poller.reading
        if queuedBytes > 0 { events |= Poller.writing }
        if !isWatched {
            guard core.watch(self, events) else { return abort(.reset(errno)) }
            isWatched = true
        } else if events != watchedEvents {
            core.rewatch(self, events)
        }
        watchedEvents = events
    }

    var isWritingWatched: Bool { watchedEvents & Poller.writing != 0 }

    private func stopWatching() {
        core.unwatch(self)
        isWatched = false
    }

    private func read() {
        switch Socket.receive(descriptor, into: core.inbound) {
        case .wouldBlock: break
        case .failed(let code): abort(flushingReason ?? .reset(code))
        case .bytes(0): readEnd()
        case .bytes(let count): handleInput(UnsafeRawBufferPointer(rebasing: core.inbound[..<count]))
        }
    }

    private func readEnd() {
        switch phase {
        case .handshaking:
            abort(.tlsFailed("the peer broke it off"))
        case .tunnelling:
            abort(.tunnelFailed(.closed))
        case .flushing:
            hasPeerEnded = true
            updateWatch()
        case .open where tls == nil && handler.peerEnded(self):
            guard phase != .dead else { return }
            hasPeerEnded = true
            updateWatch()
        case .awaitingProxyHeader, .sniffing, .open, .lingering, .dead:
            abort(.peerClosed)
        }
    }

    func handleInput(_ bytes: UnsafeRawBufferPointer) {
        switch phase {
        case .awaitingProxyHeader:
            readProxyHeader(bytes)
        case .tunnelling:
            readTunnelReply(bytes)
        case .sniffing:
            sniff(bytes)
        case .handshaking, .open:
            tls == nil ? handler.received(bytes, from: self) : decrypt(bytes)
        case .flushing, .lingering, .dead:
            break
        }
    }

    /// While it is being closed, the reason is the one it is closed for.
    var flushingReason: CloseReason? {
        if case .flushing(let reason) = phase { reason } else { nil }
    }
}
