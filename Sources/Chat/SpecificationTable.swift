import Protocol

/// The specifications there are and whether each is in force, as a table for people.
///
/// Nobody writes down that one is in force: it is, if the server tells clients of it by a capability or an ISUPPORT token, in the very
/// tables that it goes by.
package enum SpecificationTable {
    package struct Row: Hashable, Sendable {
        package let name: String
        package let link: String
        /// The sign that clients would see of the specification: a capability, an ISUPPORT token, or a client-only tag.
        package let sign: Sign
        package let isInForce: Bool
    }

    /// The way in which clients are told that a specification is in force.
    package enum Sign: Hashable, Sendable {
        case capability(String)
        case token(String)
        /// Carried for whoever has `message-tags`.
        case clientTag(String)

        var text: String {
            switch self {
            case .capability(let name): "`CAP` \(name)"
            case .token(let name): "`ISUPPORT` \(name)"
            case .clientTag(let name): "tag `\(name)`"
            }
        }
    }

    /// In Markdown: one line a specification.
    package static func markdown() -> String {
        let head = ["| specification | in force | told by |", "|---|---|---|"]
        let lines = rows().map { row in
            "| [\(row.name)](\(row.link))\(notes[row.name].map { ": " + $0 } ?? "") | \(row.isInForce ? "yes" : "not yet") | \(row.sign.text) |"
        }
        return (head + lines).joined(separator: "\n") + "\n"
    }

    package static func rows() -> [Row] {
        let capabilities = Set(Capabilities.offered.map(\.name))
        // With all that a host can set, so that a token counts that is told where something is set.
        var settings = Settings()
        settings.icon = "https://example.org/icon.svg"
        let tokens = Set(ISupportToken.all(for: settings, reachability: Reachability()).map(\.name))
        return known.map { name, path, sign in
            let isInForce =
                switch sign {
                case .capability(let name): capabilities.contains(name)
                case .token(let name): tokens.contains(name)
                case .clientTag: capabilities.contains("message-tags")
                }
            return Row(
                name: name, link: path.hasPrefix("https:") ? path : "https://ircv3.net/specs/\(path)", sign: sign,
                isInForce: isInForce)
        }
    }

    /// Remarks on how a specification is followed, by its name.
    private static let notes = [
        "chathistory": "a batch names a room or a person as the server spells it, however it was asked for"
    ]

    /// Every specification of <https://ircv3.net/irc/> that a server takes part in, with the sign that it is in force.
    private static let known: [(name: String, path: String, sign: Sign)] = [
        ("account extended ban", "extensions/account-extban", .token("ACCOUNTEXTBAN")),
        ("account-notify", "extensions/account-notify", .capability("account-notify")),
        ("account registration", "extensions/account-registration", .capability("draft/account-registration")),
        ("account-tag", "extensions/account-tag", .capability("account-tag")),
        ("away-notify", "extensions/away-notify", .capability("away-notify")),
        ("batch", "extensions/batch", .capability("batch")),
        ("bot mode", "extensions/bot-mode", .token("BOT")),
        ("cap-notify", "extensions/capability-negotiation", .capability("cap-notify")),
        ("channel-rename", "extensions/channel-rename", .capability("draft/channel-rename")),
        ("chathistory", "extensions/chathistory", .capability("draft/chathistory")),
        ("event-playback", "extensions/chathistory", .capability("draft/event-playback")),
        ("chghost", "extensions/chghost", .capability("chghost")),
        ("echo-message", "extensions/echo-message", .capability("echo-message")),
        ("extended-isupport", "extensions/extended-isupport", .capability("draft/extended-isupport")),
        ("extended-join", "extensions/extended-join", .capability("extended-join")),
        ("extended-monitor", "extensions/extended-monitor", .capability("extended-monitor")),
        ("invite-notify", "extensions/invite-notify", .capability("invite-notify")),
        ("labeled-response", "extensions/labeled-response", .capability("labeled-response")),
        ("message ids", "extensions/message-ids", .capability("message-tags")),
        ("message redaction", "extensions/message-redaction", .capability("draft/message-redaction")),
        ("message-tags", "extensions/message-tags", .capability("message-tags")),
        ("metadata, second draft", "extensions/metadata", .capability("draft/metadata-2")),
        (
            "metadata, third draft", "https://github.com/ircv3/ircv3-specifications/pull/613",
            .capability("draft/metadata-3")
        ),
        ("monitor", "extensions/monitor", .token("MONITOR")),
        ("multi-prefix", "extensions/multi-prefix", .capability("multi-prefix")),
        ("multiline", "extensions/multiline", .capability("draft/multiline")),
        ("network icon", "extensions/network-icon", .token("draft/ICON")),
        ("no-implicit-names", "extensions/no-implicit-names", .capability("no-implicit-names")),
        ("oper-tag", "extensions/oper-tag", .capability("draft/oper-tag")),
        ("pre-away", "extensions/pre-away", .capability("draft/pre-away")),
        ("read-marker", "extensions/read-marker", .capability("draft/read-marker")),
        (
            "relaymsg", "https://github.com/ircv3/ircv3-specifications/pull/417", .capability("draft/relaymsg")
        ),
        (
            "SAFERATE", "https://codeberg.org/emersion/soju/src/branch/master/doc/ext/saferate.md",
            .token("soju.im/SAFERATE")
        ),
        ("SASL", "extensions/sasl-3.2", .capability("sasl")),
        (
            "search", "https://codeberg.org/emersion/soju/src/branch/master/doc/ext/search.md",
            .capability("soju.im/search")
        ),
        ("server-time", "extensions/server-time", .capability("server-time")),
        ("setname", "extensions/setname", .capability("setname")),
        ("standard-replies", "extensions/standard-replies", .capability("standard-replies")),
        ("strict transport security", "extensions/sts", .capability("sts")),
        ("userhost-in-names", "extensions/userhost-in-names", .capability("userhost-in-names")),
        ("UTF8ONLY", "extensions/utf8-only", .token("UTF8ONLY")),
        ("WHOX", "extensions/whox", .token("WHOX")),
        ("react", "client-tags/react", .clientTag("+draft/react")),
        ("reply", "client-tags/reply", .clientTag("+reply")),
        ("typing", "client-tags/typing", .clientTag("+typing")),
    ]
}
