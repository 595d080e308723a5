import Basics
import Chat
import Dispatch
import Logging
import Synchronization
import Transport

/// All that is listened on, and by which rules it is received. Rules and certificate can be replaced while it listens: they count for
/// whoever connects from then on.
final class ListenerSet: Sendable {
    /// The rules by which somebody who connects is received.
    struct Rules: Hashable, Sendable {
        var admissionPolicy: AdmissionPolicy
        var proxies: [IPNetwork]
        var gateways: [WebIRCGateway]
        /// The number of connections from one address that may have said nothing yet.
        var waiting: Int
        /// The seconds in which a new connection must register.
        var registrationTimeout: Int64

        init(_ configuration: ServerConfiguration) {
            admissionPolicy = AdmissionPolicy(
                allowsPlaintext: configuration.allowsPlaintext, isOpen: configuration.isOpen,
                isInviteOnly: configuration.isInviteOnly, hasPassword: configuration.passwordFile != nil,
                asksLoopback: configuration.asksLoopback, isUnlimited: configuration.isUnlimited,
                limitsLoopback: configuration.settings.limits.loopback)
            proxies = configuration.proxies
            gateways = configuration.gateways
            waiting = configuration.settings.limits.unregisteredPerAddress
            registrationTimeout = configuration.settings.limits.registrationSeconds
        }
    }

    /// The addresses on which IRC is served, with the ports that the listeners got.
    let endpoints: [ServerConfiguration.Endpoint]
    private let listeners: [Listener]
    private let adminSocket: Listener
    /// The other wire formats that are listened for.
    let formats: [FormatListener]
    /// The number of lanes that carry IRC; those of the other wire formats come behind them.
    private let ircLaneCount: Int
    private let intake: ConnectionIntake
    let current: Mutex<(rules: Rules, context: TLSContext)>

    /// Listens on all that was asked for; if one cannot be had, on nothing. Nobody is accepted before ``open()``.
    ///
    /// - Parameters:
    ///   - formats: wire formats beside IRC and their addresses; each has one of the last lanes, in this order.
    ///   - inherited: the sockets that are listened on in place of the addresses.
    init(
        _ configuration: ServerConfiguration, formats: [(format: WireFormat, endpoint: ServerConfiguration.Endpoint)],
        inherited: InheritedSockets, identity: TLSIdentity, adminSocket: String, lanes: LaneGroup, inbox: Inbox,
        refusals: RefusalLog, metrics: ServerMetrics, logger: Logger
    ) throws(StartError) {
        let rules = Rules(configuration)
        let context = try Self.context(identity)
        let unregisteredLimiter = UnregisteredConnectionLimiter(
            admissionPolicy: rules.admissionPolicy, limit: rules.waiting, refusals: refusals)
        let intake = ConnectionIntake(
            inbox: inbox, unregisteredLimiter: unregisteredLimiter, refusals: refusals, metrics: metrics,
            logger: logger)
        self.intake = intake
        let ircLaneCount = lanes.count - formats.count
        self.ircLaneCount = ircLaneCount
        current = Mutex((rules, context))
        var formatListeners: [FormatListener] = []
        for (index, (format, endpoint)) in formats.enumerated() {
            formatListeners.append(
                try FormatListener(
                    format, at: inherited.place(for: .format(format.name), else: endpoint),
                    lane: ircLaneCount + index, of: lanes, rules: rules, intake: intake))
        }
        self.formats = formatListeners
        do throws(ListenerError) {
            var listeners: [Listener] = []
            var endpoints: [ServerConfiguration.Endpoint] = []
            let connectionConfiguration = Self.connectionConfiguration(rules, context, ircLaneCount, intake)
            for place in inherited.ircPlaces(else: configuration.endpoints) {
                let (listener, found) = try place.listen(connectionConfiguration, lanes: lanes)
                listeners.append(listener)
                endpoints += found
            }
            self.listeners = listeners
            self.endpoints = endpoints
            self.adminSocket = try Listener(
                unixPath: adminSocket,
                configuration: Self.connectionConfiguration(rules, nil, ircLaneCount, intake), lanes: lanes,
                isPaused: true)
        } catch {
            throw StartError(error)
        }
    }

    /// Accepts from then on, and whoever has connected meanwhile first.
    ///
    /// - Parameter opening: is left when all of it is open.
    func open(_ opening: DispatchGroup) {
        for listener in all {
            opening.enter()
            listener.resume { opening.leave() }
        }
    }

    /// All its listeners, for whoever ends them.
    var all: [Listener] { listeners + [adminSocket] + formats.map(\.listener) }

    func replace(_ identity: TLSIdentity) throws(StartError) {
        let context = try Self.context(identity)
        replace { $0.context = context }
    }

    func replace(_ rules: Rules) {
        intake.unregisteredLimiter.follow(rules.admissionPolicy, limit: rules.waiting)
        replace { $0.rules = rules }
    }

    private func replace(_ change: (inout (rules: Rules, context: TLSContext)) -> Void) {
        current.withLock { current in
            change(&current)
            let connectionConfiguration = Self.connectionConfiguration(
                current.rules, current.context, ircLaneCount, intake)
            for listener in listeners { listener.replace(connectionConfiguration) }
            for format in formats { format.follow(current.rules, intake: intake) }
        }
    }

    private static func context(_ identity: TLSIdentity) throws(StartError) -> TLSContext {
        do {
            return try TLSContext.server(identity)
        } catch {
            throw StartError("\(error)", remedy: "check the system's OpenSSL", exitCode: .configuration)
        }
    }

    /// Without a context it is the host's own door.
    private static func connectionConfiguration(
        _ rules: Rules, _ context: TLSContext?, _ ircLaneCount: Int, _ intake: ConnectionIntake
    ) -> ConnectionConfiguration {
        intake.configuration(
            tag: context == nil ? AdmissionPolicy.hostTag : "", tls: context, lanes: 0..<ircLaneCount, rules: rules
        ) {
            IRCLineReader(
                inbox: intake.inbox, admissionPolicy: rules.admissionPolicy, gateways: rules.gateways,
                unregisteredLimiter: intake.unregisteredLimiter, metrics: intake.metrics,
                registrationTimeout: rules.registrationTimeout)
        }
    }
}

extension StartError {
    /// - Parameter option: the one that chose the address.
    init(_ error: ListenerError, option: String = "--listen") {
        switch error {
        case .addressInUse(let place):
            let holder = ServerConfiguration.Endpoint(place).flatMap {
                OwningProcess.listening(at: $0.host, port: $0.port)
            }
            let stop = holder.map(\.stop) ?? "stop what listens there"
            self.init(
                holder.map { "\(place) is taken by process \($0.id), which is \($0.name)" } ?? "\(error)",
                remedy: "\(stop.map { $0 + ", or " } ?? "")choose another port with \(option) HOST:PORT",
                exitCode: .unavailable)
        case .permissionDenied:
            self.init("\(error)", remedy: "choose a port above 1023 with \(option) HOST:PORT", exitCode: .unavailable)
        case .noNameService:
            self.init(
                "\(error)",
                remedy: "choose an address with \(option) HOST:PORT, or install the package grillo, which knows names",
                exitCode: .configuration)
        case .badAddress, .other:
            self.init(
                "\(error)", remedy: "choose an address of this machine with \(option) HOST:PORT", exitCode: .unavailable
            )
        }
    }
}
