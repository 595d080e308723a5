import Chat

/// A stretch of the log that the index keeps in a table of its own.
///
/// If something is taken out of the log, only its part is indexed anew, and a search goes from the newest part back and
/// ends where it has found enough.
package struct SearchShard: Hashable, Comparable, Sendable {
    let rawValue: Int64

    /// The part nearest to `rawValue`: from 0 to that of ``EventNumber/highest``.
    init(rawValue: Int64) { self.rawValue = min(max(rawValue, 0), EventNumber.highest.rawValue / Self.width) }

    /// The number of event numbers that it spans.
    static let width: Int64 = 1 << 17

    init(of number: EventNumber) { rawValue = number.rawValue / Self.width }

    var range: ClosedRange<EventNumber> {
        EventNumber(rawValue: rawValue * Self.width)...EventNumber(rawValue: (rawValue + 1) * Self.width - 1)
    }

    package static func < (a: SearchShard, b: SearchShard) -> Bool { a.rawValue < b.rawValue }
}
