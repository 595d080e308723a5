import Testing

@testable import Bench

/// What the generator sees of a line without parsing it.
@Suite struct ReceivedLineTests {
    private func look<Result>(_ line: String, _ body: (ReceivedLine) -> Result) -> Result {
        Array(line.utf8).withUnsafeBytes { body(ReceivedLine($0)) }
    }

    @Test(arguments: ["PRIVMSG #a :x", ":n!u@h PRIVMSG #a :x", "@time=1;a=b :n!u@h PRIVMSG #a :x", "@a PRIVMSG #a :x"])
    func `A message is one with tags and source and without`(line: String) {
        #expect(look(line) { $0.begins(with: .privmsg) })
        #expect(look(line) { String(decoding: $0.text, as: UTF8.self) } == "x")
    }

    @Test(arguments: ["", ":", "@", "@a", ":a", ":PRIVMSG #a :x", "PRIVMSG", ":n NOTICE #a :PRIVMSG "])
    func `Anything else is none`(line: String) {
        #expect(!look(line) { $0.begins(with: .privmsg) })
    }

    @Test(arguments: [
        (":\(Nick.of(7))!u@h PRIVMSG #a :x", true), ("@time=1 :\(Nick.of(0))!u@h PRIVMSG #a :x", true),
        (":old!u@h PRIVMSG #a :x", false), ("PRIVMSG #a :x", false), (":", false),
    ])
    func `A line of this load's is known by who says it`(line: String, isOurs: Bool) {
        #expect(look(line) { $0.isFrom(.fromLoad) } == isOurs)
    }

    @Test(arguments: [
        (":s 376 a :x", 376), ("433 * a :x", 433), (":s 37 a", nil), (":s 3766 a", nil), (":s 4x3 a", nil),
    ])
    func `A numeric is three digits and a space`(line: String, number: Int?) {
        #expect(look(line) { $0.numeric } == number)
    }
}
