import Protocol

/// The form of a name in which names are equal that a reader could take for one another.
///
/// It follows the idea of <https://www.unicode.org/reports/tr39/#Confusable_Detection>: letters that look alike are one letter, case, marks
/// and signs do not count. It knows fewer letters than that report: the Latin ones in every style, and those of other scripts that look
/// like one of these.
enum NameSkeleton {
    /// So many characters of a name are looked at.
    private static let longest = 48

    /// Empty for a name without a letter or a digit.
    static func of(_ name: String) -> String {
        var letters: [Unicode.Scalar] = []
        for scalar in name.unicodeScalars.prefix(longest) {
            guard let letter = letter(of: scalar) else { continue }
            // Two letters that look like one.
            if letter == "n", letters.last == "r" {
                letters[letters.count - 1] = "m"
            } else if letter == "v", letters.last == "v" {
                letters[letters.count - 1] = "w"
            } else {
                letters.append(letter)
            }
        }
        return String(String.UnicodeScalarView(letters))
    }

    /// Nil for what does not count.
    private static func letter(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard !scalar.isASCII else { return plain(scalar) }
        if let digit = digit(scalar) { return plain(digit) }
        if let latin = latinLetter(scalar) { return plain(latin) }
        guard scalar.properties.isAlphabetic else { return nil }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        return lookalikes[lower].flatMap(plain) ?? lower
    }

    /// One of ASCII: in lower case, and `0` as an `o`, `1` and `i` as an `l`.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "0", "O": "o"
        case "1", "I", "i", "|": "l"
        case "A"..."Z": Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) | 0x20)
        case "a"..."z", "2"..."9": scalar
        default: nil
        }
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue,
            (0...9).contains(value)
        else { return nil }
        return Unicode.Scalar(UInt8(ascii: "0") + UInt8(value))
    }

    /// The letter of ASCII that a Latin letter is, in whatever style and with whatever marks: its name says so.
    private static func latinLetter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard latinBlocks.contains(where: { $0.contains(scalar.value) }), let name = scalar.properties.name else {
            return nil
        }
        let words = name.split(separator: " ").prefix { $0 != "WITH" }
        guard words.contains("SMALL") || words.contains("CAPITAL"), let last = words.last, last.utf8.count == 1,
            let letter = last.utf8.first, letter.isASCIILetter
        else { return nil }
        return Unicode.Scalar(letter | 0x20)
    }

    private static let latinBlocks: [ClosedRange<UInt32>] = [
        0xC0...0x2AF, 0x1D00...0x1D7F, 0x1E00...0x1EFF, 0x2100...0x214F, 0x249C...0x24E9, 0xFF21...0xFF5A,
        0x1D400...0x1D7FF, 0x1F110...0x1F189,
    ]

    /// Small letters of other scripts, each with the Latin one that it looks like.
    private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = {
        let pairs =
            "аa вb гr еe ёe кk мm нh оo пn рp сc тt уy хx ьb іi їi јj ѕs һh ԁd ԛq ԝw ґr "
            + "αa βb γy εe ζz ηn ιi κk μu νv οo ρp τt υu χx ωw σo ςc օo սu հh ոn ցg"
        return pairs.split(separator: " ").reduce(into: [:]) { table, pair in
            guard let other = pair.unicodeScalars.first, let latin = pair.unicodeScalars.last else { return }
            table[other] = latin
        }
    }()
}
