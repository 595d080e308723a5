/// Keys that take one of a few words.
extension ConfigurationKey {
    /// One of the words of an enumeration.
    package static func choice<Choice: RawRepresentable<String> & CaseIterable & Equatable & Sendable>(
        _ path: String, _ summary: String, _ activation: Activation, _ place: Place<Choice>
    ) -> ConfigurationKey {
        choice(path, summary, activation, Choice.allCases.map { ($0.rawValue, $0) }, place: place)
    }

    /// One of the words, each of which stands for a value.
    ///
    /// - Parameters:
    ///   - words: in the order in which they are told; there is one for the value that holds without the key, unless there is an example.
    ///   - example: one of the words, where none of them holds without the key.
    package static func choice<Choice: Equatable & Sendable>(
        _ path: String, _ summary: String, _ activation: Activation, _ words: [(word: String, value: Choice)],
        example: String? = nil, place: Place<Choice>
    ) -> ConfigurationKey {
        let names = words.map(\.word)
        let shown: Shown =
            example.map { .example(TOML.text($0)) }
            ?? .standard { target in
                TOML.text(words.first { $0.value == target[keyPath: place] }?.word ?? "")
            }
        let told = names.map(TOML.text).joined(separator: ", ")
        return .init(
            path, "\(summary) One of \(told).", activation, shown, place, words: names,
            written: { choice in words.first { $0.value == choice }.map { TOML.text($0.word) } }
        ) { value throws(ValueProblem) in
            guard let choice = words.first(where: { $0.word == value.text }) else {
                throw ValueProblem(.notOne(of: names))
            }
            return choice.value
        }
    }
}
