import Chat
import Protocol
import Storage
import TestSupport
import Testing

/// What the server knows beside what happened, on every engine.
@Suite struct RegistryContract {
    let folder = Scratch()
    let a = Conversation.channel("#a")

    private let credential = SCRAM.Credential(
        salt: [1, 0, 255], iterations: 600_000, storedKey: Array(repeating: 7, count: 32),
        serverKey: Array(repeating: 9, count: 32))

    private func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1000) }

    private func account(_ name: String) -> Account {
        Account(name: name, registered: at(1), credential: credential)
    }

    /// Makes the changes, in groups of one, and hands back what the engine then knows; a durable one after it was closed.
    private func registry(_ engine: EngineFixture, _ changes: [RegistryChange]) throws -> Registry {
        var log = try engine.open(folder)
        for change in changes { try log.append([LogEntry.change(change)]) }
        if engine.isDurable {
            try log.close()
            log = try engine.open(folder)
        }
        let known = try log.registry()
        #expect(try engine.reader(of: log, in: folder).registry() == known)
        return known
    }

    @Test(arguments: EngineFixture.all)
    func `An empty log knows nothing`(_ engine: EngineFixture) throws {
        #expect(try registry(engine, []) == Registry())
    }

    @Test(arguments: EngineFixture.all)
    func `An account comes back with all that belongs to it`(_ engine: EngineFixture) throws {
        var zoe = account("Zoë")
        zoe.certificates = [Array(repeating: 1, count: 32), Array(repeating: 2, count: 32)]
        zoe.settings = ["always-on": "true", "empty": ""]
        var bare = account("bare")
        bare.credential = nil
        let known = try registry(engine, [.saveAccount(zoe), .saveAccount(bare)])
        #expect(known.accounts == ["zoë": zoe, "bare": bare])
    }

    @Test(arguments: EngineFixture.all)
    func `Saving again puts the new value in the place of the old`(_ engine: EngineFixture) throws {
        var ada = account("ada")
        ada.certificates = [Array(repeating: 1, count: 32)]
        ada.settings = ["x": "1", "y": "2"]
        var later = account("Ada")
        later.settings = ["x": "2"]
        let known = try registry(engine, [.saveAccount(ada), .saveAccount(later)])
        #expect(known.accounts == ["ada": later])
    }

    @Test(arguments: EngineFixture.all)
    func `What is set of an account changes alone, and without the account nothing does`(_ engine: EngineFixture) throws
    {
        var ada = account("Ada")
        ada.certificates = [Array(repeating: 1, count: 32)]
        ada.settings = ["x": "1", "y": "2"]
        let known = try registry(
            engine,
            [
                .saveAccount(ada), .saveSettings("ada", ["x": "3", "empty": ""]), .saveSettings("bob", ["x": "1"]),
            ])
        ada.settings = ["x": "3", "empty": ""]
        #expect(known.accounts == ["ada": ada])
    }

    @Test(arguments: EngineFixture.all)
    func `How somebody stays comes back, changes alone, and goes with the account`(_ engine: EngineFixture) throws {
        let channels = [
            Presence.Channel(
                name: "#z", ranks: "qv", since: 9,
                closings: ClosingsAtJoin(ended: ClosedThrough(toAll: 3, toGuests: 7), current: .toGuests)),
            Presence.Channel(name: "#a", ranks: "", since: 5, closings: nil),
        ]
        let ada = Presence(
            nick: "Ada", userName: "~ada", host: "example.net", realName: "A. L.", modes: "Biw", channels: channels
        )
        var bob = Presence(nick: "bob", userName: "", host: nil, realName: "")
        let fuller = bob
        bob.channels = [channels[1]]
        let known = try registry(
            engine,
            [
                .saveAccount(account("Ada")), .savePresence("ada", bob), .savePresence("ada", ada),
                .saveAccount(account("Ada")), .saveAccount(account("bob")), .savePresence("bob", ada),
                .savePresence("bob", bob), .saveAccount(account("carl")), .savePresence("carl", fuller),
                .removeAccount("carl"), .savePresence("nobody", ada),
            ])
        #expect(known.presences == ["ada": ada, "bob": bob])
    }

    @Test(arguments: EngineFixture.all)
    func `A room comes back with topic, modes, lists in order and ranks`(_ engine: EngineFixture) throws {
        var channel = RegisteredChannel(name: "#Caf\u{E9}", founder: "ada", registered: at(2), modes: "+klnt secret 9")
        channel.topic = RegisteredChannel.Topic(text: "Hello, 世界", setBy: "ada!a@h", setAt: at(3))
        channel.lists = [
            .init(list: "b", mask: "z!*@*", setBy: "ada", setAt: at(4)),
            .init(list: "I", mask: "a!*@*", setBy: "bob", setAt: at(5), until: at(9), reason: "too loud, twice"),
            .init(list: "b", mask: "a!*@*", setBy: "bob", setAt: at(6)),
        ]
        channel.ranks = ["ada": "qo", "bob": "v"]
        let bare = RegisteredChannel(name: "#bare", founder: "bob", registered: at(7))
        var changed = channel
        changed.topic = nil
        changed.lists.removeFirst()
        changed.ranks = ["ada": "q"]
        #expect(
            try registry(engine, [.saveChannel(channel), .saveChannel(bare)]).channels == [
                channel.folded: channel, "#bare": bare,
            ])
        #expect(
            try registry(engine, [.saveChannel(channel), .saveChannel(changed)]).channels[channel.folded] == changed)
    }

    @Test(arguments: EngineFixture.all)
    func `Nicks are reserved, moved and released`(_ engine: EngineFixture) throws {
        let nick = NickReservation(nick: "Ada_", account: "ada", since: at(1))
        let moved = NickReservation(nick: "ada_", account: "bob", since: at(2))
        let other = NickReservation(nick: "x", account: "bob", since: at(3))
        let known = try registry(
            engine, [.reserveNick(nick), .reserveNick(moved), .reserveNick(other), .releaseNick("x")])
        #expect(known.nicks == ["ada_": moved])
    }

    @Test(arguments: EngineFixture.all)
    func `Metadata of an account come back, change by key, and go with the account`(_ engine: EngineFixture) throws {
        let known = try registry(
            engine,
            [
                .saveMetadata("ada", key: "early", about: nil, "nobody's"),
                .saveAccount(account("ada")), .saveAccount(account("bob")),
                .saveMetadata("ada", key: "url", about: nil, "a"), .saveMetadata("ada", key: "url", about: nil, "b"),
                .saveMetadata("ada", key: "gone", about: nil, "c"), .saveMetadata("ada", key: "gone", about: nil, nil),
                .saveMetadata("ada", key: "pin", about: "#a", "1"), .saveMetadata("ada", key: "pin", about: "bob", "1"),
                .saveMetadata("ada", key: "pin", about: "bob", nil), .saveMetadata("bob", key: "url", about: nil, "x"),
                .saveMetadata("bob", key: "pin", about: "#a", "1"), .removeAccount("bob"),
            ])
        #expect(known.metadata.keys.sorted() == ["ada"])
        #expect(known.metadata["ada"]?.profile == ["url": "b"])
        #expect(known.metadata["ada"]?.marks == ["#a": ["pin": "1"]])
        #expect(try registry(engine, [.saveAccount(account("bob"))]).metadata["bob"] == nil)
    }

    @Test(arguments: EngineFixture.all)
    func `What accounts keep about a room goes by its new name, and a room's metadata come and go with it`(
        _ engine: EngineFixture
    ) throws {
        var channel = RegisteredChannel(
            name: "#r", founder: "ada", registered: at(1), metadata: ["url": "a", "x": "1"])
        var changed = channel
        changed.metadata = ["url": "b"]
        let known = try registry(
            engine,
            [
                .saveAccount(account("ada")), .saveMetadata("ada", key: "pin", about: "#old", "1"),
                .saveMetadata("ada", key: "mute", about: "#new", "1"), .saveAccount(account("bob")),
                .saveMetadata("bob", key: "mute", about: "#new", "1"), .renameChannel("#old", to: "#new"),
                .saveChannel(channel), .saveChannel(changed),
            ])
        #expect(known.metadata["ada"]?.marks == ["#new": ["pin": "1"]])
        #expect(known.metadata["bob"]?.marks == ["#new": ["mute": "1"]])
        #expect(known.channels["#r"]?.metadata == ["url": "b"])
        channel.metadata = [:]
        let again = try registry(engine, [.removeChannel("#r"), .saveChannel(channel)])
        #expect(again.channels["#r"]?.metadata == [:])
    }

    @Test(arguments: EngineFixture.all)
    func `A read marker only moves forward`(_ engine: EngineFixture) throws {
        let direct = Conversation.between("ada", "bob")
        let known = try registry(
            engine,
            [
                .markRead(account: "ada", a, at(5)), .markRead(account: "ada", a, at(3)),
                .markRead(account: "ada", direct, at(1)), .markRead(account: "bob", direct, at(8)),
                .markRead(account: "ada", direct, at(2)),
            ])
        #expect(known.markers == ["ada": [a: at(5), direct: at(2)], "bob": [direct: at(8)]])
    }

    @Test(arguments: EngineFixture.all)
    func `An account that goes takes its nicks, markers and ranks along`(_ engine: EngineFixture) throws {
        let channel = RegisteredChannel(name: "#r", founder: "ada", registered: at(1), ranks: ["ada": "q", "bob": "o"])
        var left = channel
        left.ranks = ["bob": "o"]
        let nick = NickReservation(nick: "n", account: "bob", since: at(1))
        let known = try registry(
            engine,
            [
                .saveAccount(account("ada")), .saveAccount(account("bob")), .saveChannel(channel),
                .reserveNick(NickReservation(nick: "m", account: "ada", since: at(1))), .reserveNick(nick),
                .markRead(account: "ada", a, at(5)), .removeAccount("ada"), .removeAccount("nobody"),
            ])
        #expect(known.accounts.keys.sorted() == ["bob"])
        #expect(known.nicks == ["n": nick])
        #expect(known.markers == [:])
        #expect(known.channels == ["#r": left])
    }

    @Test(arguments: EngineFixture.all)
    func `Invitations come back with those who used them`(_ engine: EngineFixture) throws {
        let bare = Invitation(digest: Array(repeating: 1, count: 32), fate: .gone, madeBy: "host", madeAt: at(1))
        var full = Invitation(
            digest: Array(repeating: 2, count: 32), channel: "#a", account: "Zo\u{EB}", uses: 3, expires: at(9),
            madeBy: "ada", madeAt: at(2))
        let gone = Invitation(digest: Array(repeating: 3, count: 32), madeBy: "host", madeAt: at(1))
        let revoked = {
            full.revokedAt = at(5)
            full.fate = .renamed("#b")
            return full
        }
        let known = try registry(
            engine,
            [
                .saveInvitation(bare), .saveInvitation(full), .saveInvitation(gone),
                .useInvitation(full.digest, guest: "b", at(4)), .useInvitation(full.digest, guest: "a", at(3)),
                .useInvitation(full.digest, guest: "a", at(8)), .useInvitation(gone.digest, guest: "c", at(3)),
                .saveInvitation(revoked()), .removeInvitation(gone.digest),
            ])
        #expect(known.invitations == [bare.digest: bare, full.digest: full])
        #expect(known.guests == [full.digest: ["a": at(3), "b": at(4)]])
    }

    @Test(arguments: EngineFixture.all)
    func `An account that goes takes the invitations to it along`(_ engine: EngineFixture) throws {
        let mine = Invitation(
            digest: Array(repeating: 1, count: 32), account: "Ada", madeBy: "host", madeAt: at(1))
        let other = Invitation(digest: Array(repeating: 2, count: 32), account: "bob", madeBy: "host", madeAt: at(1))
        let known = try registry(
            engine,
            [
                .saveAccount(account("Ada")), .saveInvitation(mine), .saveInvitation(other),
                .useInvitation(mine.digest, guest: "a", at(3)), .useInvitation(other.digest, guest: "b", at(3)),
                .removeAccount("ada"),
            ])
        #expect(known.invitations == [other.digest: other])
        #expect(known.guests == [other.digest: ["b": at(3)]])
    }

    @Test(arguments: EngineFixture.all)
    func `Notes and rooms come and go`(_ engine: EngineFixture) throws {
        let known = try registry(
            engine,
            [
                .note("a", [1, 0]), .note("b", []), .note("a", [2]), .note("c", [3]), .note("c", nil), .note("d", nil),
                .saveChannel(RegisteredChannel(name: "#r", founder: "ada", registered: at(1))), .removeChannel("#r"),
                .removeChannel("#s"),
            ])
        #expect(known.notes == ["a": [2], "b": []])
        #expect(known.channels == [:])
    }

    @Test(arguments: EngineFixture.all)
    func `Bans of the server come and go, one for each mask`(_ engine: EngineFixture) throws {
        let ban = ServerBan(mask: "*!*@192.0.2.0/24", reason: "noise", setBy: "ada", setAt: at(1), until: at(9))
        let mute = ServerBan(mask: "~m:Bob!*@*", reason: "", setBy: "ada", setAt: at(2))
        var again = mute
        again.mask = "~m:bob!*@*"
        again.reason = "later"
        let gone = ServerBan(mask: "~a:zoë", reason: "x", setBy: "ada", setAt: at(3))
        let known = try registry(
            engine,
            [
                .saveBan(ban), .saveBan(mute), .saveBan(again), .saveBan(gone), .removeBan(gone.folded),
                .removeBan("none"),
            ])
        #expect(known.bans == [ban.folded: ban, again.folded: again])
    }

    @Test(arguments: EngineFixture.all)
    func `Events and changes of a group are stored together or not at all`(_ engine: EngineFixture) throws {
        let log = try engine.open(folder)
        try log.append([
            .event(.of(1, in: a)), .change(.note("a", [1])), .event(.of(2, in: a)), .change(.note("a", [2])),
        ])
        #expect(throws: LogError.notAscending(2)) { try log.append([.change(.note("a", [3])), .event(.of(2, in: a))]) }
        #expect(try log.registry().notes == ["a": [2]])
        #expect(try log.numbers(in: a) == [1, 2])
        #expect(log.end.number == 2)
    }
}
