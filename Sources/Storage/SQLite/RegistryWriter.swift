import Chat
import GRDB
import Protocol

/// Makes changes of the registry. None of them can fail for what is in the tables already, so none can hold up others.
struct RegistryWriter {
    private let database: PreparedStatements
    private let invitations: InvitationTables

    init(on database: Database) throws {
        invitations = try InvitationTables(on: database)
        self.database = try PreparedStatements(on: database)
    }

    struct PreparedStatements {
        let saveAccount, saveSettings, saveCertificate, dropAccount, dropCertificates, dropNicks, dropMarkers,
            dropRanks: PreparedStatement
        let saveNick, dropNick: PreparedStatement
        let saveChannel, saveList, saveRank, dropChannel, dropLists, dropChannelRanks: PreparedStatement
        let saveMarker, renameMarkers, saveNote, dropNote, saveBan, dropBan: PreparedStatement

        init(on database: Database) throws {
            func prepare(_ sql: String) throws -> PreparedStatement { try PreparedStatement(sql, on: database) }
            func replace(_ table: String, _ count: Int) throws -> PreparedStatement {
                let places = (1...count).map { "?\($0)" }.joined(separator: ", ")
                return try prepare("INSERT OR REPLACE INTO \(table) VALUES (\(places))")
            }
            func drop(_ table: String, _ column: String) throws -> PreparedStatement {
                try prepare("DELETE FROM \(table) WHERE \(column) = ?1")
            }
            saveAccount = try replace("accounts", 8)
            saveSettings = try prepare("UPDATE accounts SET settings = ?2 WHERE folded = ?1")
            saveCertificate = try replace("certificates", 2)
            dropAccount = try drop("accounts", "folded")
            dropCertificates = try drop("certificates", "account")
            dropNicks = try drop("nicks", "account")
            dropMarkers = try drop("markers", "account")
            dropRanks = try drop("room_ranks", "account")
            saveNick = try replace("nicks", 4)
            dropNick = try drop("nicks", "folded")
            saveChannel = try replace("rooms", 8)
            saveList = try replace("room_lists", 8)
            saveRank = try replace("room_ranks", 3)
            dropChannel = try drop("rooms", "folded")
            dropLists = try drop("room_lists", "room")
            dropChannelRanks = try drop("room_ranks", "room")
            saveMarker = try prepare(
                """
                INSERT INTO markers VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT DO UPDATE SET time = max(time, excluded.time)
                """)
            renameMarkers = try prepare(
                "UPDATE OR REPLACE markers SET name = ?2 WHERE kind = 1 AND name = ?1 AND peer = x''")
            saveNote = try replace("notes", 2)
            dropNote = try drop("notes", "key")
            saveBan = try replace("bans", 6)
            dropBan = try drop("bans", "folded")
        }
    }

    func apply(_ change: RegistryChange) throws(LogError) {
        switch change {
        case .saveAccount(let account): try save(account)
        case .saveSettings(let name, let settings):
            database.saveSettings.bindBlob(1, name.bytes)
            database.saveSettings.bindBlob(2, Self.encode(settings))
            try database.saveSettings.run()
        case .removeAccount(let name):
            for statement in [
                database.dropAccount, database.dropCertificates, database.dropNicks, database.dropMarkers,
                database.dropRanks,
            ] { try run(statement, name) }
            try invitations.remove(ofAccount: name)
        case .reserveNick(let reservation):
            database.saveNick.bindBlob(1, reservation.folded.bytes)
            database.saveNick.bindText(2, reservation.nick)
            database.saveNick.bindBlob(3, reservation.account.bytes)
            database.saveNick.bind(4, reservation.since.milliseconds)
            try database.saveNick.run()
        case .releaseNick(let nick): try run(database.dropNick, nick)
        case .saveChannel(let channel): try save(channel)
        case .removeChannel(let name):
            for statement in [database.dropChannel, database.dropLists, database.dropChannelRanks] {
                try run(statement, name)
            }
        case .markRead(let account, let conversation, let time):
            database.saveMarker.bindBlob(1, account.bytes)
            ConversationNames.bind(conversation, to: database.saveMarker, from: 2)
            database.saveMarker.bind(5, time.milliseconds)
            try database.saveMarker.run()
        case .renameChannel(let old, let new):
            database.renameMarkers.bindBlob(1, old.bytes)
            database.renameMarkers.bindBlob(2, new.bytes)
            try database.renameMarkers.run()
        case .saveBan(let ban): try save(ban)
        case .removeBan(let mask): try run(database.dropBan, mask)
        case .saveInvitation(let invitation): try invitations.save(invitation)
        case .useInvitation(let digest, let guest, let time): try invitations.use(digest, by: guest, at: time)
        case .removeInvitation(let digest): try invitations.remove(digest)
        case .note(let key, let value?):
            database.saveNote.bindText(1, key)
            database.saveNote.bindBlob(2, value)
            try database.saveNote.run()
        case .note(let key, nil):
            database.dropNote.bindText(1, key)
            try database.dropNote.run()
        }
    }

    private func run(_ statement: PreparedStatement, _ name: FoldedName) throws(LogError) {
        statement.bindBlob(1, name.bytes)
        try statement.run()
    }

    private func save(_ account: Account) throws(LogError) {
        let row = database.saveAccount
        row.bindBlob(1, account.folded.bytes)
        row.bindText(2, account.name)
        row.bind(3, account.registered.milliseconds)
        if let credential = account.credential {
            row.bindBlob(4, credential.salt)
            row.bind(5, Int64(credential.iterations))
            row.bindBlob(6, credential.storedKey)
            row.bindBlob(7, credential.serverKey)
        } else {
            for parameter in Int32(4)...7 { row.bindNull(parameter) }
        }
        row.bindBlob(8, Self.encode(account.settings))
        try row.run()
        try run(database.dropCertificates, account.folded)
        for certificate in account.certificates {
            database.saveCertificate.bindBlob(1, account.folded.bytes)
            database.saveCertificate.bindBlob(2, certificate)
            try database.saveCertificate.run()
        }
    }

    private static func encode(_ settings: [String: String]) -> [UInt8] {
        EventCoding.encode(settings.sorted { $0.key < $1.key }.map { Tag($0.key, $0.value) })
    }

    private func save(_ ban: ServerBan) throws(LogError) {
        let row = database.saveBan
        row.bindBlob(1, ban.folded.bytes)
        row.bindText(2, ban.mask)
        row.bindText(3, ban.reason)
        row.bindText(4, ban.setBy)
        row.bind(5, ban.setAt.milliseconds)
        if let until = ban.until { row.bind(6, until.milliseconds) } else { row.bindNull(6) }
        try row.run()
    }

    private func save(_ channel: RegisteredChannel) throws(LogError) {
        let row = database.saveChannel
        row.bindBlob(1, channel.folded.bytes)
        row.bindText(2, channel.name)
        row.bindBlob(3, channel.founder.bytes)
        row.bind(4, channel.registered.milliseconds)
        row.bindText(5, channel.topic?.text)
        row.bindText(6, channel.topic?.setBy)
        if let topic = channel.topic { row.bind(7, topic.setAt.milliseconds) } else { row.bindNull(7) }
        row.bindText(8, channel.modes)
        try row.run()
        try run(database.dropLists, channel.folded)
        for (position, entry) in channel.lists.enumerated() {
            let row = database.saveList
            row.bindBlob(1, channel.folded.bytes)
            row.bind(2, Int64(position))
            row.bindText(3, String(entry.list))
            row.bindText(4, entry.mask)
            row.bindText(5, entry.setBy)
            row.bind(6, entry.setAt.milliseconds)
            if let until = entry.until { row.bind(7, until.milliseconds) } else { row.bindNull(7) }
            row.bindText(8, entry.reason)
            try row.run()
        }
        try run(database.dropChannelRanks, channel.folded)
        for (account, ranks) in channel.ranks {
            database.saveRank.bindBlob(1, channel.folded.bytes)
            database.saveRank.bindBlob(2, account.bytes)
            database.saveRank.bindText(3, ranks)
            try database.saveRank.run()
        }
    }
}
