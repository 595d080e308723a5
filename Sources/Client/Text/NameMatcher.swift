import Protocol

/// Compares names and finds one in a text.
///
/// Names are compared byte by byte, by the server's casemapping, and without allocating. In a text, letters that are no ASCII are also
/// found whatever their case, and however their accents are spelled.
struct NameMatcher: Hashable, Sendable {
    /// Bytes beside a name in a text that are looked at.
    private static let context = 64
    /// Characters beside a name that is not ASCII that are looked at.
    private static let neighbours = 12

    private let table: [UInt8]
    private(set) var name: [UInt8]
    /// The name as it is looked for, where it is not ASCII.
    private let letters: [Character]

    init(name: String, casemapping: Casemapping) {
        table = casemapping.fold(UInt8.min...UInt8.max).bytes
        self.name = casemapping.fold(name).bytes
        letters = self.name.allSatisfy { $0 < 0x80 } ? [] : Self.folded(name, table)
    }

    /// True if the bytes are the name, by the server's casemapping.
    func matches(_ other: Bytes) -> Bool {
        guard other.count == name.count else { return false }
        var place = 0
        for byte in other {
            if table[Int(byte)] != name[place] { return false }
            place += 1
        }
        return true
    }

    /// Tells that the name stands in a text as a word, whatever formatting there is, and not within an address: see ``WordBoundary`` and
    /// ``AddressRanges``.
    func isMentioned(in text: Bytes) -> Bool {
        guard letters.isEmpty else { return isSpelled(in: text) }
        guard let first = name.first, text.count >= name.count else { return false }
        return text.withUnsafeBufferPointer { text in
            // Of all of it once it is known, of what was looked through until then.
            var hasControls = false
            var isWholeKnown = false
            var addresses = AddressRanges()
            for start in text.indices {
                let byte = table[Int(text[start])]
                if byte < 0x20 { hasControls = true }
                guard byte == first, start + name.count <= text.count else { continue }
                var length = 1
                while length < name.count, table[Int(text[start + length])] == name[length] { length += 1 }
                guard length == name.count else { continue }
                // Formatting can hide a name, or part its letters: a text that holds any is searched without it.
                if !isWholeKnown, !hasControls { hasControls = text.contains { $0 < 0x20 } }
                isWholeKnown = true
                if hasControls { return isMentionedWithoutFormatting(in: text) }
                let place = start..<(start + length)
                if isWord(place, in: text), !addresses.contain(place, of: text) { return true }
            }
            return hasControls && isMentionedWithoutFormatting(in: text)
        }
    }

    private func isMentionedWithoutFormatting(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        isMentioned(in: Bytes(DrawableText.plain(String(decoding: text, as: UTF8.self))))
    }

    private func isWord(_ place: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        let before = String(decoding: text[..<place.lowerBound].suffix(Self.context), as: UTF8.self)
        let behind = String(decoding: text[place.upperBound...].prefix(Self.context), as: UTF8.self)
        return WordBoundary.isWord(
            from: Unicode.Scalar(text[place.lowerBound]), to: Unicode.Scalar(text[place.upperBound - 1]),
            before: before.unicodeScalars.reversed(), behind: behind.unicodeScalars)
    }

    // MARK: Names that are no ASCII

    private func isSpelled(in text: Bytes) -> Bool {
        // Without its case a word may be ASCII, as `straße` is.
        guard text.contains(where: { $0 >= 0x80 }) || letters.allSatisfy(\.isASCII) else { return false }
        let text = Self.folded(DrawableText.plain(text.text), table)
        guard text.count >= letters.count else { return false }
        var addresses = AddressRanges()
        // How many bytes stand before a character.
        var passed = (count: 0, bytes: 0)
        for start in 0...(text.count - letters.count) where text[start] == letters[0] {
            let end = start + letters.count
            guard text[start..<end].elementsEqual(letters), isWord(start..<end, in: text) else { continue }
            while passed.count < start {
                passed = (passed.count + 1, passed.bytes + text[passed.count].utf8.count)
            }
            let length = text[start..<end].reduce(0) { $0 + $1.utf8.count }
            if !addresses.contain(passed.bytes..<(passed.bytes + length), of: text) { return true }
        }
        return false
    }

    /// The places in a text without formatting at which the name stands as a word, from left to right; none overlaps another.
    func ranges(in text: String) -> [Range<String.Index>] {
        let wanted = letters.isEmpty ? name.map { Character(Unicode.Scalar($0)) } : letters
        guard let first = wanted.first else { return [] }
        // A letter without its case may be several: each of those knows the letter that it comes from.
        var (found, places): ([Character], [String.Index]) = ([], [])
        for place in text.indices {
            for letter in Self.folded(String(text[place]), table) {
                found.append(letter)
                places.append(place)
            }
        }
        places.append(text.endIndex)
        var ranges: [Range<String.Index>] = []
        var addresses = AddressRanges()
        var passed = (count: 0, bytes: 0)
        var start = 0
        while start + wanted.count <= found.count {
            let end = start + wanted.count
            guard found[start] == first, found[start..<end].elementsEqual(wanted), isWord(start..<end, in: found) else {
                start += 1
                continue
            }
            while passed.count < start {
                passed = (passed.count + 1, passed.bytes + found[passed.count].utf8.count)
            }
            let length = found[start..<end].reduce(0) { $0 + $1.utf8.count }
            if places[start] < places[end], !addresses.contain(passed.bytes..<(passed.bytes + length), of: found) {
                ranges.append(places[start]..<places[end])
            }
            start = end
        }
        return ranges
    }

    private func isWord(_ place: Range<Int>, in text: [Character]) -> Bool {
        let before = text[..<place.lowerBound].suffix(Self.neighbours).reversed().flatMap {
            $0.unicodeScalars.reversed()
        }
        let behind = text[place.upperBound...].prefix(Self.neighbours).flatMap(\.unicodeScalars)
        guard let first = text[place.lowerBound].unicodeScalars.first,
            let last = text[place.upperBound - 1].unicodeScalars.last(where: { !$0.properties.isGraphemeExtend })
        else { return false }
        return WordBoundary.isWord(from: first, to: last, before: before, behind: behind)
    }

    /// The characters of a text without their case, which compare as equal however they are spelled.
    private static func folded(_ text: String, _ table: [UInt8]) -> [Character] {
        text.uppercased().lowercased().map { character in
            character.utf8.count == 1
                ? Character(Unicode.Scalar(table[Int(character.utf8.first ?? 0)])) : character
        }
    }
}
