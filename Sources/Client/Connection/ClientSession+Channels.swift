import Protocol

/// Entering the rooms that are wanted, and finding the buffer that a name in a message means.
extension ClientSession {
    /// Joins what the configuration names and what is remembered, or the server's lobby, and every room that a lost connection took away. Once
    /// a connection.
    mutating func enterChannels(at now: Timestamp) {
        guard connection?.registration.enterChannels() == true else { return }
        foldLogNames()
        if isBoundElsewhere {
            return refuseBinding(
                cause: "the bouncer has taken another network for this one", remedy: "/reconnect tries again.", at: now)
        }
        subscribeToMetadata()
        if isBouncerItself { return enterBouncer(at: now) }
        var channels: [SessionConfiguration.Channel] = []
        let isFirst = lifecycle.enteredChannels()
        if isFirst {
            channels = channelsToEnter()
            // Where nobody names a room, one in which a bouncer has put the person already is as good.
            if let first = channels.first, !configuration.channels.isEmpty || !focus.hasShownAny {
                showOnEntering(first.name)
            }
        }
        var wanted = Dictionary(
            channels.map { (casemapping.fold($0.name), $0) }, uniquingKeysWith: { first, _ in first })
        let lost = buffers.filter(\.membership.shouldRejoin).map {
            SessionConfiguration.Channel(name: $0.name, key: $0.membership.key)
        }
        // The room that the person asked for last comes first: it may have another key than the room had before.
        for channel in channelEntry.all + lost
        where wanted.updateValue(channel, forKey: casemapping.fold(channel.name)) == nil {
            channels.append(channel)
        }
        join(channels, at: now)
        requestPlayback()
        let since = lifecycle.takeOfflineSince()
        if isFirst {
            reopenQueries(since: since, at: now)
            askForUnreadTalks()
        }
        requestHistoryTargets(since: since, at: now)
    }

    /// Shows a room when it has been entered; at once where a bouncer is in it already, since it does not enter again.
    mutating func showOnEntering(_ channel: String) {
        if let id = buffers.id(named: channel), buffers[id]?.isJoined == true {
            showEntered(id)
        } else {
            channelEntry.showOnEntering(casemapping.fold(channel))
        }
    }

    /// Asks to enter rooms, with as few lines as they fit in: those with a key first, as keys go by position.
    ///
    /// No server answers where we are already: those are left out, since nothing would ever be heard of them. Of those that cannot be asked
    /// for in one line, a line of ours tells.
    mutating func join(_ channels: [SessionConfiguration.Channel], at now: Timestamp) {
        let channels = channels.filter { !isInChannel($0.name) }
        let sorted = channels.filter { $0.key != nil } + channels.filter { $0.key == nil }
        var names = ""
        var keys = ""
        for channel in sorted {
            guard canBeAskedFor(channel) else {
                let name = DrawableText.plain(channel.name)
                note(
                    "“\(name)” was not entered: its name and key are too long for a line of IRC. /join \(name) key tries another.",
                    kind: .error, in: .server, at: now)
                forgetChannel(Bytes(channel.name))
                continue
            }
            channelEntry.request(channel, as: casemapping.fold(channel.name))
            let key = channel.key ?? ""
            if !names.isEmpty, names.utf8.count + keys.utf8.count + channel.name.utf8.count + key.utf8.count > 440 {
                sendJoin(names, keys)
                names = ""
                keys = ""
            }
            names += (names.isEmpty ? "" : ",") + channel.name
            if !key.isEmpty { keys += (keys.isEmpty ? "" : ",") + key }
        }
        if !names.isEmpty { sendJoin(names, keys) }
    }

    /// True if a room and its key can be said whole in one line of IRC.
    func canBeAskedFor(_ channel: SessionConfiguration.Channel) -> Bool {
        fits(Message("JOIN", [Bytes(channel.name)] + (channel.key.map { [Bytes($0)] } ?? [])))
    }

    /// True while we are in the room of that name.
    func isInChannel(_ name: String) -> Bool {
        guard let id = buffers.id(named: name), let buffer = buffers[id] else { return false }
        return buffer.kind == .channel && buffer.isJoined
    }

    private mutating func sendJoin(_ names: String, _ keys: String) {
        if keys.isEmpty { send("JOIN", names) } else { send("JOIN", names, keys) }
    }

    /// A room that was asked for is not to be had, or not wanted any more.
    mutating func forgetChannel(_ name: Bytes) {
        guard channelEntry.forget(casemapping.fold(name)), !channelEntry.hasRoomsToShow, !focus.hasShownAny,
            let other = buffers.first(where: { $0.kind == .channel && $0.isJoined })
        else { return }
        // A bouncer, or the server, is in another: that is where one can talk.
        showEntered(other.id)
    }

    /// The server lets in to another room in place of the one that was asked for.
    mutating func followForward(from name: Bytes, to other: String) {
        let (old, new) = (casemapping.fold(name), casemapping.fold(other))
        let isRequested = channelEntry.isRequested(old)
        let isToBeShown = channelEntry.forget(old)
        if isRequested { channelEntry.request(.init(name: other), as: new) }
        if isToBeShown { channelEntry.showOnEntering(new) }
    }

    /// True if a name is a room's, by its first character.
    func isChannelName(_ name: String) -> Bool {
        name.first.map { isupport.channelTypes.contains($0) } ?? false
    }

    /// The room that a target names, without the `@` of a message to its operators only.
    func channelTarget(_ target: Bytes) -> Bytes { target.dropFirst(audience(target).count) }

    /// The marks before a room's name in a target: `@` of `@#channel`. A server that does not name its marks has those of the ranks.
    /// <https://modern.ircdocs.horse/#statusmsg-parameter>
    func audience(_ target: Bytes) -> Bytes {
        guard let first = target.first, first != UInt8(ascii: "#") else { return [] }
        let isupport = isupport
        let named = isupport["STATUSMSG"].map { Array($0.utf8) }
        let marks = named ?? isupport.channelModeKinds.prefixes.compactMap { $0.symbol.asciiValue }
        let audience = target.prefix { marks.contains($0) }
        let channel = target.dropFirst(audience.count)
        return channel.first.map { isupport.channelTypes.utf8.contains($0) } == true ? audience : []
    }

    /// The query with somebody, opened where there is none.
    mutating func openQuery(_ nick: String, at now: Timestamp? = nil) -> BufferID {
        if let id = buffers.id(named: nick) { return id }
        let id = buffers.open(.query, named: nick)
        emit(.buffersChanged)
        refreshFlags(of: id)
        if let now = now ?? connection?.liveness.latest {
            fetchMissedHistory(of: id, at: now)
            if capabilities.contains("draft/read-marker") { requestInBackground(.readMarker, in: id, at: now) }
        }
        return id
    }
}
