import Protocol

/// When it is a line's turn.
enum CommandTiming {
    case now
    /// It waits with the questions that clients ask by themselves, as one of them or because it is not to overtake them, and what
    /// people say goes on.
    case behindQuestions(PricedLine)
    /// The line waits until this time, and the lines behind it wait, too.
    case later(Timestamp)
}

/// A line, what it is paid from, and how it stands to questions that wait.
struct PricedLine {
    let input: Network.Input
    /// Nil for what is no command.
    var rule: CommandRule?
    var budget = Budget.commands
    var place = QuestionOrdering.free
    /// The rooms that it is about.
    var channels: [FoldedName] = []

    /// It is no question.
    var isOther: Bool {
        switch budget {
        case .questions: false
        case .commands, .entries: true
        }
    }
}

/// The turns of a session's lines, by what they cost and by what that is paid from.
extension Network {
    /// - Parameter needsChannels: false where nothing waits, and the rooms do not matter.
    private func priced(_ input: Input, needsChannels: Bool) -> PricedLine {
        guard case .message(let message) = input, let rule = commands[message.command] else {
            return PricedLine(input: input)
        }
        return PricedLine(
            input: input, rule: rule, budget: rule.budget(of: message), place: rule.place(of: message),
            channels: needsChannels ? rule.channels(in: message, of: self) : [])
    }

    func timing(of input: Input, from session: Session) -> CommandTiming {
        guard !session.origin.isExemptFromLimits else { return .now }
        let line = priced(input, needsChannels: !session.input.waitingQuestions.isEmpty)
        // The lines of a batch belong together.
        let maySplit = session.batch == nil
        if maySplit, session.input.waitingQuestions.holdsBack(line) {
            guard line.rule?.command == "BATCH", !session.input.waitingQuestions.endsAll else {
                return .behindQuestions(line)
            }
            // All of it would have to wait there, and what comes between its lines: it waits here.
            return .later(nextQuestion(of: session))
        }
        guard let moment = moment(for: line, of: session) else { return .now }
        guard maySplit, line.budget == .questions else { return .later(moment) }
        scheduleWake(at: moment, for: session)
        return .behindQuestions(priced(input, needsChannels: true))
    }

    private func nextQuestion(of session: Session) -> Timestamp {
        if let wakeAt = session.input.waitingQuestions.wakeAt, wakeAt > monotonicNow { return wakeAt }
        return monotonicNow.advanced(byMilliseconds: Self.listCheckPause)
    }

    /// Goes on with questions that waited, as far as they may be asked now. That what is said waits does not hold them up.
    func takeWaitingQuestions(from session: Session) {
        while session.mayTakeQuestions, session.batch == nil, !session.isClosing,
            let line = session.input.waitingQuestions.first.map({ priced($0, needsChannels: true) })
        {
            if isSkippedAfterDisconnect(line.input, from: session) {
                session.input.waitingQuestions.removeFirst(line)
                continue
            }
            if let moment = moment(for: line, of: session) { return scheduleWake(at: moment, for: session) }
            session.input.waitingQuestions.removeFirst(line)
            execute(line.input, from: session)
        }
    }

    /// One alarm at a time: what is to be done later than it rings is looked at then.
    private func scheduleWake(at moment: Timestamp, for session: Session) {
        if let wakeAt = session.input.waitingQuestions.wakeAt, wakeAt > monotonicNow { return }
        session.input.waitingQuestions.wakeAt = moment
        emit(.wake(session.id, at: moment))
    }

    /// When a session may say this; nil for now, and then it is paid for.
    private func moment(for line: PricedLine, of session: Session) -> Timestamp? {
        if case .message(let message) = line.input, let rule = line.rule, rule.asksEveryChannel(message),
            let user = session.user, !checkLists(user),
            session.input.postponedListChecks < Self.maxPostponedListChecks
        {
            session.input.postponeListCheck()
            return monotonicNow.advanced(byMilliseconds: Self.listCheckPause)
        }
        let moment = session.input.spend(
            cost(of: line, from: session), at: monotonicNow, limits: settings.limits, from: line.budget)
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

    /// Lets a session pay for telling others of so many changes of a user, where it was not known before how many there would be.
    func charge(_ session: Session, forTelling changes: Int, of user: User) {
        guard !session.origin.isExemptFromLimits else { return }
        let told = changes * CommandRule.audience(of: user, in: self)
        session.input.owe(told / CommandRule.peoplePerUnit, at: monotonicNow, limits: settings.limits)
    }

    /// Says once that what a person does waits. What a client asks by itself waits in silence.
    private func tellOfThrottle(_ budget: Budget, to session: Session) {
        guard !session.input.isToldOfThrottle else { return }
        let rate = budget.perSecond(settings.limits)
        let what =
            switch budget {
            case .commands: "sending faster than \(rate) lines"
            case .entries: "entering rooms faster than \(rate)"
            case .questions: ""
            }
        if what.isEmpty { return }
        session.input.toldOfThrottle()
        let words =
            "the rest waits its turn. What still waits \(Self.lingerSeconds) seconds after you leave is lost, or sooner if many leave so"
        standardReply("NOTE", "*", "RATE_LIMITED", "You are \(what) a second: \(words)", to: session)
    }
}

extension Session {
    /// It has said something that is obeyed later. Whoever does not take the answer to what it has said does not wait for us.
    var waitsForItsTurn: Bool {
        switch inputHold {
        case .throttled: true
        case .asking, .draining: false
        case nil: input.isReadingPaused || !input.waitingQuestions.isEmpty
        }
    }

    /// No answer is being made for it.
    fileprivate var mayTakeQuestions: Bool {
        switch inputHold {
        case .throttled, nil: true
        case .asking, .draining: false
        }
    }
}
