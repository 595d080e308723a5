import Protocol

/// MODE for the lists of a room: bans, exceptions from them, exceptions from being invited, and bridges.
extension Network {
    func changeList(
        _ session: Session, _ list: ChannelListMode, _ change: ModeChange, of channel: Channel, by user: User
    ) -> ModeChange? {
        let rank = channel.membership(of: user)?.ranks ?? []
        guard rank.isAtLeast(list.definition.changedBy) || may(session, .channels) else {
            reply(session, .channelOperatorPrivilegesNeeded, channel.name, "Your rank is too low for that")
            return nil
        }
        guard let ban = BanMask(change.parameter ?? ""), !ban.isMute || list.definition.takesMutes else {
            reply(
                session, .invalidModeParameter, channel.name, String(change.mode), shown(change.parameter ?? "*"),
                "That is no mask: write nick!user@host, *!*@192.0.2.0/24, ~a:account or ~m:mask")
            return nil
        }
        guard !change.isSet || !ban.probesAddresses || may(session, .addresses) else {
            reply(
                session, .invalidModeParameter, channel.name, String(change.mode), ban.text,
                "In a room a mask is for one address, an IPv4 /24, or an IPv6 /48 or /64")
            return nil
        }
        let place = channel.modes[list].firstIndex { fold($0.ban.text) == fold(ban.text) }
        if change.isSet {
            guard place == nil else { return nil }
            guard channel.modes.listEntryCount < settings.limits.listEntries else {
                reply(
                    session, .banListFull, channel.name, String(change.mode),
                    "Channel list is full: it holds \(settings.limits.listEntries) entries, so take one out first")
                return nil
            }
            channel.modes[list].append(MaskEntry(ban: ban, setBy: user.source, setAt: now))
        } else {
            guard let place else { return nil }
            // As it was written when it was set: who keeps a copy of the list looks for that.
            let entry = channel.modes[list].remove(at: place)
            return ModeChange(isSet: false, mode: change.mode, parameter: entry.ban.text)
        }
        return ModeChange(isSet: true, mode: change.mode, parameter: ban.text)
    }

    func sendList(_ list: ChannelListMode, of channel: Channel, to session: Session) {
        let definition = list.definition
        for entry in channel.modes[list] {
            reply(session, definition.entry, channel.name, entry.ban.text, entry.setBy, String(entry.setAt.seconds))
        }
        reply(session, definition.end, channel.name, "End of channel \(definition.name) list")
    }
}
