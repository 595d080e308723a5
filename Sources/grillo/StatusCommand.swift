import ArgumentParser
import Server

/// `grillo status`: how a server does.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the status of a server.",
        discussion: """
            The exit status is 0 if the server is well, 1 if it is ill or does not answer, and 69 if none runs. It answers within \
            a second and writes nothing, so it works on a full disk, too.
            """)
    @OptionGroup var place: DataFolderOption
    @Flag(name: .long, help: "Print one line of JSON; docs/hosting.md explains the keys.") var json = false
    @Flag(name: .long, help: "Show it again each second, until Ctrl-C.") var watch = false

    func run() throws {
        try carryOut {
            let folder = try place.folder()
            if watch { StatusWatch(folder: folder, json: json).run() }
            switch ServerPresence.find(in: folder) {
            case .running(let status):
                let lines = json ? [try status.json] : OutputTable.lines(of: StatusText.rows(status))
                for line in lines { print(line) }
                guard status.ill.isEmpty else { throw ExitCode(1) }
            case .silent(let words): throw fail(words, code: 1)
            case .absent(let words): throw fail(words, code: 69)
            }
        }
    }
}
