import Chat
import Configuration
import Dispatch
import Logging
import Protocol
import Storage
import Synchronization
import Transport

/// A running server: listens, serves, and stops.
///
/// It may be told things from anywhere. Its parts: the lanes (connections), the server's queue (Chat, the gate) and the log's
/// queue; a line goes from the first over the second to the third and back.
package final class ChatServer: Sendable {
    /// The addresses on which IRC is served, with the ports that the listeners got.
    package var endpoints: [ServerConfiguration.Endpoint] { listenerSet.endpoints }
    /// The SHA-256 of the server's public key, which clients pin.
    package var keyFingerprint: Fingerprint { identity.withLock { $0.publicKeyFingerprint } }
    package let folder: DataFolder

    /// What it has done so far.
    package let metrics = ServerMetrics()
    /// Asks it how large it is.
    package let loadProbe: LoadProbe

    let loop: ServerLoop
    private let lanes: LaneGroup
    let listenerSet: ListenerSet
    private let metricsListener: MetricsListener?
    private let certificates: CertificateWatch
    private let identity: Mutex<TLSIdentity>
    private let current: Mutex<ServerConfiguration>
    private let archive: Archive
    /// The wire formats beside IRC that a configuration may ask for.
    private let formats: [WireFormat]
    private let inherited: InheritedSockets
    private let logger: Logger

    /// Opens everything that was asked for; if one part fails nothing is left running. Nobody is let in before ``open(_:)``: who
    /// connects meanwhile waits in the system's queue.
    ///
    /// - Parameter inherited: the sockets that are listened on in place of what the configuration says.
    package convenience init(
        _ configuration: ServerConfiguration, on machine: MachineResources = MachineResources(laneCount: 2),
        inherited: InheritedSockets = InheritedSockets(), logger: Logger
    ) throws(StartError) {
        try self.init(
            configuration.adopting(inherited), on: machine, formats: WireFormat.all, inherited: inherited,
            logger: logger)
    }

    /// - Parameters:
    ///   - configuration: with the addresses of the inherited sockets.
    ///   - formats: the wire formats beside IRC that the configuration may ask for.
    init(
        _ configuration: ServerConfiguration, on machine: MachineResources, formats: [WireFormat],
        inherited: InheritedSockets = InheritedSockets(), logger: Logger
    ) throws(StartError) {
        try configuration.check(formats)
        try DescriptorLimit.check(logger)
        let password = try ServerPassword.read(configuration.passwordFile)
        folder = try DataFolder(path: configuration.dataFolder)
        Self.removeHalfMade(in: folder, logger)
        let files = try CertificateFiles(configuration, folder: folder.path)
        let identity = try files.load()
        certificates = CertificateWatch(files)
        self.identity = Mutex(identity)
        current = Mutex(configuration)
        self.formats = formats
        self.inherited = inherited
        self.logger = logger
        let loop = ServerLoop()
        self.loop = loop
        let asked = formats.compactMap { row in row.endpoint(configuration).map { (format: row, endpoint: $0) } }
        lanes = LaneGroup(count: min(machine.laneCount + asked.count, ConnectionID.lanes))
        loadProbe = LoadProbe(lanes, loop)

        let refusals = RefusalLog(logger)
        let inbox = Inbox(queue: loop.queue) { loop.core?.takeInbox(at: SteadyClock.now()) }
        archive = try configuration.openArchive(deliverOn: loop.queue, logger: logger) { loop.core?.commitFinished($0) }
        Self.tell(of: archive.migrationCopy, configuration, logger)
        let end = archive.end
        var registry = archive.registry
        let notes = registry.missingNotes
        for note in notes { registry.apply(note) }
        let settings = configuration.chatSettings
        let now = SteadyClock.now()
        let network = Network(
            settings: settings, lastNumber: end.lastNumber(at: now), registry: registry, primitives: .openSSL, at: now,
            lastTime: end.time)
        let host = ServerHost(
            network, loop: loop, lanes: lanes, archive: archive, refusals: refusals, metrics: metrics,
            logger: logger, codecs: LaneCodecs(asked.map { $0.format.makeCodec(network.lobby) }, laneCount: lanes.count)
        )
        for note in notes { host.record(note) }
        loop.attach(
            ServerCore(
                host, inbox: inbox,
                housekeeping: Housekeeping(archive, configuration, latest: end.time, logger: logger),
                observations: StatusObservations(configuration, identity, at: now)))

        do throws(StartError) {
            let pages = MetricsPages(metrics: metrics, probe: loadProbe)
            metricsListener = try configuration.metrics.map { endpoint throws(StartError) in
                try MetricsListener(at: inherited.place(for: .metrics, else: endpoint), pages, logger: logger)
            }
            listenerSet = try ListenerSet(
                configuration, formats: asked, inherited: inherited, identity: identity,
                adminSocket: folder.adminSocket, lanes: lanes, inbox: inbox, refusals: refusals, metrics: metrics,
                logger: logger)
        } catch {
            loop.detach()
            try? archive.close()
            throw error
        }

        if let warning = identity.warning { logger.warning("\(warning)") }
        loop.perform { core in core.apply(configuration, password: password, at: SteadyClock.now()) }
        publishAddress()
        certificates.start { [weak self] in self?.certificateChanged($0) }
    }

    /// The address on which a wire format beside IRC is served, with the port that it got; nil where it is not served.
    func endpoint(of format: WireFormat) -> ServerConfiguration.Endpoint? {
        listenerSet.formats.first { $0.format.name == format.name }?.endpoint
    }

    /// The addresses at which the metrics are told, with the ports that they got; none where they are not.
    package var metricsEndpoints: [ServerConfiguration.Endpoint] { metricsListener?.endpoints ?? [] }

    /// Lets people in, from when everything stands. To be called once.
    ///
    /// - Parameters:
    ///   - serviceManager: is told from then on how the server is.
    ///   - handler: carries out what an operator asks of the host itself; called on the server's queue.
    package func open(
        reportingTo serviceManager: ServiceManager? = nil, _ handler: @escaping @Sendable (OperatorRequest) -> Void
    ) {
        // The queue keeps the order: whoever is accepted finds the core started.
        loop.perform { core in core.start(handler) }
        let opening = DispatchGroup()
        listenerSet.open(opening)
        metricsListener?.open(opening)
        guard let serviceManager else { return }
        opening.notify(queue: loop.queue) { [loop] in loop.core?.report(to: serviceManager) }
    }

    /// Calls `done` on the server's queue when all counts that it was told before.
    package func settle(_ done: @escaping @Sendable () -> Void) { loop.perform { _ in done() } }

    /// Takes over what may change while the server runs, which ``ServerConfiguration/schema`` says of each key; the rest stays as it was at
    /// the start, and is named in the log. Those who are here are told what concerns them. If a part of it is wrong nothing is changed.
    package func apply(_ new: ServerConfiguration) throws(StartError) {
        let new = new.adopting(inherited)
        try new.check(formats)
        let (configuration, waiting) = ServerConfiguration.schema.reload(current.withLock { $0 }, with: new)
        let password = try ServerPassword.read(configuration.passwordFile)
        let files = try CertificateFiles(configuration, folder: folder.path)
        let identity = try files.load()
        try listenerSet.replace(identity)
        listenerSet.replace(ListenerSet.Rules(configuration))
        certificates.follow(files)
        note(identity)
        current.withLock { $0 = configuration }
        if !waiting.isEmpty {
            logger.notice(
                "some changes count from the next start on",
                metadata: ["keys": .array(waiting.map { "\($0)" })])
        }
        loop.perform { core in core.apply(configuration, password: password, at: SteadyClock.now()) }
        publishAddress()
    }

    private func certificateChanged(_ outcome: Result<TLSIdentity, StartError>) {
        do throws(StartError) {
            let identity = try outcome.get()
            try listenerSet.replace(identity)
            note(identity)
            publishAddress()
        } catch {
            logger.error("the new certificate cannot be used, and the old one stays: \(error)")
        }
    }

    private func note(_ new: TLSIdentity) {
        let old = identity.withLock { identity in
            defer { identity = new }
            return identity
        }
        guard old.certificateFingerprint != new.certificateFingerprint else { return }
        logger.notice("a new certificate is in use", metadata: ["key": "\(new.publicKeyFingerprint)"])
        if let warning = new.warning { logger.warning("\(warning)") }
    }

    /// Tells Chat, and whoever finds the folder, where people elsewhere find the server, and whether an authority vouches for it.
    private func publishAddress() {
        let configuration = current.withLock { $0 }
        let identity = identity.withLock { $0 }
        let address = PublicAddressDiscovery.find(configuration, endpoints, key: identity.publicKeyFingerprint)
        let policy = StrictTransportAdvertisement(identity, port: address.port, configuration)
        folder.announce(endpoints, address, configuration)
        loop.perform { core in
            core.observations.follow(identity, configuration)
            core.apply(Reachability(address: address, strictTransport: policy), at: SteadyClock.now())
        }
    }

    /// Stops in good order: says so to everybody, stores what is not stored yet, closes. `done` is called when all that has happened.
    package func stop(reason: String, _ done: @escaping @Sendable () -> Void) {
        let listening = DispatchGroup()
        certificates.stop()
        for listener in listenerSet.all {
            listening.enter()
            listener.close { listening.leave() }
        }
        if let metricsListener {
            listening.enter()
            metricsListener.close(notifying: loop.queue) { listening.leave() }
        }
        listening.notify(queue: loop.queue) { [self] in
            ServerShutdown(
                loop: loop, lanes: lanes, archive: archive, logger: logger, reason: reason, done: done
            ).begin()
        }
    }
}
