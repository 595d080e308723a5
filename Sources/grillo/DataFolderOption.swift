import ArgumentParser
import Server

/// Which server's folder a command is about.
struct DataFolderOption: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("The server's data folder: history, accounts and key.", valueName: "dir"),
        completion: .directory)
    var data: String?

    /// Throws where it is not named and the environment does not say where it is.
    func folder() throws -> String {
        let folder = data ?? DataFolder.standard(environmentVariable)
        try DataFolder.requireNamed(folder)
        return folder
    }

    /// Fills `--data` from what another command was given.
    init(data: String?) { self.data = data }

    init() {}
}
