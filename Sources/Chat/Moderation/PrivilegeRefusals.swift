import Protocol

/// The answers to a session that lacks a rank or a right. Where the session can get it, the answer says how.
extension Network {
    /// Refuses what only the operators of a channel may do.
    func refuseRank(_ session: Session, in channel: Channel) {
        reply(session, .channelOperatorPrivilegesNeeded, channel.name, rankNeeded(session, in: channel))
    }

    /// The words of that refusal. A channel that belongs to the host has no operators but those whom the host makes, so
    /// there they say how to come in as the host.
    func rankNeeded(_ session: Session, in channel: Channel) -> String {
        "You're not channel operator" + (isHosts(channel) ? hostHint(session) : "")
    }

    /// Refuses what only the IRC operators of the server may do.
    func refuseNotOperator(_ session: Session) {
        reply(session, .noPrivileges, "Permission Denied- You're not an IRC operator" + hostHint(session))
    }

    /// The refusal of an invitation to the server.
    ///
    /// - Parameter name: the channel that the invitation would lead to; nil for none.
    func refusalOfInviting(_ session: Session, to name: String?) -> InvitationRefusal {
        let channel = name.flatMap { self.channel(named: $0) }
        let membership = session.user.flatMap { user in channel?.membership(of: user) }
        if settings.channelOperatorsMayInvite, membership?.ranks.isAtLeast(.operator) == true {
            return .privileges(
                "Only people with an account make invitations: log in with /login, or make an account with /register")
        }
        let who =
            !settings.channelOperatorsMayInvite
            ? "Only the host lets people into this server, and operators who have that right"
            : channel.map { channel in "Only an operator of \(channel.name) lets people in, and the host" }
                ?? "Only the host lets people in without a room"
        let command = "grillo invite" + (channel.map { " --room '\($0.name)'" } ?? "")
        return .privileges(
            isNearHost(session)
                ? "\(who): \(Self.hostEntrance), or in a shell with --data: \(command)"
                : "\(who): ask them. On the server's own machine type: \(command)")
    }

    private func isHosts(_ channel: Channel) -> Bool { channel.registration?.founder == Channel.Registration.host }

    /// It sits at the server's own machine, and is not known there as the host.
    private func isNearHost(_ session: Session) -> Bool { session.origin.isLocal && !session.origin.isHost }

    private func hostHint(_ session: Session) -> String { isNearHost(session) ? ": " + Self.hostEntrance : "" }

    private static let hostEntrance =
        "as host, run grillo-tui as the server's user with its --data"
}
