import Protocol
import TestSupport
import Testing

struct ProtocolFuzzTests {
    /// Bytes that mean something to the protocol come often.
    private func bytes(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        let telling = Array("@:;= \\\r\n\0\u{1}!+#,é👋".utf8)
        return (0..<count).map { _ in
            switch UInt8.random(in: 0..<4, using: &generator) {
            case 0: telling.randomElement(using: &generator)!
            case 1: UInt8.random(in: 0...255, using: &generator)
            default: UInt8.random(in: 0x41...0x5A, using: &generator)
            }
        }
    }

    @Test func `Whatever parses is written as one line that reads the same`() throws {
        var generator = SeededGenerator(seed: 1)
        var parsed = 0
        for _ in 0..<20_000 {
            let line = bytes(Int.random(in: 0..<60, using: &generator), &generator)[...]
            guard let message = try? Message(parsing: line, limits: .fromClient) else { continue }
            parsed += 1
            let written = message.serialized()
            #expect(written.filter { $0 == ASCII.lineFeed }.count == 1)
            guard line.isValidUTF8 else { continue }
            #expect(try Message(parsing: written.dropLast(2), limits: .fromServer) == message)
        }
        #expect(parsed > 300)
    }

    @Test func `A random stream says the same however it is cut`() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<300 {
            let stream = bytes(Int.random(in: 0..<400, using: &generator), &generator)
            func lines(_ step: Int) -> [LineFramer.Line] {
                var framer = LineFramer(limits: LineLimits(tags: 16, body: 48))
                var lines: [LineFramer.Line] = []
                for start in stride(from: 0, to: stream.count, by: step) {
                    stream[start..<min(start + step, stream.count)].withUnsafeBytes { chunk in
                        framer.append(chunk) { lines.append($0) }
                    }
                }
                return lines
            }
            let whole = lines(max(stream.count, 1))
            #expect(lines(1) == whole)
            #expect(lines(7) == whole)
        }
    }
}
