import Protocol

/// The checks of the place where the history is kept.
extension MachineSurvey {
    /// With less room than this the next lines may find none.
    static let leastBytes: Int64 = 16 << 20
    static let leastFiles: Int64 = 100

    var diskVerdict: Verdict {
        guard let disk else { return .unknown("the system does not tell its size") }
        let remedy = DiskSpace.remedy
        let left = "\(StatusText.size(disk.space.free)) left"
        var findings: [Finding] = []
        if disk.space.free < Self.leastBytes {
            findings.append(Finding(.disk, .error, "the disk of \(folder) is full (\(left))", remedy: remedy))
        } else if disk.space.isScarce {
            findings.append(Finding(.disk, .warning, "the disk of \(folder) is nearly full (\(left))", remedy: remedy))
        }
        if let files = disk.freeFiles, files < Self.leastFiles {
            findings.append(
                Finding(
                    .disk, .error, "the disk of \(folder) takes only \(files) files more",
                    remedy: "remove files that are not needed, many small ones first"))
        }
        return .of(findings, fine: "disk (\(left))")
    }

    // MARK: What a sync is worth

    /// Kinds of file systems that are in memory: what is on them is gone when the machine ends.
    static let memoryKinds: Set = ["tmpfs", "ramfs", "devtmpfs", "hugetlbfs", "rootfs"]
    /// Those that another machine keeps, or the one around this virtual one: what a sync is worth there is its matter.
    static let remoteKinds: Set = [
        "9p", "nfs", "nfs4", "cifs", "smb3", "smbfs", "vboxsf", "virtiofs", "ceph", "glusterfs", "afs", "fuse.sshfs",
    ]
    /// Options with which a file system leaves out what makes a sync one.
    static let unsafeOptions: Set = ["volatile", "fsync=volatile", "nobarrier", "barrier=0"]
    /// No disk is as fast: the bytes were not on one when the sync was done. In seconds.
    static let leastSyncTime = 0.000_010

    var fileSystemVerdict: Verdict {
        var findings = [preloadFinding, mountFinding].compactMap { $0 }
        // A cause that is known says more than that it is fast.
        if findings.isEmpty, let median = trial.median, median < Self.leastSyncTime {
            findings = [
                syncFinding("a sync in \(folder) takes no time, so that it does nothing", remedy: "move it to a disk")
            ]
        }
        // Any process has some, its own program at least.
        guard !findings.isEmpty || !libraries.isEmpty else {
            return .unknown("what the server has loaded cannot be read: run this as the server's user")
        }
        guard findings.isEmpty, mount == nil, trial.seconds.isEmpty else {
            return .of(findings, fine: mount.map { "file system (\($0.kind))" } ?? "file system")
        }
        return .unknown("the system does not tell which it is")
    }

    private var preloadFinding: Finding? {
        guard let library = libraries.first(where: { $0.contains("eatmydata") }) else { return nil }
        return syncFinding("\(library) makes every sync do nothing", remedy: "start the server without it")
    }

    private var mountFinding: Finding? {
        guard let mount else { return nil }
        let remedy = "move it to a disk, and set --data DIR"
        if Self.memoryKinds.contains(mount.kind) {
            return syncFinding(
                "\(folder) is in memory (\(mount.kind)), and lost when the machine restarts", remedy: remedy)
        }
        if let option = mount.options.intersection(Self.unsafeOptions).min() {
            return syncFinding(
                "\(folder) is on a file system that is mounted with \(option): a sync does nothing there",
                remedy: "mount it without that")
        }
        if mount.kind == "overlay" {
            return Finding(
                .fileSystem, .warning, "\(folder) is in the container's own layer, and lost with the container",
                remedy: "put it on a volume")
        }
        if Self.remoteKinds.contains(mount.kind) {
            return Finding(
                .fileSystem, .warning,
                "\(folder) is on a file system that another machine keeps (\(mount.kind)), whose locks and syncs may not hold",
                remedy: remedy)
        }
        return nil
    }

    /// It breaks a promise only where there is one.
    private func syncFinding(_ cause: String, remedy: String) -> Finding {
        Finding(.fileSystem, promisesDurability ? .error : .warning, cause, remedy: remedy)
    }

    // MARK: How long a sync takes

    /// Everybody waits so long for each line, in seconds; disks that turn take less.
    static let longSyncTime = 0.05

    var syncTimeVerdict: Verdict {
        if let failure = trial.failure {
            return .findings([
                Finding(
                    .syncTime, .error, "nothing can be written in \(folder): \(failure)",
                    remedy: "mend that, or choose another folder with --data DIR")
            ])
        }
        guard let median = trial.median else { return .unknown("nothing was written") }
        let words = StatusText.milliseconds(median)
        guard median > Self.longSyncTime, promisesDurability else { return .fine("sync time (\(words))") }
        return .findings([
            Finding(
                .syncTime, .warning, "a sync in \(folder) takes \(words), and each line waits for one",
                remedy: "see what else writes to that disk, take a faster one, or set durability = \"os\"")
        ])
    }
}

extension MachineSurvey.SyncTrial {
    /// Half of the trials took no longer, in seconds; nil where there were none.
    var median: Double? {
        let sorted = seconds.sorted()
        return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
    }
}
