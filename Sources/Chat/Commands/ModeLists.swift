import Protocol

/// MODE for the lists of a room: bans, exceptions from them, and exceptions from being invited.
extension Network {
    func changeList(
        _ list: WritableKeyPath<ChannelModes, [MaskEntry]>, _ change: ModeChange, of channel: Channel, by user: User,
        _ session: Session
    ) -> ModeChange? {
        guard let ban = BanMask(change.parameter ?? ""), !(ban.isMute && change.mode == "I") else {
            reply(
                session, .invalidModeParameter, channel.name, String(change.mode), shown(change.parameter ?? "*"),
                "That is no mask: write nick!user@host, *!*@192.0.2.0/24, ~a:account or ~m:mask")
            return nil
        }
        guard !change.isSet || !ban.probesAddresses || may(.addresses, session) else {
            reply(
                session, .invalidModeParameter, channel.name, String(change.mode), ban.text,
                "In a room a mask is for one address, an IPv4 /24, or an IPv6 /48 or /64")
            return nil
        }
        let place = channel.modes[keyPath: list].firstIndex { fold($0.ban.text) == fold(ban.text) }
        if change.isSet {
            guard place == nil else { return nil }
            guard channel.modes.listEntryCount < settings.limits.listEntries else {
                reply(
                    session, .banListFull, channel.name, String(change.mode),
                    "Channel list is full: it holds \(settings.limits.listEntries) entries, so take one out first")
                return nil
            }
            channel.modes[keyPath: list].append(MaskEntry(ban: ban, setBy: user.source, setAt: now))
        } else {
            guard let place else { return nil }
            // As it was written when it was set: who keeps a copy of the list looks for that.
            let entry = channel.modes[keyPath: list].remove(at: place)
            return ModeChange(isSet: false, mode: change.mode, parameter: entry.ban.text)
        }
        return ModeChange(isSet: true, mode: change.mode, parameter: ban.text)
    }

    func sendList(_ mode: Character, of channel: Channel, to session: Session) {
        let entries: [MaskEntry]
        let item: Numeric
        let end: Numeric
        let name: String
        switch mode {
        case "e":
            (entries, item, end, name) = (channel.modes.exceptions, .exceptionList, .endOfExceptionList, "exception")
        case "I":
            (entries, item, end, name) =
                (channel.modes.inviteExceptions, .inviteExceptionList, .endOfInviteExceptionList, "invite exception")
        default: (entries, item, end, name) = (channel.modes.bans, .banList, .endOfBanList, "ban")
        }
        for entry in entries {
            reply(session, item, channel.name, entry.ban.text, entry.setBy, String(entry.setAt.seconds))
        }
        reply(session, end, channel.name, "End of channel \(name) list")
    }
}
