/// Orders of others for one lane. A value, made on any queue.
///
/// Orders are carried out as if one by one, as seen by each connection: frames arrive in the order they were appended
/// and a close takes effect between those before and those after it. Different connections may see their shares in any
/// order. Orders for connections that are gone are dropped.
package struct LaneBatch: Sendable {
    enum Order: Sendable {
        case send(Frame, to: ConnectionID)
        case multicast(Frame, to: [ConnectionID], except: ConnectionID?)
        case sendExempt(Frame, to: ConnectionID)
        case close(ConnectionID, farewell: Frame?, CloseReason)
        case abort(ConnectionID, CloseReason)
        case pauseReading(ConnectionID)
        case resumeReading(ConnectionID)
        case notifyWhenDrained(ConnectionID)
    }

    private(set) var orders: ContiguousArray<Order> = []
    /// Of its frames, each counted once.
    private(set) var bytes = 0
    /// By what its maker knows a batch, or all up to one. See ``Connection/acknowledgedMark``.
    package struct Mark: Hashable, Sendable {
        /// Higher than that of every batch before it for the lane; 0 for none.
        package let number: UInt64
        /// Anything that its maker wants to be told of it.
        package let value: Int64

        package init(number: UInt64, value: Int64) {
            self.number = number
            self.value = value
        }

        static let none = Mark(number: 0, value: 0)
    }

    package var mark = Mark.none

    package init() {}

    package var isEmpty: Bool { orders.isEmpty }

    mutating func append(_ later: LaneBatch) {
        orders.append(contentsOf: later.orders)
        bytes += later.bytes
        if later.mark.number > mark.number { mark = later.mark }
    }

    package mutating func append(_ frame: Frame, to recipient: ConnectionID) {
        orders.append(.send(frame, to: recipient))
        bytes += frame.count
    }

    /// Sends to every one of `recipients`, which must all be of this lane, but `except`.
    ///
    /// The array is shared, not copied. Frames for the very same array (not merely an equal one) cost least: the lane
    /// joins them once for all its recipients, whatever stands between them in the batch.
    package mutating func append(_ frame: Frame, to recipients: [ConnectionID], except: ConnectionID? = nil) {
        orders.append(.multicast(frame, to: recipients, except: except))
        bytes += frame.count
    }

    /// Sends what the peer itself asked for: it does not count against its send queue's bound.
    package mutating func appendExempt(_ frame: Frame, to recipient: ConnectionID) {
        orders.append(.sendExempt(frame, to: recipient))
        bytes += frame.count
    }

    /// Stops reading, sends what waits and then `farewell`, all in a bounded time, and closes.
    package mutating func close(_ connection: ConnectionID, farewell: Frame?, reason: CloseReason) {
        orders.append(.close(connection, farewell: farewell, reason))
    }

    /// Closes at once; what waits is dropped.
    package mutating func abort(_ connection: ConnectionID, reason: CloseReason) {
        orders.append(.abort(connection, reason))
    }

    package mutating func pauseReading(_ connection: ConnectionID) {
        orders.append(.pauseReading(connection))
    }

    package mutating func resumeReading(_ connection: ConnectionID) {
        orders.append(.resumeReading(connection))
    }

    package mutating func notifyWhenDrained(_ connection: ConnectionID) {
        orders.append(.notifyWhenDrained(connection))
    }
}
