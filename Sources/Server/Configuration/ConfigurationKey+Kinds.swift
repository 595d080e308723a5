import TOMLKit

/// The kinds of keys there are, by what they may be.
extension ConfigurationKey {
    init(
        _ path: String, _ summary: String, _ shown: Shown,
        read: @escaping @Sendable (any TOMLValueConvertible, inout ServerConfiguration) -> String?
    ) {
        self.init(path: path, summary: summary, shown: shown, read: read)
    }

    static func text(
        _ path: String, _ summary: String, _ place: any WritableKeyPath<ServerConfiguration, String> & Sendable
    ) -> ConfigurationKey {
        .init(path, summary, .standard { quoted($0[keyPath: place]) }) { value, configuration in
            guard let text = value.string, !text.isEmpty else { return "must be a text, and not empty" }
            configuration[keyPath: place] = text
            return nil
        }
    }

    static func file(
        _ path: String, _ summary: String, example: String,
        _ place: any WritableKeyPath<ServerConfiguration, String?> & Sendable
    ) -> ConfigurationKey {
        .init(path, summary, .example(quoted(example))) { value, configuration in
            guard let text = value.string, !text.isEmpty else { return "must be a file's name" }
            configuration[keyPath: place] = text
            return nil
        }
    }

    static func flag(
        _ path: String, _ summary: String, _ place: any WritableKeyPath<ServerConfiguration, Bool> & Sendable
    ) -> ConfigurationKey {
        .init(path, summary, .standard { "\($0[keyPath: place])" }) { value, configuration in
            guard let flag = value.bool else { return "must be true or false" }
            configuration[keyPath: place] = flag
            return nil
        }
    }

    static func number<Number: BinaryInteger & Sendable>(
        _ path: String, _ summary: String, _ range: ClosedRange<Int>,
        _ place: any WritableKeyPath<ServerConfiguration, Number> & Sendable
    ) -> ConfigurationKey {
        .init(path, summary, .standard { "\($0[keyPath: place])" }) { value, configuration in
            guard let number = value.int, range.contains(number) else {
                return "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            }
            configuration[keyPath: place] = Number(number)
            return nil
        }
    }

    static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ path: String, _ summary: String, _ place: any WritableKeyPath<ServerConfiguration, Choice> & Sendable
    ) -> ConfigurationKey {
        let words = Choice.allCases.map { quoted($0.rawValue) }.joined(separator: ", ")
        return .init(
            path, "\(summary) One of \(words).", .standard { quoted($0[keyPath: place].rawValue) }
        ) { value, configuration in
            guard let choice = value.string.flatMap({ Choice(rawValue: $0) }) else {
                return "must be one of \(words)"
            }
            configuration[keyPath: place] = choice
            return nil
        }
    }

    /// The same, and not shown.
    var elsewhere: ConfigurationKey { .init(path, summary, .elsewhere, read: read) }

    /// A text as TOML has it, on one line.
    static func quoted(_ text: String) -> String {
        let inner = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\n": "\\n"
            case "\t": "\\t"
            default: String(scalar)
            }
        }
        return "\"\(inner.joined())\""
    }

    static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ", ") + "]" }
}
