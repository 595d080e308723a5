import Chat
import Logging
import Protocol
import Storage
import TOMLKit

/// Every key there is, but those that are tables of their own.
extension ConfigurationKey {
    static let general: [ConfigurationKey] = [
        .init(
            "listen", "Where to listen: a list of HOST:PORT.", .standard { list($0.endpoints.map(\.description)) }
        ) { value, configuration in
            let words = value.array?.map { $0.string ?? "" } ?? value.string.map { [$0] } ?? [""]
            let endpoints = words.compactMap { ServerConfiguration.Endpoint($0) }
            guard !words.isEmpty, endpoints.count == words.count else { return "must be HOST:PORT, or a list of them" }
            configuration.endpoints = endpoints
            return nil
        },
        .text("data", "The folder that keeps the history and the server's key.", \.dataFolder),
        .init("room", "The room that people enter who name none.", .standard { quoted($0.lobby) }) {
            value, configuration in
            guard let channel = value.string else { return "must be a room such as \"#lobby\"" }
            if let problem = ServerConfiguration.problem(withChannel: channel) { return "must be a room: \(problem)" }
            configuration.lobby = channel
            return nil
        },
        .flag("room-listed", "Whether those who are not in that room see it in LIST.", \.settings.listsLobby),
        .flag("open", "Whether strangers from the open internet may come in.", \.isOpen),
        .flag("invite-only", "Whether only those come in who have an account or an invitation.", \.isInviteOnly),
        .init(
            "invitations",
            "Who makes invitations: \"operators\" (the host, and operators with the right invite; what holds with invite-only), or "
                + "\"rooms\" (also those who run a room and have an account; what holds otherwise).",
            .example(quoted("rooms"))
        ) { value, configuration in
            guard let inviters = value.string.flatMap({ ServerConfiguration.Inviters(rawValue: $0) }) else {
                return "must be \"operators\" or \"rooms\""
            }
            configuration.inviters = inviters
            return nil
        },
        .file(
            "password-file", "A file whose first line is the server's password.", example: "/etc/grillo/password",
            \.passwordFile),
        .flag(
            "loopback-password", "Whether that password is asked of this machine, too; grillo.sock never asks for it.",
            \.asksLoopback),
        .init(
            "public-address", "Where people elsewhere find the server: HOST or HOST:PORT.",
            .example(quoted("chat.example.org"))
        ) { value, configuration in
            guard let endpoint = value.string.flatMap({ ServerConfiguration.PublicEndpoint($0) }) else {
                return "must be HOST or HOST:PORT"
            }
            configuration.publicAddress = endpoint
            return nil
        },
        .init(
            "proxies", "Proxies that begin with a PROXY header (version 2): a list of addresses or networks.",
            .example(list(["10.0.0.1", "fd00::/8"]))
        ) { value, configuration in
            guard let networks = value.networks else { return "must be a list such as [\"10.0.0.1\", \"fd00::/8\"]" }
            configuration.proxies = networks
            return nil
        },
        .flag("allow-plaintext", "Whether IRC without TLS is spoken to other machines.", \.allowsPlaintext),
        .init(
            "telnet", "Where telnet and nc are served in plain text: HOST:PORT.", .example(quoted("127.0.0.1:5555"))
        ) { value, configuration in
            guard let endpoint = value.string.flatMap({ ServerConfiguration.Endpoint($0) }) else {
                return "must be HOST:PORT"
            }
            configuration.telnet = endpoint
            return nil
        },
        .flag("unlimited", "Whether nobody is slowed down.", \.isUnlimited),
        .choice("durability", "When a line counts as stored.", \.durability),
        .choice("log-level", "How much it says of itself.", \.logLevel),
        .init("name", "The server's name, as clients see it.", .standard { quoted($0.settings.serverName) }) {
            value, configuration in
            guard let name = value.string, !name.isEmpty, name.utf8.first != ASCII.colon,
                !name.contains(where: \.isWhitespace)
            else {
                return "must be a name without spaces"
            }
            configuration.settings.serverName = name
            return nil
        },
        .init(
            "description", "What WHOIS and LINKS tell of the server, a line; the network's name without.",
            .example(quoted("A quiet place"))
        ) { value, configuration in
            guard let text = value.string, (1...descriptionLimit).contains(text.utf8.count),
                !text.utf8.contains(where: { $0 < ASCII.space || $0 == 0x7F })
            else { return "must be a line of 1 to \(descriptionLimit) bytes" }
            configuration.settings.serverDescription = text
            return nil
        },
        .text("network", "The network's name.", \.settings.networkName),
        .init("motd", "The message of the day.", .example(quoted("Be kind.\nNo shouting."))) { value, configuration in
            guard let text = value.string else { return "must be a text" }
            configuration.settings.messageOfTheDay = text.lines.map(String.init)
            return nil
        },
    ]

    /// The most bytes of a server's description: it shares one line with the names in front of it.
    private static let descriptionLimit = 200

    static let accounts: [ConfigurationKey] = [
        .number(
            "accounts.password-length", "Characters that the password of an account has at least.", 1...128,
            \.settings.limits.shortestPassword),
        .flag(
            "accounts.always-on",
            "Whether whoever has a new account stays in the rooms while not connected; NickServ SET ALWAYS-ON changes it for one.",
            \.settings.newAccountsAreAlwaysOn),
    ]

    /// As `history = "sqlite"`, or as a table where there is more to say.
    static let history: [ConfigurationKey] = [
        .choice("history", "The same as history.engine, where no more is said of it.", \.history).elsewhere,
        .choice("history.engine", "Where the history is kept; history = \"off\" says it in short.", \.history),
        .init("history.retention", "For how long it is kept; for ever without.", .example(quoted("90d"))) {
            value, configuration in
            guard let age = value.string.flatMap({ TimeSpan($0) }) else {
                return "must be a time: a number with s, m, h, d, w or y behind it, such as \"90d\""
            }
            configuration.retention.age = age.seconds
            return nil
        },
        .init("history.max-size", "How large it may grow before the oldest goes.", .example(quoted("2G"))) {
            value, configuration in
            guard let size = value.string.flatMap(ByteSize.bytes) else {
                return "must be a size: a number with M, G or T behind it, such as \"2G\""
            }
            configuration.retention.size = size
            return nil
        },
    ]

    static let tls: [ConfigurationKey] = [
        .file(
            "tls.cert", "The certificate, and behind it those that vouch for it, as PEM.",
            example: "/etc/grillo/fullchain.pem", \.tlsCertificate),
        .file("tls.key", "The certificate's key, as PEM.", example: "/etc/grillo/privkey.pem", \.tlsKey),
        .number(
            "tls.sts-seconds",
            "How long clients are told to come with TLS alone, where an authority vouches for the certificate.",
            0...63_072_000, \.strictTransportSeconds),
    ]

    static let limits: [ConfigurationKey] = [
        .flag("limits.loopback", "Whether limits count for this machine, too.", \.settings.limits.loopback),
        .number("limits.nick", "Bytes of a nick.", 1...128, \.settings.limits.nick),
        .number("limits.room", "Bytes of a room's name.", 2...200, \.settings.limits.channel),
        .number("limits.topic", "Bytes of a topic.", 1...390, \.settings.limits.topic),
        .number(
            "limits.connections-per-address", "Connections from one address (an IPv6 /64 counts as one).", 1...100_000,
            \.settings.limits.sessionsPerAddress),
        .number(
            "limits.unregistered-per-address", "Those of them that may be on their way in.", 1...100_000,
            \.settings.limits.unregisteredPerAddress),
        .number("limits.rooms", "Rooms one user can be in.", 1...10_000, \.settings.limits.channels),
        .number(
            "limits.list-entries", "Entries in all the lists of a room.", Limits.listEntryBounds,
            \.settings.limits.listEntries),
        .number("limits.monitored", "Nicks one session can watch.", 1...10_000, \.settings.limits.monitored),
        .number("limits.command-burst", "Commands that may come at once.", 1...10_000, \.settings.limits.commandBurst),
        .number(
            "limits.commands-per-second", "Commands that may come each second after that.", 1...1000,
            \.settings.limits.commandsPerSecond),
        .number(
            "limits.question-burst",
            "The same for what clients ask by themselves, such as the history of rooms that they enter.", 1...10_000,
            \.settings.limits.questionBurst),
        .number(
            "limits.questions-per-second", "Such questions that may come each second after that.", 1...1000,
            \.settings.limits.questionsPerSecond),
        .number(
            "limits.registration-seconds", "Seconds a new session has to register.", 1...3600,
            \.settings.limits.registrationSeconds),
        .number(
            "limits.ping-seconds", "Seconds of silence after which a session is asked whether it is there.", 1...86_400,
            \.settings.limits.pingSeconds),
        .number("limits.pong-seconds", "Seconds it then has to answer.", 1...86_400, \.settings.limits.pongSeconds),
    ]
}
