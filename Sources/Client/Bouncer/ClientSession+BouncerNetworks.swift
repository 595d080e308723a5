import Protocol

/// The networks of a bouncer, as it tells of them.
/// <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/bouncer-networks.md>
extension ClientSession {
    static let bouncerCapability = "soju.im/bouncer-networks"
    static let bouncerNotifyCapability = "soju.im/bouncer-networks-notify"

    /// True if the connection leads to a bouncer itself and to none of its networks: there are no rooms then, only the networks' list and
    /// the bouncer's service.
    package var isBouncerItself: Bool { capabilities.contains(Self.bouncerCapability) && boundNetwork == nil }

    /// The networks of the bouncer that this connection leads to; none where it leads to one of them, or the server is no bouncer, or
    /// while there is no connection. See ``SessionAction/bouncerNetworksChanged``.
    package var bouncerNetworks: [BouncerNetwork] { isBouncerItself ? connection?.bouncer.all ?? [] : [] }

    /// True if ``bouncerNetworks`` are all that there are: a network that is not among them was deleted.
    package var knowsAllBouncerNetworks: Bool { isBouncerItself && connection?.bouncer.isComplete == true }

    /// The network of a bouncer that this connection is for: the configured one, else the one that the server says it is (`user/network` as
    /// the account's name chooses one, too).
    var boundNetwork: BouncerNetwork.ID? {
        configuration.bouncerNetwork ?? isupport["BOUNCER_NETID"].flatMap { BouncerNetwork.ID($0) }
    }

    /// The network that this connection is bound to, as the bouncer tells of it whenever it changes; nil where it is bound to none or the
    /// bouncer does not tell.
    package var upstream: BouncerNetwork? {
        guard capabilities.contains(Self.bouncerNotifyCapability), let id = boundNetwork else { return nil }
        return connection?.bouncer[id]
    }

    /// The configuration of a session for one of the bouncer's networks: the same server, login and person. Rooms are the bouncer's matter.
    package func configuration(for bouncerNetwork: BouncerNetwork) -> SessionConfiguration {
        var bound = configuration
        bound.bouncerNetwork = bouncerNetwork.id
        bound.hostLabel = bouncerNetwork.label
        let nickname = bouncerNetwork.nickname
        let isNick = !nickname.isEmpty && Message("NICK", [Bytes(nickname), []]).firstMalformedMiddle == nil
        bound.nicks = [isNick ? nickname : nick]
        bound.channels = []
        bound.welcome = []
        bound.lastSeen = nil
        bound.accountPassword = login.accountPassword
        // Whoever went in without a password is not asked for it again for each network.
        bound.account = login.accountPassword != nil || login.canShowCertificate ? login.account : nil
        bound.password = login.serverPassword
        bound.isInvited = login.isInvited
        return bound
    }

    /// The greeting of a bouncer itself is over.
    mutating func enterBouncer(at now: Timestamp) {
        if lifecycle.enteredChannels() {
            note(
                "This is the bouncer itself: its networks stand beside it. /msg BouncerServ help tells what it can do.",
                in: .server, at: now)
        }
        if !capabilities.contains(Self.bouncerNotifyCapability) { send("BOUNCER", "LISTNETWORKS") }
        if connection?.bouncer.all.isEmpty == false { emit(.bouncerNetworksChanged) }
        let since = lifecycle.takeOfflineSince()
        requestHistoryTargets(since: since, at: now)
    }

    /// `BOUNCER NETWORK`. False where the message is another one, which is shown as it came.
    mutating func receiveBouncer(_ incoming: IncomingMessage) -> Bool {
        guard incoming.text(0).uppercased() == "NETWORK", capabilities.contains(Self.bouncerCapability) else {
            return false
        }
        // A connection for one network has no use for what is said of the others.
        guard let id = BouncerNetwork.ID(incoming.text(1)), incoming.message.parameters.count > 2,
            configuration.bouncerNetwork.map({ $0 == id }) ?? true
        else { return true }
        let before = upstream
        let attributes = incoming.bytes(2)
        let isDeletion = attributes.elementsEqual("*".utf8)
        let change = isDeletion ? connection?.bouncer.remove(id) : connection?.bouncer.update(id, attributes)
        switch change {
        case .changed: break
        case .full where connection?.bouncer.mayTellFull() == true:
            note(
                "The bouncer has more than \(BouncerNetworkList.maxCount) networks: the others are left out.",
                kind: .error, in: .server, at: incoming.now)
            return true
        case .unchanged, .full, nil: return true
        }
        if id == boundNetwork {
            isDeletion ? bouncerNetworkDeleted(at: incoming.now) : upstreamChanged(from: before, at: incoming.now)
        } else if connection?.bouncer.isListing == false {
            tellBouncerNetworks()
        }
        return true
    }

    /// A batch that names all networks has begun.
    mutating func bouncerBatchBegan() { connection?.bouncer.beginListing() }

    /// A batch that named all networks has ended.
    mutating func bouncerBatchEnded(at now: Timestamp) {
        connection?.bouncer.endListing()
        if let id = configuration.bouncerNetwork, connection?.bouncer.isComplete == true, connection?.bouncer[id] == nil
        {
            return bouncerNetworkDeleted(at: now)
        }
        tellBouncerNetworks()
    }

    /// Not before the greeting is over: until then the server may still say that the connection is for one of its networks.
    private mutating func tellBouncerNetworks() {
        guard isBouncerItself, connection?.registration.hasEnteredChannels == true else { return }
        emit(.bouncerNetworksChanged)
    }
}
