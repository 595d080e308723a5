import Protocol

/// TBAN: a ban of a room that ends by itself, with a reason for those whom it hits. `MODE -b` undoes it before that.
extension Network {
    func timedBan(_ session: Session, _ message: Message) {
        guard let user = session.user, let channel = channel(named: message.parameters[0].text, seenBy: user) else {
            return reply(session, .noSuchChannel, shown(message.parameters[0].text), "No such channel")
        }
        guard message.parameters.count > 1 else { return tellTimedBans(of: channel, to: session) }
        let mayByRank = channel.membership(of: user)?.ranks.isAtLeast(.halfOperator) == true
        guard mayByRank || may(session, .channels) else {
            return refuseRank(session, in: channel)
        }
        guard message.parameters.count > 2 else {
            return reply(session, .needMoreParameters, "TBAN", "Not enough parameters")
        }
        let (time, target) = (message.parameters[1].text, message.parameters[2].text)
        let span = TimeSpan(time)
        guard span != nil || time == "0" else {
            return fail(
                session, "TBAN", "INVALID_DURATION",
                "Say how long like this: 30m, 12h, 7d, 1d12h; 0 for good", context: [channel.name, shown(time)])
        }
        let reason = message.parameters.dropFirst(3).map(\.text).joined(separator: " ")
        let until = span.map { clock.machineTime.advanced(bySeconds: $0.seconds) }
        let change = ModeChange(isSet: true, mode: ChannelListMode.bans.rawValue, parameter: target)
        guard let ban = BanMask(target) else {
            _ = changeList(session, .bans, change, of: channel, by: user)
            return
        }
        // A ban that is there already is there from now on for that long.
        let before = channel.modes
        let isNew = changeList(session, .bans, change, of: channel, by: user) != nil
        guard !isNew || mayClose(session, channel, changedFrom: before, by: "TBAN") else { return }
        guard let place = channel.modes.bans.firstIndex(where: { fold($0.ban.text) == fold(ban.text) }) else { return }
        channel.modes.bans[place].until = until
        channel.modes.bans[place].reason = reason.isEmpty ? nil : Bytes(reason).prefix(ofAtMost: 200).text
        let words = line(about: channel.modes.bans[place])
        if isNew {
            let change = ModeChange(isSet: true, mode: change.mode, parameter: ban.text)
            announce(session, [change], in: channel, by: user)
        } else {
            persist(channel)
        }
        if !mayByRank { audit("TBAN", on: channel.name, detail: words, by: session) }
        notify(session, "\(channel.name): banned \(words)")
    }

    private func tellTimedBans(of channel: Channel, to session: Session) {
        let timed = channel.modes.bans.filter { $0.until != nil || $0.reason != nil }
        for entry in timed { notify(session, "\(channel.name): banned \(line(about: entry))") }
        notify(session, "\(channel.name): \(timed.count) in all; MODE \(channel.name) b lists every ban")
    }

    private func line(about entry: MaskEntry) -> String { entry.ban.text + entry.words }

    // MARK: Time

    /// Takes out the bans of channels whose time is over, and tells the members in the server's name.
    func endTimedBans() {
        let over = channels.all.filter { $0.modes.endsAt.map { $0 <= clock.machineTime } ?? false }
        for channel in over.sorted(by: { $0.folded < $1.folded }) { endTimedBans(of: channel) }
    }

    private func endTimedBans(of channel: Channel) {
        let over = channel.modes.bans.filter { $0.until.map { $0 <= clock.machineTime } ?? false }
        channel.modes.bans.removeAll { $0.until.map { $0 <= clock.machineTime } ?? false }
        persist(channel)
        let changes = over.map {
            ModeChange(isSet: false, mode: ChannelListMode.bans.rawValue, parameter: $0.ban.text)
        }
        for part in modeParts(changes, in: channel, by: settings.serverName) { tellServerModes(part, of: channel) }
    }

    private func tellServerModes(_ part: [ModeChange], of channel: Channel) {
        let (modeString, parameters) = ModeChange.format(part)
        let words = [modeString] + parameters
        let event = makeModeEvent(by: settings.serverName, in: channel, words: words)
        record(event)
        broadcastMode(event, in: channel, words: words)
    }
}

extension MaskEntry {
    /// Reason and end, to be read behind what it does; nothing where it has neither.
    var words: String {
        let end = until.map { " (until \($0.iso8601))" } ?? ""
        return (reason.map { ": \($0)" } ?? "") + end
    }
}
