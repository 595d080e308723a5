import Protocol

/// Rooms that are registered, and the lobby, which belongs to the host: they keep what they are.
extension Channel {
    struct Registration {
        /// A folded name; an empty one stands for the host.
        var founder: FoldedName
        let registeredAt: Timestamp
        /// The ranks that accounts get when they come in, as mode letters.
        var ranks: [FoldedName: String]

        static let host = FoldedName(folded: "")

        init(founder: FoldedName, at time: Timestamp, ranks: [FoldedName: String] = [:]) {
            self.founder = founder
            registeredAt = time
            self.ranks = ranks
        }
    }

    /// The state of the room that is kept over a restart; nil for a room that is gone with its last member.
    var snapshot: RegisteredChannel? { registration.map(snapshot) }

    /// The topic, the modes and the lists of the room, in the form in which they are kept.
    func snapshot(_ registration: Registration) -> RegisteredChannel {
        let (modeString, parameters) = modes.description(showingSecrets: true)
        return RegisteredChannel(
            name: name, founder: registration.founder, registered: registration.registeredAt,
            topic: topic.map { RegisteredChannel.Topic(text: $0.text, setBy: $0.setBy, setAt: $0.setAt) },
            modes: ([modeString] + parameters).joined(separator: " "),
            lists: ChannelListMode.allCases.flatMap { list in
                modes[list].map {
                    RegisteredChannel.ListEntry(
                        list: list.rawValue, mask: $0.ban.text, setBy: $0.setBy, setAt: $0.setAt, until: $0.until,
                        reason: $0.reason)
                }
            }, ranks: registration.ranks, metadata: metadata)
    }

    /// Becomes again what was kept.
    func restore(_ snapshot: RegisteredChannel) {
        registration = Registration(founder: snapshot.founder, at: snapshot.registered, ranks: snapshot.ranks)
        restoreSettings(snapshot)
    }

    /// Is set again as it was: topic, modes and lists; these also where they have more entries than may be put into them now.
    func restoreSettings(_ snapshot: RegisteredChannel) {
        topic = snapshot.topic.map { Topic(text: $0.text, setBy: $0.setBy, setAt: $0.setAt) }
        metadata = snapshot.metadata
        modes = ChannelModes()
        modes.flags = []
        let words = snapshot.modes.split(separator: " ").map(String.init)
        for change in ModeChange.parse(words.first ?? "", Array(words.dropFirst()), kinds: ChannelModes.kinds) {
            switch ChannelMode(change.mode) {
            case .flag(let flag): modes.flags.insert(flag)
            case .parameter(let mode): modes[mode] = change.parameter.flatMap(mode.definition.restore)
            case .rank, .list, nil: break
            }
        }
        for entry in snapshot.lists.prefix(Limits.listEntryBounds.upperBound) {
            guard let list = ChannelListMode(rawValue: entry.list), let ban = BanMask(entry.mask) else { continue }
            modes[list].append(
                MaskEntry(ban: ban, setBy: entry.setBy, setAt: entry.setAt, until: entry.until, reason: entry.reason))
        }
    }
}

extension Network {
    /// To be called when something of a room has changed that is kept, and for any room when its modes have.
    func persist(_ channel: Channel) {
        noteClosing(of: channel)
        noteSettings(ofUnregistered: channel)
        if let snapshot = channel.snapshot, registry.channels[channel.folded] != snapshot {
            change(.saveChannel(snapshot))
        }
    }

    /// Opens the rooms that were kept, before anybody is here.
    func openRegisteredChannels() {
        for snapshot in registry.channels.values.sorted(by: { $0.folded < $1.folded }) {
            let channel =
                self.channel(named: snapshot.name)
                ?? Channel(
                    name: snapshot.name, folded: foldChannel(snapshot.name), isPermanent: false, at: snapshot.registered
                )
            channel.restore(snapshot)
            if self.channel(named: snapshot.name) == nil { channels.add(channel) }
        }
    }

    /// The ranks that a user has in a room by the room's registration alone.
    func rank(of user: User, in channel: Channel) -> Ranks {
        guard let registration = channel.registration else { return [] }
        guard let account = user.account.map(fold) else { return [] }
        let letters = registration.ranks[account] ?? ""
        let ranks = Ranks(Ranks.table.filter { letters.contains($0.mode) }.map(\.rank))
        return registration.founder == account ? ranks.union(.founder) : ranks
    }

    /// A room whose founder is gone belongs to the host.
    func giveToHost(_ snapshot: RegisteredChannel) {
        guard let channel = channel(named: snapshot.name) else { return }
        channel.registration?.founder = Channel.Registration.host
        persist(channel)
    }
}
