import Chat
import Protocol
import TestSupport
import Testing

@testable import Storage

/// The step from the settings in which an earlier version kept how somebody stays to tables, and what these have got since.
@Suite struct PresenceMigrationTests {
    let folder = Scratch()
    var path: String { folder.file("log.sqlite") }

    /// A log as version 5 of its tables left it, with an account that has these settings.
    private func makeVersion5(_ settings: [String: String]) throws {
        let log = try SQLiteEventLog(path: path, durability: .full)
        let account = Account(
            name: "Ada", registered: Timestamp(milliseconds: 1000), credential: nil, settings: settings)
        try log.append([LogEntry.change(.saveAccount(account))])
        try log.close()
        try RawDatabase(path).run(
            """
            DROP TABLE presences; DROP TABLE presence_rooms; DROP TABLE account_metadata; DROP TABLE room_metadata;
            DELETE FROM grdb_migrations WHERE identifier IN ('6', '7', '8');
            """)
    }

    /// What the log then knows.
    private func migrated(_ settings: [String: String]) throws -> Registry {
        try makeVersion5(settings)
        let log = try SQLiteEventLog(path: path, durability: .full)
        let registry = try log.registry()
        #expect(log.migrationCopy == path + ".schema5")
        try log.close()
        #expect(try SQLiteVerification.findings(in: path) == [])
        return registry
    }

    @Test func `All of it is taken over, and what else is set stays`() throws {
        let registry = try migrated([
            "always-on": "yes", "seen": "5 6", "nick": "ada_", "user": "~a", "host": "example.net", "name": "A. L.",
            "rooms": "qv,9:3:7:2,#z ,5,#caf\u{E9}",
        ])
        let channels = [
            Presence.Channel(
                name: "#z", ranks: "qv", since: 9,
                closings: ClosingsAtJoin(ended: ClosedThrough(toAll: 3, toGuests: 7), current: .toGuests)),
            Presence.Channel(name: "#caf\u{E9}", ranks: "", since: 5, closings: nil),
        ]
        #expect(
            registry.presences == [
                "ada": Presence(
                    nick: "ada_", userName: "~a", host: "example.net", realName: "A. L.", channels: channels)
            ])
        #expect(registry.accounts["ada"]?.settings == ["always-on": "yes", "seen": "5 6"])
    }

    @Test func `What was not kept is as the earlier version took it`() throws {
        let registry = try migrated(["rooms": "", "always-on": "yes"])
        #expect(
            registry.presences == ["ada": Presence(nick: "Ada", userName: "~user", host: nil, realName: "Ada")])
    }

    @Test func `Who does not stay has no such thing`() throws {
        let registry = try migrated(["seen": "5 6"])
        #expect(registry.presences == [:])
        #expect(registry.accounts["ada"]?.settings == ["seen": "5 6"])
    }

    @Test(arguments: [
        ",,", "o,,#r", "o,99999999999999999999,#r", "o,1,", "o,1,x", "o,1,#", "o,1", "o", "o,1,#\r\n", "o,1,#a,b",
        "qaohvqaohv,1,#r", "o,x:1:1:1,#r",
        "o,-1,#r", "o,-9223372036854775808,#r", "o,9223372036854775807,#r",
    ])
    func `An entry that no version wrote is left out, and the others stay`(_ entry: String) throws {
        let registry = try migrated(["host": "h", "rooms": "\(entry) v,2,#kept"])
        #expect(registry.presences["ada"]?.channels.map(\.name) == ["#kept"])
    }

    /// Beside an entry whose closings are the least and the most that there can be, which are taken over.
    @Test(arguments: [
        "o,1:-1:0:0,#r", "o,1:0:9223372036854775807:0,#r", "o,1:0:0:-1,#r", "o,1:0:0:256,#r", "o,1:0:0,#r",
        "o,1:0:0:0:0,#r", "o,1:x:0:0,#r",
    ])
    func `Closings that no version wrote are left out, and the rest of their entry stays`(_ entry: String) throws {
        let registry = try migrated(["host": "h", "rooms": "\(entry) v,2:0:2305843009213693952:255,#kept"])
        let ended = ClosedThrough(toAll: .none, toGuests: SQLiteEventLog.maxStartNumber)
        let closings = ClosingsAtJoin(ended: ended, current: ChannelClosure(rawValue: 255))
        #expect(
            registry.presences["ada"]?.channels == [
                Presence.Channel(name: "#r", ranks: "o", since: 1, closings: nil),
                Presence.Channel(name: "#kept", ranks: "v", since: 2, closings: closings),
            ])
    }

    @Test func `An accent in front of a comma does not change what the comma is`() throws {
        let registry = try migrated(["host": "h", "rooms": "\u{301},1,#r"])
        #expect(
            registry.presences["ada"]?.channels == [
                Presence.Channel(name: "#r", ranks: "\u{301}", since: 1, closings: nil)
            ])
    }

    @Test func `Settings that cannot be read stay as they are, and are told`() throws {
        try makeVersion5(["always-on": "yes"])
        try RawDatabase(path).run("UPDATE accounts SET settings = x'01'")
        let log = try SQLiteEventLog(path: path, durability: .full)
        #expect(throws: LogError.self) { try log.registry() }
        try log.close()
        #expect(try RawDatabase(path).strings("SELECT hex(settings) FROM accounts") == ["01"])
    }

    // MARK: The step to version 8

    @Test func `Whoever stayed when no modes were kept stays, and has none`() throws {
        let log = try SQLiteEventLog(path: path, durability: .full)
        let account = Account(name: "Ada", registered: Timestamp(milliseconds: 1000), credential: nil)
        var presence = Presence(nick: "Ada", userName: "~a", host: "h", realName: "A. L.", modes: "i")
        try log.append([.change(.saveAccount(account)), .change(.savePresence("ada", presence))])
        try log.close()
        try RawDatabase(path).run(
            """
            ALTER TABLE presences DROP COLUMN modes;
            DROP INDEX account_metadata_by_target;
            DELETE FROM grdb_migrations WHERE identifier = '8';
            """)
        let migrated = try SQLiteEventLog(path: path, durability: .full)
        presence.modes = ""
        #expect(migrated.migrationCopy == path + ".schema7")
        #expect(try migrated.registry().presences == ["ada": presence])
        try migrated.close()
        #expect(try SQLiteVerification.findings(in: path) == [])
    }
}
