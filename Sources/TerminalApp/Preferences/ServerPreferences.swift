import Client
import Configuration
import Protocol
import Transport

/// The choices of a person for one server: a table `[[server]]` of `tui.toml`. They go before those for all servers.
package struct ServerPreferences: Hashable, Sendable {
    /// The name that the person has given the network; nil where the host is its name.
    package var name: String?
    package var host = ""
    /// Nil: whatever the port.
    package var port: UInt16?
    package var tls: Bool?
    /// Nil: as for all servers.
    package var proxy: ProxyChoice?
    /// True if the network is connected to at the start, where no server is named.
    package var isAutoconnected = false
    package var nick: String?
    package var channels: [String]?
    /// The keys of rooms that a link in place of the host names, by the rooms' names.
    package var keys: [String: String] = [:]
    package var account: String?
    /// The account's password itself; the file is the person's alone then.
    package var password: String?
    /// Prints the account's password.
    package var passwordCommand: String?
    /// Prints the server's own password.
    package var serverPasswordCommand: String?
    package var mechanism: SASLMechanism?
    /// Masks of those who are not to be heard there, beside those of the whole file.
    package var ignore: [String] = []
    /// The lines that are kept on this machine.
    package var log: LogPolicy?
    /// The same for single rooms and people, by their names.
    package var logRooms: [String: LogPolicy] = [:]
    /// The people who come and go that the screen shows.
    package var events = EventChoices()
    /// PEM files: a certificate to be known by, and its private key.
    package var certificate: String?
    package var key: String?
    /// The host as it is written: a host, a host with its port, or a link; nil until it is read.
    private var address: ServerAddress?

    /// True for the preferences of a server.
    package func isFor(_ host: String, _ port: UInt16) -> Bool {
        self.host.lowercased() == host.lowercased() && (self.port ?? port) == port
    }

    /// What a network is found by, reached by and logged in to with counts from the next start on: one that is open goes on as it was opened, and
    /// its connection and its saved state are known by these values. `autoconnect` says what a start does.
    static let schema = ConfigurationSchema<ServerPreferences>([
        .init(
            "host", "Its host, or a link, such as \"ircs://chat.example.org/#den\".", .nextStart,
            .example(TOML.text("chat.example.org")), \.address, parse: parseAddress),
        .init(
            "name", "What you call the network: one word, that /connect takes and the screen shows.", .nextStart,
            .example(TOML.text("den")), \.name, parse: parseName),
        .flag(
            "autoconnect", "True: connected to at once, where the command line names no server.", .nextStart,
            \.isAutoconnected),
        .number(
            "port", "Its port.", .nextStart, 1...65535, example: ServerAddress.defaultPort, place: \.port),
        .init(
            "tls",
            "True or false: TLS, or none. Without it, none to this machine and TLS elsewhere.", .nextStart,
            .example("true"), \.tls, words: ["true", "false"], written: { $0.map { "\($0)" } }
        ) { value throws(ValueProblem) in
            guard let flag = value.flag else { throw ValueProblem(.notFlag) }
            return flag
        },
        .proxy(
            "proxy",
            "A SOCKS5 proxy to reach it through, socks5://[USER:PASSWORD@]HOST:PORT, or \"none\". With a password, in a file that only you can read.",
            .example(TOML.text("socks5://127.0.0.1:9050")), \.proxy),
        .init("nick", "Your nick there.", example: "ana", place: \.nick),
        .init(
            "rooms", "The rooms to enter there.", .nextStart, .example(TOML.list(["#den"])), \.channels,
            written: { $0.map(TOML.list) }
        ) { value throws(ValueProblem) in
            try ConfigurationKey<ServerPreferences>.parseTexts(value).map { TypedName.channel($0) }
        },
        .text("account", "The account to log in to.", .nextStart, example: "ana", place: \.account),
        .text(
            "password", "Its password, in a file that only you can read; or a password-command.", .nextStart,
            example: "…", place: \.password),
        .text(
            "password-command", "A command that prints the account's password.", .nextStart, example: "pass show chat",
            place: \.passwordCommand),
        .text(
            "server-password-command", "A command that prints the server's own password.", .nextStart,
            example: "pass show chat-server", place: \.serverPasswordCommand),
        .choice(
            "mechanism", "The only way to log in; external needs a certificate and its key.", .nextStart,
            SASLMechanism.allCases.map { ($0.rawValue.lowercased(), $0) }, example: "scram-sha-256", place: \.mechanism),
        .texts("ignore", "Masks of people there whom you ignore.", .atOnce, \.ignore),
        .choice(
            "log", "The lines of it that are kept on this machine.", .atOnce,
            LogPolicy.allCases.map { ($0.rawValue, $0) }, example: "all", place: \.log),
        .init(
            "log-rooms", "The same for single rooms and people.", .atOnce,
            .example("{ \"#den\" = \"off\", \"ana\" = \"all\" }"), \.logRooms, written: roomsText, parse: parseRooms),
        .choice(
            "events", "The joins, parts and quits there that are shown, if others than by events for all.", .atOnce,
            EventDisplay.allCases.map { ($0.rawValue, $0) }, example: "none", place: \.events.network),
        .init(
            "events-rooms", "The joins, parts and quits that single rooms show; /events in a room sets it.", .atOnce,
            .example("{ \"#den\" = \"all\" }"),
            \.events.rooms, written: roomsText, parse: parseRooms),
        .init(
            "certificate", "A file in PEM: the certificate that shows who you are (EXTERNAL).", .nextStart,
            .example(TOML.text("~/ana.crt")), \.certificate, written: { $0.map(TOML.text) },
            parse: parseFile),
        .init(
            "key", "A file in PEM: the private key of that certificate.", .nextStart,
            .example(TOML.text("~/ana.key")), \.key, written: { $0.map(TOML.text) }, parse: parseFile),
    ])

    @Sendable private static func parseAddress(_ value: ConfigurationValue) throws(ValueProblem) -> ServerAddress {
        guard let text = value.filledText else { throw ValueProblem(.notText) }
        let address: ServerAddress
        do throws(ServerAddress.Problem) {
            address = try ServerAddress(text)
        } catch {
            throw .rule(error.words(for: text))
        }
        if let nick = address.nick, !TypedName.isNick(nick) { throw .rule("“\(nick)” cannot be a nick") }
        return address
    }

    /// The longest name of a network, in bytes.
    private static let maxNameBytes = 64

    @Sendable private static func parseName(_ value: ConfigurationValue) throws(ValueProblem) -> String {
        guard let text = value.filledText else { throw ValueProblem(.notText) }
        let isWord = text.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0.properties.generalCategory != .control
        }
        guard isWord, !text.contains("/"), text.utf8.count <= maxNameBytes else {
            throw .rule("it must be one word without a slash, of at most \(maxNameBytes) bytes")
        }
        return text
    }

    /// The path of a file; one that begins with `~/` lies in the person's home folder.
    @Sendable private static func parseFile(_ value: ConfigurationValue) throws(ValueProblem) -> String {
        guard let text = value.filledText else { throw ValueProblem(.notText) }
        return text.hasPrefix("~/") ? (XDGDirectories { Environment[$0] }.home ?? "~") + text.dropFirst() : text
    }

    /// Completes the preferences that have been read from a table. A value in a key of its own goes before one that the host says.
    ///
    /// - Throws: the problem, if there is no host or the values do not go together.
    mutating func finish() throws(ValueProblem) {
        guard let address, !address.host.isEmpty else {
            throw ValueProblem(.rule("it needs a host: host = \"…\""), at: nil)
        }
        host = address.host
        port = port ?? address.port
        tls = tls ?? address.usesTLS
        nick = nick ?? address.nick
        if !address.channels.isEmpty { channels = channels ?? address.channels }
        keys = address.keys
        guard password == nil || passwordCommand == nil else {
            throw ValueProblem(.rule("it stands beside a password-command: leave out one of them"), at: "password")
        }
        guard (certificate == nil) == (key == nil) else {
            throw ValueProblem(
                .rule("a certificate and its key go together: name both files"), at: key == nil ? "certificate" : "key")
        }
        if mechanism == .external, certificate == nil {
            throw ValueProblem(
                .rule("it needs a certificate and its key: certificate = \"…\", key = \"…\""), at: "mechanism")
        }
    }
}
