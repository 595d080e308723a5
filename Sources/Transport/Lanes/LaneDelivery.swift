/// Carries out a batch on a lane: once over the orders, then once over the connections they touch.
///
/// Orders for the same recipients form a group. Pass one notes each group with each of its recipients (an index in a
/// list: no allocation and no reference counting once the scratch has grown); pass two takes each connection once and
/// gives it its share in one write. A connection with a single group, which is the rule in a room, gets that group's
/// frames joined into one, made once for all; any other gets its orders sorted back into the order of the batch.
///
/// A value, so that its many small steps need no exclusivity checks; the lane keeps it, with its memory, from one batch
/// to the next.
struct LaneDelivery {
    /// Orders for the same recipients, as a list of order indices.
    private struct Group {
        var firstOrder: Int32
        var lastOrder: Int32
        var bytes: Int
        var isFrames: Bool
    }

    /// A connection's part in a group; `next` is the connection's next share, or -1.
    private struct Share {
        let group: Int32
        var next: Int32
    }

    /// A connection that the batch touches, and the first of its shares.
    private struct Recipient {
        let connection: Connection
        let firstShare: Int32
        let isSingular: Bool
    }

    /// Larger groups are not joined: copying them would cost more than sending their pieces.
    private static let maxJoinedBytes = 256 << 10

    private var groups: ContiguousArray<Group> = []
    private var shares: ContiguousArray<Share> = []
    private var dirty: ContiguousArray<Int32> = []
    private var recipients: ContiguousArray<Recipient> = []
    /// For each order, the next one of its group, or -1.
    private var nextOrder: ContiguousArray<Int32> = []
    /// Groups by the address of their recipients, which the batch keeps alive.
    private var groupOf: [UnsafeRawPointer: Int32] = [:]
    /// For each group, its frames joined, once somebody needed them.
    private var joined: ContiguousArray<Frame?> = []
    private var order: ContiguousArray<Int32> = []
    private var frames: ContiguousArray<Unmanaged<Frame>> = []

    /// Carries `batch` out. Not reentrant: what handlers do meanwhile goes to their connections directly.
    mutating func carryOut(_ batch: LaneBatch, on core: LaneCore) {
        core.slots.withSlots { slots in
            note(batch.orders, in: slots)
            collectRecipients(from: slots)
        }
        for index in recipients.indices { serve(recipients[index], batch.orders) }
        recipients.removeAll(keepingCapacity: true)
        groups.removeAll(keepingCapacity: true)
        shares.removeAll(keepingCapacity: true)
        nextOrder.removeAll(keepingCapacity: true)
        joined.removeAll(keepingCapacity: true)
        if !groupOf.isEmpty { groupOf.removeAll(keepingCapacity: true) }
    }

    // MARK: Pass one

    private typealias Slots = UnsafeMutableBufferPointer<SlotTable.Slot>

    private mutating func note(_ orders: ContiguousArray<LaneBatch.Order>, in slots: Slots) {
        for index in orders.indices {
            let order = Int32(truncatingIfNeeded: index)
            nextOrder.append(-1)
            switch orders[index] {
            case .send(let frame, let id):
                share(newGroup(order, bytes: frame.count, isFrames: true), with: id, slots: slots)
            case .multicast(let frame, let recipients, let except):
                multicast(order, frame, recipients, slots)
                if let except, except.lane == recipients.first?.lane, let slot = find(except, slots) {
                    slots[slot].isSingular = true
                }
            case .sendExempt(_, let id), .close(let id, _, _), .abort(let id, _), .pauseReading(let id),
                .resumeReading(let id), .notifyWhenDrained(let id):
                share(newGroup(order, bytes: 0, isFrames: false), with: id, slots: slots)
            }
        }
    }

    private mutating func multicast(_ order: Int32, _ frame: Frame, _ recipients: [ConnectionID], _ slots: Slots) {
        recipients.withUnsafeBufferPointer { ids in
            guard let address = ids.baseAddress else { return }
            if let known = groupOf[address] {
                let group = Int(known)
                nextOrder[Int(groups[group].lastOrder)] = order
                groups[group].lastOrder = order
                groups[group].bytes += frame.count
            } else {
                let group = newGroup(order, bytes: frame.count, isFrames: true)
                groupOf[address] = group
                for id in ids { share(group, with: id, slots: slots) }
            }
        }
    }

    private mutating func newGroup(_ order: Int32, bytes: Int, isFrames: Bool) -> Int32 {
        groups.append(Group(firstOrder: order, lastOrder: order, bytes: bytes, isFrames: isFrames))
        joined.append(nil)
        return Int32(truncatingIfNeeded: groups.count - 1)
    }

    @inline(__always)
    private mutating func share(_ group: Int32, with id: ConnectionID, slots: Slots) {
        guard let slot = find(id, slots) else { return }
        let share = Int32(truncatingIfNeeded: shares.count)
        shares.append(Share(group: group, next: -1))
        if slots[slot].firstShare < 0 {
            slots[slot].firstShare = share
            dirty.append(Int32(truncatingIfNeeded: slot))
        } else {
            shares[Int(slots[slot].lastShare)].next = share
        }
        slots[slot].lastShare = share
    }

    @inline(__always)
    private func find(_ id: ConnectionID, _ slots: Slots) -> Int? {
        let slot = id.slot
        return slot < slots.count && slots[slot].generation == id.generation ? slot : nil
    }

    /// Holds on to the touched connections, for handlers may end some before their turn, and unmarks their slots.
    private mutating func collectRecipients(from slots: Slots) {
        for slot in dirty {
            let index = Int(slot)
            if let connection = slots[index].connection {
                let (first, isSingular) = (slots[index].firstShare, slots[index].isSingular)
                recipients.append(Recipient(connection: connection, firstShare: first, isSingular: isSingular))
            }
            (slots[index].firstShare, slots[index].lastShare, slots[index].isSingular) = (-1, -1, false)
        }
        dirty.removeAll(keepingCapacity: true)
    }

    // MARK: Pass two

    private mutating func serve(_ recipient: Recipient, _ orders: ContiguousArray<LaneBatch.Order>) {
        let share = shares[Int(recipient.firstShare)]
        let group = Int(share.group)
        if share.next < 0, !recipient.isSingular, groups[group].isFrames, let frame = join(group, orders) {
            recipient.connection.send(frame)
        } else {
            sort(from: recipient.firstShare)
            carryOutSorted(orders, for: recipient.connection)
        }
    }

    /// The frames of `group` as one; nil when they are too many to join.
    private mutating func join(_ group: Int, _ orders: ContiguousArray<LaneBatch.Order>) -> Frame? {
        if let frame = joined[group] { return frame }
        let (first, bytes) = (groups[group].firstOrder, groups[group].bytes)
        if nextOrder[Int(first)] < 0 {
            joined[group] = Self.frame(of: orders[Int(first)])
        } else if bytes <= Self.maxJoinedBytes {
            joined[group] = Frame(capacity: bytes) { target in
                var (index, offset) = (first, 0)
                while index >= 0, let frame = Self.frame(of: orders[Int(index)]) {
                    UnsafeMutableRawBufferPointer(rebasing: target[offset...]).copyMemory(from: frame.bytes)
                    offset += frame.count
                    index = nextOrder[Int(index)]
                }
            }
        }
        return joined[group]
    }

    private static func frame(of order: LaneBatch.Order) -> Frame? {
        switch order {
        case .send(let frame, _), .multicast(let frame, _, _): frame
        case .sendExempt, .close, .abort, .pauseReading, .resumeReading, .notifyWhenDrained: nil
        }
    }

    /// Puts the orders of all shares from `first` on into `order`, as they stand in the batch.
    private mutating func sort(from first: Int32) {
        order.removeAll(keepingCapacity: true)
        var (share, isSorted) = (first, true)
        while share >= 0 {
            var index = groups[Int(shares[Int(share)].group)].firstOrder
            while index >= 0 {
                if let last = order.last, last > index { isSorted = false }
                order.append(index)
                index = nextOrder[Int(index)]
            }
            share = shares[Int(share)].next
        }
        if !isSorted { order.sort() }
    }

    private mutating func carryOutSorted(_ orders: ContiguousArray<LaneBatch.Order>, for connection: Connection) {
        frames.removeAll(keepingCapacity: true)
        for index in order {
            switch orders[Int(index)] {
            case .send(let frame, _):
                frames.append(.passUnretained(frame))
            case .multicast(let frame, _, let except):
                if except != connection.id { frames.append(.passUnretained(frame)) }
            case .sendExempt, .close, .abort, .pauseReading, .resumeReading, .notifyWhenDrained:
                sendCollected(to: connection)
                carryOut(orders[Int(index)], for: connection)
            }
        }
        sendCollected(to: connection)
    }

    /// The batch holds the frames until the delivery is over, so they need no reference of their own.
    private mutating func sendCollected(to connection: Connection) {
        guard !frames.isEmpty else { return }
        frames.withUnsafeBufferPointer { connection.transmit($0) }
        frames.removeAll(keepingCapacity: true)
    }

    private func carryOut(_ order: LaneBatch.Order, for connection: Connection) {
        switch order {
        case .send, .multicast: break
        case .sendExempt(let frame, _): connection.sendExempt(frame)
        case .close(_, let farewell, let reason): connection.close(farewell: farewell, reason: reason)
        case .abort(_, let reason): connection.abort(reason)
        case .pauseReading: connection.pauseReading()
        case .resumeReading: connection.resumeReading()
        case .notifyWhenDrained: connection.notifyWhenDrained()
        }
    }
}
