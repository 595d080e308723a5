/// Bytes made once and sent to many: immutable, reference counted, at an address that does not move.
///
/// `@unchecked Sendable` because of the pointer: the memory is written in `init`, never after, and freed in `deinit`,
/// when nobody can hold it any more.
package final class Frame: @unchecked Sendable {
    /// The bytes, valid as long as the frame is.
    package let bytes: UnsafeRawBufferPointer

    package var count: Int { bytes.count }

    /// Copies `bytes`.
    package convenience init(_ bytes: [UInt8]) {
        self.init(capacity: bytes.count) { target in
            bytes.withUnsafeBytes { target.copyMemory(from: $0) }
        }
    }

    /// Copies the UTF-8 of `text`.
    package convenience init(_ text: String) {
        self.init(Array(text.utf8))
    }

    /// Copies `pieces`, one after the other.
    package convenience init(_ pieces: [[UInt8]]) {
        self.init(capacity: pieces.reduce(0) { $0 + $1.count }) { target in
            var offset = 0
            for piece in pieces {
                let rest = UnsafeMutableRawBufferPointer(rebasing: target[offset...])
                piece.withUnsafeBytes { rest.copyMemory(from: $0) }
                offset += piece.count
            }
        }
    }

    /// Room for `capacity` bytes, every one of which `fill` must write.
    package init(capacity: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
        fill(memory)
        bytes = UnsafeRawBufferPointer(memory)
    }

    deinit {
        bytes.deallocate()
    }
}
