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
    /// The path as it was sent, without the host before it and what follows a `?`.
    let path: String

    init(method: String, path: String) {
        self.method = method
        self.path = path
    }

    /// Reads a line without its LF; nil for one that is no request of HTTP/1 for a path, alone or in a URL.
    init?(_ line: [UInt8]) {
        let line = line.last == ASCII.carriageReturn ? line.dropLast() : line[...]
        guard line.allSatisfy({ $0 >= ASCII.space && $0 < 0x7F }) else { return nil }
        let words = line.split(separator: ASCII.space, omittingEmptySubsequences: false)
        guard words.count == 3, words[0].count > 0, Self.isVersion(words[2]), let path = Self.path(in: words[1])
        else { return nil }
        method = String(decoding: words[0], as: UTF8.self)
        self.path = path
    }

    /// True for HTTP/1 with any digit behind the point. <https://www.rfc-editor.org/rfc/rfc9112#section-2.3>
    private static func isVersion(_ word: ArraySlice<UInt8>) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return word.dropLast().elementsEqual("HTTP/1.".utf8) && word.last.map(digits.contains) == true
    }

    /// The path of a target in the origin form or the absolute form; nil for any other.
    /// <https://www.rfc-editor.org/rfc/rfc9112#section-3.2>
    private static func path(in target: ArraySlice<UInt8>) -> String? {
        let target = String(decoding: target.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
        if target.hasPrefix("/") { return target }
        let scheme = target.prefix { $0 != "/" }.lowercased()
        let rest = target.dropFirst(scheme.count)
        guard ["http:", "https:"].contains(scheme), rest.hasPrefix("//") else { return nil }
        let host = rest.dropFirst(2).prefix { $0 != "/" }
        // An empty host is to be refused. <https://www.rfc-editor.org/rfc/rfc9110#section-4.2.1>
        guard let first = host.first, first != ":" else { return nil }
        let path = rest.dropFirst(2 + host.count)
        return path.isEmpty ? "/" : String(path)
    }
}
