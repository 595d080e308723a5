import Chat
import GRDB
import Protocol

/// Reads the whole registry. The changes that would make it are applied one by one, so there is one set of rules for both
/// engines.
struct RegistryReader {
    private let accounts: PreparedStatement
    private let certificates: PreparedStatement
    private let nicks: PreparedStatement
    private let channels: PreparedStatement
    private let lists: PreparedStatement
    private let ranks: PreparedStatement
    private let markers: PreparedStatement
    private let notes: PreparedStatement
    private let bans: PreparedStatement
    private let invitations: InvitationReader

    init(on database: Database) throws {
        accounts = try PreparedStatement(
            "SELECT folded, name, registered, salt, iterations, stored_key, server_key, settings FROM accounts",
            on: database)
        certificates = try PreparedStatement("SELECT account, fingerprint FROM certificates", on: database)
        nicks = try PreparedStatement("SELECT nick, account, since FROM nicks", on: database)
        channels = try PreparedStatement(
            "SELECT folded, name, founder, registered, topic, topic_by, topic_at, modes FROM rooms", on: database)
        lists = try PreparedStatement(
            "SELECT room, list, mask, set_by, set_at, until, reason FROM room_lists ORDER BY room, position",
            on: database)
        ranks = try PreparedStatement("SELECT room, account, ranks FROM room_ranks", on: database)
        markers = try PreparedStatement("SELECT account, kind, name, peer, time FROM markers", on: database)
        notes = try PreparedStatement("SELECT key, value FROM notes", on: database)
        bans = try PreparedStatement("SELECT mask, reason, set_by, set_at, until FROM bans", on: database)
        invitations = try InvitationReader(on: database)
    }

    func load() throws(LogError) -> Registry {
        var registry = Registry()
        let certificates = try loadCertificates()
        try accounts.each { row throws(LogError) in
            let account = Account(
                name: row.text(1) ?? "", registered: row.time(2),
                credential: credential(in: row),
                certificates: certificates[row.name(0)] ?? [], settings: try settings(row.bytes(7)))
            registry.apply(.saveAccount(account))
        }
        try nicks.each { row throws(LogError) in
            registry.apply(
                .reserveNick(
                    NickReservation(
                        nick: row.text(0) ?? "", account: row.name(1), since: row.time(2))))
        }
        try loadChannels(into: &registry)
        try markers.each { row throws(LogError) in
            let conversation = try ConversationNames.conversation(in: row, from: 1)
            // Earlier versions took more for moments than there are.
            guard let time = Timestamp(exactly: row.int64(4)) else { return }
            registry.apply(.markRead(account: row.name(0), conversation, time))
        }
        try notes.each { row throws(LogError) in registry.apply(.note(row.text(0) ?? "", row.bytes(1))) }
        try bans.each { row throws(LogError) in
            registry.apply(
                .saveBan(
                    ServerBan(
                        mask: row.text(0) ?? "", reason: row.text(1) ?? "", setBy: row.text(2) ?? "",
                        setAt: row.time(3), until: row.optionalTime(4))))
        }
        try invitations.load(into: &registry)
        return registry
    }

    /// Nil for an account that has none, and for one that would be too dear to check: no password opens it then.
    private func credential(in row: PreparedStatement) -> SCRAM.Credential? {
        guard !row.isNull(3), let iterations = Int(exactly: row.int64(4)), SCRAM.Client.iterations ~= iterations else {
            return nil
        }
        return SCRAM.Credential(
            salt: row.bytes(3), iterations: iterations, storedKey: row.bytes(5), serverKey: row.bytes(6))
    }

    private func loadCertificates() throws(LogError) -> [FoldedName: Set<[UInt8]>] {
        var found: [FoldedName: Set<[UInt8]>] = [:]
        try certificates.each { row throws(LogError) in found[row.name(0), default: []].insert(row.bytes(1)) }
        return found
    }

    private func loadChannels(into registry: inout Registry) throws(LogError) {
        var lists: [FoldedName: [RegisteredChannel.ListEntry]] = [:]
        try self.lists.each { row throws(LogError) in
            guard let letter = row.text(1)?.first else { throw .corrupt("a list entry of a room has no mode") }
            lists[row.name(0), default: []].append(
                RegisteredChannel.ListEntry(
                    list: letter, mask: row.text(2) ?? "", setBy: row.text(3) ?? "",
                    setAt: row.time(4), until: row.optionalTime(5), reason: row.text(6)))
        }
        var ranks: [FoldedName: [FoldedName: String]] = [:]
        try self.ranks.each { row throws(LogError) in ranks[row.name(0), default: [:]][row.name(1)] = row.text(2) }
        try channels.each { row throws(LogError) in
            let folded = row.name(0)
            let topic = row.text(4).map {
                RegisteredChannel.Topic(
                    text: $0, setBy: row.text(5) ?? "", setAt: row.time(6))
            }
            registry.apply(
                .saveChannel(
                    RegisteredChannel(
                        name: row.text(1) ?? "", founder: row.name(2),
                        registered: row.time(3), topic: topic, modes: row.text(7) ?? "+",
                        lists: lists[folded] ?? [], ranks: ranks[folded] ?? [:])))
        }
    }

    private func settings(_ bytes: [UInt8]) throws(LogError) -> [String: String] {
        guard let tags = EventCoding.tags(bytes) else { throw .corrupt("the settings of an account cannot be read") }
        return Dictionary(tags.map { ($0.key, $0.value) }) { _, last in last }
    }
}
