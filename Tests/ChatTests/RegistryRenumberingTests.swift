import Protocol
import Testing

@testable import Chat

/// A registry that goes into another log.
@Suite struct RegistryRenumberingTests {
    private static let name = Casemapping.ascii.fold("ada")
    private static let time = Timestamp(seconds: 1_700_000_000)

    private var registry: Registry {
        var registry = Registry()
        let account = Account(
            name: "Ada", registered: Self.time, credential: nil, certificates: [[1, 2]],
            settings: ["always-on": "yes", "seen": "10 1700000000000 4"])
        let closings = ClosingsAtJoin(
            ended: ClosedThrough(toAll: EventNumber(rawValue: 3), toGuests: .none), current: .toGuests)
        let presence = Presence(
            nick: "ada", userName: "u", host: "h", realName: "r",
            channels: [.init(name: "#a", ranks: "o", since: EventNumber(rawValue: 5), closings: closings)])
        let changes: [RegistryChange] = [
            .saveAccount(account), .savePresence(Self.name, presence),
            .saveMetadata(Self.name, key: "k", about: nil, "v"),
            .saveMetadata(Self.name, key: "k", about: Casemapping.ascii.fold("#a"), "w"),
            .reserveNick(NickReservation(nick: "Ada", account: Self.name, since: Self.time)),
            .saveChannel(
                RegisteredChannel(name: "#a", founder: Self.name, registered: Self.time, metadata: ["k": "v"])),
            .saveBan(ServerBan(mask: "*!*@x", reason: "r", setBy: "o", setAt: Self.time)),
            .markRead(account: Self.name, .channel(Casemapping.ascii.fold("#a")), Self.time),
            .saveInvitation(Invitation(digest: [7], channel: "#a", madeBy: "Ada", madeAt: Self.time)),
            .useInvitation([7], guest: "bob", Self.time), .note("closed #a", Array("10 now 3".utf8)),
            .note("secret", [49, 48]),
        ]
        for change in changes { registry.apply(change) }
        return registry
    }

    private func applied(_ changes: [RegistryChange]) -> Registry {
        var registry = Registry()
        for change in changes { registry.apply(change) }
        return registry
    }

    @Test func `Its changes make the same registry anew`() {
        #expect(applied(registry.changes) == registry)
    }

    @Test func `All that names an event names it by its new number, and nothing else is touched`() {
        let numbers = Renumbering<Never>(
            from: { EventNumber(rawValue: $0.rawValue + 100) }, through: { EventNumber(rawValue: $0.rawValue + 1000) })
        let changed = applied(registry.changes.map { $0.renumbered(numbers) })
        let channel = changed.presences[Self.name]?.channels[0]
        #expect(channel?.since == EventNumber(rawValue: 105))
        #expect(channel?.closings?.ended == ClosedThrough(toAll: EventNumber(rawValue: 1003), toGuests: .none))
        #expect(channel?.closings?.current == .toGuests)
        #expect(changed.accounts[Self.name]?.settings["seen"] == "1010 1700000000000 1004")
        #expect(changed.notes == ["closed #a": Array("1010 now 1003".utf8), "secret": [49, 48]])
        #expect(changed.markers == registry.markers && changed.channels == registry.channels)
    }
}
