import Protocol
import Testing

@testable import Chat

/// The effects of capabilities on what is relayed, as the table of capabilities tells them.
struct RelayEffectTests {
    /// A line in which every effect on bytes shows.
    private let relay = Relay(
        message: Message(source: "a!b@c", "PRIVMSG", "#x", "text"), extendedParameters: [Bytes("#y"), Bytes("text")],
        time: .earliest, msgid: "m", account: "a", isFromBot: true,
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
            case .everyLine, .extendedParameters, .multiline: true
            }
        let others = Capabilities.all.subtracting(row.capability)
        #expect((bytes(for: .all) != bytes(for: others)) == changesBytes)
        #expect(relay.relevant.contains(row.capability) == changesBytes)
    }

    @Test(arguments: Capabilities.offered.map(\.name))
    func `Sessions are told apart by a capability if its row says so, and not else`(_ name: String) throws {
        let row = try #require(Capabilities.offered.first { $0.name == name })
        var audience = Audience()
        audience.add(session(0x100, .all))
        audience.add(session(0x200, .all.subtracting(row.capability)))
        #expect(audience.groups.count == (row.relayEffect == .none ? 1 : 2))
    }

    @Test func `A line shares its bytes where nothing in it differs`() {
        var plain = relay
        plain.extendedParameters = nil
        plain.multiline = nil
        #expect(plain.relevant == [.messageTags, .serverTime, .accountTag])
    }
}
