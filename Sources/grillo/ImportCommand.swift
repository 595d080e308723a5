import ArgumentParser
import Basics
import Exchange
import Foundation
import Server
import Transport

/// `grillo import`: takes in what was said elsewhere.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a new data folder of histories from elsewhere, and of an existing one.",
        discussion: """
            It takes what grillo export wrote as JSON, the logs of WeeChat, irssi and ZNC, and Ergo's database and export. First it \
            says what it would take and what not. Nothing that is there is changed: start the server on the new folder when you \
            like it. Lines that two of the histories have are taken once. What is imported belongs to no account, and talks of two \
            people are left out but with --talks. A room that nobody registered is read in full by whoever comes into it. All \
            message ids are new.
            """)

    @Argument(help: "The files to import, or folders of them.", completion: .file()) var files: [String]

    @Option(
        name: .long, help: ArgumentHelp("The new data folder. It must not exist yet, or be empty.", valueName: "dir"),
        completion: .directory)
    var into: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The data folder whose history, accounts and key go into the new one, too. Stop its server first.",
            valueName: "dir"), completion: .directory)
    var with: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The room, or the other's nick, that the logs tell of. By default the file's name tells it.",
            valueName: "room"))
    var room: String?

    @Option(name: .long, help: ArgumentHelp("The nick of whoever kept the logs of private talks.", valueName: "nick"))
    var nick: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Of the times in logs: UTC, Europe/Rome. This machine's by default.", valueName: "zone"),
        transform: TimeZoneArgument.zone)
    var timeZone: TimeZone?

    @Option(name: .long, help: "The form of the files. By default it is found by looking.")
    var format: ImportFormat?

    @Option(
        name: .long,
        help: ArgumentHelp("A new file for all that is not taken, each with its line and reason.", valueName: "file"),
        completion: .file())
    var losses: String?

    @Flag(
        name: .long,
        help: "Take the talks of two people, too. Whoever has the nick of one of them as an account may read them.")
    var talks = false

    @Flag(name: .long, help: "Only say what would be taken, and what not.")
    var dryRun = false

    @Flag(name: .long, help: "Do not ask.")
    var yes = false

    func validate() throws {
        guard !files.contains("") else {
            throw ValidationError("No file is named. Say one: grillo import FILE --into DIR")
        }
        guard !into.isEmpty else {
            throw ValidationError("No folder is named. Say a new one: grillo import FILE --into DIR")
        }
        guard !(dryRun && yes) else { throw ValidationError("--dry-run never writes, so it needs no --yes") }
    }

    func run() throws {
        ignoreSIGXFSZ()
        var isWritten = false
        if let losses { try ImportLosses.requireFree(losses) }
        try carryOut {
            let request = FolderImport.Request(
                files: files, folder: into, kept: with, format: format,
                context: ForeignLogContext(
                    room: room, ownNick: nick, timeZone: timeZone ?? .current, takesTalks: talks))
            let interruption = ImportInterruption()
            interruption.watchSignals()
            let progress = ProgressLine("Importing")
            let work: FolderImport
            do {
                defer { progress.end() }
                work = try FolderImport(request, interruption: interruption) { progress.show($0) }
            }
            // The writing itself leaves nothing that is of no use.
            var isBegun = false
            defer { if !isBegun { work.abandon() } }
            for line in ImportReportText.lines(of: work.report) { print(line) }
            if let losses { try ImportLosses.write(work, to: losses) }
            guard try isWanted(work.report) else { return print("Nothing was written.") }
            do {
                defer { progress.end() }
                isBegun = true
                try work.write { progress.show($0) }
            }
            isWritten = true
        }
        guard isWritten else { return }
        let folder = ShellWord.quoted(into)
        print("The history is in \(folder).")
        if let with {
            print("\(ShellWord.quoted(with)) is as it was; what was said there has new message ids in \(folder).")
        }
        print("Look at it: grillo serve --data \(folder)")
    }

    /// Asks, where there is somebody to ask.
    private func isWanted(_ report: ImportReport) throws -> Bool {
        if dryRun { return false }
        guard report.taken > 0 else {
            let isDouble = report.files.contains { $0.doubles > 0 }
            let cause = isDouble ? "nothing of it is new" : "nothing of it can be taken"
            throw fail("\(cause), so nothing was written: see above", code: 65)
        }
        if yes { return true }
        guard isatty(0) == 1 else {
            throw fail("nobody can be asked, so nothing was written: look at this, and run it with --yes", code: 64)
        }
        try? FileHandle.standardError.write(contentsOf: Data("Write it to \(ShellWord.quoted(into))? [y/N] ".utf8))
        return ["y", "yes"].contains(readLine()?.lowercased())
    }
}

extension ImportFormat: ExpressibleByArgument {}

extension ProgressLine {
    fileprivate func show(_ progress: ImportProgress) {
        switch progress {
        case .reading(let count): show("\(count) lines read")
        case .comparing(let part): show("comparing, \(Int(part * 100)) %")
        case .writing(let part): show("writing, \(Int(part * 100)) %")
        }
    }
}
