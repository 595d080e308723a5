import Protocol

/// Which line has a msgid: 16 bytes a message, and room to grow.
///
/// Of a msgid only a hash is kept; who finds an entry compares the msgid itself.
struct MessageIDIndex: Sendable {
    private var places: [UInt64: Int] = [:]

    mutating func add(_ messageID: Bytes, _ number: Int) {
        guard !messageID.isEmpty else { return }
        places[Self.hash(messageID)] = number
    }

    mutating func remove(_ messageID: Bytes, _ number: Int) {
        guard !messageID.isEmpty else { return }
        let hash = Self.hash(messageID)
        if places[hash] == number { places[hash] = nil }
    }

    mutating func removeAll() { places.removeAll() }

    func find(_ messageID: Bytes) -> Int? { places.isEmpty ? nil : places[Self.hash(messageID)] }

    /// FNV-1a, <http://www.isthe.com/chongo/tech/comp/fnv/>.
    private static func hash(_ bytes: Bytes) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}
