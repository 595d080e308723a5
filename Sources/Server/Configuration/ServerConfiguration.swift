import Basics
import Chat
import Logging
import Protocol
import Storage
import Transport

/// The decisions of the host: the addresses to listen on, the history to keep and its folder, the people who may come in. The file and the
/// command line make it; ``MachineResources`` is found out. It has a variable for each key of the file, and no state.
package struct ServerConfiguration: Hashable, Sendable {
    /// An address to listen on. An empty host means all of the machine's.
    package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
        package var host: String
        package var port: UInt16

        package init(host: String, port: UInt16) {
            self.host = host
            self.port = port
        }

        /// Reads `HOST:PORT`, `[IPV6]:PORT`, `:PORT`, `*:PORT` or a port alone; nil for anything else.
        package init?(_ text: String) {
            if let port = HostAndPort.number(of: text[...]) {
                self.init(host: "", port: port)
                return
            }
            guard let place = HostAndPort(text[...]), let port = place.port.flatMap(HostAndPort.number),
                !place.host.contains(where: { $0 == "[" || $0 == "]" })
            else { return nil }
            let host = String(place.host)
            self.init(host: host == "*" ? "" : host, port: port)
        }

        /// Reads the same, but a port alone is that of this machine's own address: nobody else's business is meant.
        package init?(onThisMachine text: String) {
            let isPortAlone = HostAndPort.number(of: text[...]) != nil
            self.init(isPortAlone ? "127.0.0.1:" + text : text)
        }

        package var description: String {
            "\(host.isEmpty ? "*" : HostAndPort.bracketed(host)):\(port)"
        }

        /// True if only this machine reaches it.
        var isLoopback: Bool { IPAddress.isLoopback(host: host) }
    }

    /// A name or an address, with a port or without.
    package struct PublicEndpoint: Hashable, Sendable {
        package var host: String
        package var port: UInt16?

        /// Reads `HOST`, `HOST:PORT`, `[IPV6]:PORT` or an IPv6 address; nil for anything else.
        package init?(_ text: String) {
            if IPAddress(text) != nil {
                (host, port) = (text, nil)
            } else if let endpoint = Endpoint(text), !endpoint.host.isEmpty, endpoint.port != 0 {
                (host, port) = (endpoint.host, endpoint.port)
            } else if !text.isEmpty, !text.contains(":") {
                (host, port) = (text, nil)
            } else {
                return nil
            }
            guard InvitationLink(host: host, keyFingerprint: Array(repeating: 0, count: 32)) != nil else { return nil }
        }
    }

    package var endpoints = [Endpoint(host: "", port: ServerAddress.defaultPort)]
    package var dataFolder: String
    package var history = History.sqlite
    package var durability = Durability.full
    /// For how long, and how much of it.
    package var retention = Retention.forEver
    package var backups = BackupPlan()
    /// The seconds for which copies of the history are kept that were set aside; nil for ever.
    package var keepCopies: Int64? = 30 * 86_400
    /// True where strangers from the open internet may come in.
    package var isOpen = false
    /// True where IRC without TLS is spoken beyond this machine.
    package var allowsPlaintext = false
    /// True where rates and counts are not limited at all: for load tests and trusted networks.
    package var isUnlimited = false
    /// The address for people who have no IRC client, only telnet or nc; nil for none.
    package var telnet: Endpoint?
    /// The address at which Prometheus reads what the server does; nil for none.
    package var metrics: Endpoint?
    /// True where only those come in who have an account or an invitation.
    package var isInviteOnly = false
    /// The people who may make invitations to the server.
    package enum Inviters: String, Sendable, CaseIterable {
        /// Also those who run a room, to that room.
        case channels = "rooms"
        /// The host, and operators who have that right.
        case operators
    }
    /// Nil where nothing is said: then a server that is for invited people alone leaves it to its operators.
    package var inviters: Inviters?
    /// A file whose first line is what strangers can come in with.
    package var passwordFile: String?
    /// True if connections from this machine are asked for that password as well.
    package var asksLoopback = false
    /// The certificate with those that vouch for it, and its key, as PEM files; without them the server makes its own.
    package var tlsCertificate: String?
    package var tlsKey: String?
    /// The seconds for which clients are told to come with TLS alone, where an authority vouches for the certificate.
    package var strictTransportSeconds = 2_592_000
    /// The address at which people elsewhere find the server; without a port it is the first that is listened on.
    package var publicAddress: PublicEndpoint?
    /// The networks of the proxies: a connection from there begins with a PROXY header.
    package var proxies: [IPNetwork] = []
    package var gateways: [WebIRCGateway] = []
    /// From which level on it writes down what happens.
    package var logLevel = Logger.Level.notice
    /// As lines of that format.
    package var logFormat = LogFormat.text
    package var settings = Settings()
    /// The room that people enter who name none.
    package var lobby: String {
        get { settings.lobby }
        set { settings.lobby = newValue }
    }
    /// The settings that Chat goes by.
    var chatSettings: Settings {
        var settings = settings
        settings.keepsHistory = history != .off
        settings.channelOperatorsMayInvite = (inviters ?? (isInviteOnly ? .operators : .channels)) == .channels
        return settings
    }
    /// Why a text cannot be the lobby's name, in words for whoever wants it; nil if it can.
    package static func problem(withChannel text: String) -> String? {
        var rules = ChannelNameRules()
        return rules.problem(with: text, limit: Limits().channel)
    }

    package init(dataFolder: String) { self.dataFolder = dataFolder }
}
