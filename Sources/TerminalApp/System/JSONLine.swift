/// An object of JSON on a line of its own, for other programs to read. <https://www.rfc-editor.org/rfc/rfc8259>
enum JSONLine {
    /// - Parameters:
    ///   - texts: the names and values, in their order.
    ///   - flags: the names of what is true.
    /// - Returns: the object, with the line feed behind it.
    static func object(_ texts: [(name: String, value: String)], flags: [String] = []) -> String {
        let members = texts.map { "\(quoted($0.name)):\(quoted($0.value))" } + flags.map { "\(quoted($0)):true" }
        return "{" + members.joined(separator: ",") + "}\n"
    }

    /// A string, with all that a terminal would obey escaped. <https://www.rfc-editor.org/rfc/rfc8259#section-7>
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted += "\\"
                quoted.unicodeScalars.append(scalar)
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
