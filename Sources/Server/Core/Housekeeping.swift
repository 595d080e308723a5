import Chat
import Logging
import Protocol
import Storage

/// The work that a server does once a second, whether anybody is there or not: it forgets what is not to be kept, removes copies
/// that were set aside, makes backups, and minds the clock.
struct Housekeeping {
    private let archive: Archive
    private let logger: Logger
    let backups: ServerBackups
    /// The seconds for which copies are kept that were set aside; nil for ever. A change counts from the next tick.
    var keepCopies: Int64? { didSet { if keepCopies != oldValue { copiesDue = nil } } }
    private var pruning: PruningSchedule
    private var clock: ClockSetBackDetector
    /// The time at which old copies are looked for next; nil for at once.
    private var copiesDue: Timestamp?
    /// The seconds between two looks for old copies.
    private static let copiesInterval: Int64 = 3600

    /// - Parameter latest: the time of the last event in the log.
    init(_ archive: Archive, _ configuration: ServerConfiguration, latest: Timestamp, logger: Logger) {
        self.archive = archive
        self.logger = logger
        backups = ServerBackups(configuration.backups, of: configuration.dataFolder, logger: logger)
        keepCopies = configuration.keepCopies
        pruning = PruningSchedule(configuration.retention)
        clock = ClockSetBackDetector(latest: latest)
    }

    /// The bounds of the history; a change is carried out with the next tick.
    var retention: Retention {
        get { pruning.retention }
        set { pruning.retention = newValue }
    }

    /// Goes by another configuration from the next tick on.
    mutating func apply(_ configuration: ServerConfiguration) {
        retention = configuration.retention
        keepCopies = configuration.keepCopies
        backups.plan = configuration.backups
    }

    /// - Parameters:
    ///   - loop: the server's, whose core this belongs to.
    ///   - forgot: told up to which event the history has been forgotten.
    mutating func tick(at time: Timestamp, on loop: ServerLoop, forgot: @escaping @Sendable (EventNumber) -> Void) {
        switch clock.look(at: time) {
        case .behind(let seconds):
            logger.warning(
                """
                the machine's clock is \(seconds) s behind the history: set it right; until it has caught up, new messages \
                have the time of the last one
                """)
        case .caughtUp: logger.notice("the machine's clock has caught up with the history")
        case nil: break
        }
        if pruning.isDue(at: time) { prune(at: time, forgot) }
        removeOldCopies(at: time)
        backups.tick(at: time, on: loop)
    }

    private mutating func removeOldCopies(at time: Timestamp) {
        guard let keepCopies else { return }
        if let copiesDue, time < copiesDue, copiesDue.seconds(since: time) <= Self.copiesInterval { return }
        copiesDue = time.advanced(bySeconds: Self.copiesInterval)
        archive.removeCopies(olderThan: keepCopies, at: time) { [logger] result in
            for copy in (try? result.get()) ?? [] {
                logger.notice("a copy of the history that was set aside is removed", metadata: ["copy": "\(copy)"])
            }
        }
    }

    private func prune(at time: Timestamp, _ forgot: @escaping @Sendable (EventNumber) -> Void) {
        archive.prune(retention, at: time) { [logger] result in
            switch result {
            case .success(let forgotten) where forgotten.count == 0: break
            case .success(let forgotten):
                logger.notice("the oldest messages were deleted", metadata: ["events": "\(forgotten.count)"])
                forgot(forgotten.last)
            case .failure(let error): logger.error("the oldest messages could not be deleted: \(error)")
            }
        }
    }
}
