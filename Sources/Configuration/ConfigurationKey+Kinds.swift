/// The kinds of keys, by the values that they take.
extension ConfigurationKey {
    /// A text that is not empty.
    package static func text(
        _ path: String, _ summary: String, _ activation: Activation, _ place: Place<String>
    ) -> ConfigurationKey {
        .init(path, summary, activation, .standard { TOML.text($0[keyPath: place]) }, place, parse: parseText)
    }

    /// A text that is not empty, or none.
    package static func text(
        _ path: String, _ summary: String, _ activation: Activation, example: String, place: Place<String?>
    ) -> ConfigurationKey {
        .init(
            path, summary, activation, .example(TOML.text(example)), place, written: { $0.map(TOML.text) },
            parse: parseText)
    }

    private static func parseText(_ value: ConfigurationValue) throws(ValueProblem) -> String {
        guard let text = value.filledText else { throw ValueProblem(.notText) }
        return text
    }

    /// Texts, as a list.
    package static func texts(
        _ path: String, _ summary: String, _ activation: Activation, _ place: Place<[String]>
    ) -> ConfigurationKey {
        .init(path, summary, activation, .standard { TOML.list($0[keyPath: place]) }, place, parse: parseTexts)
    }

    /// - Returns: the texts of a list.
    package static func parseTexts(_ value: ConfigurationValue) throws(ValueProblem) -> [String] {
        guard value.list != nil else { throw ValueProblem(.notList) }
        guard let texts = value.texts else { throw ValueProblem(.notTexts) }
        return texts
    }

    /// The name of a file, or none.
    package static func file(
        _ path: String, _ summary: String, _ activation: Activation, example: String, place: Place<String?>
    ) -> ConfigurationKey {
        .init(path, summary, activation, .example(TOML.text(example)), place, written: { $0.map(TOML.text) }) {
            value throws(ValueProblem) in
            guard let name = value.filledText else { throw ValueProblem(.notFileName) }
            return name
        }
    }

    /// True or false.
    package static func flag(
        _ path: String, _ summary: String, _ activation: Activation, _ place: Place<Bool>
    ) -> ConfigurationKey {
        .init(path, summary, activation, .standard { "\($0[keyPath: place])" }, place, words: ["true", "false"]) {
            value throws(ValueProblem) in
            guard let flag = value.flag else { throw ValueProblem(.notFlag) }
            return flag
        }
    }

    /// A whole number within bounds, which the variable can hold.
    package static func number<Number: BinaryInteger & Sendable>(
        _ path: String, _ summary: String, _ activation: Activation, _ bounds: ClosedRange<Int>, _ place: Place<Number>
    ) -> ConfigurationKey {
        .init(path, summary, activation, .standard { "\($0[keyPath: place])" }, place) { value throws(ValueProblem) in
            Number(try parseNumber(value, bounds))
        }
    }

    /// A whole number within bounds, which the variable can hold, or none.
    package static func number<Number: BinaryInteger & Sendable>(
        _ path: String, _ summary: String, _ activation: Activation, _ bounds: ClosedRange<Int>, example: Number,
        place: Place<Number?>
    ) -> ConfigurationKey {
        .init(path, summary, activation, .example("\(example)"), place, written: { $0.map { "\($0)" } }) {
            value throws(ValueProblem) in
            Number(try parseNumber(value, bounds))
        }
    }

    private static func parseNumber(
        _ value: ConfigurationValue, _ bounds: ClosedRange<Int>
    ) throws(ValueProblem) -> Int {
        guard let number = value.number, bounds.contains(number) else { throw ValueProblem(.notInteger(bounds)) }
        return number
    }
}
