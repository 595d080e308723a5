import Chat
import GRDB
import Protocol

/// Reads the whole registry. The changes that would make it are applied one by one, so there is one set of rules for both
/// engines.
struct RegistryReader {
    private let accounts: SelectStatement<AccountColumn>
    private let certificates: SelectStatement<CertificateColumn>
    private let nicks: SelectStatement<NickColumn>
    private let channels: SelectStatement<ChannelColumn>
    private let lists: SelectStatement<ListEntryColumn>
    private let ranks: SelectStatement<RankColumn>
    private let markers: SelectStatement<MarkerColumn>
    private let notes: SelectStatement<NoteColumn>
    private let bans: SelectStatement<BanColumn>
    private let presences: PresenceReader
    private let invitations: InvitationReader
    private let metadata: SelectStatement<AccountMetadataColumn>
    private let channelMetadata: SelectStatement<ChannelMetadataColumn>

    init(on database: Database) throws {
        func all<Column: TableColumn>(_ order: String = "") throws -> SelectStatement<Column> {
            try SelectStatement("FROM \(Column.table) \(order)", on: database)
        }
        accounts = try all()
        certificates = try all()
        nicks = try all()
        channels = try all()
        lists = try all("ORDER BY room, position")
        ranks = try all()
        markers = try all()
        notes = try all()
        bans = try all()
        presences = try PresenceReader(on: database)
        invitations = try InvitationReader(on: database)
        metadata = try all()
        channelMetadata = try all()
    }

    func load() throws(LogError) -> Registry {
        var registry = Registry()
        let certificates = try loadCertificates()
        try accounts.each { row throws(LogError) in
            let account = Account(
                name: row.text(.name) ?? "", registered: row.time(.registered),
                credential: credential(in: row),
                certificates: certificates[row.name(.folded)] ?? [], settings: try settings(row.bytes(.settings)))
            registry.apply(.saveAccount(account))
        }
        try presences.load(into: &registry)
        try metadata.each { row throws(LogError) in
            let target = row.name(.target)
            registry.apply(
                .saveMetadata(
                    row.name(.account), key: row.text(.key) ?? "", about: target.bytes.isEmpty ? nil : target,
                    row.text(.value)))
        }
        try nicks.each { row throws(LogError) in
            registry.apply(
                .reserveNick(
                    NickReservation(
                        nick: row.text(.nick) ?? "", account: row.name(.account), since: row.time(.since))))
        }
        try loadChannels(into: &registry)
        try markers.each { row throws(LogError) in
            let conversation = try ConversationNames.conversation(in: row, kind: .kind, name: .name, peer: .peer)
            // Earlier versions took more for moments than there are.
            guard let time = Timestamp(exactly: row.int64(.time)) else { return }
            registry.apply(.markRead(account: row.name(.account), conversation, time))
        }
        try notes.each { row throws(LogError) in registry.apply(.note(row.text(.key) ?? "", row.bytes(.value))) }
        try bans.each { row throws(LogError) in
            registry.apply(
                .saveBan(
                    ServerBan(
                        mask: row.text(.mask) ?? "", reason: row.text(.reason) ?? "", setBy: row.text(.setBy) ?? "",
                        setAt: row.time(.setAt), until: row.optionalTime(.until))))
        }
        try invitations.load(into: &registry)
        return registry
    }

    /// Nil for an account that has none, and for one that would be too dear to check: no password opens it then.
    private func credential(in row: SelectStatement<AccountColumn>) -> SCRAM.Credential? {
        guard !row.isNull(.salt), let iterations = Int(exactly: row.int64(.iterations)),
            SCRAM.Client.iterations ~= iterations
        else {
            return nil
        }
        return SCRAM.Credential(
            salt: row.bytes(.salt), iterations: iterations, storedKey: row.bytes(.storedKey),
            serverKey: row.bytes(.serverKey))
    }

    private func loadCertificates() throws(LogError) -> [FoldedName: Set<[UInt8]>] {
        var found: [FoldedName: Set<[UInt8]>] = [:]
        try certificates.each { row throws(LogError) in
            found[row.name(.account), default: []].insert(row.bytes(.fingerprint))
        }
        return found
    }

    private func loadChannels(into registry: inout Registry) throws(LogError) {
        var lists: [FoldedName: [RegisteredChannel.ListEntry]] = [:]
        try self.lists.each { row throws(LogError) in
            guard let letter = row.text(.list)?.first else { throw .corrupt("a list entry of a room has no mode") }
            lists[row.name(.room), default: []].append(
                RegisteredChannel.ListEntry(
                    list: letter, mask: row.text(.mask) ?? "", setBy: row.text(.setBy) ?? "",
                    setAt: row.time(.setAt), until: row.optionalTime(.until), reason: row.text(.reason)))
        }
        var ranks: [FoldedName: [FoldedName: String]] = [:]
        try self.ranks.each { row throws(LogError) in
            ranks[row.name(.room), default: [:]][row.name(.account)] = row.text(.ranks)
        }
        var metadata: [FoldedName: [String: String]] = [:]
        try channelMetadata.each { row throws(LogError) in
            metadata[row.name(.room), default: [:]][row.text(.key) ?? ""] = row.text(.value)
        }
        try channels.each { row throws(LogError) in
            let folded = row.name(.folded)
            let topic = row.text(.topic).map {
                RegisteredChannel.Topic(
                    text: $0, setBy: row.text(.topicBy) ?? "", setAt: row.time(.topicAt))
            }
            registry.apply(
                .saveChannel(
                    RegisteredChannel(
                        name: row.text(.name) ?? "", founder: row.name(.founder),
                        registered: row.time(.registered), topic: topic, modes: row.text(.modes) ?? "+",
                        lists: lists[folded] ?? [], ranks: ranks[folded] ?? [:], metadata: metadata[folded] ?? [:])))
        }
    }

    private func settings(_ bytes: [UInt8]) throws(LogError) -> [String: String] {
        guard let tags = EventCoding.tags(bytes) else { throw .corrupt("the settings of an account cannot be read") }
        return Dictionary(tags.map { ($0.key, $0.value) }) { _, last in last }
    }
}
