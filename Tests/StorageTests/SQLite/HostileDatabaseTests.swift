import Chat
import Foundation
import Protocol
import TestSupport
import Testing

@testable import Storage

/// A log whose rows, schema or index are not what this program wrote: a hostile copy, or a page that went bad. It is found, is not
/// put in the place of a log, and whoever opens it all the same gets an error and no trap.
@Suite struct HostileDatabaseTests {
    let folder = Scratch()
    let a = Conversation.channel("#a")
    var path: String { folder.file("log.sqlite") }
    var copy: String { folder.file("copy.sqlite") }

    /// A log with something in every table, at `copy`, in the place of what was there.
    private func makeCopy() throws {
        for file in [copy, SearchIndex.path(beside: copy)] { PrivateDatabaseFile.remove(file) }
        try Self.template.get().write(to: URL(filePath: copy))
    }

    private static let template = Result { try HostileDatabaseTests().makeTemplate() }

    private func makeTemplate() throws -> Data {
        let log = try SQLiteEventLog(path: path, durability: .os)
        let time = Timestamp(milliseconds: 1_700_000_000_000)
        let account = Account(
            name: "ada", registered: time,
            credential: SCRAM.Credential(
                salt: [1, 2], iterations: 600_000, storedKey: Array(repeating: 7, count: 32),
                serverKey: Array(repeating: 9, count: 32)),
            certificates: [Array(repeating: 3, count: 32)], settings: ["always-on": "yes", "seen": "5 6"])
        let stay = Presence.Channel(
            name: "#a", ranks: "o", since: 5,
            closings: ClosingsAtJoin(ended: ClosedThrough(toAll: 3, toGuests: 4), current: .toGuests))
        let presence = Presence(nick: "ada", userName: "~a", host: "h", realName: "Ada", modes: "Bi", channels: [stay])
        var channel = RegisteredChannel(name: "#a", founder: "ada", registered: time, modes: "+nk secret")
        channel.topic = .init(text: "all about a", setBy: "ada!a@h", setAt: time)
        channel.lists = [.init(list: "b", mask: "z!*@*", setBy: "ada", setAt: time, until: time, reason: "loud")]
        channel.ranks = ["ada": "qo"]
        channel.metadata = ["url": "https://a"]
        let digest = [UInt8](repeating: 5, count: 32)
        let changes: [RegistryChange] = [
            .saveAccount(account), .savePresence("ada", presence),
            .saveMetadata("ada", key: "display-name", about: nil, "Ada"),
            .saveMetadata("ada", key: "soju.im/pinned", about: "#a", "1"),
            .reserveNick(NickReservation(nick: "ada_", account: "ada", since: time)),
            .saveChannel(channel), .markRead(account: "ada", a, time),
            .note(Registry.secretNote, Array(repeating: 1, count: 32)),
            .note("closed #a", Array("now".utf8)),
            .saveBan(ServerBan(mask: "bad!*@*", reason: "", setBy: "root", setAt: time, until: time)),
            .saveInvitation(
                Invitation(
                    digest: digest, channel: "#a", account: "bob", uses: 3, expires: time, madeBy: "ada", madeAt: time,
                    revokedAt: time)),
            .useInvitation(digest, guest: "192.0.2.1", time),
        ]
        try log.append(changes.map(LogEntry.change))
        var tagged = Event.of(1, in: a)
        tagged.tags = [Tag("+x", "y")]
        tagged.account = "ada"
        try log.append([tagged])
        try log.append((2...40).map { .of($0, $0 % 5 == 0 ? .quit : .message, in: a, .direct("ada", "bob")) })
        try log.blank([7])
        _ = try log.drop(a, through: 3, limit: 9)
        _ = try log.drop(through: 2, limit: 9)
        try log.close()
        return try Data(contentsOf: URL(filePath: path))
    }

    /// Everything that is asked of a log while a server runs on it. Errors are as good as answers.
    private func use(_ path: String) {
        guard let log = try? SQLiteEventLog(path: path, durability: .os) else { return }
        let points: [HistoryRequest.Point] = [.event(20), .event(.highest), .time(.earliest)]
        for reader in [log as any LogReading] + [(try? SQLiteLogReader(path: path))].compactMap(\.self) {
            _ = try? reader.registry()
            _ = try? reader.conversations(after: nil, limit: 9)
            for conversation in [a, .direct("ada", "bob")] {
                _ = try? reader.extent(of: conversation)
                _ = try? reader.scan(conversation, limit: .max)
                _ = try? reader.page(HistoryRequest(.latest(after: nil), in: conversation, limit: 5, floor: 12))
                for point in points {
                    for span: HistoryRequest.Span in [
                        .latest(after: point), .latest(after: nil), .before(point), .after(point), .around(point),
                        .between(point, .event(10)),
                    ] {
                        _ = try? reader.page(HistoryRequest(span, in: conversation, limit: 5))
                    }
                }
            }
            _ = try? reader.targets(
                TargetsRequest(channels: [a: .none], directsOf: "ada", from: .earliest, to: .latest, limit: 9))
            for number in [EventNumber.none, 1, 9, .highest] { _ = try? reader.find(number) }
            for (after, before) in [(nil, nil), (Timestamp.earliest, .latest), (.latest, .earliest)]
                as [(Timestamp?, Timestamp?)]
            {
                let query = SearchQuery(
                    in: [.conversation(a)], text: "line", after: after, before: before, below: .highest, limit: 9)
                _ = try? reader.search(query)
            }
        }
        _ = try? log.append([.of(log.end.number.next.rawValue, in: a)])
        _ = try? log.append([.of(log.end.number.next.rawValue, in: a, .direct("ada", "bob"), .channel("#new"))])
        if let reader = try? SQLiteLogReader(path: path),
            let index = try? SearchIndex(path: SearchIndex.path(beside: path))
        {
            var work = SQLiteIndexUpdate(log: reader, index: index)
            for _ in 0..<40 {
                switch Result(catching: { try work.step() }) {
                case .success(.clean(let parts)): _ = try? log.removeStale(parts)
                case .success(.done): _ = try? log.blank([12])
                case .success(.more): break
                case .failure: _ = try? work.replaceDamagedIndex()
                }
            }
            try? work.close()
        }
        var erasure = AccountErasure(account: "ada")
        for _ in 0..<9 where (try? erasure.step(on: log)) ?? false {}
        var pruning = LogPruning(retention: Retention(age: 1), time: .latest)
        for _ in 0..<9 where (try? pruning.step(on: log)) ?? false {}
        try? log.close()
    }

    static let integers = [
        "conversations.id", "conversations.kind", "conversations.first", "events.number", "events.time", "events.kind",
        "places.conversation", "places.sequence", "places.event", "places.time", "stale.part", "stale.mark",
        "state.value",
        "presence_rooms.position", "presence_rooms.since", "presence_rooms.closed_to_all",
        "presence_rooms.closed_to_guests", "presence_rooms.closed_to", "accounts.registered", "accounts.iterations",
        "nicks.since", "rooms.registered", "rooms.topic_at",
        "room_lists.position", "room_lists.set_at", "room_lists.until", "bans.set_at", "bans.until", "invitations.uses",
        "invitations.expires", "invitations.made_at", "invitations.revoked", "invitation_guests.time",
    ]

    /// Below the year 1, above the last number of an event, and the edges of what a column can hold.
    private static let values: [Int64] = [
        .min, -62_135_596_800_001, -1, 4_611_686_018_427_387_904, 9_223_372_036_854_775_806, .max,
    ]

    /// Of these columns -1 is a moment before 1970: odd, and no reason to refuse anything.
    private static let times: Set<String> = [
        "time", "registered", "since", "topic_at", "set_at", "until", "expires", "made_at", "revoked", "value",
    ]

    /// - Parameter order: which row of those that hold the log together.
    private static func change(_ table: String, _ column: String, to value: Int64, in order: String) -> String {
        // Where a value is the key, only one row gets it.
        let change = "UPDATE OR IGNORE \(table) SET \(column) = \(value)"
        switch table {
        case "events": return change + " WHERE number = (SELECT number FROM events ORDER BY number \(order) LIMIT 1)"
        case "places":
            let columns = "conversation, sequence"
            let row = "SELECT \(columns) FROM places ORDER BY conversation \(order), sequence \(order) LIMIT 1"
            return change + " WHERE (\(columns)) = (\(row))"
        default: return change
        }
    }

    @Test(arguments: integers) func `No number in any column ends a server, and a copy with it is refused`(
        _ column: String
    ) throws {
        let parts = column.split(separator: ".")
        let (table, name) = (String(parts[0]), String(parts[1]))
        for value in Self.values {
            for only in ["events", "places"].contains(table) ? ["ASC", "DESC"] : ["ASC"] {
                try makeCopy()
                try RawDatabase(copy).run(Self.change(table, name, to: value, in: only))
                let isOdd = value == -1 && Self.times.contains(name)
                if !isOdd {
                    #expect(try !SQLiteVerification.findings(in: copy).isEmpty, "\(column) = \(value)")
                    #expect(throws: LogError.self, "\(column) = \(value)") { try SQLiteBackup.restore(copy, to: path) }
                    #expect(!FileManager.default.fileExists(atPath: path))
                    #expect(!FileManager.default.fileExists(atPath: path + ".restoring"))
                }
                use(copy)
            }
        }
    }

    static let texts: [(String, String)] = [
        ("accounts", "name = ''"),
        ("accounts", "name = 'a b'"),
        ("accounts", "folded = x'00'"),
        ("accounts", "settings = x'01'"),
        ("accounts", "salt = NULL"),
        ("accounts", "stored_key = x''"),
        ("accounts", "server_key = zeroblob(33)"),
        ("accounts", "settings = zeroblob(70000)"),
        ("accounts", "name = 'ADA' || char(0)"),
        ("accounts", "name = ':ada'"),
        ("presences", "account = x''"),
        ("presences", "nick = printf('%.600c', 'x')"),
        ("presences", "modes = 'BiwBiwBiw'"),
        ("presence_rooms", "room = 'a'"),
        ("presence_rooms", "room = '#a,b'"),
        ("presence_rooms", "ranks = 'qaohvqaohv'"),
        ("presence_rooms", "closed_to = NULL"),
        ("account_metadata", "key = 'Display-Name'"),
        ("account_metadata", "value = ''"),
        ("room_metadata", "key = ''"),
        ("room_metadata", "room = CAST('#A' AS BLOB)"),
        ("rooms", "name = '#a b'"),
        ("rooms", "name = 'a'"),
        ("rooms", "name = '#A'||char(13)||char(10)||'QUIT'"),
        ("rooms", "topic_by = ''"),
        ("rooms", "modes = ''"),
        ("rooms", "modes = 'n'"),
        ("rooms", "topic = printf('%.600c', 'x')"),
        ("room_lists", "list = ''"),
        ("room_lists", "list = 'q'"),
        ("room_lists", "mask = ''"),
        ("room_lists", "set_by = ':x'"),
        ("room_ranks", "ranks = ''"),
        ("room_ranks", "ranks = 'o v'"),
        ("room_ranks", "account = x''"),
        ("bans", "mask = 'a b'"),
        ("bans", "folded = x'61'"),
        ("bans", "set_by = ''"),
        ("invitations", "room = 'x'"),
        ("invitations", "account = ''"),
        ("invitations", "digest = x'01'"),
        ("invitations", "fate = 'a'"),
        ("invitation_guests", "guest = ''"),
        ("invitation_guests", "invitation = x''"),
        ("certificates", "fingerprint = x'01'"),
        ("nicks", "nick = 'a b'"),
        ("notes", "value = zeroblob(99)"),
        ("notes", "key = 'room #a', value = zeroblob(9000000)"),
        ("state", "key = 'other'"),
        ("events", "source = ''"),
        ("events", "tags = x'41'"),
        ("events", "tags = x'410D0A004200'"),
        ("events", "conversations = x'80'"),
        ("events", "conversations = x'0101'"),
        ("events", "conversations = x'FFFFFFFFFFFFFFFFFF01'"),
        ("events", "target = printf('%.900c', 'x')"),
        ("conversations", "name = x''"),
        ("conversations", "name = CAST('#A' AS BLOB)"),
        ("conversations", "peer = x'41'"),
        ("conversations", "name = x'00'"),
        ("conversations", "name = CAST('a' AS BLOB)"),
        ("conversations", "name = CAST('#a b' AS BLOB)"),
        ("events", "text = zeroblob(17000000)"),
        ("events", "text = zeroblob(5000000)"),
        ("markers", "name = x'00'"),
        ("conversations", "kind = 3"),
        ("markers", "kind = 0"),
        ("markers", "account = x''"),
    ]

    @Test(arguments: texts)
    func `No text in any column ends a server, and a log with it is not sound`(_ table: String, _ change: String) throws
    {
        try makeCopy()
        // One row where the value is a key.
        let row = table == "events" ? " WHERE number = 9" : ""
        try RawDatabase(copy).run("UPDATE OR IGNORE \(table) SET \(change)" + row)
        #expect(try !SQLiteVerification.findings(in: copy).isEmpty)
        use(copy)
    }

    @Test(arguments: [
        "CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM places; END",
        "CREATE TRIGGER grdb_t AFTER INSERT ON notes BEGIN SELECT RAISE(ABORT, 'no'); END",
        "CREATE VIEW v AS SELECT * FROM accounts",
        "ALTER TABLE notes RENAME TO kept; CREATE VIEW notes AS SELECT * FROM kept",
        "CREATE TABLE other (x)", "CREATE VIRTUAL TABLE words USING fts5(x)", "CREATE INDEX i ON events (time)",
        "CREATE UNIQUE INDEX i ON events (kind, text, number)", "CREATE INDEX i ON events (abs(number))",
        "DROP INDEX conversations_by_peer", "DROP INDEX account_metadata_by_target",
        "DROP TABLE bans", "ALTER TABLE bans ADD COLUMN more TEXT",
        "ALTER TABLE bans ADD COLUMN twice INTEGER AS (until * 2)",
        "ALTER TABLE notes RENAME COLUMN key TO name",
        "DROP TABLE notes; CREATE TABLE notes (key TEXT PRIMARY KEY, value BLOB)",
        "DROP TABLE notes; CREATE TABLE notes (key TEXT PRIMARY KEY CHECK (key <> 'secret'), value BLOB NOT NULL) STRICT, WITHOUT ROWID",
        "DROP TABLE notes; CREATE TABLE notes (key TEXT COLLATE NOCASE PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
        "DELETE FROM grdb_migrations WHERE identifier = '3'", "DELETE FROM grdb_migrations",
    ]) func `A schema that is not this program's is found, and refused wherever it is opened`(_ sql: String) throws {
        try makeCopy()
        try RawDatabase(copy).run(sql)
        #expect(try !SQLiteVerification.findings(in: copy).isEmpty)
        #expect(throws: LogError.self) { try SQLiteBackup.restore(copy, to: path) }
        #expect(throws: LogError.self) { try SQLiteEventLog(path: copy, durability: .os) }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    /// Those that may be NULL, and those of a key, which never are.
    private static let mayBeNull: Set<String> = [
        "room_lists.until", "bans.until", "invitations.expires", "invitations.revoked", "places.conversation",
        "places.sequence", "room_lists.position", "presence_rooms.position",
    ]

    /// As a page gone bad may have it: the schema is this program's, and the types do not hold.
    @Test(arguments: ["NULL", "'text'", "x'00'"])
    func `A value of another type ends nothing, and is refused`(_ value: String) throws {
        for column in Self.integers where value != "NULL" || !Self.mayBeNull.contains(column) {
            let parts = column.split(separator: ".").map(String.init)
            try makeCopy()
            guard try write(value, to: parts[1], of: parts[0]) else { continue }
            #expect(try !SQLiteVerification.findings(in: copy).isEmpty, "\(column)")
            #expect(throws: LogError.self, "\(column)") { try SQLiteBackup.restore(copy, to: path) }
            use(copy)
        }
    }

    /// Writes under a schema that lets it, and puts this program's own back. False where the column is a row's number, which
    /// is an integer whatever is written.
    private func write(_ value: String, to column: String, of table: String) throws -> Bool {
        let raw = try RawDatabase(copy)
        let sql = try raw.strings("SELECT sql FROM sqlite_schema WHERE name = '\(table)'")[0]
        let loose = sql.replacing(" STRICT, WITHOUT ROWID", with: " WITHOUT ROWID").replacing(" STRICT", with: "")
            .replacing("INTEGER NOT NULL", with: "").replacing("\(column) INTEGER", with: column)
        guard loose.contains(column), sql.contains("\(column) INTEGER"), !sql.contains("\(column) INTEGER PRIMARY KEY")
        else {
            return false
        }
        func put(_ words: String) throws {
            let quoted = words.replacing("'", with: "''")
            try raw.run(
                "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '\(quoted)' WHERE name = '\(table)'")
        }
        try put(loose)
        do {
            let changed = try RawDatabase(copy)
            // A key of a table without row numbers is never NULL.
            guard (try? changed.run("UPDATE OR IGNORE \(table) SET \(column) = \(value)")) != nil else { return false }
        }
        try put(sql)
        return true
    }

    @Test func `Statistics for SQLite's plans are nobody's fault`() throws {
        try makeCopy()
        try RawDatabase(copy).run("ANALYZE")
        #expect(try SQLiteVerification.findings(in: copy) == [])
        try SQLiteBackup.restore(copy, to: path)
        try SQLiteEventLog(path: path, durability: .os).close()
    }

    @Test func `A name out of a hostile file does not reach the terminal as an order`() throws {
        try makeCopy()
        try RawDatabase(copy).run("CREATE TABLE \"\u{1B}[31m\u{9B}2J\u{202E}\" (x)")
        let findings = try SQLiteVerification.findings(in: copy)
        #expect(
            findings == [
                "the schema has the table \u{FFFD}[31m\u{FFFD}2J\u{FFFD} of \u{FFFD}[31m\u{FFFD}2J\u{FFFD}, which is none of Grillo's"
            ])
        let error = #expect(throws: LogError.self) { try SQLiteBackup.restore(copy, to: path) }
        #expect(error?.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{9B}" } == true)
    }

    // MARK: What is honest

    /// Everything as long as a server's limits can be set to, and every byte that a line can bring.
    @Test func `A log at every limit is sound, and its copy is taken`() throws {
        let log = try SQLiteEventLog(path: copy, durability: .os)
        let time = Timestamp(milliseconds: 1_700_000_000_000)
        func long(_ count: Int, _ start: String = "") -> String {
            start + String(repeating: "x", count: count - start.utf8.count)
        }
        let account = Account(name: long(128), registered: .earliest, credential: nil, settings: ["always-on": "yes"])
        let presence = Presence(
            nick: long(128), userName: long(18), host: long(63), realName: String(repeating: "é ", count: 50),
            modes: "Biw",
            channels: (0..<10_000).map {
                Presence.Channel(
                    name: long(200, "#\($0)"), ranks: "qaohv", since: SQLiteEventLog.maxStartNumber,
                    closings: ClosingsAtJoin(
                        ended: ClosedThrough(
                            toAll: SQLiteEventLog.maxStartNumber, toGuests: SQLiteEventLog.maxStartNumber),
                        current: ChannelClosure(rawValue: .max)))
            })
        let source = "\(long(128))!\(long(18))@\(long(63))"
        var channel = RegisteredChannel(name: long(200, "#É🌻"), founder: account.folded, registered: .latest)
        channel.modes = "+CMRimnstkWl \(long(32)) 3600 9223372036854775807"
        channel.topic = .init(text: long(390), setBy: source, setAt: time)
        channel.lists = (0..<100).map {
            .init(
                list: "beI".randomElement()!, mask: long(200, "\($0)"), setBy: source, setAt: time, until: .latest,
                reason: long(390))
        }
        channel.ranks = [account.folded: "qaohv"]
        let name = Conversation.channel(channel.name)
        let digest = [UInt8](repeating: 5, count: 32)
        let changes: [RegistryChange] = [
            .saveAccount(account), .savePresence(account.folded, presence), .saveChannel(channel),
            .saveMetadata(account.folded, key: "k" + long(47, "a").lowercased(), about: nil, long(280)),
            .markRead(account: account.folded, name, .earliest),
            .note(Registry.secretNote, Array(repeating: 1, count: 32)),
            .note("closed \(channel.name)", Array("now".utf8)),
            .note("closed \(long(200, "#"))", Array("4611686018427387904".utf8)),
            .note("\(Registry.channelNoteHead)#x b", Array(repeating: 0x78, count: 10_000 * 644)),
            .saveBan(ServerBan(mask: long(200), reason: long(390), setBy: long(128), setAt: time)),
            .saveInvitation(
                Invitation(
                    digest: digest, channel: channel.name, fate: .renamed(long(200, "#")), account: long(128),
                    uses: 1000,
                    expires: .latest, madeBy: long(128), madeAt: time)),
            .useInvitation(digest, guest: "certificate " + long(64), time),
        ]
        try log.append(changes.map(LogEntry.change))
        let keys = (UInt8(1)...0x7F).filter { ![0x0A, 0x0D, 0x20, 0x3B, 0x3D].contains($0) }
            .map { "+a\(Character(Unicode.Scalar($0)))b" }
        var events: [Event] = []
        for (number, kind) in Event.Kind.allCases.enumerated() {
            var event = Event.of(
                Int64(number + 1), kind, in: name, .direct(account.folded, "\u{7F}é"), at: 1_700_000_000_000)
            event.source = source
            event.account = account.name
            event.target = channel.name
            event.subject = kind == .redaction ? EventNumber(rawValue: 1).msgid : long(128)
            event.text = Bytes(long(3_000_000))
            event.tags = kind == .quit ? [] : keys.map { Tag($0, "v\n;=\u{1}") }
            events.append(event)
        }
        try log.append(events)
        try log.append([
            Event(
                number: 100, time: time, kind: .quit, source: "grillo.local",
                conversations: (0..<10_000).map { .channel("#\($0)") }, target: "")
        ])
        #expect(try log.find(2)?.tags.map(\.key) == keys)
        try log.close()
        #expect(try SQLiteVerification.findings(in: copy) == [])
        try SQLiteBackup.restore(copy, to: path)
        let restored = try SQLiteEventLog(path: path, durability: .os)
        #expect(try restored.registry().accounts[account.folded]?.settings == account.settings)
        try restored.close()
    }

    @Test func `A copy in another encoding is refused`() throws {
        try RawDatabase(copy).run("PRAGMA encoding = 'UTF-16le'; CREATE TABLE x (y)")
        let raw = try RawDatabase(copy)
        try makeSchema(in: raw)
        #expect(throws: LogError.self) { try SQLiteBackup.restore(copy, to: path) }
        #expect(try SQLiteVerification.findings(in: copy) == ["texts are kept in UTF-16le, not in UTF-8"])
    }

    private func makeSchema(in raw: RawDatabase) throws {
        let sound = folder.file("sound.sqlite")
        try SQLiteEventLog(path: sound, durability: .os).close()
        let schema = try RawDatabase(sound).strings("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
        try raw.run("DROP TABLE x;" + schema.joined(separator: ";"))
        for step in 1...5 { try raw.run("INSERT INTO grdb_migrations VALUES ('\(step)')") }
    }

    @Test func `Markers that an earlier version took for times are none, and no reason to refuse a copy`() throws {
        try makeCopy()
        try RawDatabase(copy).run("UPDATE markers SET time = -62167219200000")
        #expect(try SQLiteVerification.findings(in: copy).isEmpty)
        try SQLiteBackup.restore(copy, to: path)
        let log = try SQLiteEventLog(path: path, durability: .os)
        #expect(try log.registry().markers.isEmpty)
        try log.close()
    }

    @Test func `A password that would take hours to check opens nothing`() throws {
        try makeCopy()
        try RawDatabase(copy).run("UPDATE accounts SET iterations = 2147483647")
        let log = try SQLiteEventLog(path: copy, durability: .os)
        #expect(try log.registry().accounts["ada"]?.credential == nil)
        try log.close()
    }

    // MARK: The index

    @Test(arguments: [
        "INSERT INTO parts VALUES (9223372036854775807, 1, 5, 0, 1)", "INSERT INTO parts VALUES (-1, 1, 5, 0, 1)",
        "UPDATE parts SET through = 9223372036854775807", "UPDATE parts SET through = -9223372036854775808",
        "UPDATE parts SET generation = 9223372036854775807", "UPDATE parts SET time = 9223372036854775807",
        "UPDATE parts SET is_current = 9", "DELETE FROM parts", "DROP TABLE words_0_2",
        "INSERT INTO words_0_2 (rowid, words) VALUES (9223372036854775807, 'line')",
        "DROP TABLE parts; CREATE TABLE parts (part, generation, through, time, is_current); INSERT INTO parts VALUES (0, 1, NULL, 0, 1)",
        "DROP TABLE parts; CREATE TABLE parts (part, generation, through, time, is_current); INSERT INTO parts VALUES ('x', x'', 1.5, 'y', 1)",
        "DROP TABLE parts; CREATE VIEW parts AS SELECT 0 part, 1 generation, 9 through, 0 time, 1 is_current",
    ]) func `Nothing in the index ends a server: it is made anew`(_ sql: String) throws {
        try makeCopy()
        try makeIndex()
        try RawDatabase(SearchIndex.path(beside: copy)).run(sql)
        _ = try? SQLiteVerification.findings(in: copy)
        use(copy)
        try makeIndex()
        #expect(try SQLiteVerification.findings(in: copy) == [])
    }

    /// Works until there is nothing more to do, as the server does, which begins a damaged index again.
    private func makeIndex() throws {
        let log = try SQLiteEventLog(path: copy, durability: .os)
        var work = SQLiteIndexUpdate(
            log: try SQLiteLogReader(path: copy), index: try SearchIndex(path: SearchIndex.path(beside: copy)))
        steps: for _ in 0..<100 {
            switch Result(catching: { try work.step() }) {
            case .success(.more): continue
            case .success(.clean(let parts)): try log.removeStale(parts)
            case .success(.done): break steps
            case .failure: try work.replaceDamagedIndex()
            }
        }
        try work.close()
        try log.close()
    }

    @Test func `Something taken out of a part that is full to its last number is taken out of the index`() throws {
        let log = try SQLiteEventLog(path: copy, durability: .os)
        let edge = SearchShard.width
        try log.append(((edge - 5)...(edge + 5)).map { .of($0, in: a) })
        try log.close()
        try makeIndex()
        let again = try SQLiteEventLog(path: copy, durability: .os)
        try again.blank([EventNumber(rawValue: edge - 3)])
        try again.close()
        try makeIndex()
        #expect(try SQLiteVerification.findings(in: copy) == [])
        #expect(try SQLiteLogReader(path: copy).staleShards().isEmpty)
    }

    @Test func `A part of the index that is only begun is sound`() throws {
        try SQLiteEventLog(path: copy, durability: .os).close()
        let index = try SearchIndex(path: SearchIndex.path(beside: copy))
        _ = try index.begin(SearchShard(rawValue: 9))
        try index.close()
        #expect(try SQLiteVerification.findings(in: copy) == [])
    }
}
