import Protocol

/// Tells whether a place in a text lies within an address, a link or the name of a host: whoever is named there is not called.
///
/// A text is looked through once, when it is first asked for, whatever the number of places; these come from left to right.
struct AddressRanges {
    /// So many bytes of a name of a host are looked at on either side.
    private static let context = 64

    /// The byte ranges of the links that have not been passed; nil before they are sought.
    private var links: ArraySlice<Range<Int>>?

    /// - Parameters:
    ///   - place: the bytes of the name, in the text as UTF-8.
    ///   - text: the text in which the name stands; it holds no formatting.
    mutating func contain(_ place: Range<Int>, of text: UnsafeBufferPointer<UInt8>) -> Bool {
        if links == nil { links = Self.links(in: text) }
        return isInLink(place) || Self.isInHost(place, text)
    }

    mutating func contain(_ place: Range<Int>, of characters: [Character]) -> Bool {
        if links == nil {
            let text = String(characters)
            links = Self.links(in: text)
        }
        return isInLink(place)
    }

    private mutating func isInLink(_ place: Range<Int>) -> Bool {
        while let first = links?.first, first.upperBound <= place.lowerBound { links?.removeFirst() }
        return links?.first.map { $0.lowerBound < place.upperBound } ?? false
    }

    private static func links(in text: UnsafeBufferPointer<UInt8>) -> ArraySlice<Range<Int>> {
        // Without these there is none.
        guard text.contains(0x3A) || text.contains(0x2E) else { return [] }
        let decoded = String(decoding: text, as: UTF8.self)
        guard decoded.utf8.count != text.count else { return links(in: decoded) }
        // Bytes that are no UTF-8 would move the places: one sign for each byte beyond ASCII does not.
        return links(in: String(decoding: text.map { $0 < 0x80 ? $0 : UInt8(ascii: "x") }, as: UTF8.self))
    }

    private static func links(in text: String) -> ArraySlice<Range<Int>> {
        LinkFinder.ranges(in: text).map { range in
            let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
            return start..<(start + text.utf8.distance(from: range.lowerBound, to: range.upperBound))
        }[...]
    }

    /// Tells that a name is a part of the name of a host, and not its last: `ada.example.org`. Of two parts it may be the end of a sentence.
    private static func isInHost(_ place: Range<Int>, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let isOfHost = { (byte: UInt8) in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".")
        }
        let behind = text[place.upperBound...].prefix(context).prefix(while: isOfHost)
        guard behind.first == UInt8(ascii: ".") else { return false }
        let before = text[..<place.lowerBound].suffix(context).reversed().prefix(while: isOfHost)
        let host = before.reversed() + text[place] + behind
        let parts = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .drop { $0.isEmpty }.reversed().drop { $0.isEmpty }
        let isAtEnd = behind.allSatisfy { $0 == UInt8(ascii: ".") }
        return parts.count > 2 && parts.allSatisfy { !$0.isEmpty } && !isAtEnd
    }
}
