import Chat
import GRDB
import Protocol

/// The invitations and who used them.
struct InvitationTables {
    static let schema = """
        CREATE TABLE invitations (
            digest BLOB PRIMARY KEY,
            room TEXT,
            account TEXT,
            account_folded BLOB,
            uses INTEGER NOT NULL,
            expires INTEGER,
            made_by TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            revoked INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE invitation_guests (
            invitation BLOB NOT NULL,
            guest TEXT NOT NULL,
            time INTEGER NOT NULL,
            PRIMARY KEY (invitation, guest)
        ) STRICT, WITHOUT ROWID;
        """

    /// Adds the fate of the room: null for none, its other name, or an empty text where it is gone.
    static let fate = "ALTER TABLE invitations ADD COLUMN fate TEXT"

    private let save: InsertStatement<InvitationColumn>
    private let use: InsertStatement<GuestColumn>
    private let drop, dropGuests, dropOfAccount, dropGuestsOfAccount: PreparedStatement

    init(on database: Database) throws {
        func prepare(_ sql: String) throws -> PreparedStatement { try PreparedStatement(sql, on: database) }
        save = try InsertStatement(.replaces, on: database)
        use = try InsertStatement(.fails, "ON CONFLICT DO UPDATE SET time = min(time, excluded.time)", on: database)
        drop = try prepare("DELETE FROM invitations WHERE digest = ?1")
        dropGuests = try prepare("DELETE FROM invitation_guests WHERE invitation = ?1")
        dropOfAccount = try prepare("DELETE FROM invitations WHERE account_folded = ?1")
        dropGuestsOfAccount = try prepare(
            """
            DELETE FROM invitation_guests WHERE invitation IN (SELECT digest FROM invitations WHERE account_folded = ?1)
            """)
    }

    func save(_ invitation: Invitation) throws(LogError) {
        save.bindBlob(.digest, invitation.digest)
        save.bindText(.room, invitation.channel)
        save.bindText(.account, invitation.account)
        if let account = invitation.account {
            save.bindBlob(.accountFolded, Casemapping.ascii.fold(account).bytes)
        } else {
            save.bindNull(.accountFolded)
        }
        save.bind(.uses, Int64(invitation.uses))
        save.bind(.expires, invitation.expires)
        save.bindText(.madeBy, invitation.madeBy)
        save.bind(.madeAt, invitation.madeAt)
        save.bind(.revoked, invitation.revokedAt)
        switch invitation.fate {
        case .stays: save.bindNull(.fate)
        case .renamed(let name): save.bindText(.fate, name)
        case .gone: save.bindText(.fate, "")
        }
        try save.run()
    }

    func use(_ digest: [UInt8], by guest: String, at time: Timestamp) throws(LogError) {
        use.bindBlob(.invitation, digest)
        use.bindText(.guest, guest)
        use.bind(.time, time)
        try use.run()
    }

    func remove(_ digest: [UInt8]) throws(LogError) {
        for statement in [drop, dropGuests] {
            statement.bindBlob(1, digest)
            try statement.run()
        }
    }

    func remove(ofAccount account: FoldedName) throws(LogError) {
        for statement in [dropGuestsOfAccount, dropOfAccount] {
            statement.bindBlob(1, account.bytes)
            try statement.run()
        }
    }
}
