/// The name of one connection of a lane group, never given twice: generation (32 bits), slot (24), lane (8).
///
/// Unlike a `Connection` it may be held and sent anywhere; what is addressed to a connection that is gone is dropped.
package struct ConnectionID: Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    init(lane: Int, slot: Int, generation: UInt32) {
        rawValue = UInt64(generation) << 32 | UInt64(slot) << 8 | UInt64(lane)
    }

    /// Which lane of the group it lives on.
    package var lane: Int { Int(rawValue & 0xFF) }

    var slot: Int { Int(rawValue >> 8 & 0xFF_FFFF) }
    var generation: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) }

    /// The number of lanes that fit into a name.
    package static let lanes = 1 << 8
    /// The number of slots of a lane that fit into a name.
    static let slots = 1 << 24
}
