import ArgumentParser
import Server
import Transport

/// `grillo doctor`: looks the machine over.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the machine and the data folder, and tell what is wrong and how to mend it.",
        discussion: """
            It checks the configuration, permissions, the disk and how long a sync takes on it, the limit of open files, the clock, \
            the certificate, copies set aside and backups, whether the server runs or not. It changes nothing. Run it as the server's \
            user. Each line is a warning or an error (then the exit status is 1), with the cause and the remedy.
            """)
    @OptionGroup var place: DataFolderOption

    @Option(
        name: .long,
        help: ArgumentHelp("The server's configuration file in TOML. --data overrides it.", valueName: "file"),
        completion: .file())
    var config: String?

    @Flag(name: .long, help: "Print one line of JSON instead.")
    var json = false

    func run() throws {
        ignoreSIGXFSZ()
        var configuration = ServerConfiguration(dataFolder: DataFolder.standard(environmentVariable))
        let file = config ?? ConfigurationFile.standard(environmentVariable)
        let mistake = Self.read(file, into: &configuration)
        if let data = place.data {
            configuration.dataFolder = data
        } else if let mistake, configuration.dataFolder.isEmpty || !mistake.leavesDataFolder {
            // Another folder than the server's would be judged.
            throw fail("\(mistake)", code: StartError.ExitCode.configuration.rawValue)
        }
        try carryOut { try DataFolder.requireNamed(configuration.dataFolder) }
        let report = Doctor(configuration, configurationFile: file, mistake: mistake).report()
        if json { print(try report.json) } else { for line in report.lines { print(line) } }
        if report.hasErrors { throw ExitCode(1) }
    }

    /// Reads all of a file that is without a mistake.
    ///
    /// - Returns: the first mistake.
    private static func read(
        _ file: String?, into configuration: inout ServerConfiguration
    ) -> ConfigurationFile.Problem? {
        var mistake: ConfigurationFile.Problem?
        do throws(ConfigurationFile.Problem) {
            if let file { try ConfigurationFile.load(file, into: &configuration) }
        } catch {
            mistake = error
        }
        do throws(ConfigurationFile.Problem) {
            try configuration.resolveCredentials(
                in: ServiceDirectories(environmentVariable).credentials, isOutside: true)
        } catch {
            mistake = mistake ?? error
        }
        return mistake
    }
}
