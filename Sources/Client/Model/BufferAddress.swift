/// Names a buffer from outside its session: the screen and the shell address buffers of several networks by it.
package struct BufferAddress: Hashable, Sendable {
    package let network: NetworkID
    package let buffer: BufferID

    package init(_ network: NetworkID, _ buffer: BufferID) {
        self.network = network
        self.buffer = buffer
    }

    /// Hashes one number: the screen looks buffers up several times with each key.
    package func hash(into hasher: inout Hasher) { hasher.combine(network.number &<< 32 ^ buffer.number) }
}
