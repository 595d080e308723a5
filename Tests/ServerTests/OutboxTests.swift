import Chat
import Testing
import Transport

@testable import Server

/// The lanes that carry IRC, and those with a codec.
@Suite struct OutboxTests {
    /// Notes what it is asked, and answers every line with a PING of its own.
    private final class NotingCodec: SessionCodec {
        var encoded: [[SessionID]] = []
        var over: [SessionID] = []

        func opened(_ session: SessionID, from origin: Origin) -> DecodedLine { DecodedLine() }
        func decode(_ line: WireLine, from session: SessionID) -> DecodedLine { DecodedLine() }

        func encode(_ lines: [UInt8], for sessions: [SessionID]) -> [EncodedLines] {
            encoded.append(sessions)
            return [EncodedLines(bytes: [], sessions: sessions, followUps: [.lines(lines[...])])]
        }

        func closed(_ session: SessionID) { over.append(session) }
    }

    private let codec = NotingCodec()
    private var outbox: Outbox
    private let irc = (1...3).map { SessionID(rawValue: $0 << 8) }
    private let coded = (1...3).map { SessionID(rawValue: $0 << 8 | 1) }
    private let line = Array("PING x\r\n".utf8)

    init() { outbox = Outbox(laneCount: 2, codecs: LaneCodecs([codec], laneCount: 2)) }

    @Test mutating func `No codec is asked for sessions of a lane that carries IRC`() {
        outbox.append(.deliver(Delivery(line, to: irc)))
        outbox.append(.answer(Delivery(line, to: [irc[0]])))
        outbox.append(.close(irc[0], farewell: line))
        #expect(codec.encoded.isEmpty && codec.over.isEmpty && outbox.followUps.isEmpty)
    }

    @Test mutating func `A codec is asked once for all sessions of its lane but the one that spoke`() {
        outbox.append(.deliver(Delivery(line, to: coded, except: coded[1])))
        outbox.append(.answer(Delivery(line, to: [coded[1]])))
        outbox.append(.deliver(Delivery(line, to: [coded[2]], except: coded[2])))
        #expect(codec.encoded == [[coded[0], coded[2]], [coded[1]]])
    }

    @Test mutating func `What a codec answers is kept until it is taken in, and once`() {
        outbox.append(.deliver(Delivery(line, to: coded)))
        let followUps = outbox.takeFollowUps()
        #expect(followUps.map(\.sessions) == [coded] && followUps.map(\.inputs.count) == [1])
        #expect(outbox.takeFollowUps().isEmpty)
    }

    @Test mutating func `A session that is closed is over for its codec, which has the last word`() {
        outbox.append(.close(coded[0], farewell: line))
        #expect(codec.encoded == [[coded[0]]] && codec.over == [coded[0]])
    }

    @Test func `The last lanes have the codecs, in their order`() {
        let (first, second) = (NotingCodec(), NotingCodec())
        let codecs = LaneCodecs([first, second], laneCount: 4)
        let lanes = (0...4).map { codecs[SessionID(rawValue: 1 << 8 | $0)] }
        #expect(lanes.map { $0 == nil } == [true, true, false, false, true])
        #expect(lanes[2] === first && lanes[3] === second)
    }
}
