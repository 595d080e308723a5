import Protocol
import Testing

@testable import Chat

/// The effects of capabilities on what is relayed, as the table of capabilities tells them.
struct RelayEffectTests {
    /// A line in which every effect on bytes shows.
    private let relay = Relay(
        message: Message(source: "a!b@c", "PRIVMSG", "#x", "text"), extendedParameters: [Bytes("#y"), Bytes("text")],
        time: .earliest, msgid: "m", account: "a", isFromBot: true, isFromOperator: true, relayedBy: "r",
        multiline: Relay.Multiline(
            reference: "r",
            lines: [
                OpenBatch.Line(text: Bytes("one"), isContinued: false),
                OpenBatch.Line(text: Bytes("two"), isContinued: false),
            ]))

    private func bytes(for capabilities: Capabilities) -> [[UInt8]] {
        relay.messages(for: capabilities).map { $0.serialized() }
    }

    /// - Parameter number: a multiple of 0x100, so that all sessions are on one lane.
    private func session(_ number: UInt64, _ capabilities: Capabilities) -> Session {
        let session = Session(
            id: SessionID(rawValue: number), origin: Origin(address: "10.0.0.1", host: "h"),
            arrived: Account.LastArrival(event: .none, at: .earliest), at: .earliest)
        session.capabilities = capabilities
        return session
    }

    @Test(arguments: Capabilities.offered.map(\.name))
    func `A capability changes bytes if its row says so, and not else`(_ name: String) throws {
        let row = try #require(Capabilities.offered.first { $0.name == name })
        let changesBytes =
            switch row.relayEffect {
            case .none, .delivery: false
            case .everyLine, .extendedParameters, .multiline, .fromOperator, .relayedMessage: true
            }
        let others = Capabilities.all.subtracting(row.capability)
        #expect((bytes(for: .all) != bytes(for: others)) == changesBytes)
    }

    /// Each of the tests below has capabilities to run with.
    @Test func `There are capabilities of every effect that is tested`() {
        #expect(!Capabilities.offered.isEmpty)
        #expect(!Capabilities.offered.filter { $0.relayEffect == .delivery }.isEmpty)
        #expect(!Capabilities.offered.filter { $0.relayEffect == .none }.isEmpty)
    }

    /// A session with all capabilities, 0x100, and one that has all but the one of a row, 0x200.
    private func audience(of row: Capabilities.Definition) -> Audience {
        var audience = Audience()
        audience.add(session(0x100, .all))
        audience.add(session(0x200, .all.subtracting(row.capability)))
        return audience
    }

    /// A row that told too little would give both sessions the bytes of one.
    @Test(arguments: Capabilities.offered.map(\.name))
    func `Each session of an audience gets the bytes that its own capabilities make`(_ name: String) throws {
        let row = try #require(Capabilities.offered.first { $0.name == name })
        let deliveries = relay.deliveries(to: audience(of: row))
        func delivered(to number: UInt64) -> [[UInt8]] {
            deliveries.filter { $0.recipients.contains(SessionID(rawValue: number)) }.map(\.lines)
        }
        #expect(delivered(to: 0x100) == [Array(bytes(for: .all).joined())])
        #expect(delivered(to: 0x200) == [Array(bytes(for: .all.subtracting(row.capability)).joined())])
    }

    @Test(arguments: Capabilities.offered.filter { $0.relayEffect == .delivery }.map(\.name))
    func `A line that needs a capability goes to those alone who have it`(_ name: String) throws {
        let row = try #require(Capabilities.offered.first { $0.name == name })
        var relay = relay
        relay.requires = row.capability
        #expect(relay.deliveries(to: audience(of: row)).flatMap(\.recipients) == [SessionID(rawValue: 0x100)])
    }

    @Test(arguments: Capabilities.offered.filter { $0.relayEffect == .none }.map(\.name))
    func `Sessions that differ in nothing that is relayed share one delivery`(_ name: String) throws {
        let row = try #require(Capabilities.offered.first { $0.name == name })
        #expect(relay.deliveries(to: audience(of: row)).count == 1)
    }

    @Test func `A line shares its bytes where nothing in it differs`() {
        var plain = relay
        plain.extendedParameters = nil
        plain.multiline = nil
        plain.isFromOperator = false
        plain.relayedBy = nil
        #expect(plain.relevant == [.messageTags, .serverTime, .accountTag])
    }
}
