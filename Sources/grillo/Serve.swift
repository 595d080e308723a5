import ArgumentParser
import Dispatch
import Foundation
import Logging
import Server
import Storage
import Transport

/// `grillo serve`: hosts until it is told to stop.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Host a room.",
        discussion: """
            Without options it listens on all of this machine's addresses, port 6697, keeps its history in your home folder, and lets \
            in whoever comes from this machine or a private address. It speaks IRC: any IRC client can enter, and so can grillo-tui.
            """)

    @Option(name: .long, help: "Listen on HOST:PORT; may stand several times. *:6697 is what it does without.")
    var listen: [ServerConfiguration.Endpoint] = []

    @Option(
        name: .long, help: ArgumentHelp("The folder that keeps the history and the server's key.", valueName: "dir"))
    var data: String?

    @Option(name: .long, help: ArgumentHelp("The room that people enter who name none.", valueName: "#room"))
    var room: String?

    @Flag(name: .long, help: "Let in strangers from the open internet, too.")
    var open = false

    @Flag(name: .long, help: "Speak IRC without TLS to other machines, too.")
    var allowPlaintext = false

    @Option(name: .long, help: "Where the history is kept: sqlite (as without), memory or off.")
    var history: ServerConfiguration.History?

    @Option(
        name: .long,
        help: "When a line counts as stored: full (on the disk, as without) or os (with the operating system).")
    var durability: Durability?

    @Option(
        name: .long,
        help: ArgumentHelp("A file with the same keys, in TOML; what is said here goes before it.", valueName: "file"))
    var config: String?

    @Flag(name: .long, help: "Slow nobody down: for load tests and trusted networks.")
    var unlimited = false

    @Option(
        name: .long,
        help: "How much it says of itself on stderr: trace, debug, info, notice, warning, error or critical.")
    var logLevel = Logger.Level.notice

    func validate() throws {
        if let room, !ServerConfiguration.isRoomName(room) {
            throw ValidationError("'\(room)' is no room: its name begins with # and has no spaces or commas.")
        }
    }

    func run() throws {
        ignoreSIGPIPE()
        raiseDescriptorLimit()
        let level = logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let configuration = try makeConfiguration()
        let server: ChatServer
        do {
            server = try ChatServer(configuration, logger: Logger(label: "grillo"))
        } catch {
            throw fail("\(error)", code: error.exitCode.rawValue)
        }
        announce(server, configuration)
        let signals = stopOnSignals(server)
        withExtendedLifetime(signals) { dispatchMain() }
    }

    /// What the file says, and before it what the command line says.
    private func makeConfiguration() throws -> ServerConfiguration {
        var configuration = ServerConfiguration(
            dataFolder: DataFolder.standard { ProcessInfo.processInfo.environment[$0] },
            laneCount: max(1, ProcessInfo.processInfo.activeProcessorCount))
        if let config {
            guard let text = try? String(contentsOfFile: config, encoding: .utf8) else {
                throw fail("\(config) cannot be read: check its name, its mode, and that it is UTF-8", code: 78)
            }
            do {
                try ConfigurationFile.read(text, from: config, into: &configuration)
            } catch {
                throw fail("\(error)", code: 78)
            }
        }
        if !listen.isEmpty { configuration.endpoints = listen }
        if let data { configuration.dataFolder = data }
        if let room { configuration.lobby = room }
        if let history { configuration.history = history }
        if let durability { configuration.durability = durability }
        if open { configuration.isOpen = true }
        if allowPlaintext { configuration.allowsPlaintext = true }
        if unlimited { configuration.isUnlimited = true }
        return configuration
    }

    private func announce(_ server: ChatServer, _ configuration: ServerConfiguration) {
        let places = server.endpoints.map(\.description).joined(separator: ", ")
        let port = server.endpoints.first?.port ?? ServerConfiguration.defaultPort
        let kept =
            switch configuration.history {
            case .sqlite: "kept in \(server.folder.path)"
            case .memory: "kept until the server stops"
            case .off: "not kept"
            }
        let lines = """
            Serving \(configuration.lobby) on \(places); history \(kept).
            Key fingerprint: \(server.keyFingerprint)
            Enter with: grillo-tui localhost \(port)   (elsewhere: grillo-tui THIS-HOST \(port), or any IRC client with TLS)

            """
        FileHandle.standardOutput.write(Data(lines.utf8))
    }

    /// The first SIGINT, SIGTERM or SIGHUP from a terminal stops the server in good order; a second one at once.
    private func stopOnSignals(_ server: ChatServer) -> [any DispatchSourceSignal] {
        let stops = [SIGINT, SIGTERM] + (isatty(0) == 1 ? [SIGHUP] : [])
        return stops.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { @Sendable in
                signal(number, SIG_DFL)
                server.stop(reason: "The server is shutting down") { Foundation.exit(0) }
            }
            source.activate()
            return source
        }
    }
}

extension ServerConfiguration.Endpoint: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
extension ServerConfiguration.History: ExpressibleByArgument {}
extension Durability: ExpressibleByArgument {}
extension Logger.Level: @retroactive ExpressibleByArgument {}
