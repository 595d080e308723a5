import Protocol

/// Which method answers a command, and what it takes to be let in.
struct CommandRule {
    typealias Answer = (Network) -> (Session, Message) -> Void

    /// Parameters without which the command is refused with 461.
    let minimum: Int
    /// Whether it may be used before registration is complete; otherwise 451.
    let isForEverybody: Bool
    let answer: Answer

    init(minimum: Int = 0, forEverybody: Bool = false, _ answer: @escaping Answer) {
        self.minimum = minimum
        isForEverybody = forEverybody
        self.answer = answer
    }
}

/// Every command there is.
enum CommandTable {
    static func make() -> [Command: CommandRule] {
        [
            // Registration.swift
            "NICK": CommandRule(forEverybody: true, Network.nick),
            "PASS": CommandRule(minimum: 1, forEverybody: true, Network.pass),
            "PING": CommandRule(forEverybody: true, Network.ping),
            "PONG": CommandRule(forEverybody: true, Network.pong),
            "QUIT": CommandRule(forEverybody: true, Network.quit),
            "USER": CommandRule(minimum: 4, forEverybody: true, Network.user),
            // CapabilityNegotiation.swift
            "CAP": CommandRule(forEverybody: true, Network.cap),
            // Rooms.swift
            "JOIN": CommandRule(minimum: 1, Network.join),
            "PART": CommandRule(minimum: 1, Network.part),
            "TOPIC": CommandRule(minimum: 1, Network.topic),
            // Listings.swift
            "LIST": CommandRule(Network.list),
            "NAMES": CommandRule(Network.names),
            // Talk.swift
            "NOTICE": CommandRule(Network.notice),
            "PRIVMSG": CommandRule(Network.privateMessage),
            "TAGMSG": CommandRule(Network.tagMessage),
            // Modes.swift
            "MODE": CommandRule(minimum: 1, Network.mode),
            // People.swift
            "AWAY": CommandRule(Network.away),
            "SETNAME": CommandRule(minimum: 1, Network.setName),
            "WHO": CommandRule(Network.who),
            "WHOIS": CommandRule(Network.whois),
            // ServerQueries.swift
            "LUSERS": CommandRule(Network.lusers),
            "MOTD": CommandRule(Network.motd),
            "VERSION": CommandRule(Network.version),
            "TIME": CommandRule(Network.time),
        ]
    }
}

extension Network {
    /// Finds the rule for a message and follows it.
    func handle(_ message: Message, from session: Session) {
        if let refusal = session.origin.refusal, message.command != "CAP" {
            return close(session, reason: refusal)
        }
        if session.user == nil, Self.httpVerbs.contains(message.command) {
            return close(session, reason: "This is a chat server, not a web server")
        }
        labelling(message, from: session) {
            guard let rule = commands[message.command] else {
                reply(session, .unknownCommand, message.command.name, "Unknown command")
                return
            }
            guard session.user != nil || rule.isForEverybody else {
                reply(session, .notRegistered, "You have not registered")
                return
            }
            guard message.parameters.count >= rule.minimum else {
                reply(session, .needMoreParameters, message.command.name, "Not enough parameters")
                return
            }
            rule.answer(self)(session, message)
        }
    }

    /// What a browser, or a page that would talk to us through one, says first.
    private static let httpVerbs: Set<Command> = ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]

    /// A line that was none costs that line only.
    func refuse(_ error: MessageError, from session: Session) {
        switch error {
        case .tagsTooLong, .bodyTooLong:
            reply(session, .inputTooLong, "Input line was too long")
        case .malformedCommand(let command):
            reply(session, .unknownCommand, command.split(separator: " ").joined(), "Unknown command")
        case .forbiddenByte:
            standardReply(
                "FAIL", "*", "INVALID_MESSAGE", "A line must not hold NUL or a lone CR; it was ignored", to: session)
        case .noCommand:
            break
        }
    }

    /// <https://ircv3.net/specs/extensions/utf8-only>
    func refuseInvalidUTF8(from session: Session) {
        standardReply(
            "FAIL", "*", "INVALID_UTF8", "Your message was not valid UTF-8 and was ignored", to: session)
    }
}
