import Basics

/// Values of TOML as they are written on one line. <https://toml.io/en/v1.0.0>
package enum TOML {
    /// A text in quotes; control characters, which may not stand in one, are escaped.
    ///
    /// So is a NUL, as TOML wants it; ``TOMLPrecheck`` refuses it even so when the text is read.
    package static func text(_ text: String) -> String {
        let inner = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\n": "\\n"
            case "\t": "\\t"
            case "\0"..."\u{1F}", "\u{7F}":
                "\\u00" + Hex.encode([UInt8(truncatingIfNeeded: scalar.value)], isUppercase: true)
            default: String(scalar)
            }
        }
        return "\"\(inner.joined())\""
    }

    /// A key as it stands before its `=`: bare where it can be, else in quotes.
    package static func key(_ name: String) -> String {
        let isBare = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isBare && !name.isEmpty ? name : text(name)
    }

    /// A list of texts.
    package static func list(_ texts: [String]) -> String { "[" + texts.map(text).joined(separator: ", ") + "]" }
}
