/// The connections of a lane, found by index: no hashing, and no reference counting to check that one is there.
struct SlotTable {
    struct Slot {
        var connection: Connection?
        var generation: UInt32 = 1
        /// This turn's share of a batch, as a list in `LaneDelivery`: -1 outside a delivery.
        var firstShare: Int32 = -1
        var lastShare: Int32 = -1
        /// Some order of this turn is not for it as it is for the others of its group.
        var isSingular = false
    }

    private(set) var slots: ContiguousArray<Slot> = []
    private var free: ContiguousArray<Int32> = []
    private let lane: Int
    private(set) var count = 0

    init(lane: Int) {
        self.lane = lane
    }

    /// The connection named `id`, unless it is gone.
    subscript(id: ConnectionID) -> Connection? {
        let slot = id.slot
        guard slot < slots.count, slots[slot].generation == id.generation else { return nil }
        return slots[slot].connection
    }

    /// A name for one more connection, or nil when the lane is full.
    mutating func reserve() -> ConnectionID? {
        if let slot = free.popLast() {
            return ConnectionID(lane: lane, slot: Int(slot), generation: slots[Int(slot)].generation)
        }
        guard slots.count < ConnectionID.slots else { return nil }
        slots.append(Slot())
        return ConnectionID(lane: lane, slot: slots.count - 1, generation: 1)
    }

    mutating func insert(_ connection: Connection) {
        slots[connection.id.slot].connection = connection
        count += 1
    }

    /// Gives the name up for good: the slot's next generation is another name, and after the last one it is retired.
    mutating func release(_ id: ConnectionID) {
        let slot = id.slot
        if slots[slot].connection != nil { count -= 1 }
        slots[slot].connection = nil
        guard slots[slot].generation < .max else { return }
        slots[slot].generation += 1
        free.append(Int32(slot))
    }

    /// The slots themselves, for a delivery to mark.
    mutating func withSlots<Result>(_ body: (UnsafeMutableBufferPointer<Slot>) -> Result) -> Result {
        slots.withUnsafeMutableBufferPointer { body($0) }
    }

    var all: [Connection] { slots.compactMap(\.connection) }
}
