import Protocol

/// The specifications in force, as a table for people. Its rows are made from the tables that the server itself goes by.
package enum SpecificationTable {
    package struct Row: Hashable, Sendable {
        package let name: String
        package let link: String
        /// The capability or the ISUPPORT token that tells clients of it.
        package let sign: String
    }

    /// In Markdown: one line a specification.
    package static func markdown() -> String {
        let head = ["| specification | how clients are told |", "|---|---|"]
        let lines = rows().map { "| [\($0.name)](\($0.link)) | \($0.sign) |" }
        return (head + lines).joined(separator: "\n") + "\n"
    }

    package static func rows() -> [Row] {
        let capabilities = Capabilities.offered.map { listing in
            Row(
                name: listing.name, link: "https://ircv3.net/specs/\(listing.specification)",
                sign: "`CAP` \(listing.name)")
        }
        let told = ISupportToken.all(for: Settings()).compactMap { token -> Row? in
            guard let specification = specifications[token.name] else { return nil }
            return Row(
                name: specification.name, link: "https://ircv3.net/specs/\(specification.path)",
                sign: "`ISUPPORT` \(token.name)")
        }
        return base + (capabilities + told + clientTags).sorted { $0.name < $1.name }
    }

    private static let base = [
        Row(name: "Modern IRC Client Protocol", link: "https://modern.ircdocs.horse", sign: "`001` to `005`"),
        Row(
            name: "capability negotiation, version 302",
            link: "https://ircv3.net/specs/extensions/capability-negotiation", sign: "`CAP LS`"),
    ]

    /// Tokens with an IRCv3 specification of their own.
    private static let specifications: [String: (name: String, path: String)] = [
        "ACCOUNTEXTBAN": ("account extended ban", "extensions/account-extban"),
        "BOT": ("bot mode", "extensions/bot-mode"),
        "MONITOR": ("monitor", "extensions/monitor"),
        "UTF8ONLY": ("UTF8ONLY", "extensions/utf8-only"),
        "WHOX": ("WHOX", "extensions/whox"),
    ]

    private static let clientTags = ["+typing", "+reply", "+draft/react"].map { tag in
        let name = tag.dropFirst().split(separator: "/").last.map(String.init) ?? tag
        return Row(name: tag, link: "https://ircv3.net/specs/client-tags/\(name)", sign: "`CAP` message-tags")
    }
}
