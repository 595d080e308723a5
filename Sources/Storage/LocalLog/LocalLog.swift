import Dispatch
import Glibc
import Protocol
import Synchronization

/// A client's log of one network, in a file of its user's own: what was said in its rooms, to be read again and searched.
///
/// Nothing here blocks but the initializer. All is done in the order of the calls, on a serial queue of the log's own, where every answer
/// comes, too. An answer sees all that was appended before the question, save what waits while the disk fails. What is appended is committed after
/// ``Bounds/delay``, or with the next question. Two programs may have the same file open.
package final class LocalLog: Sendable {
    /// The most lines of a page.
    package static let pageLimit = 1000
    /// The most lines that are looked at to count what was missed.
    package static let countLimit = 10_000
    /// The most rooms that are told of, and a page more.
    package static let roomLimit = 10_000

    private let queue = DispatchQueue(label: "grillo.locallog", qos: .userInitiated)
    private let bounds: Bounds
    private let onFailure: @Sendable (LocalLogIncident) -> Void
    private let backlog: Mutex<LocalLogBacklog>
    /// Taken on `queue` only, so nobody ever waits for it.
    private let handle: Mutex<LocalLogHandle>
    private let upkeep: LocalLogUpkeep

    /// Opens the file, makes it and its folder where they are not there, and brings it to the last version. The folders are made for
    /// their owner only (mode 0700), and so is the file (0600).
    ///
    /// A damaged file is set aside, and told to `onFailure`; it is never deleted.
    ///
    /// - Parameters:
    ///   - retention: what is older, or beyond the size, is taken out in the course of time.
    ///   - now: the present moment.
    ///   - onFailure: called on the log's queue.
    /// - Throws: ``LogError/newerSchema(found:known:)`` for the file of a later version, which stays as it is.
    package init(
        path: String, retention: Retention = .forEver, bounds: Bounds = Bounds(),
        now: @escaping @Sendable () -> Timestamp = LocalLog.systemTime,
        onFailure: @escaping @Sendable (LocalLogIncident) -> Void
    ) throws(LogError) {
        self.bounds = bounds
        self.onFailure = onFailure
        backlog = Mutex(LocalLogBacklog(bounds: bounds))
        handle = Mutex(try LocalLogHandle(path: path))
        upkeep = LocalLogUpkeep(retention: retention, now: now)
        queue.async { self.tellIncidents() }
        scheduleUpkeep(after: LocalLogUpkeep.firstSeconds)
    }

    // MARK: Changes

    /// Hands lines over to be stored. A line that is there already adds nothing: one of the same message id, or one that is replayed and of
    /// the same sender, text and second as a line that is there, where one of the two has no id. Two lines without text are the same where their
    /// messages are. The user's own line without an id, which has the time of their own clock, is the replayed one within two minutes, too. Of
    /// lines that come live without an id, none is another: two programs that hear the same line keep it twice, since nothing tells it from one
    /// that was said twice.
    ///
    /// A line with a part of more than a mebibyte is not kept.
    /// - Parameter room: a folded name.
    package func append(_ lines: [LoggedLine], to room: Bytes) {
        submit(lines.filter(\.isBounded).map { .line($0, room: room) })
    }

    /// Takes out the text and the message of a line; that it was there, and when, stays.
    package func redact(_ messageID: Bytes, in room: Bytes) {
        guard !messageID.isEmpty else { return }
        submit([.redaction(messageID: messageID, room: room)])
        queue.async { self.cleanSoon() }
    }

    /// Takes out a room with all its lines and its marker. They are not found any more from the next question on.
    ///
    /// - Parameter answer: called when they are gone from the file, or when the log is closed, which takes two more seconds for it at most;
    ///   what is left then goes at the next start.
    package func forget(_ room: Bytes, then answer: (@Sendable () -> Void)? = nil) {
        submit([.forgetting(room: room)])
        queue.async {
            self.commit()
            self.upkeep.await(answer ?? {})
            self.cleanSoon()
        }
    }

    /// Gives a room another name, with its lines and its marker. Where the log knows a room of that name, both stay what they are, and what is
    /// redacted in that room is redacted in this one, too.
    package func rename(_ room: Bytes, to name: Bytes) {
        submit([.renaming(room: room, to: name)])
    }

    /// Notes up to which moment a room was read. An earlier one than is noted changes nothing.
    package func markRead(_ room: Bytes, at time: Timestamp) {
        submit([.readMarker(time, room: room)])
    }

    private func submit(_ entries: [LocalLogEntry]) {
        guard backlog.withLock({ $0.add(entries) }) else { return }
        queue.asyncAfter(deadline: .now() + .milliseconds(bounds.delay)) { self.commit() }
    }

    /// Stores what waits and closes the file. What is appended afterwards is not stored, and what is asked is answered as empty.
    package func close(then answer: @escaping @Sendable () -> Void) {
        queue.async {
            self.commit(isRetry: true)
            let deadline = ContinuousClock.now + .seconds(2)
            while self.upkeep.isAwaited, ContinuousClock.now < deadline, self.doUpkeep() {}
            self.handle.withLock { $0.close() }
            self.upkeep.finish()
            answer()
        }
    }

    // MARK: Questions

    /// Reads the file on the queue, and answers there.
    ///
    /// - Parameter nothing: the answer where it cannot be read.
    func ask<Answer: Sendable>(
        orElse nothing: Answer, _ question: @escaping @Sendable (LocalLogFile) throws(LogError) -> Answer,
        then answer: @escaping @Sendable (Answer) -> Void
    ) {
        queue.async {
            self.commit()
            let found = self.handle.withLock { $0.ask(question) }
            self.tellIncidents()
            answer(found ?? nothing)
        }
    }

    // MARK: On the queue

    /// Stores all that waits.
    ///
    /// - Parameter isRetry: true to try it although the last attempt failed.
    private func commit(isRetry: Bool = false) {
        while let group = backlog.withLock({ $0.next(isRetry: isRetry) }) {
            do throws(LogError) {
                try handle.withLock { handle throws(LogError) in try handle.store(group) }
                tellIncidents()
                if let incident = backlog.withLock({ $0.noteStored(group.count) }) { onFailure(incident) }
            } catch {
                tellIncidents()
                if let incident = backlog.withLock({ $0.noteFailure(error) }) { onFailure(incident) }
                return retryLater()
            }
        }
    }

    private func retryLater() {
        guard upkeep.setRetry(true) else { return }
        queue.asyncAfter(deadline: .now() + .milliseconds(bounds.retry)) { [weak self] in
            guard let self else { return }
            _ = upkeep.setRetry(false)
            if !handle.withLock({ $0.isClosed }) { commit(isRetry: true) }
        }
    }

    private func tellIncidents() {
        for incident in handle.withLock({ $0.takeIncidents() }) { onFailure(incident) }
    }

    // MARK: Upkeep, on the queue

    /// Begins the upkeep now and then.
    private func scheduleUpkeep(after seconds: Int) {
        queue.asyncAfter(deadline: .now() + .seconds(seconds)) { [weak self] in
            guard let self, !handle.withLock({ $0.isClosed }) else { return }
            cleanSoon()
            scheduleUpkeep(after: LocalLogUpkeep.seconds)
        }
    }

    /// Begins the upkeep where it is not at work.
    private func cleanSoon() {
        guard upkeep.begin() else { return }
        continueUpkeep()
    }

    /// One piece after the other, with a pause behind each; what was appended and asked meanwhile is done first.
    private func continueUpkeep() {
        queue.asyncAfter(deadline: .now() + .milliseconds(LocalLogUpkeep.pauseMilliseconds)) { [weak self] in
            guard let self else { return }
            commit()
            if doUpkeep() { return continueUpkeep() }
            upkeep.end(isDone: !backlog.withLock(\.isFailing))
        }
    }

    /// False where nothing is left to do, or where it failed, to be tried again with the next upkeep.
    private func doUpkeep() -> Bool {
        let (retention, time) = (upkeep.retention, upkeep.now())
        let isMore: Bool? = handle.withLock { handle in try? handle.upkeep(retention, at: time) }
        tellIncidents()
        return isMore ?? false
    }
}

extension LocalLog {
    /// The bounds of what waits in memory.
    package struct Bounds: Hashable, Sendable {
        /// The most lines, and their most bytes, that wait while the disk fails; further ones are lost.
        package var lines = 10_000
        package var bytes = 8 << 20
        /// The milliseconds until what was appended is committed.
        package var delay = 100
        /// The milliseconds between two attempts while the disk fails.
        package var retry = 5000

        package init() {}
    }

    /// The present moment by the system's clock.
    package static let systemTime: @Sendable () -> Timestamp = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec)).advanced(byMilliseconds: Int64(time.tv_nsec / 1_000_000))
    }
}
