/// Identifies a network of the person's: stays the same while the program runs, and is never used again.
package struct NetworkID: Hashable, Comparable, Sendable {
    package let number: Int

    package init(_ number: Int) { self.number = number }

    /// The network that the program begins with.
    package static let first = NetworkID(0)

    package static func < (a: NetworkID, b: NetworkID) -> Bool { a.number < b.number }
}

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
