import Logging

/// Values of the log as JSON. What is not drawn, or may be taken for an order, stands in a string as ``LogText`` writes it, as `\u{1B}` in
/// plain letters: so whoever reads the value out of the JSON may show it.
enum LogJSON {
    static func string(_ text: String) -> String {
        var string = "\""
        for scalar in LogText.line(text).unicodeScalars {
            if scalar == "\"" || scalar == "\\" { string += "\\" }
            string.unicodeScalars.append(scalar)
        }
        return string + "\""
    }

    /// A text as a string, a list as an array, a dictionary as an object with its keys in alphabetical order.
    static func value(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): string(text)
        case .stringConvertible(let other): string("\(other)")
        case .array(let values): "[" + values.map(Self.value).joined(separator: ",") + "]"
        case .dictionary(let entries):
            "{"
                + entries.sorted { $0.key < $1.key }.map { "\(string($0.key)):\(Self.value($0.value))" }
                .joined(separator: ",") + "}"
        }
    }
}
