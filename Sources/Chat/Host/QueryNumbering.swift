/// Gives the questions to the host their numbers: 1 and on.
final class QueryNumbering {
    /// 0 before the first.
    private var last: UInt64 = 0

    func next() -> UInt64 {
        last += 1
        return last
    }
}
