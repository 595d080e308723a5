/// Cuts a stream of bytes into lines.
///
/// A line ends at LF; one CR before it belongs to the ending. Whatever the stream holds, memory stays under
/// ``LineLimits/line`` bytes: a line that outgrows it is reported once, and the rest of it is thrown away unread.
package struct LineFramer: Sendable {
    /// The bytes between two line ends.
    package enum Line: Equatable, Sendable {
        /// A line without its ending; never empty.
        case line(Bytes)
        /// A line longer than the limit, with as many of its first bytes as the limit allows; the others are gone.
        /// <https://modern.ircdocs.horse/#errinputtoolong-417>
        case tooLong(Bytes)
    }

    private let limit: Int
    private var unfinished: [UInt8] = []
    private var isDiscarding = false

    package init(limits: LineLimits) {
        limit = limits.line
    }

    /// Bytes of a line that has not ended yet.
    package var unfinishedCount: Int { unfinished.count }

    /// Takes the next bytes of the stream and hands each line that they finish to `body`, in order.
    ///
    /// The lines of one call share one array: the cost is one allocation a chunk, not one a line.
    package mutating func append(_ chunk: UnsafeRawBufferPointer, _ body: (Line) -> Void) {
        guard let lastEnd = chunk.lastIndex(of: ASCII.lineFeed) else {
            keep(chunk[...], body)
            return
        }
        let finished = unfinished + chunk[...lastEnd]
        unfinished = []
        var start = 0
        while let end = finished[start...].firstIndex(of: ASCII.lineFeed) {
            emit(finished[start..<end], body)
            start = end + 1
        }
        keep(chunk[(lastEnd + 1)...], body)
    }

    private mutating func emit(_ line: Bytes, _ body: (Line) -> Void) {
        if isDiscarding {
            isDiscarding = false
        } else if line.count + 1 > limit {
            body(.tooLong(line.prefix(limit)))
        } else {
            let content = line.last == ASCII.carriageReturn ? line.dropLast() : line
            if !content.isEmpty { body(.line(content)) }
        }
    }

    private mutating func keep(_ rest: Slice<UnsafeRawBufferPointer>, _ body: (Line) -> Void) {
        guard !isDiscarding, !rest.isEmpty else { return }
        if unfinished.count + rest.count >= limit {
            let beginning = unfinished + rest.prefix(limit - unfinished.count)
            unfinished = []
            isDiscarding = true
            body(.tooLong(beginning[...]))
        } else {
            unfinished.append(contentsOf: rest)
        }
    }
}
