import Foundation
import Server
import TerminalApp

/// `grillo-manual PAGE DATE`: writes a page of the manual to standard output, in the language of mdoc(7), with that date.
///
/// The page of a program is made from its help, as `--experimental-dump-help` prints it, read from standard input; that of a file from
/// the table of its keys, which reads the file, too. So the pages tell what the help tells.
@main
enum ManualPages {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 2, let text = try page(arguments[0], of: arguments[1]) else {
            let names = PageNotes.all.map(\.name).joined(separator: "|")
            FileHandle.standardError.write(Data("usage: grillo-manual \(names) DATE <HELP\n".utf8))
            exit(64)
        }
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    /// Nil where there is no such page.
    private static func page(_ name: String, of date: String) throws -> String? {
        guard let notes = PageNotes.all.first(where: { $0.name == name }) else { return nil }
        return switch name {
        case PageNotes.serverFile.name:
            FilePage(
                ServerConfiguration.schema, for: ServerConfiguration(dataFolder: "~/.local/state/grillo/server"), notes
            ).text(of: date)
        case PageNotes.preferencesFile.name:
            FilePage(Preferences.schema, for: Preferences(), notes).text(of: date)
        default:
            try ProgramPage(
                JSONDecoder().decode(ProgramHelp.self, from: FileHandle.standardInput.readDataToEndOfFile()), notes
            ).text(of: date)
        }
    }
}
