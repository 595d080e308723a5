import Chat
import Protocol
import Storage
import Testing

@testable import Server

@Suite struct DurabilityGateTests {
    var gate = DurabilityGate()

    @Test mutating func `An output with nothing before it passes`() {
        let isFree = gate.pass(Self.line("hello"))
        #expect(isFree)
    }

    @Test mutating func `An output behind an event or a change waits until that is stored`() {
        gate.record()
        let isFree = gate.pass(Self.line("joined"))
        #expect(!isFree)
        #expect(resolve(through: 1) == ["joined"])
    }

    @Test mutating func `A later output never overtakes one that waits`() {
        gate.record()
        _ = gate.pass(Self.line("echo"))
        _ = gate.pass(Self.line("pong"))
        #expect(resolve(through: 1) == ["echo", "pong"])
    }

    @Test mutating func `A result lets out what it covers and no more`() {
        gate.record()
        _ = gate.pass(Self.line("one"))
        gate.record()
        _ = gate.pass(Self.line("two"))
        #expect(resolve(through: 1) == ["one"])
        let isFree = gate.pass(Self.line("three"))
        #expect(!isFree)
        #expect(resolve(through: 2) == ["two", "three"])
    }

    @Test mutating func `What was said is shown once it is stored`() {
        say(7, "hello")
        #expect(resolve(through: 1) == ["hello"])
    }

    @Test mutating func `What the log refused is shown to nobody, and its speaker is told`() {
        say(7, "hello")
        _ = gate.pass(Self.line("pong"))
        #expect(resolve(through: 1, refused: [7]) == [Self.refused("hello"), "pong"])
    }

    @Test mutating func `A refusal that is settled before its turn is remembered until then`() {
        gate.record()
        say(2, "hello")
        #expect(resolve(through: 0, refused: [2]) == [])
        #expect(resolve(through: 2) == [Self.refused("hello")])
    }

    @Test mutating func `A question is asked when what was decided before it is stored`() {
        say(7, "hello")
        let question = DurabilityGate.Released.ask(
            SessionID(rawValue: 1), NumberedQuery(number: 1, query: .find(.none)))
        let isFree = gate.pass(question)
        #expect(!isFree)
        #expect(resolve(through: 1) == ["hello", "?"])
    }

    @Test mutating func `What was let out is told by the last that was said, and not by what still waits`() {
        say(7, "hello")
        say(8, "again")
        say(9, "more")
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
        gate.resolve(commitResult) { released.append(Self.name($0)) }
        return released
    }

    private static func line(_ text: String) -> DurabilityGate.Released { .output(.deliver(delivery(text))) }

    private mutating func say(_ number: Int64, _ text: String) {
        gate.hold(
            EventNumber(rawValue: number), deliveries: [Self.delivery(text)],
            refusal: StoreRefusal(to: SessionID(rawValue: 1), from: "s", command: "PRIVMSG", target: "#a", words: text))
    }

    private static func refused(_ text: String) -> String { ":s FAIL PRIVMSG MESSAGE_NOT_STORED #a \(text)\r\n" }

    private static func delivery(_ text: String) -> Delivery {
        Delivery(Array(text.utf8), to: [SessionID(rawValue: 1)])
    }

    private static func name(_ released: DurabilityGate.Released) -> String {
        switch released {
        case .output(.deliver(let delivery)): String(decoding: delivery.lines, as: UTF8.self)
        case .output: "another output"
        case .ask: "?"
        }
    }
}
