import CLinux
import Dispatch
import Glibc

/// The state of a lane, confined to its queue: the connections, the set that watches their sockets, the buffers they
/// share, and one timer for all their deadlines. It has more than fifteen variables: five are those buffers, and of each of the others a
/// lane has one.
final class LaneCore {
    let queue: DispatchQueue
    var slots: SlotTable
    private var delivery = LaneDelivery()
    /// That of the last batch that was carried out.
    private(set) var mark = LaneBatch.Mark.none

    /// Shared by all connections: what was just read, what was just decrypted, what is about to be encrypted, and what
    /// just was.
    let inbound = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    let plaintext = UnsafeMutableRawBufferPointer.allocate(byteCount: TLSRecord.maxPlaintext, alignment: 16)
    let outbound = UnsafeMutableRawBufferPointer.allocate(byteCount: TLSRecord.maxPlaintext, alignment: 16)
    let ciphertext = CiphertextBuffer()
    /// The list of pieces for a gathering write.
    let pieces = UnsafeMutableBufferPointer<iovec>.allocate(capacity: 256)

    private let index: Int
    private weak var home: QueueConfined<LaneCore>?
    private var poller: Poller?
    private var ready = [cl_ready](repeating: cl_ready(), count: 128)
    private var source: (any DispatchSourceRead)?
    private var timer: (any DispatchSourceTimer)?
    private var deadlines = Deadlines()
    private var heapTrimmer = HeapTrimmer()
    private var whenEmpty: (() -> Void)?

    init(index: Int, queue: DispatchQueue) {
        self.index = index
        self.queue = queue
        slots = SlotTable(lane: index)
    }

    deinit {
        inbound.deallocate()
        plaintext.deallocate()
        outbound.deallocate()
        pieces.deallocate()
    }

    func start(at home: QueueConfined<LaneCore>) {
        self.home = home
        openPoller()
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [weak home] in home?.value.sweepDeadlines() }
        timer.schedule(deadline: .distantFuture)
        timer.activate()
        self.timer = timer
    }

    /// The lane is let go of: everything ends here and now.
    func stop() {
        slots.all.forEach { $0.abort(.local("Server shutting down")) }
        source?.cancel()
        timer?.cancel()
        (source, timer, poller) = (nil, nil, nil)
    }

    func connection(_ id: ConnectionID) -> Connection? {
        slots[id]
    }

    func deliver(_ batch: LaneBatch) {
        var scratch = LaneDelivery()
        swap(&scratch, &delivery)
        scratch.carryOut(batch, on: self)
        swap(&scratch, &delivery)
        if batch.mark.number > mark.number { mark = batch.mark }
    }

    /// The new connection's name, or nil when it was refused and the socket closed.
    func adopt(_ descriptor: Int32, as acceptedSocket: AcceptedSocket) -> ConnectionID? {
        guard openPoller(), let id = slots.reserve() else {
            close(descriptor)
            return nil
        }
        guard let handler = acceptedSocket.configuration.makeHandler(acceptedSocket.peer, id) else {
            slots.release(id)
            close(descriptor)
            return nil
        }
        let connection = Connection(id, descriptor, acceptedSocket, handler: handler, core: self)
        slots.insert(connection)
        connection.begin(acceptedSocket.security)
        return id
    }

    func abandon(_ id: ConnectionID, reason: CloseReason) {
        guard let connection = slots[id], !connection.isOpen else { return }
        connection.abort(reason)
    }

    /// The bytes that wait in all connections for their peers to read.
    var queued: QueuedBytes {
        slots.slots.reduce(into: QueuedBytes()) { $0.add(bytes: $1.connection?.queuedBytes ?? 0) }
    }

    func prepareToClose() {
        slots.all.forEach { $0.prepareToClose() }
    }

    func closeAll(farewell: Frame?, reason: CloseReason, _ done: @escaping () -> Void) {
        slots.all.forEach { $0.close(farewell: farewell, reason: reason) }
        guard slots.count > 0 else { return done() }
        // Asked twice, as by two signals: both are told.
        let earlier = whenEmpty
        whenEmpty = {
            earlier?()
            done()
        }
    }

    // MARK: For connections

    func watch(_ connection: Connection, _ events: UInt32) -> Bool {
        poller?.add(connection.descriptor, events, id: connection.id) ?? false
    }

    func rewatch(_ connection: Connection, _ events: UInt32) {
        poller?.change(connection.descriptor, events, id: connection.id)
    }

    func unwatch(_ connection: Connection) {
        poller?.remove(connection.descriptor)
    }

    /// Calls `connection.deadlinePassed` at `due`, unless it has another deadline by then.
    func setDeadline(_ due: UInt64, for connection: Connection) {
        guard deadlines.add(due, for: connection.id) else { return }
        scheduleTimer()
    }

    /// Calls `connection.reportDrained` in a turn of its own.
    func reportDrainedLater(_ id: ConnectionID) {
        queue.async { [weak home] in home?.value.connection(id)?.reportDrained() }
    }

    /// A connection's handshake is done, and its memory free again.
    func handshakeCompleted() {
        heapTrimmer.noteRelease()
    }

    /// The connection is gone: closes its socket and forgets its name.
    func release(_ connection: Connection) {
        heapTrimmer.noteRelease()
        close(connection.descriptor)
        slots.release(connection.id)
        guard slots.count == 0, let done = whenEmpty else { return }
        whenEmpty = nil
        done()
    }

    // MARK: Events

    /// Makes the set if there is none yet: descriptors may have run out when the lane started.
    @discardableResult
    private func openPoller() -> Bool {
        guard poller == nil else { return true }
        guard let home, let poller = Poller() else { return false }
        let (source, descriptor) = (
            DispatchSource.makeReadSource(fileDescriptor: poller.descriptor, queue: queue), poller.descriptor
        )
        source.setEventHandler { [weak home] in home?.value.serveReady() }
        source.setCancelHandler { close(descriptor) }
        source.activate()
        (self.poller, self.source) = (poller, source)
        return true
    }

    /// One turn of reading and writing: what is ready now, at most 128 connections, so that batches get theirs between.
    private func serveReady() {
        guard let count = poller?.takeReady(into: &ready) else { return }
        for index in 0..<count {
            let event = ready[index]
            slots[ConnectionID(rawValue: event.tag)]?.ready(event.events)
        }
    }

    private func sweepDeadlines() {
        let now = MonotonicClock.now()
        for id in deadlines.takeDue(at: now) { slots[id]?.deadlinePassed(at: now) }
        scheduleTimer()
    }

    private func scheduleTimer() {
        let next = deadlines.next
        guard next < .max else { return }
        let wait = Int(clamping: next - min(next, MonotonicClock.now()))
        timer?.schedule(deadline: .now() + .nanoseconds(wait), leeway: .milliseconds(10))
    }
}
