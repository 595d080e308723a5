import ArgumentParser
import Foundation
import Server
import Storage

/// `grillo backup`: a copy of the history, and the server's key beside it.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the history and the accounts to a file, also while the server runs.",
        discussion:
            "The server's key and certificate are copied to FILE.key and FILE.crt: keep them as safe as the key itself."
    )
    @OptionGroup var place: DataPlace
    @Argument(help: "Where to; nothing may be there yet.") var file: String

    func run() throws {
        let progress = Progress("Copying")
        try carryOut {
            try Backup.make(of: place.folder() + "/history.sqlite", at: file) { progress.show($0) }
            // A folder that was never served has no key yet.
            for kind in ["key", "crt"] where access(place.folder() + "/tls.\(kind)", F_OK) == 0 {
                try Upkeep.copy(place.folder() + "/tls.\(kind)", to: "\(file).\(kind)")
            }
        }
        progress.end()
        let hasKey = access("\(file).key", F_OK) == 0
        print("The history is in \(file)" + (hasKey ? ", the server's key in \(file).key." : "."))
    }
}

/// `grillo restore`: puts a copy in the place of the history.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a copy that backup made in the place of the history.",
        discussion: "The server must not run. What was there is kept beside it, with .before-restore behind its name.")
    @OptionGroup var place: DataPlace
    @Argument(help: "The copy.") var file: String

    func run() throws {
        let progress = Progress("Restoring")
        try carryOut {
            let folder = try DataFolder(path: place.folder())
            try Backup.restore(file, to: folder.database) { progress.show($0) }
            for kind in ["key", "crt"] where access("\(file).\(kind)", R_OK) == 0 {
                try Upkeep.copy("\(file).\(kind)", to: folder.path + "/tls.\(kind)", replacing: true)
            }
        }
        progress.end()
        print("The history of \(file) is in \(place.folder()).")
    }
}

/// `grillo verify`: looks the history over.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Look the history over, from its pages to its meaning; it changes nothing.")
    @OptionGroup var place: DataPlace

    func run() throws {
        let progress = Progress("Verifying")
        var findings: [String] = []
        try carryOut {
            findings = try Verification.findings(in: place.folder() + "/history.sqlite") { progress.show($0) }
        }
        progress.end()
        guard findings.isEmpty else {
            for finding in findings { print(finding) }
            throw fail("the history is damaged: restore a backup, or keep a copy and ask for help", code: 74)
        }
        print("The history is sound.")
    }
}

private enum Upkeep {
    /// A copy that is its owner's alone.
    static func copy(_ source: String, to destination: String, replacing: Bool = false) throws {
        let data = try Data(contentsOf: URL(filePath: source))
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (replacing ? O_TRUNC : O_EXCL)
        let descriptor = open(destination, flags, 0o600)
        guard descriptor >= 0 else {
            throw StartError(
                "\(destination) cannot be written: \(String(cString: strerror(errno)))",
                remedy: "choose a place that is free and writable", .inputOutput)
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: data)
        try handle.synchronize()
        try handle.close()
    }
}
