import Client

/// The questions of `--linear`, and their order.
extension LinearInput {
    /// Questions that wait, at most: a server can ask at any moment.
    private static var maxWaiting: Int { 8 }

    /// True while an answer or a password is waited for.
    package var isAsking: Bool { question != nil || hiddenPrompt != nil }

    package mutating func ask(_ question: TrustQuestion) -> [LinearStep] { ask(.trust(question)) }
    package mutating func ask(_ question: SaveAccountQuestion) -> [LinearStep] { ask(.keep(question)) }
    package mutating func ask(_ question: LinkQuestion) -> [LinearStep] { ask(.link(question)) }

    /// Asks for a password. Whoever may be in the middle of a line, which is not known before its end, is first asked whether they want to.
    package mutating func ask(_ prompt: PasswordPrompt) -> [LinearStep] { ask(.secret(prompt)) }

    private mutating func ask(_ new: OpenQuestions.Question) -> [LinearStep] {
        // It is being answered.
        if case .secret(let prompt) = new, let hiddenPrompt, hiddenPrompt.asksForSame(as: prompt) { return [] }
        waiting.removeAll { $0.isReplaced(by: new) }
        // It keeps its place, so that no answer to it is taken for one to another.
        if let question, question.isReplaced(by: new) { return askNow(new) }
        if new.isExpected, !isAsking { return askNow(new) }
        if waiting.count < Self.maxWaiting { waiting.insert(new, at: new.isExpected ? 0 : waiting.count) }
        return next()
    }

    /// Asks what is to be asked next, where nothing is waited for.
    package mutating func next() -> [LinearStep] {
        guard !isAsking, !waiting.isEmpty else { return [] }
        return askNow(waiting.removeFirst())
    }

    private mutating func askNow(_ new: OpenQuestions.Question) -> [LinearStep] {
        question = nil
        if case .secret(let prompt) = new, prompt.isExpected { return askHidden(prompt) }
        question = new
        return [.printLines(new.paragraphs + [new.choicesInWords])]
    }

    mutating func askHidden(_ prompt: PasswordPrompt) -> [LinearStep] {
        hiddenPrompt = prompt
        return [.echoOff, .printLines([prompt.question])]
    }

    /// Nobody answers any more: the question that is open and those that wait behind it are all declined, in their order.
    package mutating func end() -> [LinearStep] {
        let steps: [LinearStep] = hiddenPrompt == nil ? [] : [.echoOn]
        let open: OpenQuestions.Question? = hiddenPrompt.map { .secret($0) } ?? question
        let asked = [open].compactMap(\.self) + waiting
        (hiddenPrompt, question, waiting) = (nil, nil, [])
        return steps + asked.map { .answer($0.refusal) }
    }

    /// The person goes to another server with a network. The questions of the server before are dropped, but for one
    /// about keeping an account, and so are the lines that were typed for its people. Those of other networks stay.
    package mutating func changeServer(of network: NetworkID, in chat: ChatModel) -> [LinearStep] {
        waiting.removeAll { $0.isDropped(withServerOf: network) }
        if question?.isDropped(withServerOf: network) == true { question = nil }
        let count = discardQueued(of: network, in: chat)
        guard count > 0 else { return [] }
        return [
            .printLines(["Not sent, as it was typed for another server: \(count == 1 ? "a line" : "\(count) lines")."])
        ]
    }

    /// A network is put away: what is asked for it is dropped, and so are the lines that were typed for its people.
    package mutating func remove(_ network: NetworkID, in chat: ChatModel) -> [LinearStep] {
        var steps: [LinearStep] = []
        if hiddenPrompt?.network == network {
            hiddenPrompt = nil
            steps = [.echoOn]
        }
        waiting.removeAll { $0.isDropped(with: network) }
        if question?.isDropped(with: network) == true { question = nil }
        return steps + changeServer(of: network, in: chat)
    }
}

extension OpenQuestions.Question {
    /// The answers there are, in words.
    var choicesInWords: String {
        switch self {
        case .trust: "Enter it: always, once or no?"
        case .keep, .link, .secret: "yes or no?"
        }
    }

    /// The answer of somebody who wants nothing of it.
    fileprivate var refusal: Intent {
        switch self {
        case .trust(let question): .trust(.no, question.network)
        case .keep(let question): .keep(false, question)
        case .link(let question): .followLink(false, question)
        case .secret(let prompt): .secret(nil, prompt)
        }
    }

    fileprivate var isExpected: Bool {
        if case .secret(let prompt) = self { prompt.isExpected } else { false }
    }

    /// True if the question means nothing any more when a network has gone over to another server.
    fileprivate func isDropped(withServerOf network: NetworkID) -> Bool {
        switch self {
        case .trust(let question): question.network == network
        case .secret(let prompt): prompt.network == network
        case .keep, .link: false
        }
    }

    /// True if the question means nothing any more when a network is put away.
    fileprivate func isDropped(with network: NetworkID) -> Bool {
        if case .keep(let question) = self, question.network == network { return true }
        return isDropped(withServerOf: network)
    }

    /// True if another question asks for the same, so that this one need not be answered.
    fileprivate func isReplaced(by other: Self) -> Bool {
        switch (self, other) {
        case (.trust(let question), .trust(let other)): question.network == other.network
        case (.keep(let question), .keep(let other)): question.account == other.account && question.host == other.host
        case (.secret(let prompt), .secret(let other)): prompt.asksForSame(as: other)
        case (.link, .link): true
        case (.trust, _), (.keep, _), (.link, _), (.secret, _): false
        }
    }
}
