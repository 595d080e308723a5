/// Identifies a network of the person's: stays the same while the program runs, and is never used again.
package struct NetworkID: Hashable, Comparable, Sendable {
    package let number: Int

    package init(_ number: Int) { self.number = number }

    /// The network that the program begins with.
    package static let first = NetworkID(0)

    package static func < (a: NetworkID, b: NetworkID) -> Bool { a.number < b.number }
}
