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
        abstract: "Enter a chat room: scrollback, user list, input line.",
        discussion: """
            Speaks with Grillo and with every other IRC server. On this machine the connection is plain; elsewhere it is \
            TLS, and a server that no authority vouches for is asked about, and known again by its key. An invitation \
            (grillo://…, in quotes) enters with nothing else to type. F1 shows the keys, /help the commands.
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
            "The data folder of the server that you host, where grillo serve was given one: you enter as its host, at the port where it listens.",
            valueName: "dir"))
    var data: String?

    @Option(help: "Your nick. Without it, that of the settings, your account's name, or your login name.")
    var nick: String?

    @Option(help: ArgumentHelp("A room to enter; may be given several times.", valueName: "#room"))
    var room: [String] = []

    @Flag(
        inversion: .prefixedNo, exclusivity: .exclusive,
        help:
            "Speak TLS, or do not. Without either: plain to this machine, TLS elsewhere, never the one after the other failed."
    )
    var tls: Bool?

    @Option(help: "Your account, to log in to.")
    var account: String?

    @Flag(help: "Lines instead of a screen: for screen readers, and for terminals that cannot be drawn on.")
    var linear = false

    @Option(
        help: ArgumentHelp(
            "A file of settings. Without it, tui.toml in $XDG_CONFIG_HOME/grillo.", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Print what the log on this machine has of a network, or of a room in it, and end.",
            valueName: "network[/room]"))
    var exportLog: String?

    @Option(help: ArgumentHelp("The form of that: text, or json, a line of JSON each.", valueName: "text|json"))
    var format: LogExport.Format?

    @Flag(help: "Print such a file, with every key and every action explained, and end.")
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
            throw ValidationError("--format is the form of a log. Name one with --export-log.")
        }
        if serve, tls != nil {
            throw ValidationError(
                "--serve enters by the host's own door, without a network. Leave out --tls and --no-tls.")
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
            fail("HOME does not say where your files are. Set HOME, or XDG_STATE_HOME.", status: .configuration)
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
