/// The last key that was pressed, which tells whether a key that comes is the same one, held.
struct KeyRepeat: Sendable {
    /// Keys closer together than this, in milliseconds, are one that is held.
    static let interval: Int64 = 150

    private var last: (action: Action, at: Int64)?

    /// To be told of each arrow that moved within the input or stopped at its edge.
    mutating func pressed(_ action: Action, at now: Int64?) { last = now.map { (action, $0) } }

    func isHeld(_ action: Action, at now: Int64?) -> Bool {
        guard let last, let now, last.action == action else { return false }
        return now - last.at < Self.interval
    }
}
