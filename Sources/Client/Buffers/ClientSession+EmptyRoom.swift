import Protocol

/// Advice for a person who is alone in a room.
extension ClientSession {
    /// Something that can be done in a room where nobody else is, and the text that does it: a command, or one for a shell.
    package struct Advice: Hashable, Sendable {
        package let purpose: String
        package let command: String
    }

    /// Lines of a room that are looked through: a room with more is not new.
    private static var maxLinesOfNewRoom: Int { 50 }

    /// The ways to let others in, and what else is of use to begin with; nil unless the person is known to be alone in a room in which nobody
    /// has said anything yet.
    package func adviceIfAlone(in buffer: Buffer) -> [Advice]? {
        guard phase == .online, buffer.kind == .channel, buffer.isJoined, buffer.membership.hasNames,
            buffer.members.count == 1, buffer.lineCount <= Self.maxLinesOfNewRoom,
            !(0..<buffer.lineCount).contains(where: { buffer.line(at: $0).kind.isTalk })
        else { return nil }
        let makesLinks = isupport["INVITATIONS"] != nil
        var advice = [Advice(purpose: "Let a friend in", command: makesLinks ? "/invite" : "/invite nick")]
        if let shellCommand { advice.append(Advice(purpose: "or let them type", command: shellCommand)) }
        if canMakeAccount { advice.append(Advice(purpose: "Keep your name", command: "/register")) }
        advice.append(Advice(purpose: "Another room", command: "/join #name"))
        return advice
    }

    /// The command that enters this server from elsewhere; nil where no name of it is known that holds there.
    private var shellCommand: String? {
        guard let host = configuration.publicHost ?? configuration.host, host != "localhost", host != "::1",
            !host.hasPrefix("127.")
        else { return nil }
        let port = configuration.publicHost == nil ? configuration.port : configuration.publicPort
        return "grillo-tui \(DrawableText.plain(host))" + (port.map { " \($0)" } ?? "")
    }

    /// True if ``askRegister(_:_:)`` would ask for a password.
    private var canMakeAccount: Bool {
        account == nil && connection?.security.isPrivate == true
            && connection?.capabilities.offered["draft/account-registration"] != nil
    }
}
