/// The buffer in which the TLS sessions of a lane leave bytes to be sent: one for all, emptied after each operation.
package final class CiphertextBuffer {
    package private(set) var bytes: [UInt8] = []

    package var isEmpty: Bool { bytes.isEmpty }

    package init() {}

    func append(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
    }

    /// Empties it, keeping its memory for the next session's use.
    package func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }
}
