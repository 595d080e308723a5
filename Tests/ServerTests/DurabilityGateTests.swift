import Chat
import Protocol
import Storage
import Testing

@testable import Server

@Suite struct DurabilityGateTests {
    var gate = DurabilityGate()

    @Test mutating func `an output with nothing before it passes`() {
        #expect(Self.name(gate.pass(Self.line("hello"))) == "hello")
    }

    @Test mutating func `an output behind an event or a change waits until that is stored`() {
        gate.record()
        #expect(gate.pass(Self.line("joined")) == nil)
        #expect(resolve(through: 1) == ["joined"])
    }

    @Test mutating func `a later output never overtakes one that waits`() {
        gate.record()
        _ = gate.pass(Self.line("echo"))
        _ = gate.pass(Self.line("pong"))
        #expect(resolve(through: 1) == ["echo", "pong"])
    }

    @Test mutating func `a settlement lets out what it covers and no more`() {
        gate.record()
        _ = gate.pass(Self.line("one"))
        gate.record()
        _ = gate.pass(Self.line("two"))
        #expect(resolve(through: 1) == ["one"])
        #expect(gate.pass(Self.line("three")) == nil)
        #expect(resolve(through: 2) == ["two", "three"])
    }

    @Test mutating func `what was said is shown once it is stored`() {
        #expect(gate.pass(Self.said(7, "hello")) == nil)
        #expect(resolve(through: 1) == ["hello"])
    }

    @Test mutating func `what the log refused is shown to nobody, and its speaker is told`() {
        _ = gate.pass(Self.said(7, "hello"))
        _ = gate.pass(Self.line("pong"))
        #expect(resolve(through: 1, refused: [7]) == [Self.refused("hello"), "pong"])
    }

    @Test mutating func `a refusal that is settled before its turn is remembered until then`() {
        gate.record()
        _ = gate.pass(Self.said(2, "hello"))
        #expect(resolve(through: 0, refused: [2]) == [])
        #expect(resolve(through: 2) == [Self.refused("hello")])
    }

    @Test mutating func `a question is asked when what was decided before it is stored`() {
        _ = gate.pass(Self.said(7, "hello"))
        let question = DurabilityGate.Output.ask(SessionID(rawValue: 1), NumberedQuery(number: 1, query: .find(.none)))
        #expect(gate.pass(question) == nil)
        #expect(resolve(through: 1) == ["hello", "?"])
    }

    @Test mutating func `what was let out is told by the last that was said, and not by what still waits`() {
        _ = gate.pass(Self.said(7, "hello"))
        _ = gate.pass(Self.said(8, "again"))
        _ = gate.pass(Self.said(9, "more"))
        #expect(gate.released == .none)
        _ = resolve(through: 1)
        #expect(gate.released == EventNumber(rawValue: 7))
        _ = resolve(through: 2, refused: [8])
        #expect(gate.released == EventNumber(rawValue: 8))
    }

    // MARK: -

    private mutating func resolve(through: Int, refused: [Int64] = []) -> [String] {
        var released: [String] = []
        let commitResult = CommitResult(
            through: through, refused: refused.map(EventNumber.init(rawValue:)))
        gate.resolve(commitResult) { released.append(Self.name($0) ?? "?") }
        return released
    }

    private static func line(_ text: String) -> DurabilityGate.Output { .deliver(delivery(text)) }

    private static func said(_ number: Int64, _ text: String) -> DurabilityGate.Output {
        .said(
            EventNumber(rawValue: number), deliveries: [delivery(text)],
            refusal: StoreRefusal(to: SessionID(rawValue: 1), from: "s", "PRIVMSG", "#a", text))
    }

    private static func refused(_ text: String) -> String { ":s FAIL PRIVMSG MESSAGE_NOT_STORED #a \(text)\r\n" }

    private static func delivery(_ text: String) -> Delivery {
        Delivery(Array(text.utf8), to: [SessionID(rawValue: 1)])
    }

    private static func name(_ output: DurabilityGate.Output?) -> String? {
        switch output {
        case .deliver(let delivery): String(decoding: delivery.lines, as: UTF8.self)
        case .said(_, let deliveries, _): String(decoding: deliveries[0].lines, as: UTF8.self)
        default: nil
        }
    }
}
