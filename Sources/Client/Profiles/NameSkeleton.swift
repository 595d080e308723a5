import Protocol

/// The form of a name in which names are equal that a reader could take for one another.
///
/// It follows the idea of <https://www.unicode.org/reports/tr39/#Confusable_Detection>: letters that look alike are one letter, case, marks
/// and signs do not count. It knows fewer letters than that report: the Latin ones, and those of Greek, Cyrillic and a few other scripts that
/// look like one of these. A name with letters or signs that it does not know is not to be shown: see ``isComparable(_:)``.
enum NameSkeleton {
    /// So many letters of a name are compared, whatever stands between them.
    private static let longest = 48

    /// Empty for a name without a letter or a digit.
    static func of(_ name: String) -> String {
        var letters: [Unicode.Scalar] = []
        for scalar in name.unicodeScalars {
            guard let letter = letter(of: scalar) else { continue }
            // Two letters that look like one.
            if letter == "n", letters.last == "r" {
                letters[letters.count - 1] = "m"
            } else if letter == "v", letters.last == "v" {
                letters[letters.count - 1] = "w"
            } else if letters.count == longest {
                break
            } else {
                letters.append(letter)
            }
        }
        return String(String.UnicodeScalarView(letters))
    }

    /// True if the form of a name tells all that a reader could take it for: its letters are all Latin, all Greek, all Cyrillic, or all of scripts
    /// that are like none of these, and no sign in it looks like a letter. A mark that takes a place is a letter of its script; one that takes
    /// none is too, but for the accents of <https://www.unicode.org/charts/PDF/U0300.pdf>, which any letter may bear.
    static func isComparable(_ name: String) -> Bool {
        var found: Script?
        for scalar in name.unicodeScalars {
            let number = scalar.value
            if letterlikeSigns.contains(where: { $0.contains(number) }) { return false }
            if scalar.isASCII {
                guard UInt8(truncatingIfNeeded: number).isASCIILetter else { continue }
            } else if accents.contains(number) {
                continue
            } else if !scalar.isMark, !scalar.properties.isAlphabetic, digit(scalar) == nil {
                continue
            }
            guard let script = script(of: scalar), found == nil || found == script else { return false }
            // The marks of Cyrillic are signs of numbers, and rings around a letter.
            if script != .other, scalar.isMark { return false }
            found = script
        }
        return true
    }

    private static let accents: ClosedRange<UInt32> = 0x300...0x36F

    /// Nil for what does not count.
    private static func letter(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard !scalar.isASCII else { return plain(scalar) }
        guard !scalar.isNonspacingMark else { return nil }
        if let digit = digit(scalar) { return plain(digit) }
        if let latin = latinLetter(scalar) { return plain(latin) }
        if let sign = lookalikes[scalar] { return plain(sign) }
        guard scalar.properties.isAlphabetic else { return nil }
        let small = unmarkedSmallLetter(scalar)
        return lookalikes[small].flatMap(plain) ?? small
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

    // MARK: Other scripts

    /// The scripts whose letters look like those of one another, and all the rest.
    private enum Script { case latin, greek, cyrillic, other }

    /// Nil for a letter that is not known, such as one of a script that has the forms of Latin letters, and one that stands for the sound of a
    /// letter or is another style of it.
    private static func script(of scalar: Unicode.Scalar) -> Script? {
        let number = scalar.value
        if scalar.isASCII { return .latin }
        if (0xC0...0x24F).contains(number) || (0x1E00...0x1EFF).contains(number) {
            return latinLetter(scalar) != nil || "ÆæŒœÞþÐðßŊŋ".unicodeScalars.contains(scalar) ? .latin : nil
        }
        if (0x386...0x3CE).contains(number) { return .greek }
        if (0x1F00...0x1FFF).contains(number) { return unmarkedSmallLetter(scalar).value < 0x1F00 ? .greek : nil }
        if (0x400...0x52F).contains(number) { return .cyrillic }
        return otherScripts.contains { $0.contains(number) } ? .other : nil
    }

    /// With their marks: Armenian, Hebrew, Arabic, those of India and around it, Georgian, Ethiopic, Khmer and Mongolian, those of Japan, China and Korea.
    private static let otherScripts: [ClosedRange<UInt32>] = [
        0x531...0x587, 0x591...0x5F2, 0x610...0x6FF, 0x750...0x77F, 0x900...0xDFF, 0xE00...0x109F, 0x10D0...0x10FF,
        0x1200...0x137F, 0x1780...0x18AF, 0x3005...0x3007, 0x3041...0x309A, 0x30A1...0x30FE, 0x3105...0x312F,
        0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x20000...0x3FFFF,
    ]

    /// Signs that look like a letter or are one in another style, whatever Unicode calls them: small ones above and below the line, letters
    /// as signs of currencies, of numbers and of mathematics, in circles and boxes, wide and narrow ones, bars of tables.
    private static let letterlikeSigns: [ClosedRange<UInt32>] = [
        0x250...0x2FF, 0x363...0x36F, 0x1AB0...0x1AFF, 0x1D00...0x1DFF, 0x2070...0x209F, 0x20A0...0x20CF,
        0x2100...0x218F, 0x2200...0x23FF, 0x2460...0x257F, 0x3200...0x33FF, 0xFB00...0xFB4F, 0xFF00...0xFFEF,
        0x1D400...0x1D7FF, 0x1F100...0x1F1FF,
    ]

    /// The small letter; of Greek and Cyrillic without its marks: its name says which that is.
    private static func unmarkedSmallLetter(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let small = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        guard (0x370...0x52F).contains(small.value) || (0x1F00...0x1FFF).contains(small.value),
            let name = small.properties.name
        else { return small }
        return unmarkedLetters[name.split(separator: " ").prefix { $0 != "WITH" }.joined(separator: " ")] ?? small
    }

    /// The letters of Greek and Cyrillic by their names.
    private static let unmarkedLetters: [String: Unicode.Scalar] = {
        var letters: [String: Unicode.Scalar] = [:]
        for number: UInt32 in 0x370...0x52F {
            guard let scalar = Unicode.Scalar(number), let name = scalar.properties.name else { continue }
            letters[name] = scalar
        }
        return letters
    }()

    /// Small letters of other scripts, and signs, each with the Latin letter that it looks like.
    private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = {
        let pairs =
            "аa вb гr еe ёe кk мm нh оo пn рp сc тt уy хx ьb "
            + "іi їi јj ѕs һh ԁd ԛq ԝw ґr ӏl ѵv ѡw ѳo өo үy ұy ўy ќk ѓr ҽe иu зe эe "
            + "αa βb γy εe ζz ηn ιi κk μu νv οo ρp τt υu χx ωw σo ςc "
            + "օo սu հh ոn ցg θo þp ðd ßb סo וl ןl اl هo ¢c £l ¥y ¦l ×x"
        return pairs.split(separator: " ").reduce(into: [:]) { table, pair in
            guard let other = pair.unicodeScalars.first, let latin = pair.unicodeScalars.last else { return }
            table[other] = latin
        }
    }()
}
