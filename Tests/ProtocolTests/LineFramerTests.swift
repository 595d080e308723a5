import Protocol
import Testing

struct LineFramerTests {
    private static let limits = LineLimits(tags: 8, body: 24)

    enum FramedLine: Equatable, Sendable {
        case line(String)
        case tooLong
    }

    /// A stream and what stands in it.
    static let streams: [(String, [FramedLine])] = [
        ("", []), ("PING", []), ("PING\n", [.line("PING")]), ("PING\r\n", [.line("PING")]),
        ("A\r\nB\nC\r\n", [.line("A"), .line("B"), .line("C")]), ("\r\n\n\r\nA\n", [.line("A")]),
        ("A\rB\r\n", [.line("A\rB")]), ("A\r\r\n", [.line("A\r")]), ("A\0B\n", [.line("A\0B")]),
        ("héllo 日本\r\n", [.line("héllo 日本")]), ("A\nrest", [.line("A")]),
        (String(repeating: "x", count: 31) + "\n", [.line(String(repeating: "x", count: 31))]),
        (String(repeating: "x", count: 30) + "\r\n", [.line(String(repeating: "x", count: 30))]),
        (String(repeating: "x", count: 32) + "\nA\n", [.tooLong, .line("A")]),
        (String(repeating: "x", count: 500) + "\nA\n", [.tooLong, .line("A")]),
        (String(repeating: "x", count: 500), [.tooLong]),
        (
            "A\n" + String(repeating: "x", count: 90) + "\r\n" + String(repeating: "y", count: 90) + "\nB\n",
            [.line("A"), .tooLong, .tooLong, .line("B")]
        ),
    ]

    private func outcomes(_ chunks: [ArraySlice<UInt8>]) -> [FramedLine] {
        var framer = LineFramer(limits: Self.limits)
        var outcomes: [FramedLine] = []
        for chunk in chunks {
            chunk.withUnsafeBytes { bytes in
                framer.append(bytes) { line in
                    switch line {
                    case .line(let bytes): outcomes.append(.line(bytes.text))
                    case .tooLong(let beginning):
                        #expect(beginning.count == Self.limits.line && Set(beginning).count == 1)
                        outcomes.append(.tooLong)
                    }
                }
            }
            #expect(framer.unfinishedCount < Self.limits.line)
        }
        return outcomes
    }

    @Test(arguments: streams)
    func `A stream says the same however it is cut`(_ stream: String, _ expected: [FramedLine]) {
        let bytes = Bytes(stream)
        #expect(outcomes([bytes]) == expected)
        #expect(outcomes(bytes.map { [$0] }) == expected)
        for place in bytes.indices {
            #expect(outcomes([bytes[..<place], bytes[place...]]) == expected)
        }
    }
}
