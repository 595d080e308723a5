/// Finds addresses in what people write.
package enum LinkFinder {
    private static let schemes = [
        "https://", "http://", "gemini://", "gopher://", "ftp://", "ircs://", "irc://", "mailto:", "magnet:?", "xmpp:",
        "geo:", "ssh://", "git://",
    ]

    /// Where the addresses stand, from left to right. One begins with a scheme that is known, or with `www.`, and ends before a space or what
    /// cannot be in it; a full stop, a comma, a quote or a bracket that closes what was opened before it is not of it.
    package static func ranges(in text: String) -> [Range<String.Index>] {
        guard text.utf8.contains(0x3A) || text.utf8.contains(0x2E) else { return [] }
        let scalars = text.unicodeScalars
        var found: [Range<String.Index>] = []
        var place = scalars.startIndex
        var isAtWordStart = true
        while place < scalars.endIndex {
            if isAtWordStart, let end = address(at: place, in: scalars) {
                found.append(place..<end)
                place = end
                isAtWordStart = false
                continue
            }
            let scalar = scalars[place]
            isAtWordStart = !(scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "@")
            place = scalars.index(after: place)
        }
        return found
    }

    /// The address that a range names, as it is to be opened.
    package static func target(_ text: Substring) -> String {
        text.utf8.starts(with: "www.".utf8) ? "https://" + text : String(text)
    }

    private static func address(at start: String.Index, in scalars: String.UnicodeScalarView) -> String.Index? {
        let rest = scalars[start...]
        let lead = (schemes + ["www."]).first { begins(rest, with: $0) }
        guard let lead else { return nil }
        let body = scalars.index(start, offsetBy: lead.unicodeScalars.count)
        var end = scalars[body...].firstIndex(where: isEnd) ?? scalars.endIndex
        // Counted once: an address may have thousands of brackets behind it.
        var counts = Brackets(in: scalars[body..<end])
        while end > body {
            let before = scalars.index(before: end)
            guard counts.isTrailing(scalars[before]) else { break }
            counts.take(scalars[before])
            end = before
        }
        guard end > body else { return nil }
        let host = scalars[body..<end].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if lead == "www.", !host.contains(".") { return nil }
        return end
    }

    private static func begins(_ text: Substring.UnicodeScalarView, with lead: String) -> Bool {
        var rest = text
        for wanted in lead.unicodeScalars {
            guard let scalar = rest.popFirst() else { return false }
            let isLetter = ("A"..."Z").contains(scalar)
            guard scalar == wanted || (isLetter && Unicode.Scalar(scalar.value | 0x20) == wanted) else { return false }
        }
        return true
    }

    private static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "\"", "`", "\\", "^", "{", "|", "}", "«", "»", "“", "”", "„": true
        default: scalar.value < 0x20 || scalar.value == 0x7F || scalar.properties.isWhitespace || scalar == "\u{FFFD}"
        }
    }

    /// How many more brackets are closed than opened.
    private struct Brackets {
        private var round = 0
        private var square = 0

        init(in body: Substring.UnicodeScalarView) {
            for scalar in body { count(scalar, 1) }
        }

        /// Whether a scalar at the end of an address is punctuation behind it, and no part of it.
        func isTrailing(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar {
            case ".", ",", ";", ":", "!", "?", "'", "*", "…", "’": true
            case ")": round > 0
            case "]": square > 0
            default: false
            }
        }

        mutating func take(_ scalar: Unicode.Scalar) { count(scalar, -1) }

        private mutating func count(_ scalar: Unicode.Scalar, _ change: Int) {
            switch scalar {
            case ")": round += change
            case "(": round -= change
            case "]": square += change
            case "[": square -= change
            default: break
            }
        }
    }
}
