/// Counts what the sessions of a load hear of each other; what the server or anybody else says does not count.
struct Tally {
    private(set) var total = 0
    private var heard: ContiguousArray<Int>
    private let message = Heard.Word.privmsg
    private let ofThisLoad = Heard.Word.crowd

    init(sessions: Int) { heard = ContiguousArray(repeating: 0, count: sessions) }

    /// Counts the line if it is a message of one of the load's own.
    ///
    /// - Returns: whether it is.
    @inline(__always)
    mutating func count(_ line: Heard, by session: Int) -> Bool {
        guard line.begins(with: message), line.isFrom(ofThisLoad) else { return false }
        total += 1
        heard[session] += 1
        return true
    }

    /// Demands that each session has heard exactly its share: a sum would not show that one heard twice what another did not.
    ///
    /// - Parameter shares: what each should have heard, by its number.
    func check(_ shares: [Int], _ target: Target) throws(BenchError) {
        for (session, share) in shares.enumerated() where heard[session] != share {
            throw .unequal(target, session: session, got: heard[session], expected: share)
        }
    }
}
