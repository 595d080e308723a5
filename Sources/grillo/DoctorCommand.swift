import ArgumentParser
import Foundation
import Server
import Transport

/// `grillo doctor`: looks the machine over.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look over the machine and the data folder, and say what is wrong and how it is mended.",
        discussion: """
            It tells of the configuration, permissions, the disk and how long a sync takes on it, the limit of open files, the clock, \
            the certificate, copies set aside and backups, whether a server runs on the folder or not, and changes nothing. Run it as \
            the server's user. Each finding is a line: an error (then the exit status is 1) or a warning, the cause, and the remedy.
            """)
    @OptionGroup var place: DataFolderOption

    @Option(
        name: .long,
        help: ArgumentHelp("The file in TOML by which the server goes; --data goes before it.", valueName: "file"),
        completion: .file())
    var config: String?

    @Flag(name: .long, help: "One line of JSON instead of lines for people.")
    var json = false

    func run() throws {
        ignoreSIGXFSZ()
        let standard = ServerConfiguration(dataFolder: DataFolder.standard { ProcessInfo.processInfo.environment[$0] })
        var configuration = standard
        var mistake: ConfigurationFile.Problem?
        if let config {
            do {
                try ConfigurationFile.load(config, into: &configuration)
            } catch {
                (configuration, mistake) = (standard, error)
            }
        }
        if let data = place.data { configuration.dataFolder = data }
        try carryOut { try DataFolder.requireNamed(configuration.dataFolder) }
        let report = Doctor(configuration, configurationFile: config, mistake: mistake).report()
        if json { print(report.json) } else { for line in report.lines { print(line) } }
        if report.hasErrors { throw ExitCode(1) }
    }
}
