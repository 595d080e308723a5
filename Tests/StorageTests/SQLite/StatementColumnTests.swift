import TestSupport
import Testing

@testable import Storage

/// The names of columns in statements are those of the tables.
@Suite struct StatementColumnTests {
    let folder = Scratch()

    /// A table and the columns by which it is read and written.
    struct Table: Sendable, CustomTestStringConvertible {
        let name: String
        let columns: Set<String>
        var testDescription: String { name }

        init<Column: TableColumn>(_ columns: Column.Type) {
            name = Column.table
            self.columns = Set(Column.allCases.map(\.expression))
        }
    }

    private func columns(of table: String) throws -> Set<String> {
        let path = folder.file("log.sqlite")
        try SQLiteEventLog(path: path, durability: .os).close()
        return Set(try RawDatabase(path).strings("SELECT name FROM pragma_table_info('\(table)')"))
    }

    /// All tables whose columns are those of one enumeration.
    static let tables = [
        Table(EventColumn.self), Table(PlaceColumn.self), Table(StaleColumn.self), Table(StateColumn.self),
        Table(AccountColumn.self), Table(PresenceColumn.self), Table(PresenceRoomColumn.self),
        Table(CertificateColumn.self), Table(NickColumn.self), Table(ChannelColumn.self),
        Table(ListEntryColumn.self), Table(RankColumn.self), Table(MarkerColumn.self), Table(NoteColumn.self),
        Table(BanColumn.self), Table(InvitationColumn.self), Table(GuestColumn.self), Table(AccountMetadataColumn.self),
        Table(ChannelMetadataColumn.self),
    ]

    @Test(arguments: tables)
    func `Every column of a table is read and written by its name`(_ table: Table) throws {
        #expect(try columns(of: table.name) == table.columns)
    }

    @Test func `A conversation is named by three columns of its table`() throws {
        #expect(try columns(of: "conversations").isSuperset(of: Table(ConversationColumn.self).columns))
    }

    @Test func `A word that begins in a name is set off in its column`() {
        #expect(AccountColumn.storedKey.expression == "stored_key")
        #expect(CertificateColumn.list == "account, fingerprint")
    }
}
