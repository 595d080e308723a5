import Client

/// The questions over everything else, and the text that is being typed meanwhile.
struct OpenQuestions: Sendable {
    /// The questions about servers that nobody vouches for, one of a network; nothing else goes on meanwhile.
    var trust: [TrustQuestion] = []
    /// The questions whether an account is to be kept, one of a network.
    var keep: [SaveAccountQuestion] = []
    /// Those that wait until the person types nothing.
    var later: [SaveAccountQuestion] = []
    /// The buffers in whose input several lines were gathered that were typed while something was asked.
    var gathered: Set<BufferAddress> = []
    /// The link that is to be followed if the person wants that.
    var link: LinkQuestion?
    /// Passwords that the server wants, where it is asked first whether the person wants to type them.
    var secrets: [PasswordPrompt] = []
    /// The text that is being typed: an answer, or the rest of what the person was writing.
    var reply = InputLine()
    /// How far something that was no answer has been put back where it was being written.
    var returned = ReturnedInput.nothing

    /// Drops what is asked about an account of a network.
    mutating func dropAccount(of network: NetworkID) {
        keep.removeAll { $0.network == network }
        later.removeAll { $0.network == network }
    }

    /// The one that is to be answered next.
    var first: Question? {
        if let question = trust.first { return .trust(question) }
        if let question = keep.first { return .keep(question) }
        if let link { return .link(link) }
        return secrets.first.map { .secret($0) }
    }

    /// A question that lies over everything else and is answered by a word.
    enum Question {
        case trust(TrustQuestion)
        case keep(SaveAccountQuestion)
        case link(LinkQuestion)
        case secret(PasswordPrompt)

        /// A few words on what it is about.
        var title: String {
            switch self {
            case .trust: "Is this the right server?"
            case .keep: "Keep the account?"
            case .link: "Follow the link?"
            case .secret: "A password is wanted"
            }
        }

        /// The text of the question, one paragraph each.
        var paragraphs: [String] {
            switch self {
            case .trust(let question): question.paragraphs
            case .keep(let question): question.paragraphs
            case .link(let question): question.paragraphs
            case .secret(let prompt): prompt.paragraphs
            }
        }

        /// The answers there are.
        var choices: [QuestionChoice] {
            switch self {
            case .trust: TrustQuestion.choices
            case .keep: SaveAccountQuestion.choices
            case .link: LinkQuestion.choices
            case .secret: PasswordPrompt.choices
            }
        }

        /// Tells the beginning of a word that answers one of them.
        static func isAnswerBegun(_ text: String) -> Bool {
            ["always", "once", "leave", "yes", "no"].contains { $0.hasPrefix(text.lowercased()) }
        }
    }

    /// How far the text that was no answer has been put back into the draft.
    enum ReturnedInput {
        case nothing
        /// A paste was put back; more may belong to the same row.
        case beginning
        /// It ended with Enter.
        case row
    }
}
