/// Finds addresses in what people write.
package enum LinkFinder {
    private static let schemes = [
        "https://", "http://", "gemini://", "gopher://", "ftp://", "ircs://", "irc://", "mailto:", "magnet:?", "xmpp:",
        "geo:", "ssh://", "git://",
    ]
    private static let web = "www."

    /// Where the addresses stand, from left to right, in a text without formatting. Linear.
    ///
    /// One begins with a scheme that is known, or with `www.`, wherever no longer word of that kind can have begun; it needs no blank
    /// before it. It ends before a space, before what cannot be in it, before punctuation of scripts that are written without spaces,
    /// before an arrow or the edge of a box, before a bracket that closes what was opened before it, and before a comma, a semicolon or
    /// a bar with the next address behind it. A full stop, a comma, a quote or an emoji at its end is not of it, nor is `_` or `~` that
    /// stands before it as well.
    package static func ranges(in text: String) -> [Range<String.Index>] {
        guard text.utf8.contains(0x3A) || text.utf8.contains(0x2E) else { return [] }
        let scalars = text.unicodeScalars
        var found: [Range<String.Index>] = []
        var place = scalars.startIndex
        var before: Unicode.Scalar = " "
        while place < scalars.endIndex {
            if let end = address(at: place, behind: before, in: scalars) {
                found.append(place..<end)
                before = scalars[scalars.index(before: end)]
                place = end
            } else {
                before = scalars[place]
                place = scalars.index(after: place)
            }
        }
        return found
    }

    /// The address that a range names, as it is to be opened.
    package static func target(_ text: Substring) -> String {
        begins(text.unicodeScalars, with: web) ? "https://" + text : String(text)
    }

    private static func address(
        at start: String.Index, behind before: Unicode.Scalar, in scalars: String.UnicodeScalarView
    ) -> String.Index? {
        let rest = scalars[start...]
        guard let first = rest.first, first.isASCIILetter, !before.isASCIILetter, !("0"..."9").contains(before),
            before != "+",
            let lead = Self.lead(of: rest)
        else { return nil }
        let body = scalars.index(start, offsetBy: lead.unicodeScalars.count)
        if lead == web {
            // Before all of it is looked at: it may be no address, and another may begin in it.
            guard !["@", ".", "-", "/"].contains(before), hasHost(scalars[body...]) else { return nil }
        }
        var brackets = Brackets()
        var end = body
        // The end of the last that may stand last.
        var last = body
        while end < scalars.endIndex, !isEnd(scalars[end]), brackets.take(scalars[end]) {
            let scalar = scalars[end]
            let next = scalars.index(after: end)
            if scalar == "," || scalar == ";" || scalar == "|", Self.lead(of: scalars[next...]) != nil { break }
            if !isTrailing(scalar), !(scalar == before && (scalar == "_" || scalar == "~")) { last = next }
            end = next
        }
        return last > body ? last : nil
    }

    private static func lead(of text: Substring.UnicodeScalarView) -> String? {
        schemes.first { begins(text, with: $0) } ?? (begins(text, with: web) ? web : nil)
    }

    /// Tells that a name with a full stop in it stands here. No name is longer than 255 letters: more is not looked at.
    private static func hasHost(_ text: Substring.UnicodeScalarView) -> Bool {
        let host = text.prefix(255).prefix {
            ($0.isASCIILetter || ("0"..."9").contains($0) || "-._".unicodeScalars.contains($0) || !$0.isASCII)
                && !isEnd($0)
        }
        guard let first = host.first, first != ".", let stop = host.firstIndex(of: ".") else { return false }
        return host[stop...].contains { $0 != "." }
    }

    private static func begins(_ text: Substring.UnicodeScalarView, with lead: String) -> Bool {
        var rest = text
        for wanted in lead.unicodeScalars {
            guard let scalar = rest.popFirst() else { return false }
            let isCapital = ("A"..."Z").contains(scalar)
            guard scalar == wanted || (isCapital && Unicode.Scalar(scalar.value | 0x20) == wanted) else { return false }
        }
        return true
    }

    private static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "\"", "`", "\\": return true
        // Letters of an address: Catalan and Japanese have a point inside words; and ’ stands in titles.
        case "\u{B7}", "\u{30FB}", "‘", "’": return false
        // Counted, as those of ASCII.
        case "（", "）": return false
        case "—", "\u{FF5E}", "\u{301C}", "\u{FFFD}": return true
        // They join letters of Persian and of India's scripts.
        case "\u{200C}", "\u{200D}": return false
        default: break
        }
        guard !scalar.isASCII else { return scalar.value <= 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .otherPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .control,
            .format, .lineSeparator, .paragraphSeparator, .spaceSeparator:
            return true
        // Arrows, boxes, and the signs of full width; not what stands in a title as a letter does.
        case .mathSymbol, .otherSymbol, .modifierSymbol: return scalar.value >= 0x2190 && !scalar.properties.isEmoji
        case .currencySymbol: return scalar.value >= 0xFF00
        default: return false
        }
    }

    /// Punctuation that at the end of an address stands behind it, or a bracket that nothing closes.
    private static func isTrailing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", ",", ";", ":", "!", "?", "'", "*", "|", "^", "(", "[", "{", "（", "‘", "’", "–", "\u{B7}", "\u{30FB}",
            "\u{200C}", "\u{200D}":
            true
        default: !scalar.isASCII && (scalar.isPicture || scalar.properties.generalCategory == .otherSymbol)
        }
    }

    /// The brackets that are open, by their kinds.
    private struct Brackets {
        private static let opening: [Unicode.Scalar] = ["(", "[", "{", "（"]
        private static let closing: [Unicode.Scalar] = [")", "]", "}", "）"]
        private var open = [0, 0, 0, 0]

        /// - Returns: false for one that closes what was not opened here.
        mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            if let kind = Self.opening.firstIndex(of: scalar) {
                open[kind] += 1
            } else if let kind = Self.closing.firstIndex(of: scalar) {
                open[kind] -= 1
                return open[kind] >= 0
            }
            return true
        }
    }
}

extension Unicode.Scalar {
    /// An emoji, or what only turns the one before it.
    fileprivate var isPicture: Bool { properties.isEmoji || (0xFE00...0xFE0F).contains(value) || value == 0x20E3 }

    fileprivate var isASCIILetter: Bool { (0x61...0x7A).contains(value | 0x20) && isASCII }
}
