/// The rules for which parts of a text that came from somebody else may be put on a screen.
///
/// The values keep every character as it came; whoever draws asks here. Formatting codes (<https://modern.ircdocs.horse/formatting>)
/// are left out, and so is what only says in which direction text runs: letters stand in the order in which they were sent. Other
/// controls become `U+FFFD`.
package enum DrawableText {
    /// The way in which one scalar is treated.
    package enum Treatment: Hashable, Sendable {
        case draw
        /// It styles what follows: not drawn itself.
        case formatting
        /// It could turn what stands beside it round, and has no shape of its own: it takes no place.
        case omit
        /// It parts words or lines: drawn as a blank.
        case blank
        /// It could move the cursor or hide text: drawn as `U+FFFD`.
        case replace
    }

    package static func treatment(of scalar: Unicode.Scalar) -> Treatment {
        switch scalar.value {
        case 0x02, 0x03, 0x04, 0x0F, 0x11, 0x16, 0x1D, 0x1E, 0x1F: .formatting
        case 0x09, 0x2028, 0x2029: .blank
        case 0x00...0x1F, 0x7F...0x9F: .replace
        // The marks, embeddings, overrides and isolates of <https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters>.
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: .omit
        case 0xFFF9...0xFFFB, 0xFDD0...0xFDEF, 0xFFFE, 0xFFFF: .replace
        default: .draw
        }
    }

    /// The text with its formatting gone and its dangers replaced.
    package static func plain(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch treatment(of: scalar) {
            case .draw: result.append(scalar)
            case .omit: break
            case .blank: result.append(" ")
            case .replace: result.append("\u{FFFD}")
            case .formatting:
                if scalar.value == 0x03 { _ = rest.takeColor(digits: 2, radix: 10) }
                if scalar.value == 0x04 { _ = rest.takeColor(digits: 6, radix: 16) }
            }
        }
        return String(result)
    }
}
