import ArgumentParser
import Exchange
import Foundation
import Protocol
import Server
import Transport

/// `grillo export`: what was said, for people and for other programs.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the history, or a part of it, as JSON, text or pages; also while the server runs.",
        discussion: """
            JSON holds all of it, with the talks of two people, and goes to standard output or to a file; docs/export.md describes it. Text and \
            pages hold one room each: with --room they go to standard output or to a file, without it to a folder of files. --account takes \
            what one person said, that person's talks with others, and in JSON all that is kept about the account, without its password. \
            Nothing that is there is overwritten. What is not whole yet is called NAME.PID.partial.
            """)
    @OptionGroup var place: DataFolderOption

    @Option(name: .long, help: ArgumentHelp("Only this room. May be given several times.", valueName: "room"))
    var room: [String] = []

    @Option(name: .long, help: ArgumentHelp("Only what is this account's.", valueName: "name"))
    var account: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Only from then on: 2026-11-30, 2026-11-30T18:00:00Z (in UTC), or 30d for thirty days ago.",
            valueName: "time"),
        transform: MomentArgument.moment)
    var since: Timestamp?

    @Option(
        name: .long, help: ArgumentHelp("Only what was before that moment.", valueName: "time"),
        transform: MomentArgument.moment)
    var until: Timestamp?

    @Option(name: .long, help: "The form: json, text (as WeeChat's logger writes it) or html.")
    var format = ExportFormat.json

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Of the times in text and pages: UTC, Europe/Rome. This machine's by default.", valueName: "zone"),
        transform: TimeZoneArgument.zone)
    var timeZone: TimeZone?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("The file, or the folder, to write. It must not exist yet.", valueName: "path"),
        completion: .file())
    var output: String?

    func validate() throws {
        for name in room where !name.hasPrefix("#") {
            throw ValidationError("'\(name)' is no room. Name one: grillo export --room '#lobby'")
        }
        guard output != "" else {
            throw ValidationError("No file is named. Say one: grillo export --output history.jsonl")
        }
        guard destination != nil else {
            throw ValidationError(
                "Each room is a file of its own in this form. Name a folder for them, --output rooms, or one room, --room '#lobby'"
            )
        }
    }

    /// Nil where several files have no folder.
    private var destination: FolderExport.Place? {
        guard format.holdsSeveral || Set(room).count == 1 else { return output.map { .folder($0) } }
        return output.flatMap { $0 == "-" ? nil : .file($0) } ?? .standardOutput
    }

    func run() throws {
        ignoreSIGXFSZ()
        guard let destination else { return }
        let filter = ExportFilter(rooms: room, account: account, since: since, until: until)
        let progress = ProgressLine("Exporting")
        var count = 0
        try carryOut {
            defer { progress.end() }
            count = try FolderExport.make(
                of: place.folder(), filter, as: format, timeZone: timeZone ?? .current, to: destination
            ) { progress.show($0) }
        }
        switch destination {
        case .standardOutput: break
        case .file(let path): print("The history is in \(path).")
        case .folder(let path): print("The history is in \(path): \(count == 1 ? "1 file" : "\(count) files").")
        }
    }
}

extension ExportFormat: ExpressibleByArgument {}
