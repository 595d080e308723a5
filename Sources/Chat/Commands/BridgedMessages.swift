import Protocol

/// RELAYMSG: a bridge lets somebody speak in a room who is on its other side. <https://github.com/ircv3/ircv3-specifications/pull/417>
///
/// The right is given by those who run the room: its operators have it, and whom they have put on its list of bridges
/// (``ChannelListMode/bridges``). The nick that speaks bears its mark, see ``RelayedNickRules``, and the event tells who relayed it.
extension Network {
    func relayFromBridge(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let (name, nick, text) = (message.parameters[0].text, message.parameters[1].text, message.parameters[2])
        func refuse(_ code: String, _ description: String) { fail(session, "RELAYMSG", code, description) }
        guard let channel = channel(named: name, seenBy: user) else {
            return reply(session, .noSuchChannel, shown(name), "No such channel")
        }
        guard channel.membership(of: user) != nil else {
            return reply(session, .notOnChannel, channel.name, "You're not on that channel")
        }
        let isGiven = mayRelay(user, in: channel)
        guard isGiven || may(session, .channels) else {
            return refuse("PRIVS_NEEDED", "Only operators of the room relay to it, and whom they let by its mode B")
        }
        if let problem = RelayedNickRules.problem(with: nick, limit: settings.limits.relayedNick) {
            return refuse("INVALID_NICK", problem)
        }
        guard !text.isEmpty else { return refuse("BLANK_MSG", "There is nothing to relay") }
        let isCTCP = CTCP(parsing: text).map { $0.command != "ACTION" } ?? false
        // Slow mode is for one person, and a bridge speaks for many.
        if let obstacle = obstacle(to: user, speakingIn: channel, isCTCP: isCTCP, isSpeech: false) {
            return reply(session, .cannotSendToChannel, channel.name, obstacle)
        }
        if !isGiven { audit("RELAYMSG", on: channel.name, detail: nick, by: session) }
        user.activity.spoke(at: now)
        var event = makeEvent(
            .message, by: user, in: settings.keepsHistory ? [.channel(channel.folded)] : [], target: channel.name,
            text: text, tags: clientTags(session, of: message) + [Tag(Event.relayTag, user.nick)])
        event.source = "\(nick)!relay@\(user.host)"
        guard let relay = event.replay(makeReference: makeBatchReference) else { return }
        deliver(session, event, relay, command: message.command, to: channel.audience)
    }

    /// True if those who run a room have given somebody the right to relay to it, or it is one of them.
    private func mayRelay(_ user: User, in channel: Channel) -> Bool {
        channel.membership(of: user)?.ranks.isAtLeast(.operator) == true
            || channel.modes.bridges.contains { $0.ban.matches(user) }
    }
}

/// The rules for the nick of somebody whom a bridge lets speak: it has the mark in it, which no nick has that somebody here can take.
enum RelayedNickRules {
    /// The mark, as the value of the capability tells it.
    static let separator: Character = "/"

    /// Characters that have a meaning in a source, a target or a mask, or look like a rank.
    private static let reserved = Set("!+%@&#$:'\"?*,.~")

    /// Why a relayed nick cannot be that; nil if it can.
    static func problem(with nick: String, limit: Int) -> String? {
        let parts = nick.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count > 1, !parts.contains(where: \.isEmpty) else {
            return "A relayed nick has a \(separator) in it, such as name\(separator)network"
        }
        guard nick.utf8.count <= limit else { return "A relayed nick has at most \(limit) bytes" }
        return areAllowed(nick.unicodeScalars)
            ? nil : "A relayed nick has letters, digits and a few other characters only"
    }

    /// The most marks, such as accents, on one letter: more of them would draw over the lines around the nick.
    private static let marksPerLetter = 3

    /// True for letters and digits of any script, each with a few marks, and what else of ASCII has no meaning. Each scalar is asked: the
    /// first one does not tell what else is in a character.
    private static func areAllowed(_ scalars: String.UnicodeScalarView) -> Bool {
        var roomForMarks = 0
        for scalar in scalars {
            if scalar.isASCII {
                guard (0x21...0x7E).contains(scalar.value), !reserved.contains(Character(scalar)) else { return false }
                roomForMarks = scalar.properties.isAlphabetic ? marksPerLetter : 0
            } else if isMark(scalar) {
                roomForMarks -= 1
                guard roomForMarks >= 0 else { return false }
            } else {
                guard isLetterOrNumber(scalar) else { return false }
                roomForMarks = marksPerLetter
            }
        }
        return true
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.properties.isDefaultIgnorableCodePoint else { return false }
        return [.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
    }

    /// False for the letters that nobody sees, such as U+3164.
    private static func isLetterOrNumber(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.properties.isDefaultIgnorableCodePoint else { return false }
        let categories: [Unicode.GeneralCategory] = [
            .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber,
        ]
        return categories.contains(scalar.properties.generalCategory)
    }
}
