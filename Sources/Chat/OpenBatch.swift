import Protocol

/// A message of several lines while its lines come in. <https://ircv3.net/specs/extensions/multiline>
struct OpenBatch {
    static let multilineType = "draft/multiline"
    static let concatenationTag = "draft/multiline-concat"

    struct Line {
        let text: Bytes
        /// True if the line goes on where the line before ended, without a line end between them.
        let isContinued: Bool
    }

    /// The name that the client gives the batch.
    let reference: String
    let target: Bytes
    /// The label and the client-only tags of the command that opened it: they belong to the whole.
    let label: String?
    let tags: [Tag]
    let openedAt: Timestamp
    /// PRIVMSG or NOTICE, as its lines are.
    private(set) var command: Command = "PRIVMSG"
    private(set) var lines: [Line] = []
    /// Of the whole text, line ends included.
    private(set) var byteCount = 0

    init(reference: String, target: Bytes, label: String?, tags: [Tag], at time: Timestamp) {
        self.reference = reference
        self.target = target
        self.label = label
        self.tags = tags
        openedAt = time
    }

    mutating func append(_ line: Line, of command: Command) {
        self.command = command
        byteCount += line.text.count + (lines.isEmpty || line.isContinued ? 0 : 1)
        lines.append(line)
    }

    /// The whole text.
    var text: Bytes {
        var text: Bytes = []
        text.reserveCapacity(byteCount)
        for (index, line) in lines.enumerated() {
            if index > 0, !line.isContinued { text.append(ASCII.lineFeed) }
            text.append(contentsOf: line.text)
        }
        return text
    }

    var isBlank: Bool { lines.allSatisfy(\.text.isEmpty) }
}
