import Basics

/// Finds addresses in what people write.
package enum LinkFinder {
    private static let schemes = [
        "https://", "http://", "gemini://", "gopher://", "grillo://", "ftp://", "ircs://", "irc://", "mailto:",
        "magnet:?",
        "xmpp:", "geo:", "ssh://", "git://",
    ]
    private static let web = "www."

    /// The three scalars before a place in an address, the nearest first.
    private typealias Passed = (Unicode.Scalar, Unicode.Scalar, Unicode.Scalar)

    /// The ranges of the addresses in a text without formatting, from left to right. Takes linear time.
    ///
    /// One begins with a scheme that is known, or with `www.`, wherever no longer word of that kind can have begun; it needs no blank
    /// before it. It ends before a space, before what cannot be in it, before punctuation and dashes of other scripts than ASCII,
    /// before an arrow, a sign or the edge of a box (but not before an emoji in a host), before a bracket that closes what was opened
    /// before it, and before the next address, unless that is a part of it, as in `https://a.b/?https://c.d`. A full stop, a comma, a quote or an emoji at its end is not of it,
    /// nor is `_` or `~` that stands before it as well.
    package static func ranges(in text: String) -> [Range<String.Index>] {
        guard text.utf8.contains(0x3A) || text.utf8.contains(0x2E) else { return [] }
        let scalars = text.unicodeScalars
        var found: [Range<String.Index>] = []
        var place = scalars.startIndex
        var before: Unicode.Scalar = " "
        while place < scalars.endIndex {
            if let end = address(at: place, behind: before, in: scalars) {
                found.append(place..<end)
                // Right behind an address the next may begin.
                before = " "
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

    /// An address in ASCII without spaces and controls, each other byte as `%XX`.
    package static func encoded(_ target: some Sequence<UInt8>) -> String {
        var url = ""
        for byte in target {
            if byte > 0x20, byte < 0x7F {
                url.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                url += "%" + Hex.encode(CollectionOfOne(byte), isUppercase: true)
            }
        }
        return url
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
        var passed: Passed = (" ", " ", " ")
        var isInPath = false
        while end < scalars.endIndex,
            !isEnd(scalars[end]) || !isInPath && isOfHost(scalars[end...], isFirst: end == body),
            brackets.take(scalars[end])
        {
            let scalar = scalars[end]
            let next = scalars.index(after: end)
            // Titles have an en dash in them, names of hosts have none.
            if scalar == "–", !isInPath { break }
            if scalar == "/" || scalar == "?" || scalar == "#" { isInPath = true }
            if end > body, scalar.isASCIILetter, beginsNext(scalars[end...], behind: passed) {
                // A character that parts two addresses belongs to neither.
                if last == end, "&-_~*!@$".unicodeScalars.contains(passed.0) { last = scalars.index(before: end) }
                break
            }
            if !isTrailing(scalar), !(scalar == before && (scalar == "_" || scalar == "~")) { last = next }
            passed = (scalar, passed.0, passed.1)
            end = next
        }
        return last > body ? last : nil
    }

    /// Tells that another address begins inside of one: with any scheme behind what parts two, and with that of the web behind a letter
    /// too, as if two were pasted without a blank. `/https://`, `?https://`, `=https://` and `:https://` name what an address is about.
    private static func beginsNext(_ rest: Substring.UnicodeScalarView, behind passed: Passed) -> Bool {
        // Most letters begin none.
        guard let first = rest.first, "hgfimxswHGFIMXSW".unicodeScalars.contains(first), let lead = lead(of: rest)
        else { return false }
        let near = passed.0
        switch near {
        case "/", "=", "?", "#", "+", ":": return false
        case ",", ";", "|": return true
        default: break
        }
        guard lead.hasSuffix("://") || lead == "mailto:" || lead == "magnet:?" else { return false }
        guard near.properties.isAlphabetic || near.properties.numericType != nil else { return true }
        // `%3Dhttps://` is `=https://`.
        return lead.hasPrefix("http") && near.properties.isAlphabetic && passed.2 != "%"
    }

    private static func lead(of text: Substring.UnicodeScalarView) -> String? {
        schemes.first { begins(text, with: $0) } ?? (begins(text, with: web) ? web : nil)
    }

    /// Tells that a name with a full stop in it stands here. No name is longer than 255 letters: more is not looked at.
    private static func hasHost(_ text: Substring.UnicodeScalarView) -> Bool {
        let host = text.prefix(255).prefix { isHostLetter($0) || $0 == "." || $0 == "_" || $0.isPictureInHost }
        guard let first = host.first, first != ".", let stop = host.firstIndex(of: ".") else { return false }
        return host[stop...].contains { $0 != "." }
    }

    /// True if a scalar can stand in a part of a host's name. Full stops lie between the parts.
    private static func isHostLetter(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.isASCIILetter || ("0"..."9").contains(scalar) || scalar == "-" || !scalar.isASCII)
            && scalar != "–" && !isEnd(scalar)
    }

    /// Tells a picture that is a part of a host's name, as in `https://i❤.ws`, from a sign behind an address: the name goes on behind it, to a
    /// full stop and more. An arrow or a mark that points stands between two things, unless nothing stands before it.
    ///
    /// - Parameter text: begins with the picture; no part of a name has more than 63 letters, and more is not looked at.
    private static func isOfHost(_ text: Substring.UnicodeScalarView, isFirst: Bool) -> Bool {
        guard let picture = text.first, picture.isPictureInHost, isFirst || !picture.isPointer else { return false }
        let rest = text.prefix(63).drop { isHostLetter($0) || $0.isPictureInHost }
        guard rest.first == ".", let next = rest.dropFirst().first else { return false }
        return next.properties.isAlphabetic || next.isPictureInHost
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
        // Hyphens that join parts of a word in Armenian, Hebrew, Mongolian and Japanese; and the en dash, which stands in titles.
        case "\u{58A}", "\u{5BE}", "\u{1806}", "\u{30A0}", "–": return false
        case "\u{FF5E}", "\u{FFFD}": return true
        // They join letters of Persian and of India's scripts.
        case "\u{200C}", "\u{200D}": return false
        default: break
        }
        guard !scalar.isASCII else { return scalar.value <= 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .otherPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
            .dashPunctuation, .connectorPunctuation, .control, .format, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            return true
        // Arrows, boxes, marks, and the signs of full width, emoji or not; but neither what stands in a title as a letter does, nor the
        // pictures beyond.
        case .mathSymbol, .otherSymbol, .modifierSymbol:
            return scalar.value >= 0x2190 && (scalar.value < 0x1_0000 || !scalar.properties.isEmoji)
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

    /// An emoji of those that end an address elsewhere.
    fileprivate var isPictureInHost: Bool {
        (0x2190..<0x1_0000).contains(value) && properties.isEmoji && properties.generalCategory != .dashPunctuation
    }

    /// An arrow, or a triangle or square that is drawn as one.
    fileprivate var isPointer: Bool {
        switch value {
        case 0x2190...0x21FF, 0x25A0...0x25FF, 0x2794...0x27BF, 0x27F0...0x27FF, 0x2900...0x297F, 0x2B00...0x2BFF: true
        default: false
        }
    }

    fileprivate var isASCIILetter: Bool { (0x61...0x7A).contains(value | 0x20) && isASCII }
}
