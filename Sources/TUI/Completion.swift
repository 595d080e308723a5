import Client

/// What Tab offers, one after the other.
struct Completion: Equatable, Sendable {
    /// The buffer in whose draft it was begun, and what that holds since: another buffer can be shown meanwhile.
    let buffer: BufferID
    var text = ""
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
        if let known = self.completion, known.buffer == shown.id, known.end == draft.cursor, known.text == draft.text {
            completion = known
        } else {
            guard let offer = session.completion(of: draft.text, cursor: draft.cursor, in: shown.id) else { return }
            completion = Completion(
                buffer: shown.id, start: offer.range.lowerBound, end: offer.range.upperBound, choices: offer.choices)
        }
        let choice = completion.choices[completion.next % completion.choices.count]
        completion.next += 1
        lastFrame = nil
        draft.replace(completion.start..<completion.end, with: choice)
        completion.end = draft.cursor
        completion.text = draft.text
        let fresh = newView
        views[shown.id, default: fresh].draft = draft
        self.completion = completion
    }
}
