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

    /// A capability as a client names it.
    package struct Listing: Sendable {
        package let name: String
        package let capability: Capabilities
        /// Where it is written down, below <https://ircv3.net/specs/>.
        package let specification: String
        /// What those who speak version 302 are told behind the name.
        let value: (@Sendable (Settings, Origin) -> String)?

        init(
            _ name: String, _ capability: Capabilities, _ specification: String,
            value: (@Sendable (Settings, Origin) -> String)? = nil
        ) {
            self.name = name
            self.capability = capability
            self.specification = specification
            self.value = value
        }
    }

    /// The capabilities that this server offers. A capability stands here once everything behind it works. Drafts are told last: where
    /// one line does not hold all of them, a client that reads only the first line still learns of the ratified ones.
    package static let offered: [Listing] = [
        Listing("account-notify", .accountNotify, "extensions/account-notify"),
        Listing("account-tag", .accountTag, "extensions/account-tag"),
        Listing("away-notify", .awayNotify, "extensions/away-notify"),
        Listing("batch", .batch, "extensions/batch"),
        Listing("cap-notify", .capNotify, "extensions/capability-negotiation"),
        Listing("chghost", .changeHost, "extensions/chghost"),
        Listing("echo-message", .echoMessage, "extensions/echo-message"),
        Listing("extended-join", .extendedJoin, "extensions/extended-join"),
        Listing("extended-monitor", .extendedMonitor, "extensions/extended-monitor"),
        Listing("invite-notify", .inviteNotify, "extensions/invite-notify"),
        Listing("labeled-response", .labeledResponse, "extensions/labeled-response"),
        Listing("message-tags", .messageTags, "extensions/message-tags"),
        Listing("multi-prefix", .multiPrefix, "extensions/multi-prefix"),
        Listing("no-implicit-names", .noImplicitNames, "extensions/no-implicit-names"),
        Listing("sasl", .sasl, "extensions/sasl-3.2") { _, origin in
            Network.mechanisms(for: origin).joined(separator: ",")
        },
        Listing("server-time", .serverTime, "extensions/server-time"),
        Listing("setname", .setName, "extensions/setname"),
        Listing("standard-replies", .standardReplies, "extensions/standard-replies"),
        Listing("sts", .strictTransport, "extensions/sts") { settings, origin in
            guard let policy = settings.strictTransport else { return "" }
            return (origin.isSecure ? "" : "port=\(policy.port),") + "duration=\(policy.seconds)"
        },
        Listing("userhost-in-names", .userhostInNames, "extensions/userhost-in-names"),
        Listing("draft/account-registration", .accountRegistration, "extensions/account-registration"),
        Listing("draft/channel-rename", .channelRename, "extensions/channel-rename"),
        Listing("draft/chathistory", .chatHistory, "extensions/chathistory"),
        Listing("draft/event-playback", .eventPlayback, "extensions/chathistory"),
        Listing("draft/extended-isupport", .extendedISupport, "extensions/extended-isupport"),
        Listing("draft/message-redaction", .messageRedaction, "extensions/message-redaction"),
        Listing("draft/multiline", .multiline, "extensions/multiline") { settings, _ in
            "max-bytes=\(settings.limits.multilineBytes),max-lines=\(settings.limits.multilineLines)"
        },
        Listing("draft/pre-away", .preAway, "extensions/pre-away"),
        Listing("draft/read-marker", .readMarker, "extensions/read-marker"),
        Listing(Network.searchBatch, .search, "extensions/search"),
    ]

    static let all = Capabilities(offered.map(\.capability))

    /// All that can be offered as things are set.
    static func available(with settings: Settings, withAccounts: Bool) -> Capabilities {
        var missing: Capabilities = []
        if !settings.keepsHistory { missing.formUnion([.chatHistory, .eventPlayback, .messageRedaction, .search]) }
        if !withAccounts { missing.formUnion([.sasl, .accountRegistration]) }
        return .all.subtracting(missing)
    }

    /// Those that change what a session reads of others, or whether it does; the rest only change how it is answered.
    static let relayed: Capabilities = [
        .messageTags, .serverTime, .accountTag, .batch, .multiline, .extendedJoin, .accountNotify, .awayNotify,
        .changeHost,
        .setName, .inviteNotify, .channelRename, .messageRedaction,
    ]

    /// The names with their values, as `CAP LS 302` tells them, in the order of ``offered``.
    ///
    /// - Parameter plain: the capabilities that are told without their value.
    func texts(_ settings: Settings, _ origin: Origin, plain: Capabilities = []) -> [String] {
        listings.map { listing in
            guard !plain.contains(listing.capability), let value = listing.value?(settings, origin) else {
                return listing.name
            }
            return listing.name + "=" + value
        }
    }

    /// These, in the order of ``offered``.
    var listings: [Listing] { Self.offered.filter { contains($0.capability) } }
}
