import Protocol

/// The measurements of a machine and of the folder of a server on it. A measurement that was not possible is nil, or empty.
struct MachineSurvey: Sendable {
    /// The files and connections that a process may have open at once.
    struct Descriptors: Hashable, Sendable {
        /// The number that counts once the process has raised it as far as it may.
        var limit: Int
        /// The number that a server which runs has open; nil where none runs, or where it may not be looked at.
        var open: Int?
    }

    struct Disk: Hashable, Sendable {
        var space: DiskSpace
        /// Files that can still be made; nil on a file system that does not count them.
        var freeFiles: Int64?
    }

    /// The file system in which a folder is, as `/proc/self/mountinfo` tells of it.
    struct Mount: Hashable, Sendable {
        /// The kind, such as `ext4`.
        var kind: String
        var options: Set<String>
    }

    /// The times that trials took: some bytes written to a new file in the folder, and synced.
    struct SyncTrial: Hashable, Sendable {
        /// In seconds, in the order of the trials; empty where not even the first went well.
        var seconds: [Double] = []
        /// The reason for which the last one failed.
        var failure: String?
    }

    struct Clock: Hashable, Sendable {
        var now = Timestamp(milliseconds: 0)
        /// False where nothing keeps the clock right.
        var isSynchronized: Bool?
        /// The time of the last event of the history.
        var newestEvent: Timestamp?
    }

    struct Certificate: Hashable, Sendable {
        /// True for the one that the server made for itself, which people know by its key.
        var isOwn: Bool
        /// Its last second, in seconds since 1970.
        var end: Int64
        /// The host at which people elsewhere find the server; nil where the configuration does not say it.
        var publicHost: String?
        /// True if it is for that host.
        var coversPublicHost = true
    }

    /// A file or a folder.
    struct Entry: Hashable, Sendable {
        /// In the data folder: the name in it. Elsewhere: the path.
        var name: String
        var bytes: Int64 = 0
        /// The time of its last change, in seconds since 1970.
        var changed: Int64 = 0
        /// The bits of its mode that say who may read and change it.
        var mode: UInt32
    }

    /// The faults of the server's configuration.
    struct Configuration: Sendable {
        /// The first mistake, with its remedy.
        var mistake: (cause: String, remedy: String)?
        /// The credentials that only the service is given.
        var unknownCredentials: [ServerConfiguration.Credential] = []
    }

    /// The path of the data folder.
    let folder: String
    /// True where a line is to be on the disk before anybody is shown it.
    var promisesDurability = true
    /// True where what is said is kept in files.
    var keepsHistory = true
    var configuration = Configuration()
    /// The user to whom the data folder belongs, where that is another one.
    var owner: String?
    /// The mode of the data folder; nil before there is one.
    var folderMode: UInt32?
    /// The regular files in the data folder.
    var files: [Entry] = []
    /// The names of the files in the data folder that a command left half-made which was killed.
    var halfMade: [String] = []
    /// The seconds for which copies are kept that were set aside; nil for ever.
    var keepCopies: Int64?
    /// True where the server makes backups by itself.
    var makesBackups = false
    /// True where the backups that it makes lie on the disk of the history.
    var sharesDiskWithBackups = false
    /// The folders of imports that were broken off: the data folder itself, and what was to become one in its place.
    var unfinishedImports: [String] = []
    /// The files elsewhere that hold secrets. A group may be the one whose members are to read them.
    var secrets: [Entry] = []
    var disk: Disk?
    var mount: Mount?
    /// The paths of the libraries that a server which runs has loaded; where none runs, those of this process.
    var libraries: [String] = []
    var trial = SyncTrial()
    var descriptors: Descriptors?
    var clock = Clock()
    var certificate: Certificate?
    /// The reason for which a server cannot use its certificate or key, with the remedy.
    var certificateFault: (cause: String, remedy: String)?
    /// The moment of the last copy that was made of the folder, in seconds since 1970.
    var lastBackup: Int64?

    init(folder: String) { self.folder = folder }

    func path(of file: Entry) -> String { "\(folder)/\(file.name)" }
}
