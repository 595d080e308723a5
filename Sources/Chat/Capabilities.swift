/// The IRCv3 capabilities that a session can ask for. <https://ircv3.net/specs/extensions/capability-negotiation.html>
package struct Capabilities: OptionSet, Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static let messageTags = Capabilities(rawValue: 1 << 0)
    package static let serverTime = Capabilities(rawValue: 1 << 1)
    package static let accountTag = Capabilities(rawValue: 1 << 2)
    package static let echoMessage = Capabilities(rawValue: 1 << 3)
    package static let labeledResponse = Capabilities(rawValue: 1 << 4)
    package static let batch = Capabilities(rawValue: 1 << 5)
    package static let capNotify = Capabilities(rawValue: 1 << 6)
    package static let multiPrefix = Capabilities(rawValue: 1 << 7)
    package static let userhostInNames = Capabilities(rawValue: 1 << 8)
    package static let extendedJoin = Capabilities(rawValue: 1 << 9)
    package static let accountNotify = Capabilities(rawValue: 1 << 10)
    package static let awayNotify = Capabilities(rawValue: 1 << 11)
    package static let changeHost = Capabilities(rawValue: 1 << 12)
    package static let setName = Capabilities(rawValue: 1 << 13)
    package static let inviteNotify = Capabilities(rawValue: 1 << 14)
    package static let standardReplies = Capabilities(rawValue: 1 << 15)
    package static let extendedMonitor = Capabilities(rawValue: 1 << 16)
    package static let noImplicitNames = Capabilities(rawValue: 1 << 17)
    package static let channelRename = Capabilities(rawValue: 1 << 18)
    package static let multiline = Capabilities(rawValue: 1 << 19)
    package static let preAway = Capabilities(rawValue: 1 << 20)
    package static let extendedISupport = Capabilities(rawValue: 1 << 21)
    package static let chatHistory = Capabilities(rawValue: 1 << 22)
    package static let eventPlayback = Capabilities(rawValue: 1 << 23)
    package static let messageRedaction = Capabilities(rawValue: 1 << 24)
    package static let readMarker = Capabilities(rawValue: 1 << 25)
    package static let search = Capabilities(rawValue: 1 << 26)
    package static let sasl = Capabilities(rawValue: 1 << 27)
    package static let accountRegistration = Capabilities(rawValue: 1 << 28)
    /// Only told, never asked for.
    package static let strictTransport = Capabilities(rawValue: 1 << 29)
    package static let metadata2 = Capabilities(rawValue: 1 << 30)
    package static let metadata3 = Capabilities(rawValue: 1 << 31)
    package static let operatorTag = Capabilities(rawValue: 1 << 32)
    package static let relayedMessages = Capabilities(rawValue: 1 << 33)

    /// A capability as a client names it.
    package struct Definition: Sendable {
        package let name: String
        package let capability: Capabilities
        let relayEffect: RelayEffect
        /// The place of its specification, below <https://ircv3.net/specs/>.
        package let specification: String
        /// True if it is of no use before registration: where the list of all does not fit on a line, it is told then.
        let isLate: Bool
        /// The keys of its value that matter before registration; nil for all.
        let earlyKeys: Set<String>?
        /// The value that clients of version 302 are told behind the name; nil for none, or for none there.
        let value: (@Sendable (Settings, Reachability, Origin) -> String?)?

        init(
            _ name: String, _ capability: Capabilities, _ relayEffect: RelayEffect, _ specification: String,
            isLate: Bool = false, earlyKeys: Set<String>? = nil,
            value: (@Sendable (Settings, Reachability, Origin) -> String?)? = nil
        ) {
            self.name = name
            self.capability = capability
            self.relayEffect = relayEffect
            self.specification = specification
            self.isLate = isLate
            self.earlyKeys = earlyKeys
            self.value = value
        }

        /// The part of the value that matters before registration; nil for none.
        fileprivate func earlyPart(of value: String) -> String? {
            guard let earlyKeys else { return value }
            let part = value.split(separator: ",").filter { earlyKeys.contains(String($0.prefix { $0 != "=" })) }
            return part.isEmpty ? nil : part.joined(separator: ",")
        }
    }

    /// The capabilities that this server offers. A capability stands here once everything behind it works. Drafts are told last: where
    /// one line does not hold all of them, a client that reads only the first line still learns of the ratified ones.
    package static let offered: [Definition] = [
        Definition("account-notify", .accountNotify, .delivery, "extensions/account-notify"),
        Definition("account-tag", .accountTag, .everyLine, "extensions/account-tag"),
        Definition("away-notify", .awayNotify, .delivery, "extensions/away-notify"),
        Definition("batch", .batch, .multiline, "extensions/batch"),
        Definition("cap-notify", .capNotify, .none, "extensions/capability-negotiation"),
        // Nobody gets another host while connected, so nothing is told by it; clients ask for it all the same.
        Definition("chghost", .changeHost, .delivery, "extensions/chghost", isLate: true),
        Definition("echo-message", .echoMessage, .none, "extensions/echo-message"),
        Definition("extended-join", .extendedJoin, .extendedParameters, "extensions/extended-join"),
        Definition("extended-monitor", .extendedMonitor, .none, "extensions/extended-monitor", isLate: true),
        Definition("invite-notify", .inviteNotify, .delivery, "extensions/invite-notify", isLate: true),
        Definition("labeled-response", .labeledResponse, .none, "extensions/labeled-response"),
        Definition("message-tags", .messageTags, .everyLine, "extensions/message-tags"),
        Definition("multi-prefix", .multiPrefix, .none, "extensions/multi-prefix"),
        Definition("no-implicit-names", .noImplicitNames, .none, "extensions/no-implicit-names"),
        Definition("sasl", .sasl, .none, "extensions/sasl-3.2") { _, _, origin in
            Network.mechanisms(for: origin).joined(separator: ",")
        },
        Definition("server-time", .serverTime, .everyLine, "extensions/server-time"),
        Definition("setname", .setName, .delivery, "extensions/setname"),
        Definition("standard-replies", .standardReplies, .none, "extensions/standard-replies"),
        Definition("sts", .strictTransport, .none, "extensions/sts") { _, reachability, origin in
            guard let policy = reachability.strictTransport else { return "" }
            return (origin.isSecure ? "" : "port=\(policy.port),") + "duration=\(policy.seconds)"
        },
        Definition("userhost-in-names", .userhostInNames, .none, "extensions/userhost-in-names", isLate: true),
        Definition(
            "draft/account-registration", .accountRegistration, .none, "extensions/account-registration",
            earlyKeys: ["before-connect"]
        ) { settings, _, origin in
            Network.registrationKeys(settings, for: origin)
        },
        Definition("draft/channel-rename", .channelRename, .delivery, "extensions/channel-rename", isLate: true),
        Definition("draft/chathistory", .chatHistory, .none, "extensions/chathistory"),
        Definition("draft/event-playback", .eventPlayback, .none, "extensions/chathistory", isLate: true),
        Definition("draft/extended-isupport", .extendedISupport, .none, "extensions/extended-isupport"),
        Definition(
            "draft/message-redaction", .messageRedaction, .delivery, "extensions/message-redaction", isLate: true),
        Definition(
            MetadataDraft.two.capabilityName, .metadata2, .none, "extensions/metadata", earlyKeys: ["before-connect"]
        ) { settings, _, _ in
            settings.limits.metadataTokens
        },
        Definition(
            MetadataDraft.three.capabilityName, .metadata3, .none, "extensions/metadata", earlyKeys: ["before-connect"]
        ) { settings, _, _ in
            settings.limits.metadataTokens
        },
        Definition("draft/multiline", .multiline, .multiline, "extensions/multiline") { settings, _, _ in
            "max-bytes=\(settings.limits.multilineBytes),max-lines=\(settings.limits.multilineLines)"
        },
        Definition("draft/oper-tag", .operatorTag, .fromOperator, "extensions/oper-tag", isLate: true),
        Definition("draft/pre-away", .preAway, .none, "extensions/pre-away"),
        Definition("draft/read-marker", .readMarker, .none, "extensions/read-marker", isLate: true),
        Definition("draft/relaymsg", .relayedMessages, .relayedMessage, "extensions/relaymsg", isLate: true) {
            _, _, _ in
            String(RelayedNickRules.separator)
        },
        Definition(Network.searchBatch, .search, .none, "extensions/search", isLate: true),
    ]

    static let all = Capabilities(offered.map(\.capability))
    /// Those of which something need not be told before registration.
    static let deferrable = Capabilities(offered.filter { $0.isLate || $0.earlyKeys != nil }.map(\.capability))

    /// All that can be offered as things are set.
    static func available(with settings: Settings, withAccounts: Bool) -> Capabilities {
        var missing: Capabilities = []
        if !settings.keepsHistory { missing.formUnion([.chatHistory, .eventPlayback, .messageRedaction, .search]) }
        if !withAccounts { missing.formUnion([.sasl, .accountRegistration]) }
        return .all.subtracting(missing)
    }

    /// The names with their values, as `CAP LS 302` tells them, in the order of ``offered``.
    ///
    /// - Parameters:
    ///   - plain: the capabilities that are told without their value.
    ///   - isEarly: true to leave out what is of no use before registration.
    func texts(
        _ settings: Settings, _ reachability: Reachability, _ origin: Origin, plain: Capabilities = [],
        isEarly: Bool = false
    ) -> [String] {
        definitions.filter { !(isEarly && $0.isLate) }.map { listing in
            guard !plain.contains(listing.capability),
                let value = listing.value?(settings, reachability, origin),
                let told = isEarly ? listing.earlyPart(of: value) : value
            else { return listing.name }
            return listing.name + "=" + told
        }
    }

    /// These, in the order of ``offered``.
    var definitions: [Definition] { Self.offered.filter { contains($0.capability) } }
}
