/// Seconds until what is typed is written down.
struct SaveCountdown {
    private static var seconds: Int { 5 }

    /// 0 where nothing is to be written.
    private var left = 0

    /// Something is to be written that is not written yet.
    mutating func start() {
        if left == 0 { left = Self.seconds }
    }

    /// A second has passed.
    ///
    /// - Returns: true where it is time to write.
    mutating func secondPassed() -> Bool {
        guard left > 0 else { return false }
        left -= 1
        return left == 0
    }
}
