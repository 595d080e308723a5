import ArgumentParser
import Server

/// `grillo status`: how a server does.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Tell how a server does, within a second.",
        discussion: """
            It ends with 0 where the server is well, with 1 where it is ill or does not answer, and with 69 where none runs. It \
            writes nothing, so that it works on a full disk, too.
            """)
    @OptionGroup var place: DataFolderOption
    @Flag(name: .long, help: "Print it as one line of JSON, whose keys docs/hosting.md explains.") var json = false
    @Flag(name: .long, help: "Draw it anew each second, until Ctrl-C.") var watch = false

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
