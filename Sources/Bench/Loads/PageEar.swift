import Protocol

/// Hears the pages that session 0 asks for, and counts what is said in the room meanwhile.
struct PageEar: Listener {
    /// Messages that came to anybody, outside a page.
    private(set) var deliveries = 0
    /// Of the page that was asked for last: its lines, the time of its first, and when it ended.
    private(set) var lines = 0
    private(set) var time: Timestamp?
    private(set) var ended: UInt64?
    /// What the server said instead of a page.
    private(set) var refusal: String?

    /// The batch that is the page, while it is open; others may be inside it.
    private var reference: Substring?

    mutating func begin() { (lines, time, ended) = (0, nil, nil) }

    mutating func heard(_ line: Heard, by session: Int, at time: UInt64) {
        guard session == 0, line.bytes.first == UInt8(ascii: "@") || line.begins(with: .failure) || isBatch(line) else {
            return count(line)
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
            if self.time == nil, let tag = tags.first(where: { $0.hasPrefix("time=") }) {
                self.time = Timestamp(iso8601: String(tag.dropFirst(5)))
            }
        } else {
            count(line)
        }
    }

    private func isBatch(_ line: Heard) -> Bool { line.body.starts(with: "BATCH ".utf8) }

    private mutating func count(_ line: Heard) {
        if line.begins(with: .privmsg) { deliveries += 1 }
    }
}

extension Heard.Word {
    fileprivate static let failure = Heard.Word("FAIL CHA")
}
