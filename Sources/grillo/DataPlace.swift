import ArgumentParser
import Foundation
import Server

/// Which server's folder a command is about.
struct DataPlace: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("The folder that keeps the history and the server's key.", valueName: "dir"))
    var data: String?

    /// What is typed behind a command for it to be about a folder: nothing where that is the standard one.
    static func words(for folder: String) -> String {
        guard folder != DataFolder.standard({ ProcessInfo.processInfo.environment[$0] }) else { return "" }
        let isPlain = folder.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || "/._-".utf8.contains(byte)
        }
        return " --data " + (isPlain ? folder : "'" + folder.replacing("'", with: #"'\''"#) + "'")
    }

    /// Throws where it is not named and the environment does not say where it is.
    func folder() throws -> String {
        let folder = data ?? DataFolder.standard { ProcessInfo.processInfo.environment[$0] }
        try DataFolder.requireNamed(folder)
        return folder
    }

    /// Fills `--data` from what another command was given.
    init(data: String?) { self.data = data }

    init() {}
}
