import Chat
import GRDB
import Protocol

/// Reads the invitations and who used them.
struct InvitationReader {
    private let invitations: SelectStatement<InvitationColumn>
    private let guests: SelectStatement<GuestColumn>

    init(on database: Database) throws {
        invitations = try SelectStatement("FROM invitations", on: database)
        guests = try SelectStatement("FROM invitation_guests", on: database)
    }

    func load(into registry: inout Registry) throws(LogError) {
        try invitations.each { row throws(LogError) in
            registry.apply(
                .saveInvitation(
                    Invitation(
                        digest: row.bytes(.digest), channel: row.text(.room),
                        fate: row.text(.fate).map { $0.isEmpty ? .gone : .renamed($0) } ?? .stays,
                        account: row.text(.account),
                        uses: Int(row.int64(.uses)),
                        expires: row.optionalTime(.expires), madeBy: row.text(.madeBy) ?? "",
                        madeAt: row.time(.madeAt), revokedAt: row.optionalTime(.revoked))))
        }
        try guests.each { row throws(LogError) in
            registry.apply(
                .useInvitation(row.bytes(.invitation), guest: row.text(.guest) ?? "", row.time(.time)))
        }
    }
}
