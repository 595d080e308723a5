/// Where the TLS sessions of a lane leave what is to be sent: one buffer for all, emptied after each operation.
final class CipherBuffer {
    private(set) var bytes: [UInt8] = []

    var isEmpty: Bool { bytes.isEmpty }

    func append(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
    }

    /// Empties it, keeping its memory for the next session's use.
    func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }
}
