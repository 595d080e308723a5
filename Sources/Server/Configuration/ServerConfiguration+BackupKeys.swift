import Configuration
import Protocol

extension ServerConfiguration {
    static let backupKeys: [Key] = [
        .init(
            "backup.folder",
            "Where the server makes backups by itself: a folder for these alone, best on another disk. Without it, none.",
            .atOnce, .example(TOML.text(folderExample)), \.backups.folder, written: { $0.map(TOML.text) }
        ) { value throws(ValueProblem) in
            guard let path = value.filledText, path.hasPrefix("/") else {
                throw .rule("must be the whole path of a folder, such as \"\(folderExample)\"")
            }
            return path
        },
        .init(
            "backup.every", "How often it makes one.", .atOnce, .standard { TOML.text(time($0.backups.every)) },
            \.backups.every
        ) { value throws(ValueProblem) in
            guard let span = value.text.flatMap({ TimeSpan($0) }), span.seconds >= shortestInterval else {
                throw .rule("must be a time of at least \(TimeSpan(seconds: shortestInterval)), such as \"12h\"")
            }
            return span.seconds
        },
        .number("backup.keep", "How many of them are kept.", .atOnce, 1...10_000, \.backups.keep),
    ]

    static let keepCopiesKey = Key(
        "keep-copies",
        "How long copies are kept that an upgrade or a restore set aside, with all that is deleted meanwhile; or \"forever\".",
        .atOnce, .standard { TOML.text($0.keepCopies.map(time) ?? forever) }, \.keepCopies
    ) { value throws(ValueProblem) in
        let text = value.text
        if text == forever { return nil }
        guard let span = text.flatMap({ TimeSpan($0) }) else {
            throw .rule("must be a time such as \"30d\", or \"\(forever)\"")
        }
        return span.seconds
    }

    private static let folderExample = "/var/backups/grillo"

    private static let forever = "forever"

    /// In seconds: who wants a copy of each minute wants another disk.
    private static let shortestInterval: Int64 = 60

    /// A time in the largest unit, up to a day, that leaves no rest.
    static func time(_ seconds: Int64) -> String {
        let units: [(letter: String, seconds: Int64)] = [("d", 86_400), ("h", 3600), ("m", 60)]
        let unit = units.first { seconds % $0.seconds == 0 }
        return unit.map { "\(seconds / $0.seconds)\($0.letter)" } ?? "\(seconds)s"
    }

    /// Refuses to be asked for copies of what is in no file.
    func checkBackups() throws(StartError) {
        guard backups.folder != nil, history == .memory else { return }
        throw StartError(
            "backup.folder asks for copies of a history that is in memory", remedy: "leave one of them out",
            exitCode: .configuration)
    }
}
