import Protocol

/// A connection through a bouncer to one of its networks: asking for it, and the state of the bouncer's own connection there.
/// <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/bouncer-networks.md#bind-subcommand>
extension ClientSession {
    /// Tells the bouncer, behind the login and before the negotiation ends, which network the connection is for.
    ///
    /// - Returns: false where that cannot be said, and the connection was ended for it.
    mutating func bindBouncerNetwork(at now: Timestamp) -> Bool {
        guard let id = configuration.bouncerNetwork else { return true }
        guard capabilities.contains(Self.bouncerCapability) else {
            refuseBinding(
                cause: "the server does not offer the networks of a bouncer any more",
                remedy: "Ask whoever runs it; /reconnect tries again.", at: now)
            return false
        }
        connection?.bouncer.bindingSent()
        send("BOUNCER", "BIND", id.description)
        return true
    }

    /// True if the server lets us in without having been told which network is meant: we are not where we want to be.
    var isUnboundByMistake: Bool {
        configuration.bouncerNetwork != nil && connection?.bouncer.isBindingSent == false
    }

    /// True if the server says that the connection is for another of its networks, or for none.
    var isBoundElsewhere: Bool {
        guard let id = configuration.bouncerNetwork, let bound = isupport["BOUNCER_NETID"] else { return false }
        return bound != id.description
    }

    /// Ends a connection that cannot lead to the wanted network. It is not tried again by itself.
    ///
    /// - Parameters:
    ///   - cause: one clause without a full stop.
    ///   - remedy: a sentence.
    mutating func refuseBinding(cause: String, remedy: String, at now: Timestamp) {
        lifecycle.stopRetrying(because: remedy)
        emit(.close)
        endConnection(cause: cause, lead: "Not let in", at: now)
    }

    /// FAIL BOUNCER; false where it answers nothing that this program asks by itself.
    mutating func receiveBouncerFailure(_ incoming: IncomingMessage) -> Bool {
        guard incoming.text(0).uppercased() == "BOUNCER" else { return false }
        switch incoming.text(2).uppercased() {
        case "BIND" where connection?.bouncer.isBindingSent == true:
            let words = Sentence.openClause(incoming.lastText)
            // Without it we would go on into the bouncer itself.
            switch incoming.text(1) {
            case "INVALID_NETID":
                refuseBinding(
                    cause: "the bouncer does not have this network any more", remedy: "/close puts it away.",
                    at: incoming.now)
            case "ACCOUNT_REQUIRED":
                refuseBinding(
                    cause: "the bouncer wants you logged in first", remedy: "/login ACCOUNT logs in.",
                    at: incoming.now)
            case "REGISTRATION_IS_COMPLETED":
                refuseBinding(
                    cause: "the bouncer learned too late which network is meant", remedy: "/reconnect tries again.",
                    at: incoming.now)
            default:
                refuseBinding(
                    cause: words.isEmpty ? "the bouncer does not say why" : words, remedy: "/reconnect tries again.",
                    at: incoming.now)
            }
            return true
        case "LISTNETWORKS":
            let words = Sentence.made(of: incoming.lastText)
            note("The bouncer does not name its networks. \(words)", kind: .error, in: .server, at: incoming.now)
            return true
        default: return false
        }
    }

    // MARK: The bouncer's own connection

    /// Tells how the bouncer's connection to this network stands, where that is news.
    mutating func upstreamChanged(from before: BouncerNetwork?, at now: Timestamp) {
        guard let upstream else { return }
        if configuration.bouncerNetwork != nil, upstream.label != buffers[.server]?.name {
            emit(.renameNetwork(upstream.label))
        }
        let isNews =
            before?.state != upstream.state || upstream.state == .disconnected && before?.error != upstream.error
        if isNews { tell(upstream, isFirst: before?.state == nil, at: now) }
        markChanged(visible ?? .server)
    }

    private mutating func tell(_ upstream: BouncerNetwork, isFirst: Bool, at now: Timestamp) {
        let name = DrawableText.plain(upstream.label)
        switch upstream.state {
        // At the beginning that is what one expects.
        case .connected where isFirst: break
        case .connected: note("The bouncer is connected to \(name).", in: .server, at: now)
        case .connecting: note("The bouncer is connecting to \(name).", in: .server, at: now)
        case .disconnected:
            note(
                "The bouncer is not connected to \(name)\(Self.reason(of: upstream)).", kind: .error, in: .server,
                at: now)
        case nil: break
        }
    }

    /// The words behind which a text cannot be said now, since the bouncer has nobody to pass it on to: the typed text stays. Nil where
    /// it can be said, as to the bouncer's own service.
    func upstreamReason(notToSayTo target: String) -> String? {
        guard let upstream, casemapping.fold(target) != casemapping.fold("BouncerServ") else { return nil }
        let name = DrawableText.plain(upstream.label)
        switch upstream.state {
        case .connected, nil: return nil
        case .connecting: return "Not sent: the bouncer is still connecting to \(name). Send it when it is there."
        case .disconnected:
            return
                "Not sent: the bouncer is not connected to \(name)\(Self.reason(of: upstream)). Send it when it is back."
        }
    }

    /// The bouncer's reason in brackets, behind a space; empty where it gives none.
    private static func reason(of upstream: BouncerNetwork) -> String {
        let clause = Sentence.openClause(DrawableText.plain(upstream.error))
        return clause.isEmpty ? "" : " (\(clause))"
    }

    /// The bouncer has deleted the network that the connection is for: the connection ends, and no other is tried. The buffers stay. Nothing
    /// happens where there is no connection, and none is coming.
    package mutating func bouncerNetworkDeleted(at now: Timestamp) {
        guard configuration.bouncerNetwork != nil, phase != .idle, phase != .ended else { return }
        if connection != nil { send("QUIT", "") }
        emit(.close)
        dropConnection(cause: "the bouncer has deleted this network", at: now)
        lifecycle.pause()
        note(
            "The bouncer has deleted this network. What was said stays here until you close it.", kind: .error,
            in: .server, at: now)
        markChanged(.server)
    }
}
