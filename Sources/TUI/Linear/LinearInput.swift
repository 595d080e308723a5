import Client
import Protocol

/// A step that the program is to take for a line that was typed with `--linear`.
package enum LinearStep: Hashable, Sendable {
    case printLines([String])
    /// The next line is a password: the terminal is not to show it.
    case echoOff
    case echoOn
    /// A question is answered: ``Intent/trust(_:_:)``, ``Intent/keep(_:_:)`` or ``Intent/secret(_:_:)``.
    case answer(Intent)
    /// A command that waits for nothing that was typed before it.
    case run(String)
    /// The lines that are kept are to be sent, as far as they can be.
    case sendQueued
    /// The line that may not have been sent is to be sent once more.
    case resend
}

/// The input of `--linear`: it tells which line answers a question, and keeps the others until they can be said, in their order.
///
/// One question stands at a time, and the others wait. A line that is no answer is none; at a question for a password it may be the password,
/// and is not kept to be said to a room.
package struct LinearInput: Sendable {
    /// How lines that were kept are sent.
    package enum Sending: Sendable {
        /// Not at all, until something happens.
        case idle
        /// The rest goes in the next turn.
        case nextTurn
        /// The rest goes when the server bears more.
        case whenServerAllows
    }

    /// Lines that are kept before no more are taken.
    package static let maxQueuedLines = 256

    /// True if a person types: then a line that cannot be kept is refused, and a loss is theirs to judge. Lines from a file or another
    /// program stay unread instead, and go out when they can.
    package let isInteractive: Bool
    var queue: [QueuedLine] = []
    /// True if the last command that was kept may show another buffer than the person sees when its turn comes.
    var mayChangeBuffer = false
    package var sending = Sending.idle
    /// True while lines are kept because one is not in for the first time yet.
    package var queuesUntilJoined = true
    /// True once anything was typed but answers.
    package private(set) var hasTyped = false
    var hasRefused = false
    var refusal: (place: RefusalContext, since: Timestamp)?
    /// The one before, of the line that was taken out last.
    var lastRefusal: (place: RefusalContext, since: Timestamp)?

    var question: OpenQuestions.Question?
    /// Questions that stand behind ``question``, in their order.
    var waiting: [OpenQuestions.Question] = []
    /// The prompt whose password is being typed unseen.
    var hiddenPrompt: PasswordPrompt?

    package init(isInteractive: Bool) {
        self.isInteractive = isInteractive
    }

    // MARK: Lines that are typed

    /// Takes a line.
    package mutating func take(_ line: String, _ chat: ChatModel) -> [LinearStep] {
        if let prompt = hiddenPrompt {
            hiddenPrompt = nil
            return [.echoOn, .answer(.secret(line.isEmpty ? nil : line, prompt))]
        }
        if let question { return answer(question, line, chat) }
        hasTyped = true
        if line.hasPrefix("/"), runsImmediately(chat) {
            assignBuffer(chat)
            return [.run(line)]
        }
        guard !line.isEmpty else { return [queue.isEmpty ? .resend : .sendQueued] }
        let isRefused = mustReject(nextPhase(chat))
        return keep(line, chat) + (isRefused ? [] : [.sendQueued])
    }

    /// True if a command does not wait behind the lines that are kept: if those do not go by themselves, it is for a command to change
    /// that.
    private func runsImmediately(_ chat: ChatModel) -> Bool {
        switch chat.shown.phase {
        case .idle: true
        case .waiting: isInteractive
        case .connecting, .registering: !sendsAutomatically
        case .online: isInteractive && isRefused(chat)
        case .ended: false
        }
    }

    private mutating func answer(_ question: OpenQuestions.Question, _ line: String, _ chat: ChatModel) -> [LinearStep]
    {
        switch question {
        case .trust(let asked):
            guard let answer = TrustQuestion.answer(line) else { return askAgain(question, line, chat) }
            self.question = nil
            return [.answer(.trust(answer, asked.network))] + sending(chat)
        case .keep(let asked):
            guard let isWanted = SaveAccountQuestion.answer(line) else { return askAgain(question, line, chat) }
            self.question = nil
            return [.answer(.keep(isWanted, asked))] + sending(chat)
        case .link(let asked):
            guard let isWanted = LinkQuestion.answer(line) else { return askAgain(question, line, chat) }
            self.question = nil
            return [.answer(.followLink(isWanted, asked))] + sending(chat)
        case .secret(let prompt):
            // Whoever types a command, or nothing, would rather do something else.
            let isCommand = line.hasPrefix("/")
            guard let isWanted = line.isEmpty || isCommand ? false : SaveAccountQuestion.answer(line) else {
                return askAgain(question, line, chat)
            }
            self.question = nil
            guard !isWanted else { return askHidden(prompt) }
            let rest = isCommand ? take(line, chat) : sending(chat)
            return [.answer(.secret(nil, prompt))] + rest
        }
    }

    /// Sends the lines that waited for an answer, where one is online.
    private func sending(_ chat: ChatModel) -> [LinearStep] { chat.shown.phase == .online ? [.sendQueued] : [] }

    /// A line that is no answer. Somebody may have been in the middle of it: then it goes when the question is answered.
    private mutating func askAgain(_ question: OpenQuestions.Question, _ line: String, _ chat: ChatModel)
        -> [LinearStep]
    {
        guard !line.isEmpty else { return [.printLines([question.choicesInWords])] }
        hasTyped = true
        if case .secret = question {
            return [.printLines(["Not taken, and said to nobody. \(question.choicesInWords)"])]
        }
        let words = mustReject(nextPhase(chat)) ? "" : "Your line waits. "
        return keep(line, chat) + [.printLines([words + question.choicesInWords])]
    }
}
