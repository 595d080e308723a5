import Client

/// The choices that Tab puts in the place of a word, one after the other: those that ``Client/ClientSession/completion(of:cursor:in:)`` finds,
/// or else the words that a misspelt one may be meant for.
struct CompletionCycle: Equatable, Sendable {
    /// The buffer in whose draft it was begun, and what that holds since: another buffer can be shown meanwhile.
    let buffer: BufferAddress
    var text = ""
    /// The place where the word begins, in characters.
    let start: Int
    /// The place where the word ends by now, in characters.
    var end: Int
    let choices: [String]
    /// The number of the choice that comes next; 0 where none stands there yet.
    var next = 0

    /// The next choice, or the one before that which stands there; from the last choice to the first, and the other way round.
    mutating func step(isBackward: Bool) -> String {
        let count = choices.count
        let place = isBackward ? (max(next, 1) - 2 + 2 * count) % count : next % count
        next = place + 1
        return choices[place]
    }
}

extension Screen {
    /// True if the cursor stands behind the blank that a completion has just put there.
    func isCompletionOpen(_ shown: Buffer) -> Bool {
        guard let completion = inputState.completion, completion.buffer == shown.address,
            let draft = inputState.drafts[shown.address],
            draft.cursor == completion.end, draft.cursor > 0, draft.text == completion.text
        else { return false }
        return draft.characters[draft.cursor - 1] == " "
    }

    /// Puts the next choice for the word before the cursor in its place.
    ///
    /// - Parameter isBackward: true for the choice before that which stands there, or the last one.
    mutating func complete(_ chat: ChatModel, _ shown: Buffer, isBackward: Bool = false) {
        var draft = inputState.drafts[shown.address] ?? InputLine()
        var completion: CompletionCycle
        if let known = inputState.completion, known.buffer == shown.address, known.end == draft.cursor,
            known.text == draft.text
        {
            completion = known
        } else if let offer = chat.shown.completion(
            of: draft.text, cursor: draft.cursor, in: shown.id, networks: chat.bouncerNetworkWords)
        {
            completion = CompletionCycle(
                buffer: shown.address, start: offer.range.lowerBound, end: offer.range.upperBound,
                choices: offer.choices)
        } else {
            let ownNick = chat.shown.nick
            guard let found = inputState.spelling?.corrections(in: draft, isName: { shown.isName($0, own: ownNick) })
            else { return }
            completion = CompletionCycle(
                buffer: shown.address, start: found.range.lowerBound, end: found.range.upperBound, choices: found.words)
        }
        var choice = completion.step(isBackward: isBackward)
        // A blank that stands there already is not given again.
        let isBlankThere = draft.characters.indices.contains(completion.end) && draft.characters[completion.end] == " "
        if isBlankThere, choice.last == " " { choice.removeLast() }
        draft.replace(completion.start..<completion.end, with: choice)
        completion.end = draft.cursor
        completion.text = draft.text
        inputState.drafts[shown.address] = draft
        inputState.completion = completion
    }
}
