import Basics
import Protocol

/// Which line has a msgid: 16 bytes a message, and room to grow.
///
/// Of a msgid only a hash is kept; who finds an entry compares the msgid itself.
struct MessageIDIndex: Sendable {
    private var places: [UInt64: Int] = [:]

    mutating func add(_ messageID: Bytes, _ number: Int) {
        guard !messageID.isEmpty else { return }
        places[FNV1a.hash64(messageID)] = number
    }

    mutating func remove(_ messageID: Bytes, _ number: Int) {
        guard !messageID.isEmpty else { return }
        let hash = FNV1a.hash64(messageID)
        if places[hash] == number { places[hash] = nil }
    }

    mutating func removeAll() { places.removeAll() }

    func find(_ messageID: Bytes) -> Int? { places.isEmpty ? nil : places[FNV1a.hash64(messageID)] }
}
