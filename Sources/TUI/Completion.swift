import Client

/// What Tab offers, one after the other.
struct Completion: Equatable, Sendable {
    /// Where the word begins, in characters.
    let start: Int
    /// Where it ends by now.
    var end: Int
    let choices: [String]
    var next = 0
}

extension Screen {
    /// Puts the next choice for the word before the cursor in its place.
    mutating func complete(_ session: ClientSession, _ shown: Buffer) {
        var draft = views[shown.id]?.draft ?? InputLine()
        var completion: Completion
        if let known = self.completion {
            completion = known
        } else {
            guard let offer = session.completion(of: draft.text, cursor: draft.cursor, in: shown.id) else { return }
            completion = Completion(
                start: offer.range.lowerBound, end: offer.range.upperBound, choices: offer.choices)
        }
        let choice = completion.choices[completion.next % completion.choices.count]
        completion.next += 1
        lastFrame = nil
        draft.replace(completion.start..<completion.end, with: choice)
        completion.end = draft.cursor
        let fresh = newView
        views[shown.id, default: fresh].draft = draft
        self.completion = completion
    }
}
