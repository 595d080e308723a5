import Logging

/// The one way by which what was read or heard elsewhere gets into a line for the host: in the log, or on the host's terminal.
///
/// People choose what they send. Nothing of it may end a line, order the terminal about, turn the direction of writing, or look like a part
/// of the line that it is not.
package enum LogText {
    /// A value behind its key, in a log: as it is where that is plain, and else in quotes, with `\"` and `\\` within. So each
    /// `key=` outside of quotes is the program's own.
    package static func value(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    ? scalar.value > 0x20 && scalar.value < 0x7F && !"\"\\=[]".unicodeScalars.contains(scalar)
                    : !needsEscape(scalar) && !scalar.properties.isWhitespace
            }
        return isPlain ? text : quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted += "\\"
                quoted.unicodeScalars.append(scalar)
            default: append(scalar, to: &quoted)
            }
        }
        return quoted + "\""
    }

    /// A whole line, or a part of one that holds nothing but words.
    package static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: needsEscape) else { return text }
        return text.unicodeScalars.reduce(into: "") { append($1, to: &$0) }
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        guard needsEscape(scalar) else { return text.unicodeScalars.append(scalar) }
        text += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }

    /// True for a character that is not drawn, or may be taken for an order: C0 and C1 controls, marks that turn the direction of writing
    /// or join their neighbours, the ends of lines and paragraphs, and what no standard has given a meaning.
    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }

    private static func value(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): Self.value(text)
        case .stringConvertible(let other): Self.value("\(other)")
        case .array(let values): "[" + values.map { quoted("\($0)") }.joined(separator: ", ") + "]"
        case .dictionary(let entries):
            "{"
                + entries.sorted { $0.key < $1.key }.map { "\(quoted($0.key)): \(quoted("\($0.value)"))" }
                .joined(separator: ", ") + "}"
        }
    }

    /// One event as a line: how grave, from where, what with its parts apart, and in words. The time of it stands in front.
    static func line(
        level: Logger.Level, label: String, metadata: Logger.Metadata, source: String, message: String
    ) -> String {
        let parts = metadata.sorted { $0.key < $1.key }.map { " \(value($0.key))=\(value($0.value))" }.joined()
        return "\(level) \(label):\(parts) [\(source)] \(line(message))"
    }
}
