/// A run of bytes as it stood on the wire.
///
/// The parts of a parsed line share that line's storage: taking one apart copies nothing.
package typealias Bytes = ArraySlice<UInt8>

/// The bytes that the protocol gives a meaning to.
package enum ASCII {
    package static let nul: UInt8 = 0x00
    package static let ctcp: UInt8 = 0x01
    package static let lineFeed: UInt8 = 0x0A
    package static let carriageReturn: UInt8 = 0x0D
    package static let space: UInt8 = 0x20
    package static let exclamationMark: UInt8 = 0x21
    package static let comma: UInt8 = 0x2C
    package static let colon: UInt8 = 0x3A
    package static let semicolon: UInt8 = 0x3B
    package static let equals: UInt8 = 0x3D
    package static let at: UInt8 = 0x40
    package static let backslash: UInt8 = 0x5C
}

extension UInt8 {
    package var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
    package var isASCIILetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
}

extension Collection<UInt8> {
    /// The bytes as text; each ill-formed part becomes U+FFFD.
    package var text: String { String(decoding: self, as: UTF8.self) }
}

extension ArraySlice<UInt8> {
    package init(_ text: String) { self = ArraySlice(Array(text.utf8)) }

    /// True if these bytes are well-formed UTF-8. Linear in time, allocates nothing.
    package var isValidUTF8: Bool {
        (try? UTF8Span(validating: span)) != nil
    }

    /// The longest beginning of at most `limit` bytes that does not end inside a character.
    ///
    /// The cut falls between whole grapheme clusters, so that an accent or a joiner never lands alone on the next line;
    /// a cluster longer than `limit` by itself is cut between scalars.
    package func prefix(ofAtMost limit: Int) -> Bytes {
        guard count > limit else { return self }
        // The scalar behind the limit tells if a character ends there: no more of what follows is looked at.
        let text = prefix(Swift.max(limit, 0) + 8).text
        var end = 0
        for character in text {
            let width = character.utf8.count
            if end + width > limit { break }
            end += width
        }
        if end == 0 {
            end = Swift.max(limit, 0)
            while end > 0, self[startIndex + end] & 0xC0 == 0x80 { end -= 1 }
            // No character at all: something is taken all the same, or what is cut into pieces would never end.
            if end == 0 { end = Swift.max(limit, 0) }
        }
        return self[startIndex..<(startIndex + end)]
    }

    /// All of it in order, each piece a ``prefix(ofAtMost:)`` of what is left; none of nothing.
    ///
    /// - Parameter limit: at least 4, the bytes of the longest scalar; 4 is taken for less.
    package func pieces(ofAtMost limit: Int) -> [Bytes] {
        var rest = self
        var pieces: [Bytes] = []
        while !rest.isEmpty {
            pieces.append(rest.prefix(ofAtMost: Swift.max(limit, 4)))
            rest = rest.dropFirst(pieces[pieces.count - 1].count)
        }
        return pieces
    }
}
