import Basics
import Chat
import Protocol
import Storage

/// All that a server keeps about an account beside what happened, as its owner may have it: without what opens the account.
struct AccountRecord {
    private let account: Account
    private let registry: Registry

    init(of account: Account, in registry: Registry) {
        self.account = account
        self.registry = registry
    }

    /// As `docs/export.md` tells it. What an account has several of is in a fixed order.
    var json: JSONValue {
        let name = account.folded
        return .object([
            "name": .string(account.name),
            "registered": account.registered.json,
            "password": .bool(account.credential != nil),
            "certificates": list(account.certificates.map { Hex.encode($0) }.sorted().map { .string($0) }),
            "settings": JSONValue.texts(account.settings),
            "nicks": list(nicks),
            "presence": registry.presences[name].map(presence),
            "profile": registry.metadata[name].flatMap { JSONValue.texts($0.profile) },
            "marks": list(marks),
            "read": list(markers),
            "rooms": list(rooms),
            "invitations": list(invitations),
        ])
    }

    private func list(_ values: [JSONValue]) -> JSONValue? { values.isEmpty ? nil : .array(values) }

    private var nicks: [JSONValue] {
        registry.nicks(of: account).map {
            .object(["nick": .string($0.nick), "since": $0.since.json])
        }
    }

    private func presence(_ presence: Presence) -> JSONValue {
        .object([
            "nick": .string(presence.nick),
            "user": .string(presence.userName),
            "host": presence.host.map { .string($0) },
            "realName": .string(presence.realName),
            "modes": presence.modes.isEmpty ? nil : .string(presence.modes),
            "rooms": list(
                presence.channels.map {
                    .object([
                        "name": .string($0.name),
                        "ranks": $0.ranks.isEmpty ? nil : .string($0.ranks),
                        "since": .string($0.since.msgid),
                    ])
                }),
        ])
    }

    /// The notes of the owner about rooms and people.
    private var marks: [JSONValue] {
        (registry.metadata[account.folded]?.marks ?? [:]).sorted { $0.key < $1.key }.map { target, values in
            .object(["about": .bytes(target.bytes[...]), "values": JSONValue.texts(values)])
        }
    }

    /// How far the owner has read.
    private var markers: [JSONValue] {
        (registry.markers[account.folded] ?? [:]).sorted { $0.key.precedes($1.key) }.map { conversation, time in
            .object(["in": conversation.json, "through": time.json])
        }
    }

    /// The rooms in which the account has a right.
    private var rooms: [JSONValue] {
        registry.channels.values.sorted { $0.folded < $1.folded }.compactMap { room in
            let isFounder = room.founder == account.folded
            guard isFounder || room.ranks[account.folded] != nil else { return nil }
            return .object([
                "name": .string(room.name),
                "founder": isFounder ? .bool(true) : nil,
                "ranks": room.ranks[account.folded].map { .string($0) },
            ])
        }
    }

    /// The invitations that log in to the account, and those that it made. Their secrets are not known.
    private var invitations: [JSONValue] {
        registry.invitations.values.filter { invitation in
            func isIts(_ name: String?) -> Bool { name.map { Casemapping.ascii.fold($0) } == account.folded }
            // Whoever had the name before the account was made is somebody else.
            return isIts(invitation.account) || isIts(invitation.madeBy) && invitation.madeAt >= account.registered
        }
        .sorted { ($0.madeAt, $0.id) < ($1.madeAt, $1.id) }
        .map {
            .object([
                "id": .string($0.id),
                "room": $0.channel.map { .string($0) },
                "by": .string($0.madeBy),
                "time": $0.madeAt.json,
                "uses": .number($0.uses),
                "expires": $0.expires.map(\.json),
                "revoked": $0.revokedAt.map(\.json),
            ])
        }
    }
}

extension Registry {
    /// The nicks that are an account's, in order.
    func nicks(of account: Account) -> [NickReservation] {
        nicks.values.filter { $0.account == account.folded }.sorted { $0.folded < $1.folded }
    }
}
