import Protocol

/// Which method answers a command, and what it takes to be let in.
struct CommandRule {
    typealias Handler = (Network) -> (Session, Message) -> Void

    enum Access: Hashable {
        /// Also those who have not registered yet; otherwise 451.
        case everybody
        /// Those who have registered, and before that those who have the capability.
        case people(early: Capabilities?)
        /// IRC operators, otherwise 481; and of those the ones with a right, otherwise 723.
        case operators(OperatorRights)
        /// The host, who need not have registered; for others there is no such command.
        case host

        static let people = Access.people(early: nil)
    }

    let command: Command
    /// The parameters that stand behind the command, for HELP.
    let syntax: String
    /// The effect of the command, in a sentence, for HELP.
    let summary: String
    /// Parameters without which the command is refused with 461.
    let minimum: Int
    let access: Access
    /// The units that the command counts against the rate of commands, the count with which they grow, and the budget that they are paid
    /// from; see ``Throttle``.
    let price: Int
    let growth: CostGrowth
    let budget: Budget
    /// Its order among questions that wait, for a command that is none.
    let place: QuestionOrdering
    let handler: Handler

    init(
        _ command: Command, _ syntax: String = "", _ summary: String, minimum: Int = 0, for access: Access = .people,
        cost: Int = 1, growing growth: CostGrowth = .none, from budget: Budget = .commands,
        waiting place: QuestionOrdering = .free, _ handler: @escaping Handler
    ) {
        self.command = command
        self.syntax = syntax
        self.summary = summary
        self.minimum = minimum
        self.access = access
        price = cost
        self.growth = growth
        self.budget = budget
        self.place = place
        self.handler = handler
    }

    func isOpen(to session: Session) -> Bool {
        switch access {
        case .everybody: true
        case .host: session.origin.isHost
        case .people(let early): session.user != nil || early.map(session.has) ?? false
        case .operators: session.user != nil
        }
    }
}

extension Network {
    /// Finds the rule for a message and follows it.
    func handle(_ message: Message, from session: Session) {
        if let refusal = session.origin.refusal, !isCapabilityQuestion(message) {
            activity.refused(by: .plaintext)
            return close(session, reason: refusal)
        }
        if session.user == nil, Self.httpVerbs.contains(message.command) {
            return close(session, reason: "This is a chat server, not a web server")
        }
        switch role(session, of: message) {
        case .leftover:
            return
        case .stray:
            return withLabel(label(of: message, from: session), from: session) { refuseStrayLine(from: session) }
        case .line:
            return withLabel(session.batch?.label, from: session) { takeBatchLine(message, from: session) }
        case .end:
            return withLabel(session.batch?.label, from: session) { endBatch(of: session) }
        case .foreign:
            abandonBatch(
                of: session, code: "MULTILINE_INVALID",
                description: "Only the lines of an open batch may be sent before its end")
        case .none:
            break
        }
        withLabel(label(of: message, from: session), from: session) {
            guard let rule = rule(of: message.command, for: session) else {
                reply(session, .unknownCommand, shown(message.command.name), "Unknown command")
                return
            }
            follow(session, rule, message)
        }
    }

    /// The rule of a command; nil where there is no such command, or none for whoever asks.
    func rule(of command: Command, for session: Session) -> CommandRule? {
        guard let rule = commands[command], rule.access != .host || session.origin.isHost else { return nil }
        return rule
    }

    /// CAP LS, which tells a client that it may come with TLS.
    private func isCapabilityQuestion(_ message: Message) -> Bool {
        message.command == "CAP" && message.text(at: 0)?.uppercased() == "LS"
    }

    private func follow(_ session: Session, _ rule: CommandRule, _ message: Message) {
        guard rule.isOpen(to: session) else {
            return reply(session, .notRegistered, "You have not registered")
        }
        if case .operators(let rights) = rule.access, !session.isOperator || !may(session, rights) {
            guard session.isOperator else {
                return refuseNotOperator(session)
            }
            let right = rights.names.joined(separator: ",")
            return reply(session, .noPrivilege, right, "Insufficient oper privileges: you need the right '\(right)'")
        }
        guard message.parameters.count >= rule.minimum else {
            return reply(session, .needMoreParameters, message.command.name, "Not enough parameters")
        }
        rule.handler(self)(session, message)
    }

    /// The first words of a browser, or of a page that would talk to us through one.
    private static let httpVerbs: Set<Command> = ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]
}
