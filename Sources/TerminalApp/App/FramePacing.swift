/// When the next frame is drawn: at most about sixty a second, unless a key asks for one. All times are nanoseconds of a clock that never
/// goes back.
struct FramePacing {
    /// Between two frames.
    private static var interval: Int64 { 16_000_000 }

    private var lastDrawn: Int64 = 0
    private var isPlanned = false

    mutating func drawn(at now: Int64) { lastDrawn = now }

    /// How the next frame comes about.
    enum Turn: Hashable {
        case now
        case after(nanoseconds: Int64)
        /// It is planned already.
        case planned
    }

    /// Plans the next frame.
    mutating func plan(at now: Int64) -> Turn {
        guard !isPlanned else { return .planned }
        let wait = lastDrawn + Self.interval - now
        guard wait > 0 else { return .now }
        isPlanned = true
        return .after(nanoseconds: wait)
    }

    /// The frame that was planned is drawn.
    mutating func planTaken() { isPlanned = false }
}
