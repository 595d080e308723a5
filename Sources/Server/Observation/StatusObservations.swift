import Chat
import Glibc
import Protocol
import Storage
import Transport

/// A server's observations over time, which its status needs. It lives on the server's queue.
struct StatusObservations {
    /// The data folder.
    let folder: String
    /// The paths of the files of the history, its own first, with the index; none where it is kept elsewhere.
    let files: [String]
    /// The history's own file as it was opened; nil where there is none.
    private let logFile: FileIdentity?
    private var certificate: ServerStatus.Certificate
    /// When the server started, by the machine's clock as it stood then.
    private let start: Timestamp
    private var lines: LineRate
    private var growth = LogGrowth()
    /// What was found the last time that the folder was looked at, and when; nil before that.
    private var lastLook: (usage: FolderUsage, time: Timestamp)?
    /// In seconds: how long no other look is due after one, also where it found no files.
    private static let lookInterval: Int64 = 60

    /// To be made while the history is open.
    ///
    /// - Parameter time: now, by a clock that is not set.
    init(_ configuration: ServerConfiguration, _ identity: TLSIdentity, at time: Timestamp) {
        folder = configuration.dataFolder
        files = configuration.engine.files + configuration.engine.indexFiles
        logFile = configuration.engine.files.first.flatMap { FileIdentity(of: $0) }
        certificate = ServerStatus.Certificate(identity, configuration)
        start = WallClock.now()
        lines = LineRate(startingAt: time)
    }

    /// Takes over the certificate that is in use from now on.
    mutating func follow(_ identity: TLSIdentity, _ configuration: ServerConfiguration) {
        certificate = ServerStatus.Certificate(identity, configuration)
    }

    /// Time passes; to be called once a second.
    mutating func tick(_ metrics: ServerMetrics, at time: Timestamp) { lines.note(Self.lineCount(metrics), at: time) }

    /// True where the folder is to be looked at for the growth of the files, and what is found told to ``note(_:at:)``.
    func isLookDue(at time: Timestamp) -> Bool {
        let hasRested = lastLook.map { time.seconds(since: $0.time) >= Self.lookInterval } ?? true
        return !files.isEmpty && growth.isDue(at: time) && hasRested
    }

    mutating func note(_ usage: FolderUsage, at time: Timestamp) {
        lastLook = (usage, time)
        if let bytes = usage.logBytes { growth.note(bytes, at: time) }
    }

    /// The status as of now, with the folder as it was last found.
    ///
    /// - Parameter backup: what is told of the backups that the server makes by itself.
    func status(
        _ load: ServerLoad, _ queued: QueuedBytes, _ host: ServerHost, backup: ServerStatus.Backup?, at time: Timestamp
    ) -> ServerStatus {
        let (metrics, population) = (host.metrics, load.population)
        let refusals = metrics.counts(of: .refusals).filter { $0.count > 0 }.map { ($0.label, $0.count) }
        var status = ServerStatus(
            version: GrilloVersion.number, process: getpid(), time: WallClock.now().seconds, since: start.seconds,
            people: population.people, sessions: population.registeredSessions,
            unregistered: max(population.unregisteredSessions - 1, 0), rooms: population.rooms,
            linesPerSecond: lines.perSecond(Self.lineCount(metrics), at: time), log: log(load),
            fsync: metrics.histogram(of: .fsync).flatMap(ServerStatus.Fsync.init),
            queues: ServerStatus.Queues(
                bytes: queued.bytes, sessions: queued.connections, lines: load.inboxLines, gate: load.gateWaiting,
                gateWait: load.gateWait),
            refusals: Dictionary(refusals) { $0 + $1 }, certificate: certificate,
            lastBackup: lastLook?.usage.lastBackup, backup: backup, disk: lastLook?.usage.disk, indexLag: load.indexLag)
        status.diagnose()
        return status
    }

    private func log(_ load: ServerLoad) -> ServerStatus.Log {
        let bytes = lastLook?.usage.logBytes
        let perDay = lastLook.flatMap { look in look.usage.logBytes.flatMap { growth.perDay($0, at: look.time) } }
        let isGone = lastLook.map { logFile != nil && $0.usage.logFile != logFile } ?? false
        return ServerStatus.Log(
            bytes: bytes, bytesPerDay: perDay, isGone: isGone, waiting: load.logBacklog, lost: load.lostEntries,
            failure: load.logFailure.map { "\($0)" })
    }

    /// The messages of people; that somebody types, or reacts, is no line.
    private static func lineCount(_ metrics: ServerMetrics) -> Int {
        metrics.counts(of: .messages).reduce(0) { sum, command in
            command.label == ServerMetrics.SpokenCommand.tagMessage.rawValue ? sum : sum + command.count
        }
    }
}

extension ServerStatus.Certificate {
    init(_ identity: TLSIdentity, _ configuration: ServerConfiguration) {
        self.init(end: Int64(identity.notAfter), isOwn: configuration.tlsCertificate == nil)
    }
}

extension ServerStatus.Fsync {
    /// Nil where nothing was stored.
    init?(_ histogram: HistogramSnapshot) {
        guard let last = histogram.last, let p50 = histogram.quantile(0.5), let p99 = histogram.quantile(0.99) else {
            return nil
        }
        self.init(last: last, p50: p50, p99: p99)
    }
}
