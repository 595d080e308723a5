import ArgumentParser
import Glibc
import Protocol
import Server
import TerminalApp
import Transport

/// `grillo-tui`: enters a room.
@main
struct GrilloTUI: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grillo-tui",
        abstract: "A chat client for the terminal, for Grillo and every other IRC server.",
        discussion: """
            To this machine it connects without TLS, to any other with TLS. If no authority vouches for a server's certificate, \
            you are asked once, and its key is remembered. With an invitation (grillo://…, in quotes) nothing else needs to \
            be typed. F1 shows the keys, /help the commands.
            """,
        version: GrilloVersion.number)

    @Argument(
        help:
            "The server: HOST, HOST:PORT, irc://HOST/#room, ircs://…, or an invitation: grillo://… (default: localhost)"
    )
    var host: String?

    @Argument(help: "Its port. (default: \(ServerAddress.defaultPort))", transform: Self.port)
    var port: UInt16?

    @Flag(help: "Host a room here and enter it. HOST and PORT then say where to listen; without them, everywhere.")
    var serve = false

    @Option(
        help: ArgumentHelp(
            "The data folder of your own server, if grillo serve was given one: you enter as its host, at its port.",
            valueName: "dir"), completion: .directory)
    var data: String?

    @Option(help: "Your nick. (default: that of the settings, or your account, or your login name)")
    var nick: String?

    @Option(help: ArgumentHelp("A room to join; may be repeated.", valueName: "#room"))
    var room: [String] = []

    @Flag(
        inversion: .prefixedNo, exclusivity: .exclusive,
        help:
            "Use TLS, or not. Without either: TLS, except to this machine. It never falls back to plain text."
    )
    var tls: Bool?

    @Option(help: "The account to log in to.")
    var account: String?

    @Flag(help: "Plain lines instead of a screen: for screen readers and simple terminals.")
    var linear = false

    @Option(
        help: ArgumentHelp(
            "The settings file. Without it, grillo/tui.toml in $XDG_CONFIG_HOME or ~/.config.", valueName: "file"),
        completion: .file())
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Print the local log of a network, or of one room in it, and exit.",
            valueName: "network[/room]"))
    var exportLog: String?

    @Option(
        help: ArgumentHelp(
            "The format of --export-log: text, or json, with a line of JSON for each message.", valueName: "text|json"))
    var format: LogExport.Format?

    @Flag(help: "Print a settings file with every key and every action explained, and exit.")
    var printConfig = false

    /// Like every other error, a mistake on the command line is one line, cause then remedy.
    static func main() {
        ProcessArguments.hideSecrets()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch  where exitCode(for: error) == .validationFailure {
            let arguments = CommandLine.arguments.dropFirst()
            let cause = Self.misspelt(arguments) ?? message(for: error)
            let stop = cause.last?.isPunctuation == true && cause.last != "'" ? "" : "."
            fail("\(cause)\(stop) Try grillo-tui --help.", status: .usage)
        } catch {
            exit(withError: error)
        }
    }

    mutating func validate() throws {
        if format != nil, exportLog == nil {
            throw ValidationError("--format is the format of --export-log. Add --export-log NETWORK.")
        }
        if serve, tls != nil {
            throw ValidationError(
                "--serve connects by a local socket, without TLS. Leave out --tls and --no-tls.")
        }
        if let host, Self.isInvitation(host) {
            guard InvitationLink(host) != nil else {
                throw ValidationError(
                    "that invitation is not whole. Copy all of it, from grillo:// to its end, and put it in quotes.")
            }
            if port != nil || tls != nil || serve {
                throw ValidationError(
                    "an invitation says where to go and how. Leave out the port, --tls, --no-tls and --serve.")
            }
        }
        if let host, port == nil, host.first?.isNumber == true, let number = UInt16(host) {
            guard number > 0 else { throw ValidationError("0 is no port. \(Self.portRange)") }
            throw ValidationError("\(host) is no host. Say grillo-tui \(serve ? "--serve " : "")localhost \(host).")
        }
        if let host, !Self.isInvitation(host) { try check(host) }
        if let nick, !TypedName.isNick(nick) {
            throw ValidationError(
                "“\(nick)” cannot be a nick: use letters, digits and -_[]{}\\|^`, not beginning with a digit or -.")
        }
        for room in room where room.isEmpty || room.contains(where: { $0.isWhitespace || $0 == "," }) {
            throw ValidationError("“\(room)” cannot be a room: its name has no spaces or commas. Try --room '#lobby'.")
        }
    }

    mutating func run() throws {
        ignoreSIGPIPE()
        ignoreSIGXFSZ()
        if printConfig { return print(PreferencesExample.file, terminator: "") }
        unblockSignals()
        let preferencesFile = PreferencesFile(named: config)
        let preferences = Self.preferences(preferencesFile)
        guard let stateDirectory = StateDirectory.standard else {
            fail("HOME is not set to a folder. Set it, or XDG_STATE_HOME.", status: .configuration)
        }
        if let exportLog { return Self.exportLog(exportLog, format ?? .text, stateDirectory, preferences) }
        let hostKeyStore = HostKeyStore(in: stateDirectory)
        let link = host.flatMap { InvitationLink($0) }
        let address = link == nil ? host.flatMap { try? ServerAddress($0) } : nil
        // The server of a folder says itself where it is.
        let near = host == nil && port == nil && !serve ? data.flatMap { DataFolder.nearEndpoint(in: $0) } : nil
        let port = link?.port ?? port ?? address?.port ?? near?.port ?? ServerAddress.defaultPort
        var arguments = LaunchOptions.Arguments(
            host: link?.host ?? address?.host ?? near?.host ?? "localhost", port: port)
        arguments.link = link
        arguments.tls = tls ?? address?.usesTLS
        arguments.nick = nick ?? address?.nick
        arguments.channels = room.isEmpty ? address?.channels ?? [] : room.map { TypedName.channel($0) }
        arguments.keys = address?.keys ?? [:]
        arguments.account = account
        arguments.hostFolder = data
        if let data, !serve { Self.requireHosted(data) }
        let hosted = serve ? Self.host(at: address?.host, port: port, folder: data) : nil
        let networks =
            hosted.map { [LaunchOptions($0, arguments, preferences)] }
            ?? Self.networks(arguments, preferences, hostKeyStore, isNamed: namesServer)
        // A terminal that cannot move its cursor is told lines.
        let isLinear = linear || Environment["TERM"] == "dumb"
        MainActor.assumeIsolated {
            Self.enter(
                networks, preferences, preferencesFile, stateDirectory, hostKeyStore, hosted, isLinear: isLinear)
        }
    }

    /// A host, or a link to one, that agrees with what else was said.
    private func check(_ host: String) throws {
        let address: ServerAddress
        do throws(ServerAddress.Problem) {
            address = try ServerAddress(host)
        } catch {
            throw ValidationError(error.words(for: host))
        }
        if let port, let other = address.port, port != other {
            throw ValidationError(
                "“\(ServerAddress.shown(host))” names port \(other), and \(port) stands behind it. Leave out one of them."
            )
        }
        if address.usesTLS == true, tls == false {
            throw ValidationError("ircs:// is TLS, and --no-tls is not. Leave out one of them.")
        }
        if let nick = address.nick, !TypedName.isNick(nick) {
            throw ValidationError("“\(nick)” cannot be a nick. Leave it out, with its @, and say --nick.")
        }
    }

    /// A port as it is typed.
    private static func port(_ text: String) throws -> UInt16 {
        guard let port = UInt16(text), port > 0 else {
            throw ValidationError(portRange)
        }
        return port
    }

    /// That a word is no option, or a negative number no port: then what the parser makes of it is beside the point.
    private static func misspelt(_ arguments: ArraySlice<String>) -> String? {
        let known = Set(helpMessage(columns: 10_000).matches(of: #/--[a-z][a-z-]*/#).map { String($0.output) })
        if let option = MisspeltOption(in: arguments, known: known.union(["--help", "--version"])) {
            return option.words
        }
        return arguments.first { $0.hasPrefix("-") && Int($0) != nil }.map {
            "\($0) is no port. \(portRange)"
        }
    }

    private static let portRange = "Give a number from 1 to 65535, or leave it out for \(ServerAddress.defaultPort)."

    private static func isInvitation(_ host: String) -> Bool {
        host.lowercased().hasPrefix(InvitationLink.scheme)
    }

    private static func preferences(_ file: PreferencesFile) -> Preferences {
        do {
            return try Preferences.read(file)
        } catch {
            fail(error.text, status: .configuration)
        }
    }

    private static func requireHosted(_ folder: String) {
        do {
            try DataFolder.requireThere(folder)
        } catch {
            fail("\(error)", status: .configuration)
        }
    }

    private static func host(at host: String?, port: UInt16, folder: String?) -> HostedServer {
        raiseDescriptorLimit()
        do {
            return try HostedServer(
                listeningOn: .init(host: host ?? "", port: port), folder: folder ?? HostedServer.standardFolder)
        } catch {
            // The place is said here without an option.
            let remedy = error.remedy.replacing("--listen HOST:PORT", with: "grillo-tui --serve HOST PORT")
            fail("\(error.cause): \(remedy)", status: ExitStatus(rawValue: error.exitCode.rawValue) ?? .unreachable)
        }
    }
}
