import ArgumentParser
import Server

/// `grillo status`: how a server does.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the status of a server.",
        discussion: """
            The exit status is 0 if the server is well, 1 if it is ill or does not answer, 69 if none runs, and 77 if you may not \
            look. It answers within a second and writes nothing, so it works on a full disk, too.
            """)
    @OptionGroup var place: DataFolderOption
    @Flag(name: .long, help: "Print one line of JSON; docs/hosting.md explains the keys.") var json = false
    @Flag(
        name: .long,
        help: "Exit with 1 only if the server does not answer or cannot store messages, for what restarts it.")
    var alive = false
    @Flag(name: .long, help: "Show it again each second, until Ctrl-C.") var watch = false

    func run() throws {
        try carryOut {
            let folder = try place.folder()
            if watch { StatusWatch(folder: folder, json: json).run() }
            switch ServerPresence.find(in: folder) {
            case .running(let status):
                let lines = json ? [try status.json] : OutputTable.lines(of: StatusText.rows(status))
                for line in lines { print(line) }
                guard alive ? status.isAlive : status.ill.isEmpty else { throw ExitCode(1) }
            case .silent(let words): throw fail(words, code: 1)
            case .unknown(let words): throw fail(words, code: 77)
            case .absent(let words): throw fail(words, code: 69)
            }
        }
    }
}
