import ArgumentParser
import Dispatch
import Foundation
import Logging
import Protocol
import Server
import Storage
import Transport

/// `grillo serve`: hosts until it is told to stop. It has a variable for each option, as the argument parser wants it.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Host a room.",
        discussion: """
            Without options it listens on all of this machine's addresses, port \(ServerAddress.defaultPort), keeps its history in \
            your home folder, and lets in whoever comes from this machine or a private address. It speaks IRC: any IRC client can enter, and so can grillo-tui.
            """)

    @Option(
        name: .long, parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            """
            Listen on HOST:PORT; may stand several times. A port alone is that of all addresses; without, it is \
            \(ServerAddress.defaultPort).
            """,
            valueName: "host:port"), transform: AddressArgument.endpoint)
    var listen: [ServerConfiguration.Endpoint] = []

    @Option(
        name: .long, help: ArgumentHelp("The folder that keeps the history and the server's key.", valueName: "dir"))
    var data: String?

    @Option(name: .long, help: ArgumentHelp("The room that people enter who name none.", valueName: "#room"))
    var room: String?

    @Flag(name: .long, help: "Let in strangers from the open internet, too.")
    var open = false

    @Flag(name: .long, help: "Let in only those who have an account, or an invitation by the host or an operator.")
    var inviteOnly = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A file whose first line is a password; it is asked of everybody who comes from elsewhere without an account or an invitation.",
            valueName: "file"))
    var passwordFile: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A certificate, and behind it those that vouch for it, as PEM; read again when it changes. Without, the server makes its own.",
            valueName: "file"))
    var tlsCert: String?

    @Option(name: .long, help: ArgumentHelp("The certificate's key, as PEM.", valueName: "file"))
    var tlsKey: String?

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp("Where people elsewhere find the server, for invitations.", valueName: "host[:port]"),
        transform: AddressArgument.publicEndpoint)
    var publicAddress: ServerConfiguration.PublicEndpoint?

    @Flag(name: .long, help: "Speak IRC without TLS to other machines, too.")
    var allowPlaintext = false

    @Option(name: .long, help: "Where the history is kept: \(ServerConfiguration.History.choices).")
    var history: ServerConfiguration.History?

    @Option(
        name: .long,
        help: "When a line counts as stored: full (on the disk, as without) or os (with the operating system).")
    var durability: Durability?

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp(
            "Serve telnet and nc in plain text on HOST:PORT; of this machine, unless --allow-plaintext.",
            valueName: "host:port"), transform: AddressArgument.endpoint)
    var telnet: ServerConfiguration.Endpoint?

    @Flag(name: .long, help: "Slow nobody down: for load tests and trusted networks.")
    var unlimited = false

    @Option(
        name: .long,
        help:
            "How much it says of itself on stderr: trace, debug, info, notice (as without), warning, error or critical."
    )
    var logLevel: Logger.Level?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A file in TOML; what is said here goes before it.",
            discussion: "Its keys:\n" + ConfigurationExample.summary(for: Self.standard), valueName: "file"))
    var config: String?

    @Flag(name: .long, help: "Print such a file, with every key explained, and end.")
    var printConfig = false

    @Flag(
        name: .long, help: "Look all of this over, say whether it is fine, and end; a running server does not notice.")
    var check = false

    func validate() throws {
        if let room, let problem = ServerConfiguration.problem(withChannel: room) {
            throw ValidationError("'\(room)' cannot be a room. \(problem).")
        }
    }

    func run() throws {
        ignoreSIGPIPE()
        ignoreSIGXFSZ()
        raiseDescriptorLimit()
        if printConfig { return print(ConfigurationExample.file(for: Self.standard), terminator: "") }
        let configuration = try readConfiguration()
        if check { return try report(on: configuration) }
        LogLevel.current = configuration.logLevel
        LoggingSystem.bootstrap { LogLevel.Handler(label: $0) }
        let server: ChatServer
        do {
            server = try ChatServer(
                configuration, on: MachineResources(laneCount: ProcessInfo.processInfo.activeProcessorCount),
                logger: Logger(label: "grillo"))
        } catch {
            throw fail("\(error)", code: error.exitCode.rawValue)
        }
        // Whoever is told that it serves may tell it things.
        let control = ServerControl(server, reload: { try makeConfiguration() })
        announce(server, configuration)
        withExtendedLifetime(control) { dispatchMain() }
    }

    /// The configuration that holds without a file and without options.
    private static var standard: ServerConfiguration {
        ServerConfiguration(dataFolder: DataFolder.standard { ProcessInfo.processInfo.environment[$0] })
    }

    private func readConfiguration() throws -> ServerConfiguration {
        do {
            return try makeConfiguration()
        } catch {
            throw fail("\(error)", code: StartError.ExitCode.configuration.rawValue)
        }
    }

    /// The configuration of the file; the options of the command line go before it.
    private func makeConfiguration() throws(ConfigurationFile.Problem) -> ServerConfiguration {
        var configuration = Self.standard
        if let config { try ConfigurationFile.load(config, into: &configuration) }
        if !listen.isEmpty { configuration.endpoints = listen }
        if let data { configuration.dataFolder = data }
        if let room { configuration.lobby = room }
        if let history { configuration.history = history }
        if let durability { configuration.durability = durability }
        if let logLevel { configuration.logLevel = logLevel }
        if open { configuration.isOpen = true }
        if inviteOnly { configuration.isInviteOnly = true }
        if let passwordFile { configuration.passwordFile = passwordFile }
        if let tlsCert { configuration.tlsCertificate = tlsCert }
        if let tlsKey { configuration.tlsKey = tlsKey }
        if let publicAddress { configuration.publicAddress = publicAddress }
        if allowPlaintext { configuration.allowsPlaintext = true }
        if let telnet { configuration.telnet = telnet }
        if unlimited { configuration.isUnlimited = true }
        return configuration
    }

    private func report(on configuration: ServerConfiguration) throws {
        do {
            try configuration.verify()
        } catch {
            throw fail("\(error)", code: StartError.ExitCode.configuration.rawValue)
        }
        let places = configuration.endpoints.map(\.description).joined(separator: ", ")
        print("Fine: \(configuration.lobby) on \(places), in \(configuration.dataFolder).")
    }

    private func announce(_ server: ChatServer, _ configuration: ServerConfiguration) {
        let places = server.endpoints.map(\.description).joined(separator: ", ")
        let data = DataFolder.option(for: configuration.dataFolder)
        let ways = server.endpoints.map { endpoint in
            endpoint.host.isEmpty
                ? "grillo-tui localhost \(endpoint.port)\(data)   (elsewhere: grillo-tui THIS-HOST \(endpoint.port))"
                : "grillo-tui \(endpoint.host) \(endpoint.port)\(data)"
        }
        let kept = configuration.history.fate(in: server.folder.path)
        let lines = """
            Serving \(configuration.lobby) on \(places); history \(kept).
            Key fingerprint: \(server.keyFingerprint.grouped)
            Enter with: \(ways.joined(separator: "\n            "))
            Any IRC client can enter, too: with TLS, and from this machine without.
            \(whoComesIn(configuration, data))

            """
        let plain =
            server.telnet.map { "Without any client: telnet \($0.host.isEmpty ? "localhost" : $0.host) \($0.port)\n" }
            ?? ""
        // Whoever started it need not listen to it for ever.
        try? FileHandle.standardOutput.write(contentsOf: Data((lines + plain).utf8))
    }
}

/// A line for the host: the people who may come in, and the command that lets others in.
private func whoComesIn(_ configuration: ServerConfiguration, _ data: String) -> String {
    let invite = "grillo invite\(data)"
    if configuration.isInviteOnly { return "Only who has an account or an invitation comes in. Invite with: \(invite)" }
    return configuration.isOpen ? "Anybody may come in." : "Let others in with: \(invite)"
}

extension ServerConfiguration.History: ExpressibleByArgument {}
extension Durability: ExpressibleByArgument {}
extension Logger.Level: @retroactive ExpressibleByArgument {}
