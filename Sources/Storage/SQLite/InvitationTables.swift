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

    /// What has become of the room: null, its other name, or nothing where it is gone.
    static let fate = "ALTER TABLE invitations ADD COLUMN fate TEXT"

    private let save, use, drop, dropGuests, dropOfAccount, dropGuestsOfAccount: PreparedStatement

    init(on database: Database) throws {
        func prepare(_ sql: String) throws -> PreparedStatement { try PreparedStatement(sql, on: database) }
        save = try prepare("INSERT OR REPLACE INTO invitations VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
        use = try prepare(
            """
            INSERT INTO invitation_guests VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET time = min(time, excluded.time)
            """)
        drop = try prepare("DELETE FROM invitations WHERE digest = ?1")
        dropGuests = try prepare("DELETE FROM invitation_guests WHERE invitation = ?1")
        dropOfAccount = try prepare("DELETE FROM invitations WHERE account_folded = ?1")
        dropGuestsOfAccount = try prepare(
            """
            DELETE FROM invitation_guests WHERE invitation IN (SELECT digest FROM invitations WHERE account_folded = ?1)
            """)
    }

    func save(_ invitation: Invitation) throws(LogError) {
        save.bindBlob(1, invitation.digest)
        save.bindText(2, invitation.channel)
        save.bindText(3, invitation.account)
        if let account = invitation.account {
            save.bindBlob(4, Casemapping.ascii.fold(account).bytes)
        } else {
            save.bindNull(4)
        }
        save.bind(5, Int64(invitation.uses))
        bind(6, invitation.expires)
        save.bindText(7, invitation.madeBy)
        save.bind(8, invitation.madeAt.milliseconds)
        bind(9, invitation.revokedAt)
        switch invitation.fate {
        case .stays: save.bindNull(10)
        case .renamed(let name): save.bindText(10, name)
        case .gone: save.bindText(10, "")
        }
        try save.run()
    }

    func use(_ digest: [UInt8], by guest: String, at time: Timestamp) throws(LogError) {
        use.bindBlob(1, digest)
        use.bindText(2, guest)
        use.bind(3, time.milliseconds)
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

    private func bind(_ place: Int32, _ time: Timestamp?) {
        if let time { save.bind(place, time.milliseconds) } else { save.bindNull(place) }
    }
}

/// Reads them back.
struct InvitationReader {
    private let invitations, guests: PreparedStatement

    init(on database: Database) throws {
        invitations = try PreparedStatement(
            "SELECT digest, room, account, uses, expires, made_by, made_at, revoked, fate FROM invitations",
            on: database)
        guests = try PreparedStatement("SELECT invitation, guest, time FROM invitation_guests", on: database)
    }

    func load(into registry: inout Registry) throws(LogError) {
        try invitations.each { row throws(LogError) in
            registry.apply(
                .saveInvitation(
                    Invitation(
                        digest: row.bytes(0), channel: row.text(1),
                        fate: row.text(8).map { $0.isEmpty ? .gone : .renamed($0) } ?? .stays, account: row.text(2),
                        uses: Int(row.int64(3)),
                        expires: row.optionalTime(4), madeBy: row.text(5) ?? "",
                        madeAt: row.time(6), revokedAt: row.optionalTime(7))))
        }
        try guests.each { row throws(LogError) in
            registry.apply(
                .useInvitation(row.bytes(0), guest: row.text(1) ?? "", row.time(2)))
        }
    }
}
