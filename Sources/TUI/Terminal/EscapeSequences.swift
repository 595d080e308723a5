import Client

/// What a terminal is told that is not drawn.
package enum EscapeSequences {
    /// Rings, or shows a notification where the terminal knows how to, in either of the two ways there are, or both.
    package static func notification(_ title: String, _ body: String, rings: Bool, showsText: Bool) -> String {
        let bell = rings ? "\u{7}" : ""
        guard showsText else { return bell }
        let title = harmless(title, 64)
        let body = harmless(body, 256)
        return "\(bell)\u{1B}]9;\(title): \(body)\u{1B}\\\u{1B}]777;notify;\(title);\(body)\u{1B}\\"
    }

    /// Puts a text into the clipboard of whoever looks at the terminal: OSC 52.
    package static func copy(_ text: String) -> String { "\u{1B}]52;c;\(base64(Array(text.utf8)))\u{1B}\\" }

    /// Without controls, and without the semicolons that part the words of a command.
    private static func harmless(_ text: String, _ limit: Int) -> String {
        let plain = DrawableText.plain(text).unicodeScalars.map { scalar -> Unicode.Scalar in
            scalar == ";" ? "," : scalar.properties.generalCategory == .control ? " " : scalar
        }
        return String(String.UnicodeScalarView(plain.prefix(limit)))
    }

    /// <https://www.rfc-editor.org/rfc/rfc4648#section-4>
    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=")
            }
        }
        return text
    }
}
