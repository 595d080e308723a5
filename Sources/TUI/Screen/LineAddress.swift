import Client

/// Names a line among those of all buffers: the buffer on the screen may be another by the time that the line is
/// needed.
struct LineAddress: Hashable, Sendable {
    let buffer: BufferAddress
    let line: LineID

    init(_ buffer: BufferAddress, _ line: LineID) {
        self.buffer = buffer
        self.line = line
    }
}
