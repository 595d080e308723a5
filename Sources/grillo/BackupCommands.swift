import ArgumentParser
import Server

/// `grillo backup`: a copy of the history, and the server's key beside it.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the history and the accounts to a file, also while the server runs.",
        discussion:
            "The server's key and certificate are copied to FILE.key and FILE.crt: keep them as safe as the key itself."
    )
    @OptionGroup var place: DataFolderOption
    @Argument(help: "The file to write; it must not exist yet.", completion: .file()) var file: String

    func validate() throws { try BackupFileName.check(file, "grillo backup") }

    func run() throws {
        let progress = ProgressLine("Copying")
        var hasKey = false
        try carryOut {
            defer { progress.end() }
            hasKey = try FolderBackup.make(of: place.folder(), at: file) { progress.show($0) }
        }
        print("The history is in \(file)" + (hasKey ? ", the server's key in \(file).key." : "."))
    }
}

/// `grillo restore`: puts a copy in the place of the history.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of the history and the accounts.",
        discussion: """
            Stop the server first. The history that was there is kept beside the new one, with .before-restore behind its name, and \
            a number if there is one already. It keeps what is deleted later: remove it when you no longer need it.
            """)
    @OptionGroup var place: DataFolderOption
    @Argument(help: "The file that grillo backup made.", completion: .file()) var file: String

    func validate() throws { try BackupFileName.check(file, "grillo restore") }

    func run() throws {
        let progress = ProgressLine("Restoring")
        try carryOut {
            let folder = try place.folder()
            let kept: [String]
            do {
                defer { progress.end() }
                kept = try FolderBackup.restore(file, into: folder) { progress.show($0) }
            }
            print("The history of \(file) is in \(folder).")
            guard !kept.isEmpty else { return }
            print("What was there is kept in \(kept.joined(separator: ", ")): remove it when you no longer need it.")
        }
    }
}

/// `grillo verify`: looks the history over.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the history for damage. Nothing is changed.")
    @OptionGroup var place: DataFolderOption

    func run() throws {
        let progress = ProgressLine("Verifying")
        var findings: [String] = []
        try carryOut {
            defer { progress.end() }
            findings = try FolderBackup.verify(place.folder()) { progress.show($0) }
        }
        guard findings.isEmpty else {
            for finding in findings { print(finding) }
            throw fail("the history is damaged: restore a backup, or keep a copy and ask for help", code: 74)
        }
        print("The history is sound.")
    }
}

/// The name of a copy.
private enum BackupFileName {
    /// Refuses what stands for a stream elsewhere: a copy is several files, and a stream is one.
    static func check(_ file: String, _ command: String) throws {
        guard file != "-" else {
            throw ValidationError(
                "a backup is up to three files: history, key and certificate. It cannot be a stream. Name a file: "
                    + "\(command) grillo-backup")
        }
        guard !file.isEmpty else { throw ValidationError("No file is named. Say one: \(command) grillo-backup") }
    }
}
