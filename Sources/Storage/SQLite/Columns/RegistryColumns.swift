// The tables of the registry; what their columns mean is told where they are made, in SQLiteSchema, InvitationTables and MetadataTables.

enum AccountColumn: Int32, TableColumn {
    case folded, name, registered, salt, iterations, storedKey, serverKey, settings
    static let table = "accounts"
}

enum PresenceColumn: Int32, TableColumn {
    case account, nick, user, host, name, modes
    static let table = "presences"
}

enum PresenceRoomColumn: Int32, TableColumn {
    case account, position, room, ranks, since, closedToAll, closedToGuests, closedTo
    static let table = "presence_rooms"
}

enum CertificateColumn: Int32, TableColumn {
    case account, fingerprint
    static let table = "certificates"
}

enum NickColumn: Int32, TableColumn {
    case folded, nick, account, since
    static let table = "nicks"
}

enum ChannelColumn: Int32, TableColumn {
    case folded, name, founder, registered, topic, topicBy, topicAt, modes
    static let table = "rooms"
}

enum ListEntryColumn: Int32, TableColumn {
    case room, position, list, mask, setBy, setAt, until, reason
    static let table = "room_lists"
}

enum RankColumn: Int32, TableColumn {
    case room, account, ranks
    static let table = "room_ranks"
}

enum MarkerColumn: Int32, TableColumn {
    case account, kind, name, peer, time
    static let table = "markers"
}

enum NoteColumn: Int32, TableColumn {
    case key, value
    static let table = "notes"
}

enum BanColumn: Int32, TableColumn {
    case folded, mask, reason, setBy, setAt, until
    static let table = "bans"
}

enum InvitationColumn: Int32, TableColumn {
    case digest, room, account, accountFolded, uses, expires, madeBy, madeAt, revoked, fate
    static let table = "invitations"
}

enum GuestColumn: Int32, TableColumn {
    case invitation, guest, time
    static let table = "invitation_guests"
}

enum AccountMetadataColumn: Int32, TableColumn {
    case account, target, key, value
    static let table = "account_metadata"
}

enum ChannelMetadataColumn: Int32, TableColumn {
    case room, key, value
    static let table = "room_metadata"
}
