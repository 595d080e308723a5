import Protocol

/// The rooms and talks that are had again the next time that the program starts.
extension ClientSession {
    /// The rooms to enter on the first connection: those of the configuration first, then those that are remembered, each once; the server's
    /// lobby where there are none.
    func channelsToEnter() -> [SessionConfiguration.Channel] {
        let remembered = preferences.remembered.channels.filter { isChannelName($0.name) }
        var channels = configuration.channels
        // A key that once opened the door opens it where the configuration names none.
        for place in channels.indices where channels[place].key == nil {
            let folded = casemapping.fold(channels[place].name)
            channels[place].key = remembered.first { casemapping.fold($0.name) == folded }?.key
        }
        channels += remembered
        if channels.isEmpty, let lobby = isupport["LOBBY"], isChannelName(lobby) { channels = [.init(name: lobby)] }
        var seen: Set<FoldedName> = []
        return channels.filter { seen.insert(casemapping.fold($0.name)).inserted }
    }

    /// A room was entered: it is entered again the next time. A bouncer stays in its rooms by itself, and knows where they were left on another
    /// device.
    mutating func rememberChannel(_ id: BufferID) {
        guard !isBouncer, let buffer = buffers[id], buffer.kind == .channel else { return }
        let channel = SessionConfiguration.Channel(name: buffer.name, key: buffer.membership.key)
        if preferences.remembered.entered(channel, casemapping: casemapping) { emit(.savedSessionChanged) }
    }

    /// The person has left a room for good.
    mutating func forgetRememberedChannel(_ name: String) {
        preferences.remembered.left(name, casemapping: casemapping)
        emit(.savedSessionChanged)
    }

    /// Opens the talks again that were open when the program ended last. Whatever was said in them since the person was there is unread.
    ///
    /// - Parameter since: when the person was on the server last; nil where that is not known.
    mutating func reopenQueries(since: Timestamp?, at now: Timestamp) {
        for nick in preferences.remembered.takeQueries() where !isChannelName(nick) && buffers.id(named: nick) == nil {
            let id = openQuery(nick, at: now)
            if let since { buffers.update(id) { $0.readPosition.setUnreadSince(since) } }
        }
    }

    /// The rooms and talks to be kept: the rooms in the order of their buffers, and behind them those that could not be entered.
    func saveChannels(in saved: inout SavedSession) {
        let remembered = preferences.remembered
        var places: [FoldedName: Int] = [:]
        for (place, buffer) in buffers.enumerated() where buffer.kind == .channel {
            places[casemapping.fold(buffer.name)] = place
        }
        let sorted = remembered.channels.enumerated().map { number, channel in
            (place: places[casemapping.fold(channel.name)] ?? Int.max, number: number, channel: channel)
        }.sorted { ($0.place, $0.number) < ($1.place, $1.number) }
        saved.channels = sorted.map { entry in
            guard entry.place < buffers.count, buffers[entry.place].isJoined else { return entry.channel }
            // The key may be another by now.
            return .init(name: entry.channel.name, key: buffers[entry.place].membership.key)
        }
        let open = buffers.filter { $0.kind == .query }.map(\.name)
        saved.queries = (remembered.queries + open).suffix(RememberedChannels.maxQueries)
    }

    /// The rooms that a list of rooms should name: those of the list that were not left, then those that we are in and that it lacks.
    package func channels(keeping listed: [String]) -> [String] {
        let left = Set(preferences.remembered.left.map { casemapping.fold($0) })
        var names = listed.filter { !left.contains(casemapping.fold($0)) }
        var seen = Set(names.map { casemapping.fold($0) })
        for buffer in buffers where buffer.kind == .channel && buffer.isJoined {
            if seen.insert(casemapping.fold(buffer.name)).inserted { names.append(buffer.name) }
        }
        return names
    }

    /// The nick that the person would have if nobody else had it.
    package var wantedNick: String { ownNick.wanted }
}
