import Basics
import Protocol

extension Harness {
    /// A line: what parses is written as one line that reads the same.
    static let message = Harness(name: "message", longestInput: 4096) { (input) throws(BrokenRule) in
        for limits in [LineLimits.fromClient, .fromServer, .lenient] {
            guard let message = try? Message(parsing: input[...], limits: limits) else { continue }
            let written = message.serialized()
            try require(
                written.count(where: { $0 == ASCII.lineFeed }) == 1 && written.suffix(2) == [13, 10],
                "a message is written as one line")
            guard input[...].isValidUTF8, message.firstMalformedMiddle == nil else { continue }
            let again = try? Message(parsing: written.dropLast(2), limits: .lenient)
            try require(again == message, "\(message) is read as \(String(describing: again)) when it is written")
        }
    }

    /// A stream says the same however it is cut. The first byte says how.
    static let framer = Harness(name: "framer", longestInput: 1024) { (input) throws(BrokenRule) in
        let step = Int(input.first ?? 0) % 40 + 1
        func lines(_ step: Int) -> [LineFramer.Line] {
            var framer = LineFramer(limits: LineLimits(tags: 16, body: 48))
            var lines: [LineFramer.Line] = []
            for start in stride(from: 0, to: input.count, by: step) {
                input[start..<min(start + step, input.count)].withUnsafeBytes { framer.append($0) { lines.append($0) } }
            }
            return lines
        }
        try require(lines(step) == lines(max(input.count, 1)), "lines do not depend on how they arrive")
    }

    /// The small readers of the protocol: each gives back what it can write.
    static let text = Harness(name: "text", longestInput: 512) { (input) throws(BrokenRule) in
        let text = String(decoding: input, as: UTF8.self)
        let source = Source(parsing: input[...])
        try require(source.name.utf8.count <= text.utf8.count, "a source's name is a part of it")
        var isupport = ISupport()
        isupport.apply(text.split(separator: " ").map(String.init))
        _ = CTCP(parsing: input[...])
        if let time = Timestamp(iso8601: text) {
            try require(Timestamp(iso8601: time.iso8601) == time, "\(text) is a time, and \(time.iso8601) another")
        }
        if let bytes = Base64.decode(input) {
            try require(Base64.decode(Base64.encode(bytes)) == bytes, "base64 reads what it writes")
        }
        if let bytes = Base64URL.decode(input) {
            try require(Base64URL.decode(Base64URL.encode(bytes).utf8) == bytes, "base64url reads what it writes")
        }
        if let address = IPAddress(text) {
            try require(IPAddress("\(address)") == address, "\(text) is an address, and \(address) another")
        }
        if let span = TimeSpan(text) { try require(span.seconds >= 0, "\(text) lasts less than nothing") }
        if let record = SCRAM.Credential(record: text) {
            try require(SCRAM.Credential(record: record.record) == record, "a credential reads what it writes")
        }
        var server = SCRAM.Server(primitives: .toy)
        _ = try? server.first(input)
        var client = SCRAM.Client(name: "ada", password: [1], nonce: [1, 2, 3], primitives: .toy)
        if (try? client.final(answering: input)) != nil { try? client.verify(input) }
    }
}

extension SCRAM.Primitives {
    /// Arithmetic that takes no time. Nobody's secret.
    static let toy = SCRAM.Primitives(
        hash: sum, hmac: { sum($0 + [0x36] + $1) }, stretch: { password, salt, _ in sum(password + salt) },
        areEqual: { $0 == $1 }, randomBytes: { _ in [1, 2, 3] })

    private static let sum: @Sendable ([UInt8]) -> [UInt8] = { bytes in
        var sum = [UInt8](repeating: 7, count: 32)
        for (place, byte) in bytes.enumerated() { sum[place % 32] = sum[place % 32] &* 31 ^ byte }
        return sum
    }
}
