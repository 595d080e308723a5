/// An answer to a question, as it is offered: `[a] trust always`.
package struct QuestionChoice: Hashable, Sendable {
    /// The letter that answers.
    package let letter: Character
    /// The effect of the answer.
    package let words: String
    /// The same in one word, where there is little room. It answers as the letter does.
    package let word: String

    init(_ letter: Character, _ words: String, word: String) {
        self.letter = letter
        self.words = words
        self.word = word
    }
}
