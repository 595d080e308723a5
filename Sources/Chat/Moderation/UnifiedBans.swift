import Basics
import Protocol

/// UBAN: one command for all that keeps people out of the whole server, or quiet on it, as Ergo has it; and the older forms
/// KLINE, DLINE, UNKLINE and UNDLINE for hands that know them.
extension Network {
    func unifiedBan(_ session: Session, _ message: Message) {
        let words = message.parameters.dropFirst().map(\.text)
        switch message.parameters[0].text.uppercased() {
        case "ADD": addBan(session, "UBAN", words)
        case "DEL" where words.count == 1: removeBan(session, "UBAN", words[0])
        case "LIST" where words.isEmpty: listBans(to: session)
        case "INFO" where words.count == 1: tellBans(on: words[0], to: session)
        default:
            fail(
                session, "UBAN",
                "INVALID_PARAMS",
                "Say ADD <target> [DURATION <time>] [MUTE] [<reason>], DEL <target>, LIST or INFO <target>")
        }
    }

    /// `KLINE [<time>] <nick, user@host or mask> [<reason>]`, `DLINE [<time>] <address or network> [<reason>]`.
    func lineBan(_ session: Session, _ message: Message) {
        var words = message.parameters.map(\.text)
        let isTimed = words.count > 1 && TimeSpan(words[0]) != nil
        let time = isTimed ? ["DURATION", words.removeFirst()] : []
        let target = words.removeFirst()
        guard message.command != "DLINE" || IPNetwork(target) != nil else {
            return refuseTarget(session, message.command, target, "is no address or network, such as 192.0.2.0/24")
        }
        // A word alone is a nick to KLINE, and an account to UBAN.
        addBan(session, message.command, [Mask.completed(target)] + time + words)
    }

    func unlineBan(_ session: Session, _ message: Message) {
        removeBan(session, message.command, Mask.completed(message.parameters[0].text))
    }

    private func refuseTarget(_ session: Session, _ command: Command, _ target: String, _ problem: String) {
        fail(session, command, "INVALID_TARGET", "'\(shown(target))' \(problem)", context: [shown(target)])
    }

    // MARK: Adding

    private func addBan(_ session: Session, _ command: Command, _ words: [String]) {
        guard let target = words.first else {
            return reply(session, .needMoreParameters, command.name, "Not enough parameters")
        }
        var rest = words.dropFirst()
        var until: Timestamp?
        var isMute = false
        while let word = rest.first?.uppercased(), word == "DURATION" || word == "MUTE" {
            rest = rest.dropFirst()
            if word == "MUTE" {
                isMute = true
                continue
            }
            guard let span = rest.popFirst().flatMap({ TimeSpan($0) }) else {
                return fail(session, command, "INVALID_DURATION", "Say how long like this: 30m, 12h, 7d, 1d12h")
            }
            until = clock.machineTime.advanced(bySeconds: span.seconds)
        }
        guard let mask = serverBanMask(session, command, target, isMute: isMute) else { return }
        let reason = Bytes(rest.joined(separator: " ")).prefix(ofAtMost: 200).text
        let ban = ServerBan(mask: mask.text, reason: reason, setBy: session.displayName, setAt: now, until: until)
        change(.saveBan(ban))
        audit(command.name, on: mask.text, detail: (until.map { "until \($0.iso8601): " } ?? "") + reason, by: session)
        notify(session, (mask.isMute ? "Muted" : "Banned") + ban.words)
        mask.isMute ? tellMuted(by: ban, mask: mask) : enforceServerBans()
    }

    /// The mask that a target means; nil if the target may not be banned, which has been told then.
    private func serverBanMask(_ session: Session, _ command: Command, _ target: String, isMute: Bool) -> BanMask? {
        guard var mask = BanMask(canonicalTarget(target)) else {
            refuseTarget(session, command, target, "is no account, address, network or mask")
            return nil
        }
        if isMute, !mask.isMute, let mute = BanMask("\(BanMask.prefix)\(BanMask.muteLetter):\(mask.text)") {
            mask = mute
        }
        if isAccountName(target), account(named: target) == nil {
            refuseTarget(session, command, target, "is no account: for a nick say \(shown(target))!*@*")
            return nil
        }
        if let user = session.user, mask.matches(user, seeingAddresses: true) {
            refuseTarget(session, command, target, "would hit you, too")
            return nil
        }
        return mask
    }

    private func isAccountName(_ target: String) -> Bool {
        !target.contains { "!@*?~/:.".contains($0) }
    }

    /// A target as a mask: a plain word is an account's name.
    private func canonicalTarget(_ target: String) -> String {
        guard isAccountName(target) else { return target }
        return "\(BanMask.prefix)\(BanMask.accountLetter):\(account(named: target)?.name ?? target)"
    }

    private func tellMuted(by ban: ServerBan, mask: BanMask) {
        for user in users.sorted where mask.matches(user, seeingAddresses: true) {
            for session in user.sessions { notify(session, "You are muted on this server" + ban.words) }
        }
    }

    // MARK: Removing and telling

    private func removeBan(_ session: Session, _ command: Command, _ target: String) {
        let text = BanMask(canonicalTarget(target))?.text ?? target
        let mute = "\(BanMask.prefix)\(BanMask.muteLetter):\(text)"
        let found = [text, mute].compactMap { registry.bans[fold($0)] }
        guard !found.isEmpty else {
            return refuseTarget(session, command, target, "is not banned: UBAN LIST lists what is")
        }
        for ban in found {
            change(.removeBan(ban.folded))
            audit(command.name, on: ban.mask, by: session)
            notify(session, "Removed: \(ban.mask)")
        }
    }

    private func listBans(to session: Session) {
        let end = Message(
            source: settings.serverName, "NOTICE", session.displayName,
            "\(serverBans.all.count) in all; that is the list"
        )
        answer(session, serverBans.all, end: end) { [self] in
            Message(source: settings.serverName, "NOTICE", session.displayName, line(about: $0))
        }
    }

    private func line(about standing: ParsedServerBan) -> String {
        let ban = standing.ban
        return "\(standing.mask.isMute ? "Muted" : "Banned")\(ban.words), set by \(ban.setBy) at \(ban.setAt.iso8601)"
    }

    /// Tells the bans that hit a user who is here or an address, and the ban that is set on just this target.
    private func tellBans(on target: String, to session: Session) {
        let text = BanMask(canonicalTarget(target))?.text
        let user = users[fold(target)]
        let address = IPAddress(target)
        let found = serverBans.all.filter { standing in
            standing.mask.matches(address) || user.map { standing.mask.matches($0, seeingAddresses: true) } ?? false
                || text.map { fold(standing.ban.mask) == fold($0) } ?? false
        }
        for standing in found { notify(session, line(about: standing)) }
        if found.isEmpty { notify(session, "\(shown(target)) is neither banned nor muted") }
    }
}
