import Protocol

/// The commands that go to the server as one line: /nick, /whois, /who, /motd, /ctcp, /raw.
extension ClientSession {
    mutating func changeNick(to nick: String) -> SubmitOutcome {
        ownNick.request(nick)
        return sent(send("NICK", nick), nick)
    }

    mutating func whois(_ nick: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let nick = nick ?? (buffer.kind == .query ? buffer.name : nil) else {
            return .notSent(reason: "A nick is missing. Usage: /whois nick")
        }
        return sent(send("WHOIS", nick), nick)
    }

    mutating func who(_ mask: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let mask = mask ?? (buffer.kind == .server ? nil : buffer.name) else {
            return .notSent(reason: "A room or mask is missing. Usage: /who room or mask")
        }
        return sent(send("WHO", mask), mask)
    }

    mutating func messageOfTheDay() -> SubmitOutcome {
        showAnswersWithServer()
        send("MOTD")
        return .done
    }

    mutating func ctcp(_ question: String, _ text: String, to target: String) -> SubmitOutcome {
        sent(send("PRIVMSG", target, CTCP(question, text).body), target)
    }

    mutating func raw(_ line: String) -> SubmitOutcome {
        guard let message = try? Message(parsing: Bytes(line), limits: .fromClient) else {
            return .notSent(reason: "That is not a line of IRC: a command of letters or three digits comes first.")
        }
        if message.command == "METADATA" { metadataAskedByHand(message) }
        if phase == .online, ServiceLogin.isAsked(by: message) { login.toldService() }
        return send(message) ? .done : .notSent(reason: "Only the last parameter can be empty or hold spaces.")
    }

    /// Long answers stand with the server's lines.
    mutating func showAnswersWithServer() {
        focus.askedIn(.server)
        emit(.show(.server))
    }
}
