/// Counts what the sessions of a load hear of each other; what the server or anybody else says does not count.
struct DeliveryCounter {
    private(set) var total = 0
    private var received: ContiguousArray<Int>
    private let message = ReceivedLine.Word.privmsg
    private let fromLoad = ReceivedLine.Word.fromLoad

    init(sessions: Int) { received = ContiguousArray(repeating: 0, count: sessions) }

    /// Counts the line if it is a message of one of the load's own.
    ///
    /// - Returns: true if the line is such a message.
    @inline(__always)
    mutating func count(_ line: ReceivedLine, by session: Int) -> Bool {
        guard line.begins(with: message), line.isFrom(fromLoad) else { return false }
        total += 1
        received[session] += 1
        return true
    }

    /// Demands that each session has heard exactly its share: a sum would not show that one heard twice what another did not.
    ///
    /// - Parameter shares: the number of messages that each session should have heard, by the session's number.
    func check(_ shares: [Int], _ target: TargetAddress) throws(BenchError) {
        for (session, share) in shares.enumerated() where received[session] != share {
            throw .wrongDeliveryCount(target, session: session, got: received[session], expected: share)
        }
    }
}
