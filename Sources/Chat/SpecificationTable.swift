/// The specifications there are, and which of them the server and the client follow, as a table for people.
///
/// Nobody writes down that one is followed: a program follows it if it names its sign, in the very tables that it goes
/// by. The client's names are handed in, for this module does not know the client.
package enum SpecificationTable {
    package struct Row: Hashable, Sendable {
        package let specification: Specification
        package let isInServer: Bool
        /// Nil for a specification in which a client of the terminal has no part.
        package let isInClient: Bool?

        package var name: String { specification.name }
        package var sign: Sign { specification.sign }
    }

    package struct Specification: Hashable, Sendable {
        package let name: String
        package let maturity: Maturity
        package let sign: Sign
        let clientPart: ClientPart
        /// A remark on how the server follows it; nil for none.
        let note: String?
        /// A short clause, the reason for which the server does not follow it; nil if it does, or is going to.
        package let reason: String?

        init(
            _ name: String, _ maturity: Maturity, _ sign: Sign, client clientPart: ClientPart = .sign,
            note: String? = nil, reason: String? = nil
        ) {
            self.name = name
            self.maturity = maturity
            self.sign = sign
            self.clientPart = clientPart
            self.note = note
            self.reason = reason
        }
    }

    /// The state of a specification, with the place of its text.
    package enum Maturity: Hashable, Sendable {
        /// A finished specification of the IRCv3 working group, by its path below <https://ircv3.net/specs/>.
        case ratified(String)
        /// An unfinished one that the group has taken in, by its path.
        case draft(String)
        /// One that the group advises against, by its path.
        case deprecated(String)
        /// One that somebody asks the group to take in, by the number of the pull request.
        case proposed(Int)
        /// One of a program, which others may follow, by its address.
        case vendor(String)
        /// A habit without a specification, by the address of its description.
        case customary(String)

        package var text: String {
            switch self {
            case .ratified: "ratified"
            case .draft: "draft"
            case .deprecated: "deprecated"
            case .proposed: "proposed"
            case .vendor: "vendor"
            case .customary: "customary"
            }
        }

        package var link: String {
            switch self {
            case .ratified(let path), .draft(let path), .deprecated(let path): "https://ircv3.net/specs/\(path)"
            case .proposed(let number): "https://github.com/ircv3/ircv3-specifications/pull/\(number)"
            case .vendor(let address), .customary(let address): address
            }
        }

        static func soju(_ name: String) -> Maturity {
            .vendor("https://codeberg.org/emersion/soju/src/branch/master/doc/ext/\(name).md")
        }
    }

    /// The thing on the wire by which one sees that a specification is followed.
    package enum Sign: Hashable, Sendable {
        /// A capability that clients ask for.
        case capability(String)
        /// A capability that is only told, and never asked for.
        case notice(String)
        case token(String)
        /// A client-only tag: the server carries it for whoever has `message-tags`.
        case clientTag(String)
        case word(WordKind, String)

        package enum WordKind: String, Sendable {
            case tag, batch, command, subprotocol
            case mechanism = "SASL"
            case metadataKey = "metadata"
        }

        package var text: String {
            switch self {
            case .capability(let name), .notice(let name): "`CAP` \(name)"
            case .token(let name): "`ISUPPORT` \(name)"
            case .clientTag(let name): "tag `\(name)`"
            case .word(let kind, let name): "\(kind.rawValue) `\(name)`"
            }
        }

        /// The name of a capability; nil for another sign.
        package var capability: String? {
            switch self {
            case .capability(let name), .notice(let name): name
            case .token, .clientTag, .word: nil
            }
        }

        func isGiven(byServer names: ProtocolNames) -> Bool {
            switch self {
            case .capability(let name), .notice(let name): names.capabilities.contains(name)
            case .token(let name): names.tokens.contains(name) || names.words.contains(name)
            case .clientTag: names.capabilities.contains("message-tags")
            case .word(_, let name): names.words.contains(name)
            }
        }

        func isTaken(byClient names: ProtocolNames) -> Bool {
            switch self {
            case .capability(let name): names.capabilities.contains(name)
            // A client keeps the tokens by their names in capital letters.
            case .token(let name): names.words.contains(name) || names.words.contains(name.uppercased())
            case .notice(let name), .clientTag(let name), .word(_, let name): names.words.contains(name)
            }
        }
    }

    /// The part that a client has in a specification.
    enum ClientPart: Hashable, Sendable {
        /// It takes the sign.
        case sign
        /// It follows it without a look at the sign, by how it is made.
        case nature
        /// It has none.
        case nothing
    }

    package static func rows(server: ProtocolNames, client: ProtocolNames) -> [Row] {
        (followed + notFollowed).map { specification in
            let isInClient: Bool? =
                switch specification.clientPart {
                case .sign: specification.sign.isTaken(byClient: client)
                case .nature: true
                case .nothing: nil
                }
            return Row(
                specification: specification, isInServer: specification.sign.isGiven(byServer: server),
                isInClient: isInClient)
        }
    }

    /// In Markdown: one line a specification.
    package static func markdown(server: ProtocolNames, client: ProtocolNames) -> String {
        let head = ["| specification | maturity | Grillo | grillo-tui | told by |", "|---|---|---|---|---|"]
        let lines = rows(server: server, client: client).map(line)
        return (head + lines).joined(separator: "\n") + "\n"
    }

    private static func line(_ row: Row) -> String {
        let specification = row.specification
        let name = "[\(specification.name)](\(specification.maturity.link))"
        // What a reason stands against does not come of itself.
        let absence = specification.reason == nil ? "not yet" : "no"
        let server = row.isInServer ? "yes" : absence + (specification.reason.map { ": " + $0 } ?? "")
        let client = row.isInClient.map { $0 ? "yes" : absence } ?? "–"
        let cells = [
            name + (specification.note.map { ": " + $0 } ?? ""), specification.maturity.text, server, client,
            specification.sign.text,
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }
}

/// The names of the protocol that stand in a program: they show which specifications it follows.
package struct ProtocolNames: Hashable, Sendable {
    /// The capabilities that it offers, or asks for.
    package var capabilities: Set<String>
    /// The ISUPPORT tokens that it tells everybody.
    package var tokens: Set<String>
    /// The texts in its code.
    package var words: Set<String>

    package init(capabilities: Set<String> = [], tokens: Set<String> = [], words: Set<String> = []) {
        self.capabilities = capabilities
        self.tokens = tokens
        self.words = words
    }

    /// The names in the tables that the server goes by. A token that it tells only some people, or only if it is set so,
    /// is not among them.
    package static var server: ProtocolNames {
        let tokens = ISupportToken.all(for: Settings(), reachability: Reachability())
        return ProtocolNames(
            capabilities: Set(Capabilities.offered.map(\.name)), tokens: Set(tokens.map(\.name)))
    }
}
