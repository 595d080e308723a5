import Protocol

/// Lines and values.
enum LineCases {
    static let line = Array(
        "@time=2023-10-03T12:00:00.000Z;msgid=abc;+typing=done :mara!mara@localhost PRIVMSG #lobby :the quick brown fox"
            .utf8)

    static var cases: [(name: String, prepare: () -> (Int) -> Void)] {
        [
            (
                "parse",
                {
                    { _ in use(try! Message(parsing: line[...], limits: .fromServer)) }
                }
            ),
            (
                "serialize",
                {
                    let message = try! Message(parsing: line[...], limits: .fromServer)
                    return { _ in use(message.serialized()) }
                }
            ),
            // A read of 64 lines.
            (
                "frame",
                {
                    let chunk = Array(repeatElement(line + [0x0D, 0x0A], count: 64).joined())
                    var framer = LineFramer(limits: .fromServer)
                    return { _ in chunk.withUnsafeBytes { framer.append($0) { use($0) } } }
                }
            ),
        ]
    }
}
