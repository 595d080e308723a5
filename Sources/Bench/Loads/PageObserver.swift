import Protocol

/// Hears the pages that session 0 asks for, and counts what is said in the room meanwhile.
struct PageObserver: LineObserver {
    /// Messages that came to anybody, outside a page.
    private(set) var counter: DeliveryCounter
    /// True where the times of a page's lines are wanted: to read them takes time.
    var wantsTimes = false
    /// Of the page that was asked for last: its lines, their times, and when it ended.
    private(set) var lines = 0
    private(set) var times: [Timestamp] = []
    private(set) var ended: UInt64?
    /// The line that the server sent instead of a page.
    private(set) var refusal: String?

    /// The batch that is the page, while it is open; others may be inside it.
    private var reference: Substring?

    init(sessions: Int) { counter = DeliveryCounter(sessions: sessions) }

    mutating func begin() {
        (lines, ended) = (0, nil)
        times.removeAll(keepingCapacity: true)
    }

    mutating func lineReceived(_ line: ReceivedLine, by session: Int, at time: UInt64) {
        guard session == 0, line.bytes.first == UInt8(ascii: "@") || line.begins(with: .failure) || isBatch(line) else {
            return count(line, by: session)
        }
        let words = line.words.split(separator: " ")
        if line.begins(with: .failure) {
            refusal = line.words
        } else if isBatch(line), let name = words.first(where: { $0.hasPrefix("+") }), reference == nil {
            reference = name.dropFirst()
        } else if isBatch(line), let reference, words.contains("-" + reference) {
            self.reference = nil
            ended = time
        } else if let tags = words.first?.dropFirst().split(separator: ";"), let reference,
            tags.contains("batch=" + reference)
        {
            lines += 1
            if wantsTimes, let tag = tags.first(where: { $0.hasPrefix("time=") }),
                let time = Timestamp(iso8601: String(tag.dropFirst(5)))
            {
                times.append(time)
            }
        } else {
            count(line, by: session)
        }
    }

    private func isBatch(_ line: ReceivedLine) -> Bool { line.body.starts(with: "BATCH ".utf8) }

    private mutating func count(_ line: ReceivedLine, by session: Int) { _ = counter.count(line, by: session) }
}

extension ReceivedLine.Word {
    fileprivate static let failure = ReceivedLine.Word("FAIL CHA")
}
