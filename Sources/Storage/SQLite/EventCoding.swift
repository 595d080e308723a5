import Chat
import Protocol

/// The parts of an event that are lists, as they stand in a column.
enum EventCoding {
    /// Key, NUL, value, NUL for each. A NUL within is left out, as it is on the wire.
    static func encode(_ tags: [Tag]) -> [UInt8] {
        var bytes: [UInt8] = []
        for tag in tags {
            bytes.append(contentsOf: tag.key.utf8.lazy.filter { $0 != ASCII.nul })
            bytes.append(ASCII.nul)
            bytes.append(contentsOf: tag.value.utf8.lazy.filter { $0 != ASCII.nul })
            bytes.append(ASCII.nul)
        }
        return bytes
    }

    /// The tags that ``encode(_:)-([Tag])`` made these bytes of; nil for bytes that are no list of keys and values. A tag whose key
    /// cannot go on the wire is left out.
    static func tags(_ bytes: [UInt8]) -> [Tag]? {
        guard let last = bytes.last, !isBlank(bytes) else { return [] }
        let parts = bytes.split(separator: ASCII.nul, omittingEmptySubsequences: false)
        guard last == ASCII.nul, parts.count % 2 == 1 else { return nil }
        var tags: [Tag] = []
        for index in stride(from: 0, to: parts.count - 1, by: 2) where parts[index].allSatisfy(isOfKey) {
            tags.append(Tag(parts[index].text, parts[index + 1].text))
        }
        return tags
    }

    /// A tag's key goes on the wire as it is, so these bytes cannot be in it; no line brings them.
    private static func isOfKey(_ byte: UInt8) -> Bool {
        switch byte {
        case ASCII.space, ASCII.carriageReturn, ASCII.lineFeed, ASCII.semicolon, ASCII.equals: false
        default: true
        }
    }

    /// The values that an UPDATE sets to take out a message: zeros, as many as there were bytes.
    ///
    /// A row that stays as long as it was is overwritten where it is. One that shrinks makes SQLite move its neighbours
    /// together, and it leaves copies of them in what is then free on the page, out of the reach of `secure_delete`.
    static let blanking = """
        text = zeroblob(length(text)), tags = iif(tags IS NULL, NULL, zeroblob(length(tags))),
            subject = iif(
                kind IN (\([Event.Kind.message, .notice, .tagMessage].map { String($0.rawValue) }.joined(separator: ", ")))
                    AND subject IS NOT NULL,
                CAST(zeroblob(length(CAST(subject AS BLOB))) AS TEXT), subject)
        """

    /// True for a column that was overwritten. Nothing that is said, no key of a tag and no subject begins with NUL.
    static func isBlank(_ bytes: some Collection<UInt8>) -> Bool { bytes.first == ASCII.nul }

    /// Appends an id as LEB128: seven bits a byte, the lowest first, the top bit set on all but the last.
    static func append(_ id: Int64, to bytes: inout [UInt8]) {
        var rest = UInt64(bitPattern: id)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Nothing for bytes that ``append(_:to:)`` does not make.
    static func ids(_ bytes: [UInt8]) -> [Int64]? {
        var ids: [Int64] = []
        var value: UInt64 = 0
        var shift: UInt64 = 0
        for byte in bytes {
            guard shift < 64 else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 {
                ids.append(Int64(bitPattern: value))
                value = 0
                shift = 0
            } else {
                shift += 7
            }
        }
        return shift == 0 ? ids : nil
    }
}
