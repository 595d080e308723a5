/// The bounds of a server that is well.
extension ServerStatus {
    /// Seconds before the certificate's end from which on it must be renewed: a week.
    static let certificateNotice: Int64 = 7 * 86_400
    /// Seconds for which the index may be behind: it works beside everything else, and catches up by itself.
    static let indexPatience = 600.0
    /// Seconds that a backup may take or be late, however frequent they are to be: a large history takes a while.
    static let backupPatience: Int64 = 6 * 3600
    /// Seconds that the log may take for an answer. A disk that is busy takes less.
    static let gatePatience = 5.0

    /// Finds out what is wrong: the illnesses in the order in which they are to be cured.
    package mutating func diagnose() {
        ill = [logIllness, diskIllness, queueIllness, certificateIllness, backupIllness, indexIllness].compactMap(
            \.self)
    }

    /// False where the server does not do what it is for. What else is wrong no restart would mend.
    package var isAlive: Bool { !ill.contains { $0.part == .log } }

    private var logIllness: Illness? {
        if let failure = log.failure { return Illness(.log, "messages cannot be stored", remedy: failure) }
        guard log.isGone else { return nil }
        return Illness(
            .log, "the history's file is not in its place any more, and what is said is lost when the server ends",
            remedy: "stop the server, and put a backup there with grillo restore FILE")
    }

    private var diskIllness: Illness? {
        guard let disk, disk.isScarce else { return nil }
        return Illness(
            .disk, "the disk is nearly full (\(StatusText.size(disk.free)) left)",
            remedy: DiskSpace.remedy)
    }

    private var queueIllness: Illness? {
        guard queues.gateWait > Self.gatePatience else { return nil }
        return Illness(
            .queue,
            "messages wait for the disk, the oldest for \(StatusText.duration(queues.gateWait))",
            remedy: "look at the disk, and at what else writes to it")
    }

    private var certificateIllness: Illness? {
        let (left, isOver) = certificate.end.subtractingReportingOverflow(time)
        guard !isOver, left < Self.certificateNotice else { return nil }
        let cause =
            left < 0 ? "the certificate has expired" : "the certificate expires in \(StatusText.duration(Double(left)))"
        return Illness(
            .certificate, cause, remedy: Certificate.renewal(isOwn: certificate.isOwn, in: "the data folder"))
    }

    /// Backups that fail, and those that hang: a disk may take a backup's time, but not that until the one behind the next.
    private var backupIllness: Illness? {
        guard let backup else { return nil }
        if let failure = backup.failure { return Illness(.backup, "no backup could be made", remedy: failure) }
        if let begun = backup.running {
            let (age, isOver) = time.subtractingReportingOverflow(begun)
            if !isOver, age > Self.backupPatience {
                return Illness(
                    .backup, "a backup that was begun \(StatusText.duration(Double(age))) ago is not made yet",
                    remedy: "look at the disk of backup.folder, or set it to another")
            }
        }
        guard let last = backup.last else { return nil }
        let (age, isOver) = time.subtractingReportingOverflow(last)
        let (patience, isLong) = backup.every.multipliedReportingOverflow(by: 2)
        guard !isOver, !isLong, age > max(patience, Self.backupPatience) else { return nil }
        return Illness(
            .backup, "the last backup is \(StatusText.duration(Double(age))) old",
            remedy: "look at the disk of backup.folder")
    }

    private var indexIllness: Illness? {
        guard indexLag > Self.indexPatience else { return nil }
        return Illness(
            .index, "the search index is \(StatusText.duration(indexLag)) behind",
            remedy: "see the server's log; until it catches up, searches take longer")
    }
}

extension ServerStatus.Certificate {
    /// The remedy for one that ends soon.
    ///
    /// - Parameters:
    ///   - isOwn: true for one that the server made itself.
    ///   - folder: the data folder, in words.
    static func renewal(isOwn: Bool, in folder: String) -> String {
        isOwn
            ? "move tls.crt out of \(folder), and restart to have a new one made for the same key"
            : "renew it; the server reloads a file by itself, and a credential when the service is restarted"
    }
}
