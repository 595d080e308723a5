import Basics
import Client
import Protocol

/// The sequences for a terminal that draw nothing.
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
    package static func copy(_ text: String) -> String { "\u{1B}]52;c;\(Base64.encode(text.utf8))\u{1B}\\" }

    /// Without controls, and without the semicolons that part the words of a command.
    private static func harmless(_ text: String, _ limit: Int) -> String {
        let plain = DrawableText.plain(text).unicodeScalars.map { scalar -> Unicode.Scalar in
            scalar == ";" ? "," : scalar.properties.generalCategory == .control ? " " : scalar
        }
        return String(String.UnicodeScalarView(plain.prefix(limit)))
    }
}
