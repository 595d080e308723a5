import Chat
import Protocol

/// The lines of one read, on their way to the server: the first of them taken apart on the lane, the others as they came.
///
/// A client that sends more at once than it may say would only fill the server's memory with the pieces; see ``WaitingLines``.
struct ReadBatch {
    /// Lines of one read that are taken apart: more than fit into it where they are as long as people write them.
    static let maxParsedLines = 512

    private var read: [Network.Input] = []
    private(set) var lineCount = 0
    private var unread: [UInt8] = []

    var isEmpty: Bool { lineCount == 0 }
    var first: Network.Input? { read.first }

    /// All of it, in its order.
    var inputs: [Network.Input] { unread.isEmpty ? read : read + [.lines(unread[...])] }

    mutating func append(_ line: LineFramer.Line) {
        lineCount += 1
        switch line {
        case .tooLong(let beginning):
            read = inputs + [.init(tooLong: beginning)]
            unread = []
        case .line(let bytes) where lineCount <= Self.maxParsedLines:
            read.append(Network.Input(reading: bytes))
        case .line(let bytes):
            unread += bytes
            unread.append(ASCII.lineFeed)
        }
    }

    mutating func removeFirst() {
        read.removeFirst()
        lineCount -= 1
    }
}
