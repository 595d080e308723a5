import Chat
import Configuration
import Logging
import Protocol
import Storage

extension ServerConfiguration {
    typealias Key = ConfigurationKey<ServerConfiguration>

    /// Every key of the server's file.
    package static let schema = ConfigurationSchema(
        generalKeys + historyKeys + backupKeys + tlsKeys + accountKeys + limitKeys + [webIRCKey, operatorKey])

    private static let generalKeys: [Key] = [
        .init(
            "listen", "Where to listen: a list of HOST:PORT.", .nextStart,
            .standard { TOML.list($0.endpoints.map(\.description)) }, \.endpoints
        ) { value throws(ValueProblem) in
            let words = value.texts ?? []
            let endpoints = words.compactMap { Endpoint($0) }
            guard !words.isEmpty, endpoints.count == words.count else {
                throw .rule("must be HOST:PORT, or a list of them")
            }
            return endpoints
        },
        .text("data", "The server's data folder: history, accounts and key.", .nextStart, \.dataFolder),
        .init(
            "room", "The lobby: the room for people who name none.", .nextStart, .standard { TOML.text($0.lobby) },
            \.lobby
        ) { value throws(ValueProblem) in
            guard let channel = value.text else { throw .rule("must be a room such as \"#lobby\"") }
            if let problem = problem(withChannel: channel) { throw .rule("must be a room: \(problem)") }
            return channel
        },
        .flag(
            "room-listed", "Whether LIST shows the lobby to people who are not in it.", .atOnce, \.settings.listsLobby),
        .flag("open", "Whether everybody from the open internet may come in.", .atOnce, \.isOpen),
        .flag(
            "invite-only", "Whether only people with an account or an invitation come in.", .atOnce, \.isInviteOnly),
        .init(
            "invitations",
            "Who makes invitations: \"operators\" (the host, and operators with the right invite; default with invite-only), or "
                + "\"rooms\" (also operators of a room who have an account; default otherwise).",
            .atOnce, .example(TOML.text("rooms")), \.inviters
        ) { value throws(ValueProblem) in
            guard let inviters = value.text.flatMap({ Inviters(rawValue: $0) }) else {
                throw .rule("must be \"operators\" or \"rooms\"")
            }
            return inviters
        },
        .file(
            "password-file", "A file whose first line is the server's password, or credential:NAME.", .atOnce,
            example: "/etc/grillo/password", place: \.passwordFile),
        .flag(
            "loopback-password", "Whether that password is asked of this machine, too; grillo.sock never asks for it.",
            .atOnce, \.asksLoopback),
        .init(
            "public-address", "The server's public address, for invitations: HOST or HOST:PORT.", .atOnce,
            .example(TOML.text("chat.example.org")), \.publicAddress
        ) { value throws(ValueProblem) in
            guard let endpoint = value.text.flatMap({ PublicEndpoint($0) }) else {
                throw .rule("must be HOST or HOST:PORT")
            }
            return endpoint
        },
        .init(
            "proxies", "Proxies that begin with a PROXY header (version 2): a list of addresses or networks.", .atOnce,
            .example(TOML.list(["10.0.0.1", "fd00::/8"])), \.proxies
        ) { value throws(ValueProblem) in
            guard let networks = value.networks else {
                throw .rule("must be a list such as [\"10.0.0.1\", \"fd00::/8\"]")
            }
            return networks
        },
        .flag("allow-plaintext", "Whether IRC without TLS is allowed from other machines.", .atOnce, \.allowsPlaintext),
        .init(
            "telnet", "Where telnet and nc are served in plain text: HOST:PORT.", .nextStart,
            .example(TOML.text("127.0.0.1:5555")), \.telnet
        ) { value throws(ValueProblem) in
            guard let endpoint = value.text.flatMap({ Endpoint($0) }) else { throw .rule("must be HOST:PORT") }
            return endpoint
        },
        .init(
            "metrics",
            "Where metrics are served for Prometheus, by HTTP (/metrics, /health): HOST:PORT, or a port of this machine.",
            .nextStart, .example(TOML.text("127.0.0.1:9464")), \.metrics
        ) { value throws(ValueProblem) in
            let text = value.number.map(String.init) ?? value.text
            guard let endpoint = text.flatMap({ Endpoint(onThisMachine: $0) }) else {
                throw .rule("must be HOST:PORT, or a port of this machine")
            }
            return endpoint
        },
        .flag("unlimited", "Whether there are no limits on rates and connections.", .atOnce, \.isUnlimited),
        .choice("durability", "When a message counts as stored.", .nextStart, \.durability),
        .choice("log-level", "How much is logged.", .atOnce, \.logLevel),
        .choice("log-format", "The log's format: text, or a JSON object a line.", .atOnce, \.logFormat),
        .init(
            "name", "The server's name, as clients see it.", .atOnce, .standard { TOML.text($0.settings.serverName) },
            \.settings.serverName
        ) { value throws(ValueProblem) in
            guard let name = value.filledText, name.utf8.first != ASCII.colon, !name.contains(where: \.isWhitespace)
            else { throw .rule("must be a name without spaces") }
            return name
        },
        .init(
            "description", "The server's description in WHOIS and LINKS, one line. Without it, the network's name.",
            .atOnce,
            .example(TOML.text("A quiet place")), \.settings.serverDescription
        ) { value throws(ValueProblem) in
            guard let text = value.text, (1...descriptionLimit).contains(text.utf8.count),
                !text.utf8.contains(where: { $0 < ASCII.space || $0 == 0x7F })
            else { throw .rule("must be a line of 1 to \(descriptionLimit) bytes") }
            return text
        },
        .text("network", "The network's name.", .atOnce, \.settings.networkName),
        .init(
            "icon",
            "A picture of the network for clients that show one: an https or http URL, in which {size} stands for its size in pixels.",
            .atOnce, .example(TOML.text("https://example.org/icon.svg")), \.settings.icon
        ) { value throws(ValueProblem) in
            guard let icon = value.text, IconURL.isValid(icon) else {
                throw .rule("must be an https or http URL of at most \(IconURL.limit) bytes")
            }
            return icon
        },
        .init(
            "motd", "The message of the day.", .atOnce, .example(TOML.text("Be kind.\nNo shouting.")),
            \.settings.messageOfTheDay
        ) { value throws(ValueProblem) in
            guard let text = value.text else { throw .rule("must be a text") }
            return text.lines.map(String.init)
        },
        keepCopiesKey,
    ]

    /// The most bytes of a server's description: it shares one line with the names in front of it.
    private static let descriptionLimit = 200

    private static let accountKeys: [Key] = [
        .number(
            "accounts.password-length", "Fewest characters of an account's password.", .atOnce, 1...128,
            \.settings.limits.shortestPassword),
        .number(
            "accounts.password-max-bytes", "Most bytes of an account's password.", .atOnce, 128...300,
            \.settings.limits.longestPassword),
        .flag(
            "accounts.always-on",
            "Whether new accounts stay in their rooms while not connected; NickServ SET ALWAYS-ON changes it for one.",
            .atOnce, \.settings.newAccountsAreAlwaysOn),
    ]

    /// As `history = "sqlite"`, or as a table where there is more to say.
    private static let historyKeys: [Key] = [
        .choice("history", "Short for history.engine, where nothing else of the history is set.", .nextStart, \.history)
            .elsewhere,
        .choice(
            "history.engine", "Where the history is kept; the short form is history = \"off\".", .nextStart, \.history),
        .init(
            "history.retention", "How long the history is kept. Without it, for ever.", .atOnce,
            .example(TOML.text("90d")),
            \.retention.age
        ) { value throws(ValueProblem) in
            guard let age = value.text.flatMap({ TimeSpan($0) }) else {
                throw .rule("must be a time: a number with s, m, h, d, w or y after it, such as \"90d\"")
            }
            return age.seconds
        },
        .init(
            "history.max-size", "How large the history may grow before the oldest is deleted.", .atOnce,
            .example(TOML.text("2G")),
            \.retention.size
        ) { value throws(ValueProblem) in
            guard let size = value.text.flatMap(ByteSize.bytes) else {
                throw .rule("must be a size: a number with M, G or T after it, such as \"2G\"")
            }
            return size
        },
    ]

    private static let tlsKeys: [Key] = [
        .file(
            "tls.cert", "The certificate and its chain, in PEM: a file, or credential:NAME.", .atOnce,
            example: "/etc/grillo/fullchain.pem", place: \.tlsCertificate),
        .file(
            "tls.key", "The certificate's private key, in PEM: a file, or credential:NAME.", .atOnce,
            example: "/etc/grillo/privkey.pem", place: \.tlsKey),
        .number(
            "tls.sts-seconds",
            "How long clients are told to use TLS only (STS), where an authority vouches for the certificate.",
            .atOnce, 0...63_072_000, \.strictTransportSeconds),
    ]
}
