import Protocol

/// The clocks of a machine.
package protocol MachineClock: Sendable {
    /// The time of day.
    var now: Timestamp { get }
    /// Nanoseconds on a clock that never goes back.
    var monotonic: Int64 { get }
    /// Seconds east of Greenwich at a moment, by the time zone of the machine.
    func localOffset(_ moment: Timestamp) -> Int
}
