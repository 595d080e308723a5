import Basics
import Chat
import Glibc
import Logging
import Server
import TerminalApp
import Transport

/// The server behind `--serve`: one in this process, or the one that serves the folder already. Its host enters by the admin socket.
final class HostedServer: LocalServer {
    /// Nil where another process serves.
    private let server: ChatServer?
    private let folder: String
    private let endpoints: [ServerConfiguration.Endpoint]
    /// The ways in for others; nil where the server of the folder did not say who may come in.
    private let ways: AccessInstructions?

    /// The data folder of the server that the person hosts on this machine, unless they name another.
    static var standardFolder: String { DataFolder.standard { name in getenv(name).map { String(cString: $0) } } }

    /// Starts a server, or finds the one that is there. An empty host in `endpoint` is everywhere.
    init(listeningOn endpoint: ServerConfiguration.Endpoint, folder: String) throws(StartError) {
        self.folder = folder
        var configuration = ServerConfiguration(dataFolder: folder)
        configuration.endpoints = [endpoint]
        do {
            let server = try ChatServer(
                configuration, logger: Logger(label: "grillo") { _ in SwiftLogNoOpLogHandler() })
            // An operator who stops the server from within stops it for its host, too: the screen then says that it is gone.
            server.open { [weak server] request in
                switch request {
                case .reload: break
                case .shutDown(let reason), .restart(let reason): server?.stop(reason: reason) {}
                }
            }
            self.server = server
            endpoints = server.endpoints
            ways = AccessInstructions(configuration)
        } catch  where error.isAlreadyServed {
            server = nil
            endpoints = DataFolder.endpointsServed(in: folder)
            ways = AccessInstructions(servedIn: folder)
        }
    }

    /// The way in for whoever sits at this machine.
    var destination: Destination {
        Destination(
            target: .unix(path: DataFolder.adminSocket(in: folder)), serverName: "localhost", speaksTLS: false,
            label: "your own room")
    }

    /// How others come in, a line each, to be shown in the room.
    var waysIn: [String] {
        let places = endpoints.flatMap { endpoint in
            Self.names(for: endpoint.host).map { ServerConfiguration.Endpoint(host: $0, port: endpoint.port) }
        }
        var lines = ways?.lines(at: places) ?? []
        if let server { lines.append("The key fingerprint they will be shown: \(server.keyFingerprint.grouped)") }
        lines.append(
            server == nil
                ? "This room is hosted by another process and goes on when you leave."
                : "This room is hosted here and ends when you leave; grillo serve hosts one that stays.")
        return lines
    }

    /// Lets everybody go and stores what is to be stored; `done` is called on some queue afterwards, at once where another process serves.
    func stop(_ done: @escaping @Sendable () -> Void) {
        guard let server else { return done() }
        server.stop(reason: "The host has left", done)
    }

    /// The names of this machine for others: the address that is listened on or, where that is all of them, each that others can reach.
    /// (IPv6 addresses that are valid on one link alone need more than themselves to be reached, so they are left out.)
    private static func names(for host: String) -> [String] {
        guard host.isEmpty else { return [host] }
        let reachable = NetworkInterfaces.addresses.filter { !$0.isLoopback && !($0.isPrivate && !$0.isV4) }
        return reachable.isEmpty ? ["localhost"] : reachable.map(\.description)
    }
}
