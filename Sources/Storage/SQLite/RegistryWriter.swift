import Chat
import GRDB
import Protocol

/// Makes changes of the registry. None of them can fail for what is in the tables already, so none can hold up others.
struct RegistryWriter {
    private let database: PreparedStatements
    private let presences: PresenceWriter
    private let invitations: InvitationTables
    private let metadata: MetadataTables

    init(on database: Database) throws {
        presences = try PresenceWriter(on: database)
        invitations = try InvitationTables(on: database)
        metadata = try MetadataTables(on: database)
        self.database = try PreparedStatements(on: database)
    }

    struct PreparedStatements {
        let saveAccount: InsertStatement<AccountColumn>
        let saveCertificate: InsertStatement<CertificateColumn>
        let saveSettings, dropAccount, dropCertificates, dropNicks, dropMarkers, dropRanks: PreparedStatement
        let saveNick: InsertStatement<NickColumn>
        let dropNick: PreparedStatement
        let saveChannel: InsertStatement<ChannelColumn>
        let saveList: InsertStatement<ListEntryColumn>
        let saveRank: InsertStatement<RankColumn>
        let dropChannel, dropLists, dropChannelRanks: PreparedStatement
        let saveMarker: InsertStatement<MarkerColumn>
        let saveNote: InsertStatement<NoteColumn>
        let saveBan: InsertStatement<BanColumn>
        let renameMarkers, dropNote, dropBan: PreparedStatement

        init(on database: Database) throws {
            func prepare(_ sql: String) throws -> PreparedStatement { try PreparedStatement(sql, on: database) }
            func drop<Column: TableColumn>(_ column: Column) throws -> PreparedStatement {
                try prepare("DELETE FROM \(Column.table) WHERE \(column.expression) = ?1")
            }
            saveAccount = try InsertStatement(.replaces, on: database)
            saveSettings = try prepare("UPDATE accounts SET settings = ?2 WHERE folded = ?1")
            saveCertificate = try InsertStatement(.replaces, on: database)
            dropAccount = try drop(AccountColumn.folded)
            dropCertificates = try drop(CertificateColumn.account)
            dropNicks = try drop(NickColumn.account)
            dropMarkers = try drop(MarkerColumn.account)
            dropRanks = try drop(RankColumn.account)
            saveNick = try InsertStatement(.replaces, on: database)
            dropNick = try drop(NickColumn.folded)
            saveChannel = try InsertStatement(.replaces, on: database)
            saveList = try InsertStatement(.replaces, on: database)
            saveRank = try InsertStatement(.replaces, on: database)
            dropChannel = try drop(ChannelColumn.folded)
            dropLists = try drop(ListEntryColumn.room)
            dropChannelRanks = try drop(RankColumn.room)
            saveMarker = try InsertStatement(
                .fails, "ON CONFLICT DO UPDATE SET time = max(time, excluded.time)", on: database)
            renameMarkers = try prepare(
                "UPDATE OR REPLACE markers SET name = ?2 WHERE kind = 1 AND name = ?1 AND peer = x''")
            saveNote = try InsertStatement(.replaces, on: database)
            dropNote = try drop(NoteColumn.key)
            saveBan = try InsertStatement(.replaces, on: database)
            dropBan = try drop(BanColumn.folded)
        }
    }

    func apply(_ change: RegistryChange) throws(LogError) {
        switch change {
        case .saveAccount(let account): try save(account)
        case .saveSettings(let name, let settings):
            database.saveSettings.bindBlob(1, name.bytes)
            database.saveSettings.bindBlob(2, Self.encode(settings))
            try database.saveSettings.run()
        case .savePresence(let name, let presence): try presences.save(presence, of: name)
        case .saveMetadata(let name, let key, let target, let value):
            try metadata.save(value, for: key, about: target, of: name)
        case .removeAccount(let name):
            for statement in [
                database.dropAccount, database.dropCertificates, database.dropNicks, database.dropMarkers,
                database.dropRanks,
            ] { try run(statement, name) }
            try presences.remove(of: name)
            try metadata.remove(ofAccount: name)
            try invitations.remove(ofAccount: name)
        case .reserveNick(let reservation):
            database.saveNick.bindBlob(.folded, reservation.folded.bytes)
            database.saveNick.bindText(.nick, reservation.nick)
            database.saveNick.bindBlob(.account, reservation.account.bytes)
            database.saveNick.bind(.since, reservation.since)
            try database.saveNick.run()
        case .releaseNick(let nick): try run(database.dropNick, nick)
        case .saveChannel(let channel): try save(channel)
        case .removeChannel(let name):
            for statement in [database.dropChannel, database.dropLists, database.dropChannelRanks] {
                try run(statement, name)
            }
            try metadata.remove(ofChannel: name)
        case .markRead(let account, let conversation, let time):
            database.saveMarker.bindBlob(.account, account.bytes)
            database.saveMarker.bind(conversation, kind: .kind, name: .name, peer: .peer)
            database.saveMarker.bind(.time, time)
            try database.saveMarker.run()
        case .renameChannel(let old, let new):
            database.renameMarkers.bindBlob(1, old.bytes)
            database.renameMarkers.bindBlob(2, new.bytes)
            try database.renameMarkers.run()
            try metadata.rename(old, to: new)
        case .saveBan(let ban): try save(ban)
        case .removeBan(let mask): try run(database.dropBan, mask)
        case .saveInvitation(let invitation): try invitations.save(invitation)
        case .useInvitation(let digest, let guest, let time): try invitations.use(digest, by: guest, at: time)
        case .removeInvitation(let digest): try invitations.remove(digest)
        case .note(let key, let value?):
            database.saveNote.bindText(.key, key)
            database.saveNote.bindBlob(.value, value)
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
        row.bindBlob(.folded, account.folded.bytes)
        row.bindText(.name, account.name)
        row.bind(.registered, account.registered)
        if let credential = account.credential {
            row.bindBlob(.salt, credential.salt)
            row.bind(.iterations, Int64(credential.iterations))
            row.bindBlob(.storedKey, credential.storedKey)
            row.bindBlob(.serverKey, credential.serverKey)
        } else {
            for column in [AccountColumn.salt, .iterations, .storedKey, .serverKey] { row.bindNull(column) }
        }
        row.bindBlob(.settings, Self.encode(account.settings))
        try row.run()
        try run(database.dropCertificates, account.folded)
        for certificate in account.certificates {
            database.saveCertificate.bindBlob(.account, account.folded.bytes)
            database.saveCertificate.bindBlob(.fingerprint, certificate)
            try database.saveCertificate.run()
        }
    }

    private static func encode(_ settings: [String: String]) -> [UInt8] {
        EventCoding.encode(settings.sorted { $0.key < $1.key }.map { Tag($0.key, $0.value) })
    }

    private func save(_ ban: ServerBan) throws(LogError) {
        let row = database.saveBan
        row.bindBlob(.folded, ban.folded.bytes)
        row.bindText(.mask, ban.mask)
        row.bindText(.reason, ban.reason)
        row.bindText(.setBy, ban.setBy)
        row.bind(.setAt, ban.setAt)
        row.bind(.until, ban.until)
        try row.run()
    }

    private func save(_ channel: RegisteredChannel) throws(LogError) {
        let row = database.saveChannel
        row.bindBlob(.folded, channel.folded.bytes)
        row.bindText(.name, channel.name)
        row.bindBlob(.founder, channel.founder.bytes)
        row.bind(.registered, channel.registered)
        row.bindText(.topic, channel.topic?.text)
        row.bindText(.topicBy, channel.topic?.setBy)
        row.bind(.topicAt, channel.topic?.setAt)
        row.bindText(.modes, channel.modes)
        try row.run()
        try run(database.dropLists, channel.folded)
        for (position, entry) in channel.lists.enumerated() {
            let row = database.saveList
            row.bindBlob(.room, channel.folded.bytes)
            row.bind(.position, Int64(position))
            row.bindText(.list, String(entry.list))
            row.bindText(.mask, entry.mask)
            row.bindText(.setBy, entry.setBy)
            row.bind(.setAt, entry.setAt)
            row.bind(.until, entry.until)
            row.bindText(.reason, entry.reason)
            try row.run()
        }
        try metadata.save(channel.metadata, ofChannel: channel.folded)
        try run(database.dropChannelRanks, channel.folded)
        for (account, ranks) in channel.ranks {
            database.saveRank.bindBlob(.room, channel.folded.bytes)
            database.saveRank.bindBlob(.account, account.bytes)
            database.saveRank.bindText(.ranks, ranks)
            try database.saveRank.run()
        }
    }
}
