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
            Without options it listens on all addresses of this machine, port \(ServerAddress.defaultPort), keeps its history in \
            your home folder, and lets in everybody from this machine and from private addresses. It speaks IRC: grillo-tui and any \
            IRC client can enter.
            """)

    @Option(
        name: .long, parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            """
            Listen on HOST:PORT; may be repeated. A port alone stands for all addresses. (default: \
            \(ServerAddress.defaultPort))
            """,
            valueName: "host:port"), transform: AddressArgument.endpoint)
    var listen: [ServerConfiguration.Endpoint] = []

    @Option(
        name: .long, help: ArgumentHelp("The server's data folder: history, accounts and key.", valueName: "dir"),
        completion: .directory)
    var data: String?

    @Option(name: .long, help: ArgumentHelp("The lobby: the room for people who name none.", valueName: "#room"))
    var room: String?

    @Flag(name: .long, help: "Let in everybody from the open internet, too.")
    var open = false

    @Flag(name: .long, help: "Let in only people with an account, or an invitation by the host or an operator.")
    var inviteOnly = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A file whose first line is the server's password. People from other machines need it, or an account or an invitation.",
            valueName: "file"), completion: .file())
    var passwordFile: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The TLS certificate and its chain, in PEM; read again when it changes. Without it, the server makes its own.",
            valueName: "file"), completion: .file())
    var tlsCert: String?

    @Option(
        name: .long, help: ArgumentHelp("The certificate's private key, in PEM.", valueName: "file"),
        completion: .file())
    var tlsKey: String?

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp("The server's public address, for invitations.", valueName: "host[:port]"),
        transform: AddressArgument.publicEndpoint)
    var publicAddress: ServerConfiguration.PublicEndpoint?

    @Flag(name: .long, help: "Allow IRC without TLS from other machines, too.")
    var allowPlaintext = false

    @Option(name: .long, help: "Where the history is kept: \(ServerConfiguration.History.choices).")
    var history: ServerConfiguration.History?

    @Option(
        name: .long,
        help: "When a message counts as stored: full (on the disk; default) or os (handed to the operating system).")
    var durability: Durability?

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp(
            "Serve telnet and nc in plain text on HOST:PORT, for this machine only unless --allow-plaintext.",
            valueName: "host:port"), transform: AddressArgument.endpoint)
    var telnet: ServerConfiguration.Endpoint?

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp(
            "Serve metrics for Prometheus by HTTP on HOST:PORT (/metrics, /health). A port alone is for this machine only.",
            valueName: "host:port"), transform: AddressArgument.endpointOnThisMachine)
    var metrics: ServerConfiguration.Endpoint?

    @Flag(name: .long, help: "No limits on rates and connections: for load tests and trusted networks.")
    var unlimited = false

    @Option(
        name: .long,
        help:
            "How much is logged on stderr: trace, debug, info, notice (default), warning, error or critical."
    )
    var logLevel: Logger.Level?

    @Option(name: .long, help: "The log's format: text (default) or json (an object a line).")
    var logFormat: LogFormat?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A configuration file in TOML. Options of the command line override it.",
            discussion: "Its keys:\n" + ConfigurationExample.summary(for: Self.standard), valueName: "file"),
        completion: .file())
    var config: String?

    @Flag(name: .long, help: "Print a configuration file with every key explained, and exit.")
    var printConfig = false

    @Flag(
        name: .long, help: "Check the options and the configuration file, and exit. A running server is not touched.")
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
        if let logFormat { LogOutput.follow(logFormat) }
        let configuration = try readConfiguration()
        if check { return try report(on: configuration) }
        LogOutput.follow(configuration)
        LoggingSystem.bootstrap { LogOutput.Handler(label: $0) }
        let logger = Logger(label: "grillo")
        let service = ServiceContext.take(logger)
        service.manager?.notify(.status("Opening the data folder \(configuration.dataFolder)"))
        let server: ChatServer
        do {
            server = try ChatServer(
                configuration, on: MachineResources(laneCount: ProcessInfo.processInfo.activeProcessorCount),
                inherited: service.sockets, logger: logger)
        } catch {
            throw LogOutput.fail("\(error)", code: error.exitCode)
        }
        // Whoever is told that it serves may tell it things.
        let control = ServerControl(server, of: service, reload: { try makeConfiguration() })
        announce(server, configuration)
        withExtendedLifetime(control) { dispatchMain() }
    }

    /// The configuration that holds without a file and without options.
    private static var standard: ServerConfiguration {
        ServerConfiguration(dataFolder: DataFolder.standard(environmentVariable))
    }

    private func readConfiguration() throws -> ServerConfiguration {
        do {
            return try makeConfiguration()
        } catch {
            throw LogOutput.fail("\(error)", code: .configuration)
        }
    }

    /// The configuration of the file, which a service manager's folder may have, too; the options of the command line go before it.
    private func makeConfiguration() throws(ConfigurationFile.Problem) -> ServerConfiguration {
        var configuration = Self.standard
        let file = config ?? ConfigurationFile.standard(environmentVariable)
        if let file { try ConfigurationFile.load(file, into: &configuration) }
        if !listen.isEmpty { configuration.endpoints = listen }
        if let data { configuration.dataFolder = data }
        if let room { configuration.lobby = room }
        if let history { configuration.history = history }
        if let durability { configuration.durability = durability }
        if let logLevel { configuration.logLevel = logLevel }
        if let logFormat { configuration.logFormat = logFormat }
        if open { configuration.isOpen = true }
        if inviteOnly { configuration.isInviteOnly = true }
        if let passwordFile { configuration.passwordFile = passwordFile }
        if let tlsCert { configuration.tlsCertificate = tlsCert }
        if let tlsKey { configuration.tlsKey = tlsKey }
        if let publicAddress { configuration.publicAddress = publicAddress }
        if allowPlaintext { configuration.allowsPlaintext = true }
        if let telnet { configuration.telnet = telnet }
        if let metrics { configuration.metrics = metrics }
        if unlimited { configuration.isUnlimited = true }
        try configuration.resolveCredentials(in: ServiceDirectories(environmentVariable).credentials, isOutside: check)
        return configuration
    }

    private func report(on configuration: ServerConfiguration) throws {
        do {
            try configuration.verify()
        } catch {
            throw LogOutput.fail("\(error)", code: .configuration)
        }
        let places = configuration.endpoints.map(\.description).joined(separator: ", ")
        print("Fine: \(configuration.lobby) on \(places), in \(configuration.dataFolder).")
        for credential in configuration.unknownCredentials {
            print(LogText.line("Not checked: \(credential.unknownCause): \(credential.remedy)"))
        }
    }
}

extension ServerConfiguration.History: ExpressibleByArgument {}
extension Durability: ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
extension Logger.Level: @retroactive ExpressibleByArgument {}
