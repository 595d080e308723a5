import Protocol

/// When it is a line's turn.
enum Turn {
    case now
    /// It is a question of the kind that clients ask by themselves, and more of those were asked than may be: it waits with them,
    /// and what people say goes on.
    case behindQuestions
    /// What stands behind it waits, too.
    case later(Timestamp)
}

/// A line, and what it is paid from.
struct PricedLine {
    let input: Network.Input
    /// Nil for what is no command.
    let rule: CommandRule?
    let budget: Budget
    let staysBehindQuestions: Bool
}

/// How a session's lines get their turn, by what they cost and by what that is paid from.
extension Network {
    func priced(_ input: Input) -> PricedLine {
        guard case .message(let message) = input, let rule = commands[message.command] else {
            return PricedLine(input: input, rule: nil, budget: .commands, staysBehindQuestions: false)
        }
        return PricedLine(
            input: input, rule: rule, budget: rule.budget(of: message),
            staysBehindQuestions: rule.staysBehindQuestions(message))
    }

    func turn(of line: PricedLine, from session: Session) -> Turn {
        guard !session.origin.isExemptFromLimits else { return .now }
        // The lines of a batch belong together.
        let maySplit = session.batch == nil
        if maySplit, session.waitingQuestions.holdsBack(line) { return .behindQuestions }
        guard let moment = moment(for: line, of: session) else { return .now }
        guard maySplit, line.budget == .questions else { return .later(moment) }
        setAlarm(at: moment, for: session)
        return .behindQuestions
    }

    /// Goes on with questions that waited, as far as they may be asked now.
    func takeWaitingQuestions(from session: Session) {
        while session.parking == nil, session.batch == nil, !session.isClosing,
            let line = session.waitingQuestions.first.map(priced)
        {
            if let moment = moment(for: line, of: session) { return setAlarm(at: moment, for: session) }
            session.waitingQuestions.removeFirst(wasQuestion: line.budget == .questions)
            obey(line.input, from: session)
        }
    }

    /// One alarm at a time: what is to be done later than it rings is looked at then.
    private func setAlarm(at moment: Timestamp, for session: Session) {
        if let alarm = session.waitingQuestions.alarm, alarm > steady { return }
        session.waitingQuestions.alarm = moment
        emit(.wake(session.id, at: moment))
    }

    /// When a session may say this; nil for now, and then it is paid for.
    private func moment(for line: PricedLine, of session: Session) -> Timestamp? {
        if let rule = line.rule, rule.asksEveryRoom, let user = session.user, !review(user) {
            return steady.advanced(byMilliseconds: Self.reviewPause)
        }
        if session.allowance[.commands].isRested(at: steady) { session.isToldOfThrottle = false }
        let moment = session.allowance[line.budget].spend(
            cost(of: line, from: session), at: steady, limits: settings.limits, from: line.budget)
        if moment != nil { tellOfThrottle(line.budget, to: session) }
        return moment
    }

    private func cost(of line: PricedLine, from session: Session) -> Int {
        guard case .message(let message) = line.input else { return 1 }
        // A message of many lines is paid for when it is complete.
        if let batch = session.batch, message.tag("batch") == batch.reference { return 0 }
        if message.command == "BATCH", let batch = session.batch { return 1 + batch.lines.count / 5 }
        return line.rule?.cost(of: message, by: session.user, in: self) ?? 1
    }

    /// Says once that what a person does waits. What a client asks by itself waits in silence.
    private func tellOfThrottle(_ budget: Budget, to session: Session) {
        guard !session.isToldOfThrottle else { return }
        let rate = budget.perSecond(settings.limits)
        let what =
            switch budget {
            case .commands: "sending faster than \(rate) lines"
            case .entries: "entering rooms faster than \(rate)"
            case .questions: ""
            }
        if what.isEmpty { return }
        session.isToldOfThrottle = true
        standardReply(
            "NOTE", "*", "RATE_LIMITED", "You are \(what) a second; nothing is lost, but it waits its turn", to: session
        )
    }
}
