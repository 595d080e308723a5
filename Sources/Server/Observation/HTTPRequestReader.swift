import Protocol

/// Reads the head of an HTTP/1 request, of which it keeps the first line alone; what follows the head is not read.
/// <https://www.rfc-editor.org/rfc/rfc9112#section-2>
struct HTTPRequestReader {
    enum Progress: Hashable {
        case incomplete
        case request(HTTPRequestLine)
        case malformed
        /// Longer than ``limit``.
        case tooLong
    }

    /// The most bytes of a head: Prometheus sends some 400.
    static let limit = 8192

    private var count = 0
    private var firstLine: [UInt8] = []
    /// True once the first line is complete.
    private var hasFirstLine = false
    private var isLineEmpty = true

    /// Takes what came. Not to be called again once it has told anything but ``Progress/incomplete``.
    mutating func append(_ bytes: some Sequence<UInt8>) -> Progress {
        for byte in bytes {
            count += 1
            guard count <= Self.limit else { return .tooLong }
            guard byte == ASCII.lineFeed else {
                if byte != ASCII.carriageReturn { isLineEmpty = false }
                if !hasFirstLine { firstLine.append(byte) }
                continue
            }
            if isLineEmpty {
                guard hasFirstLine else {
                    // Empty lines in front of a request mean nothing.
                    firstLine = []
                    continue
                }
                return HTTPRequestLine(firstLine).map { .request($0) } ?? .malformed
            }
            hasFirstLine = true
            isLineEmpty = true
        }
        return .incomplete
    }
}

/// The first line of a request. <https://www.rfc-editor.org/rfc/rfc9112#section-3>
struct HTTPRequestLine: Hashable {
    let method: String
    /// The path as it was sent, without what follows a `?`.
    let path: String

    init(method: String, path: String) {
        self.method = method
        self.path = path
    }

    /// Reads a line without its LF; nil for one that is no request of HTTP/1 for a path.
    init?(_ line: [UInt8]) {
        let line = line.last == ASCII.carriageReturn ? line.dropLast() : line[...]
        guard line.allSatisfy({ $0 >= ASCII.space && $0 < 0x7F }) else { return nil }
        let words = line.split(separator: ASCII.space, omittingEmptySubsequences: false)
        guard words.count == 3, words[0].count > 0, words[1].first == UInt8(ascii: "/"),
            words[2].starts(with: Array("HTTP/1.".utf8))
        else { return nil }
        method = String(decoding: words[0], as: UTF8.self)
        path = String(decoding: words[1].prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
    }
}
