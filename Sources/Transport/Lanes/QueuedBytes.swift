/// The bytes that wait in connections for their peers to read.
package struct QueuedBytes: Hashable, Sendable {
    package private(set) var bytes = 0
    /// The connections in which something waits.
    package private(set) var connections = 0

    package init() {}

    /// Counts a connection in which that many bytes wait, which may be none.
    package mutating func add(bytes: Int) {
        guard bytes > 0 else { return }
        self.bytes += bytes
        connections += 1
    }

    mutating func add(_ other: QueuedBytes) {
        bytes += other.bytes
        connections += other.connections
    }
}
