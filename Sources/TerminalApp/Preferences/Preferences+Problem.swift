import Configuration
import Protocol
import TUI

extension Preferences.Problem {
    /// - Parameter name: the file's.
    init(_ problem: ConfigurationProblem, in name: String) {
        switch problem {
        case .refusedText(let line, let words): text = "\(name):\(line): \(words)."
        case .syntax(let line, let words, let isAboutValue):
            let remedy = isAboutValue ? "Texts stand in quotes; numbers, true and false do not." : "Mend that line."
            text = "\(name):\(line): \(words). \(remedy)"
        case .unreadable(let words): text = "\(name): \(words). Mend it, or move it away."
        case .key(let key, let line, .unknownKey(let keys)):
            let nearest = NearestName.of(key, among: keys)
            let hint = nearest.map { "did you mean “\($0)”?" } ?? "the keys are \(keys.joined(separator: ", "))."
            text = "\(name):\(line): there is no “\(key.printable)”; \(hint)"
        case .key(let key, let line, let reason):
            // A text of the file may hold anything.
            let words = Self.words(for: reason, of: key).printable
            text = "\(name):\(line): “\(key.printable)”: \(words)" + (words.hasSuffix("?") ? "" : ".")
        }
    }

    /// A problem with a value that was set by hand: a sentence that begins with the key.
    init(_ reason: ValueProblem.Reason, of key: String) {
        let words = Self.words(for: reason, of: key).printable
        text = "\(key): \(words)" + (words.hasSuffix("?") ? "" : ".")
    }

    private static func words(for reason: ValueProblem.Reason, of key: String) -> String {
        switch reason {
        case .notText: "it must be a text: \(key) = \"…\""
        case .notFileName: "it must be the name of a file"
        case .notFlag: "it must be true or false"
        case .notInteger(let bounds): "it must be a number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .notOne(let words): "it must be " + words.map(TOML.text).joined(separator: " or ")
        case .notList: "it must be a list: \(key) = [\"…\"]"
        case .notTexts: "everything in it must be a text"
        case .notTable: "it must be a table: [\(key)]"
        case .notTables: "it must be a table: [[\(key)]]"
        case .unknownKey(let keys): "the keys are \(keys.joined(separator: ", "))"
        case .rule(let words): words
        }
    }
}
