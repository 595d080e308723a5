import Glibc

/// The place up to which a row of frames has been written: all before `index`, and `offset` bytes of that one.
struct FrameCursor {
    var index = 0
    var offset = 0

    /// Lists what is left of `frames` in `pieces`, as many as fit; answers how many pieces and how many bytes.
    func fill(
        _ pieces: UnsafeMutableBufferPointer<iovec>, from frames: UnsafeBufferPointer<Unmanaged<Frame>>
    ) -> (count: Int, bytes: Int) {
        let count = min(pieces.count, frames.count - index)
        var total = 0
        for piece in 0..<count {
            let bytes = frames[index + piece]._withUnsafeGuaranteedRef { $0.bytes }
            let skipped = piece == 0 ? offset : 0
            pieces[piece] = iovec(bytes, from: skipped)
            total += bytes.count - skipped
        }
        return (count, total)
    }

    mutating func advance(_ count: Int, over frames: UnsafeBufferPointer<Unmanaged<Frame>>) {
        offset += count
        while index < frames.count {
            let size = frames[index]._withUnsafeGuaranteedRef { $0.count }
            guard offset >= size else { return }
            offset -= size
            index += 1
        }
    }
}

extension iovec {
    /// `bytes` from `start` on, for a system call that only reads them.
    init(_ bytes: UnsafeRawBufferPointer, from start: Int) {
        self.init(
            iov_base: bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + start) },
            iov_len: bytes.count - start)
    }
}
