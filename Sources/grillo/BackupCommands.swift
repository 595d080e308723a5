import ArgumentParser
import Foundation
import Server
import Transport

/// `grillo backup`: a copy of the history, and of the server's key.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the history, the accounts and the key, also while the server runs.",
        discussion: """
            FILE.tar.gz and FILE.tgz are one compressed tar with all of it, FILE.tar is the same as it is, and - writes a \
            compressed tar to standard output. By any other name the history alone is in FILE, and the server's key and certificate \
            are in FILE.key and FILE.crt. A copy is looked over before it has its name. Keep it as safe as the key itself.
            """)
    @OptionGroup var place: DataFolderOption
    @Argument(help: "The file to write, which must not exist yet, or -.", completion: .file()) var file: String

    func validate() throws { try BackupFileName.check(file, "grillo backup") }

    func run() throws {
        ignoreSIGXFSZ()
        let progress = ProgressLine("Copying")
        guard file != BackupFile.stream else { return try writeStream(progress) }
        var hasKey = false
        try carryOut {
            defer { progress.end() }
            hasKey = try FolderBackup.make(of: place.folder(), at: file) { progress.show($0) }
        }
        let hasKeyBeside = hasKey && FileManager.default.fileExists(atPath: file + ".key")
        print("The history is in \(file)" + (hasKeyBeside ? ", the server's key in \(file).key." : "."))
    }

    private func writeStream(_ progress: ProgressLine) throws {
        guard isatty(STDOUT_FILENO) != 1 else {
            throw fail("a backup is nothing to read on a terminal: name a file: grillo backup grillo.tar.gz", code: 64)
        }
        ignoreSIGPIPE()
        try carryOut {
            defer { progress.end() }
            try FolderBackup.write(of: place.folder(), to: STDOUT_FILENO) { progress.show($0) }
        }
    }
}

/// `grillo restore`: puts a copy in the place of the history.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of the history and the accounts.",
        discussion: """
            Stop the server first. What was there is kept beside what comes, with .before-restore behind its name, and a number if \
            there is one already. The history that is kept still has what is deleted later: the server removes it after 30 days, or \
            after what keep-copies says. The old key and certificate are yours to remove.
            """)
    @OptionGroup var place: DataFolderOption
    @Argument(
        help: "The file that grillo backup made, a tar or not; - for a tar on standard input.", completion: .file())
    var file: String

    func validate() throws { try BackupFileName.check(file, "grillo restore") }

    func run() throws {
        ignoreSIGXFSZ()
        let progress = ProgressLine("Restoring")
        try carryOut {
            let folder = try place.folder()
            let kept: [String]
            do {
                defer { progress.end() }
                kept = try FolderBackup.restore(file, into: folder) { progress.show($0) }
            }
            print("The history of \(file == BackupFile.stream ? "the backup" : file) is in \(folder).")
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
    static func check(_ file: String, _ command: String) throws {
        guard !file.isEmpty else {
            throw ValidationError("No file is named. Say one: \(command) grillo-backup.tar.gz")
        }
    }
}
