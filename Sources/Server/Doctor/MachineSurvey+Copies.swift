import Protocol
import Storage

/// The checks of what there is of the history besides the history.
extension MachineSurvey {
    /// The suffixes of what is set aside: before a copy was put in its place, before a newer version brought it up, and what was damaged.
    static let asideSuffixes = [".before-restore", ".schema", ".damaged"]

    var copiesVerdict: Verdict {
        let copies = files.filter { file in
            Self.asideSuffixes.contains { file.name.contains($0) } && !halfMade.contains(file.name)
        }
        return .of([asideFinding(copies), halfMadeFinding], fine: "no copies set aside")
    }

    private func asideFinding(_ copies: [Entry]) -> Finding? {
        guard !copies.isEmpty else { return nil }
        let bytes = copies.reduce(Int64(0)) { $0.addingReportingOverflow($1.bytes).partialValue }
        return Finding(
            .copies, .warning,
            "copies set aside take \(StatusText.size(bytes)), and keep what was deleted since: "
                + Self.words(copies.map { copy in copy.name + (removal(of: copy).map { " (\($0))" } ?? "") }),
            remedy: "remove them from \(folder) when you no longer need them")
    }

    /// Tells when the server removes a copy; nil for one that it does not remove.
    private func removal(of copy: Entry) -> String? {
        guard let keepCopies, CopiesSetAside.copy(holding: copy.name, of: BackupArchive.history) != nil
        else { return nil }
        let (age, isOdd) = (clock.now.milliseconds / 1000).subtractingReportingOverflow(copy.changed)
        guard !isOdd else { return nil }
        let left = keepCopies.subtractingReportingOverflow(max(age, 0)).partialValue
        guard left > 0 else { return "removed when the server runs" }
        let days = left / 86_400
        return "removed in " + (days > 1 ? "\(days) days" : StatusText.duration(Double(left)))
    }

    private var halfMadeFinding: Finding? {
        guard !halfMade.isEmpty else { return nil }
        return Finding(
            .copies, .warning, "a command that was killed left half-made files: \(Self.words(halfMade))",
            remedy: "remove them from \(folder); the server does so when it starts")
    }

    private static func words(_ names: [String]) -> String {
        names.prefix(4).joined(separator: " ") + (names.count > 4 ? " ..." : "")
    }

    // MARK: Backups

    /// Seconds for which a backup is new: a week.
    static let backupNotice: Int64 = 7 * 86_400

    var backupVerdict: Verdict {
        guard keepsHistory else { return .fine("no history to back up") }
        let remedy =
            makesBackups
            ? "see what grillo status says"
            : "make one each day and to another disk: grillo backup FILE.tar.gz, or set backup.folder"
        guard let lastBackup else {
            return .of(
                [Finding(.backup, .warning, "no backup of \(folder) is known", remedy: remedy), diskFinding], fine: "")
        }
        let (age, isOdd) = (clock.now.milliseconds / 1000).subtractingReportingOverflow(lastBackup)
        let isOld = !isOdd && age > Self.backupNotice
        let finding =
            isOld
            ? Finding(.backup, .warning, "the last backup of \(folder) is \(age / 86_400) days old", remedy: remedy)
            : nil
        return .of([finding, diskFinding], fine: "backup (\(isOdd ? 0 : max(age, 0) / 3600) hours old)")
    }

    private var diskFinding: Finding? {
        guard sharesDiskWithBackups else { return nil }
        return Finding(
            .backup, .warning, "the backups lie on the disk of the history, and are lost with it",
            remedy: "set backup.folder to a folder on another, or copy them elsewhere")
    }
}
