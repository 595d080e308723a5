import Dispatch
import Logging
import Protocol

/// The backups that a server makes by itself, one at a time, on a queue of their own: a disk that is slow, or hangs, holds up nobody else. This
/// value lives on the server's queue.
///
/// The first is made when the newest in the folder is old enough, be it at the start; the next when the time between two has passed since. One
/// that failed is tried again.
final class ServerBackups {
    /// The seconds after a failure until it is tried again, where backups are no more frequent.
    static let retryInterval: Int64 = 900

    /// The outcome of a turn.
    enum Outcome: Sendable {
        /// The newest backup, which is not old enough.
        case notDue(Timestamp)
        case made(Timestamp, path: String, removed: [String])
        case failed(StartError)
    }

    /// A change counts from the next tick.
    var plan: BackupPlan {
        didSet {
            guard plan != oldValue else { return }
            due = nil
            if plan.folder != oldValue.folder { (newest, failure) = (nil, nil) }
        }
    }
    /// The data folder.
    private let folder: String
    private let logger: Logger
    private let queue = DispatchQueue(label: "grillo.backups", qos: .utility)
    private var isRunning = false
    /// The time of the next turn; nil for at once.
    private var due: Timestamp?
    private var newest: Timestamp?
    private var failure: String?

    init(_ plan: BackupPlan, of folder: String, logger: Logger) {
        self.plan = plan
        self.folder = folder
        self.logger = logger
    }

    /// What a status tells of them; nil where none are made.
    var status: ServerStatus.Backup? {
        guard plan.folder != nil else { return nil }
        return ServerStatus.Backup(every: plan.every, last: newest?.seconds, failure: failure)
    }

    /// Begins a turn where it is time for one. To be called once a second.
    ///
    /// - Parameters:
    ///   - time: by the machine's clock, which may be set.
    ///   - loop: the server's, on which the outcome is noted.
    func tick(at time: Timestamp, on loop: ServerLoop) {
        guard let place = plan.folder, !isRunning, isDue(at: time) else { return }
        isRunning = true
        queue.async { [plan, folder] in
            let outcome = Self.takeTurn(plan, in: BackupFolder(path: place), of: folder, at: time)
            loop.perform { $0.housekeeping.backups.note(outcome, of: plan, at: WallClock.now()) }
        }
    }

    private func isDue(at time: Timestamp) -> Bool {
        guard let due, time < due else { return true }
        // The clock was set back.
        return due.seconds(since: time) > plan.every
    }

    /// Makes a backup, unless the newest is not old enough. One that is of a time to come does not count.
    static func takeTurn(
        _ plan: BackupPlan, in place: BackupFolder, of folder: String, at time: Timestamp
    ) -> Outcome {
        if let newest = place.newest(at: time), time.seconds(since: newest) < plan.every {
            return .notDue(newest)
        }
        do {
            let (path, removed) = try place.makeBackup(of: folder, at: time, keeping: plan.keep)
            return .made(time, path: path, removed: removed)
        } catch {
            return .failed(error)
        }
    }

    /// Notes the outcome of a turn.
    ///
    /// - Parameter plan: the plan that it went by; where another holds by now, there is a turn at once.
    func note(_ outcome: Outcome, of plan: BackupPlan, at time: Timestamp) {
        isRunning = false
        guard plan == self.plan else { return }
        switch outcome {
        case .notDue(let moment):
            (newest, failure) = (moment, nil)
            due = moment.advanced(bySeconds: plan.every)
        case .made(let moment, let path, let removed):
            (newest, failure) = (moment, nil)
            due = moment.advanced(bySeconds: plan.every)
            logger.notice("a backup is made", metadata: ["file": "\(path)", "removed": "\(removed.count)"])
        case .failed(let error):
            if failure != error.description { logger.error("no backup could be made: \(error)") }
            failure = error.description
            due = time.advanced(bySeconds: min(plan.every, Self.retryInterval))
        }
    }
}
