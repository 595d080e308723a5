/// Identifies a buffer: stays the same when it is renamed or others are closed, and is never used again.
package struct BufferID: Hashable, Comparable, Sendable {
    package let number: Int

    package init(_ number: Int) { self.number = number }

    /// The server's own, always there and always first.
    package static let server = BufferID(0)

    package static func < (a: BufferID, b: BufferID) -> Bool { a.number < b.number }
}
