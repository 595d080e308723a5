import Chat
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
    /// Where it listens, with the ports it got.
    package let endpoints: [ServerConfiguration.Endpoint]
    /// What clients pin: the SHA-256 of the server's public key.
    package let keyFingerprint: Fingerprint
    package let folder: DataFolder

    private let queue: DispatchQueue
    private let lanes: LaneGroup
    private let listeners: [Listener]
    private let core: QueueConfined<ServerCore>
    private let archive: Archive
    private let logger: Logger
    private let doorbell: Doorbell

    /// Opens everything that was asked for and begins to serve; if one part fails nothing is left running.
    package init(_ configuration: ServerConfiguration, logger: Logger) throws(StartError) {
        folder = try DataFolder(path: configuration.dataFolder)
        let identity = try Self.identity(in: folder)
        keyFingerprint = identity.publicKeyFingerprint
        self.logger = logger
        let queue = DispatchQueue(label: "grillo.server", qos: .userInitiated)
        self.queue = queue
        lanes = LaneGroup(count: configuration.laneCount)

        let doorbell = Doorbell()
        self.doorbell = doorbell
        let inbox = Inbox(queue: queue) { doorbell.core?.value.takeInbox(at: WallClock.now()) }
        archive = try Self.openArchive(configuration, folder, deliverOn: queue, logger) {
            doorbell.core?.value.settle($0)
        }
        let end = archive.end
        var registry = archive.registry
        let notes = registry.missingNotes
        for note in notes { registry.apply(note) }
        archive.submit(notes.map(LogEntry.change))
        var settings = configuration.settings
        settings.keepsHistory = configuration.history != .off
        let now = max(WallClock.now(), end.time)
        // No number may be given twice, for clients remember them; and not every event that has one is in the log. So each life of
        // the server begins above all that its last could have reached: a thousand a millisecond.
        let last = max(end.number, EventNumber(rawValue: now.milliseconds << 10))
        core = QueueConfined(
            ServerCore(
                network: Network(
                    settings: settings, lastNumber: last, registry: registry, cipher: .openSSL, at: now),
                lanes: lanes, inbox: inbox, archive: archive,
                housekeeping: Housekeeping(archive, retention: configuration.retention, latest: end.time, logger),
                logger: logger),
            on: queue)
        doorbell.attach(core)

        let admission = Admission(
            allowsPlaintext: configuration.allowsPlaintext, isOpen: configuration.isOpen,
            isUnlimited: configuration.isUnlimited, limitsLoopback: configuration.settings.limits.loopback)
        do throws(StartError) {
            (listeners, endpoints) = try Self.listen(
                configuration, identity: identity, door: folder.door, lanes: lanes, inbox: inbox, admission, logger)
        } catch {
            doorbell.detach()
            try? archive.close()
            throw error
        }

        folder.announce(endpoints)
        queue.async { [core] in core.value.start(at: core) }
    }

    /// Says who carries out what an operator asks of the host itself; `handler` is called on the server's queue.
    package func onRequest(_ handler: @escaping @Sendable (HostRequest) -> Void) {
        queue.async { [core] in core.value.requested = handler }
    }

    /// Takes over what may change while the server runs: names, the message of the day, limits. Those who are here are told what
    /// concerns them.
    package func apply(_ configuration: ServerConfiguration) {
        queue.async { [core] in core.value.apply(configuration, at: WallClock.now()) }
    }

    /// Stops in good order: says so to everybody, stores what is not stored yet, closes. `done` is called when all that has happened.
    package func stop(reason: String, _ done: @escaping @Sendable () -> Void) {
        let listening = DispatchGroup()
        for listener in listeners {
            listening.enter()
            listener.close { listening.leave() }
        }
        listening.notify(queue: queue) { [self] in
            core.value.shutDown(reason: reason, at: WallClock.now())
            archive.flush()
            // The settlements wait on this queue; what they let out goes to the lanes before the lanes are closed.
            queue.async { [self] in
                lanes.closeAll(farewell: nil, reason: .local(reason), notifying: queue) { [self] in
                    closeArchive()
                    doorbell.detach()
                    done()
                }
            }
        }
    }

    private func closeArchive() {
        do {
            try archive.close()
        } catch {
            logger.error("the history could not be closed: \(error)")
        }
    }
}

// MARK: - Parts

extension ChatServer {
    private static func identity(in folder: DataFolder) throws(StartError) -> TLSIdentity {
        do {
            return try TLSIdentity.loadOrCreate(in: folder.path)
        } catch {
            throw StartError(
                "\(error)", remedy: "mend the file, or move it away to have a new one made", .configuration)
        }
    }

    private static func openArchive(
        _ configuration: ServerConfiguration, _ folder: DataFolder, deliverOn queue: DispatchQueue, _ logger: Logger,
        settled: @escaping @Sendable (LogSettlement) -> Void
    ) throws(StartError) -> Archive {
        // Where nothing that is said is kept, accounts still are.
        let engine: Archive.Engine =
            configuration.history == .memory
            ? .memory(capacity: nil) : .sqlite(path: folder.database, configuration.durability)
        do {
            return try Archive(engine, deliverOn: queue, settled: settled) { error in
                logger.warning("the index for searching could not be kept up: \(error)")
            }
        } catch {
            throw StartError(error.cause, remedy: error.remedy, .inputOutput)
        }
    }

    private static func listen(
        _ configuration: ServerConfiguration, identity: TLSIdentity, door: String, lanes: LaneGroup, inbox: Inbox,
        _ admission: Admission, _ logger: Logger
    ) throws(StartError) -> ([Listener], [ServerConfiguration.Endpoint]) {
        let doorkeeper = Doorkeeper(
            admission: admission, limit: configuration.settings.limits.unregisteredPerAddress)
        let makeHandler: @Sendable (Peer, ConnectionID) -> (any ConnectionHandler)? = { peer, _ in
            guard doorkeeper.mayWait(peer) else { return nil }
            return LineReader(inbox: inbox, admission: admission, doorkeeper: doorkeeper)
        }
        let failed: @Sendable (Peer, ConnectionID, CloseReason) -> Void = { peer, _, reason in
            doorkeeper.left(peer)
            logger.debug(
                "connection failed",
                metadata: ["address": "\(peer.address?.description ?? "local")", "reason": "\(reason)"])
        }
        var listeners: [Listener] = []
        var endpoints: [ServerConfiguration.Endpoint] = []
        do {
            let context = try TLSContext.server(identity)
            let reception = Reception(tls: context, failed: failed, makeHandler: makeHandler)
            for endpoint in configuration.endpoints {
                let listener = try Listener(
                    host: endpoint.host, port: endpoint.port, reception: reception, lanes: lanes)
                listeners.append(listener)
                endpoints.append(.init(host: endpoint.host, port: listener.boundPort))
            }
            let hostReception = Reception(tag: Admission.hostTag, failed: failed, makeHandler: makeHandler)
            listeners.append(try Listener(unixPath: door, reception: hostReception, lanes: lanes))
        } catch let error as ListenerError {
            throw StartError(error)
        } catch {
            throw StartError("TLS cannot be set up: \(error)", remedy: "check the system's OpenSSL", .configuration)
        }
        return (listeners, endpoints)
    }
}

extension StartError {
    init(_ error: ListenerError) {
        switch error {
        case .addressInUse:
            self.init(
                "\(error)", remedy: "stop what listens there, or choose another port with --listen HOST:PORT",
                .unavailable)
        case .permissionDenied:
            self.init("\(error)", remedy: "choose a port above 1023 with --listen HOST:PORT", .unavailable)
        case .badAddress, .other:
            self.init("\(error)", remedy: "choose an address of this machine with --listen HOST:PORT", .unavailable)
        }
    }
}

/// Leads from what is made before the core to the core: attached once, before anything can ring.
private final class Doorbell: Sendable {
    private let attached = Mutex<QueueConfined<ServerCore>?>(nil)

    var core: QueueConfined<ServerCore>? { attached.withLock { $0 } }

    func attach(_ core: QueueConfined<ServerCore>) { attached.withLock { $0 = core } }

    /// Lets go of the core, which leads back here.
    func detach() { attached.withLock { $0 = nil } }
}
