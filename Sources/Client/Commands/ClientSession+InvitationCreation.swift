import Protocol

/// Links that let people in: `INVITATION CREATE`, on servers whose 005 has `INVITATIONS`.
extension ClientSession {
    mutating func makeInvitation(to channel: String) -> SubmitOutcome {
        guard isupport["INVITATIONS"] != nil else {
            return .notSent(reason: "This server makes no invitation links. Usage: /invite nick [room]")
        }
        return sent(send("INVITATION", "CREATE", channel), channel)
    }

    /// The link stands in a line of its own, so that it can be copied as it is.
    mutating func receiveInvitation(_ incoming: IncomingMessage) {
        guard incoming.text(0) == "CREATED", incoming.message.parameters.count > 6 else {
            return note(incoming.words(from: 0), in: replyBuffer, at: incoming.now)
        }
        let people = incoming.text(3) == "1" ? "one person" : "\(incoming.text(3)) people"
        let end = incoming.text(4) == "*" ? "for good" : "until \(Self.day(incoming.text(4)))"
        let place = buffers.id(named: incoming.bytes(2)) ?? replyBuffer
        note(
            "This lets \(people) in, \(end); they enter with it as it is: grillo-tui 'grillo://…' (Shift-Up chooses it, y copies it)",
            in: place, at: incoming.now)
        note(link(incoming.lastText), in: place, at: incoming.now)
    }

    /// The server knows its own address, and whoever came from elsewhere knows one that works from there.
    private func link(_ text: String) -> String {
        guard let host = configuration.publicHost, let told = InvitationLink(text),
            let better = InvitationLink(
                host: host, port: configuration.publicPort ?? told.port, channel: told.channel,
                keyFingerprint: told.keyFingerprint, secret: told.secret, account: told.account)
        else { return text }
        return better.description
    }

    private static func day(_ time: String) -> String { String(time.prefix(10)) }
}
