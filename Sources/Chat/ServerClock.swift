import Protocol

/// The times that the network goes by. Whoever hosts it tells the time with every input; the network itself never asks a clock.
final class ServerClock {
    /// When the server started.
    let startedAt: Timestamp
    /// The time that what happens now is told and stored with: that of the machine's clock, but never earlier than what has
    /// happened before. It stands still while the machine's clock is behind that.
    private(set) var now: Timestamp
    /// The time of the input in hand by a clock that only counts on: for rates, and for what lasts so many seconds.
    private(set) var monotonicNow: Timestamp
    /// Milliseconds from the clock that only counts on to the machine's.
    private var offset: Int64 = 0

    /// - Parameters:
    ///   - time: when the server starts, by the clock that only counts on.
    ///   - last: the time of the last event in the log; nil where there is none.
    init(startingAt time: Timestamp, notBefore last: Timestamp?) {
        startedAt = time
        monotonicNow = time
        now = max(time, last ?? time)
    }

    /// The time that the machine's clock shows: for what ends at a time that people were told.
    var machineTime: Timestamp { monotonicNow.advanced(byMilliseconds: offset) }

    /// Goes on to the time of an input. An earlier time than the last one changes nothing.
    func advance(to time: Timestamp) {
        monotonicNow = max(monotonicNow, time)
        now = max(now, machineTime)
    }

    /// Goes on to the time of an input, at which the machine's clock shows `shown`, because it may have been set.
    func advance(to time: Timestamp, showing shown: Timestamp) {
        offset = shown.milliseconds(since: time)
        advance(to: time)
    }
}
