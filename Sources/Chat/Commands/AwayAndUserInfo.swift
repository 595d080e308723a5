import Protocol

/// The commands by which people tell of themselves, and short questions about them: AWAY, SETNAME, USERHOST, ISON.
extension Network {
    /// The reason of a session at which nobody is, such as one that only fetches messages: it counts as if it were not there.
    /// <https://ircv3.net/specs/extensions/pre-away>
    static let unspecifiedAwayReason = "*"
    /// The reason that others are told of somebody who may not speak.
    private static let bareAwayReason = "Away"
    /// The reason of somebody who stays while not connected.
    static let absentAwayReason = "Not connected"

    /// <https://modern.ircdocs.horse/#away-message>, and before registration <https://ircv3.net/specs/extensions/pre-away>
    func away(_ session: Session, _ message: Message) {
        let text = message.parameters.first?.prefix(ofAtMost: settings.limits.awayReason).text ?? ""
        let isMuted = session.user.map(isMuted) ?? false
        let reason = text.isEmpty ? nil : isMuted ? Self.bareAwayReason : text
        if let user = session.user {
            session.awayReason = reason
            refreshAway(of: user, except: session)
        } else {
            session.registration.awayReason = reason
        }
        if reason == nil {
            reply(session, .unAway, "You are no longer marked as being away")
        } else {
            reply(session, .nowAway, "You have been marked as being away")
        }
    }

    /// To be called when a session with a reason that it gave before has become one of a user's, before others are told of that reason. Of a
    /// user who may not speak, or where it would take long to know that, they hear only that it is away.
    func reviewAwayReason(of session: Session, for user: User) {
        guard let reason = session.awayReason, reason != Self.unspecifiedAwayReason else { return }
        if session.origin.isExemptFromLimits || checkLists(user), !isMuted(user) { return }
        session.awayReason = Self.bareAwayReason
    }

    func setAway(_ user: User, to reason: String?, except session: Session?) {
        guard user.awayReason != reason else { return }
        user.awayReason = reason
        var relay = relay(from: user, command: "AWAY", parameters: reason.map { [Bytes($0)] } ?? [])
        relay.requires = .awayNotify
        broadcast(relay, to: peers(of: user, watching: true), except: session)
    }

    /// <https://ircv3.net/specs/extensions/setname>
    func setName(_ session: Session, _ message: Message) {
        guard let user = session.user else { return }
        let name = message.parameters[0]
        guard !name.isEmpty, name.count <= settings.limits.realName else {
            return fail(
                session, "SETNAME", "INVALID_REALNAME", "A real name has 1 to \(settings.limits.realName) bytes")
        }
        guard !isMuted(user) else {
            return fail(
                session, "SETNAME", "CANNOT_CHANGE_REALNAME", "You are muted or banned in a room that would see it")
        }
        user.realName = name.text
        var relay = relay(from: user, command: "SETNAME", parameters: [name])
        relay.requires = .setName
        send(relay, to: session)
        broadcast(relay, to: peers(of: user, watching: true), except: session)
    }

    /// <https://modern.ircdocs.horse/#userhost-message>
    func userHost(_ session: Session, _ message: Message) {
        let items = message.parameters.prefix(5).compactMap { parameter -> String? in
            guard let user = users[fold(parameter.text)] else { return nil }
            let mark = user.isOperator ? "*" : ""
            let presence = user.awayReason == nil ? "+" : "-"
            return "\(user.nick)\(mark)=\(presence)\(user.userName)@\(user.host)"
        }
        reply(session, .userHost, items.joined(separator: " "))
    }

    /// <https://modern.ircdocs.horse/#ison-message>
    func isOn(_ session: Session, _ message: Message) {
        let nicks = message.parameters.flatMap { $0.split(separator: ASCII.space) }
        let present = nicks.compactMap { users[fold($0.text)]?.nick }
        reply(session, .isOn, present.joined(separator: " "))
    }
}
