import Basics
import Chat
import Configuration
import Glibc
import Protocol
import SystemBasics
import Transport

/// The folder that holds everything a server must not lose: its history, its key, and the door of its host.
///
/// The process that holds a `DataFolder` is the only server on it: the lock lasts as long as the value, and the system takes it back
/// when the process ends, however it ends.
package final class DataFolder: Sendable {
    package let path: String
    private let lock: Int32

    /// The socket on which the host speaks to its server.
    package var adminSocket: String { Self.adminSocket(in: path) }

    /// True if the folder has such a socket, made by this process's user. No secret is said to a socket that another user made.
    static func isAdminSocketOwned(in path: String) -> Bool {
        var status = stat()
        return lstat(adminSocket(in: path), &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
            && status.st_uid == geteuid()
    }

    package static func adminSocket(in path: String) -> String { path + "/grillo.sock" }

    static func lockFile(in path: String) -> String { path + "/server.lock" }

    /// Makes the folder if it is not there, for its owner alone, and locks it. A folder that is there keeps its mode: what is put into it is
    /// for the owner alone anyway.
    package convenience init(path: String) throws(StartError) { try self.init(path: path, allowsUnfinished: false) }

    /// - Parameter allowsUnfinished: true for whoever imports into it, or removes it; see ``UnfinishedImport``.
    init(path: String, allowsUnfinished: Bool) throws(StartError) {
        self.path = path
        if !allowsUnfinished { try UnfinishedImport.requireNone(in: path) }
        try Self.make(path)
        lock = try Self.lock(path)
        UnfinishedImport.forgetMarks(in: path)
    }

    deinit {
        // A child that is being started holds the descriptor, too, until it runs its program; the lock goes now.
        flock(lock, LOCK_UN)
        close(lock)
    }

    /// Leaves a note of where the server listens, how people elsewhere find it, and by which of its settings the host's commands go, for
    /// those who find the folder locked or the server gone.
    func announce(
        _ endpoints: [ServerConfiguration.Endpoint], _ address: PublicAddress?, _ configuration: ServerConfiguration
    ) {
        let places = endpoints.map { $0.description + "\n" }.joined()
        let link = address.flatMap { InvitationLink(host: $0.host, port: $0.port, keyFingerprint: $0.keyFingerprint) }
        let note = places + (link.map { "\($0)\n" } ?? "") + Self.settingLines(of: configuration)
        // Whoever reads meanwhile finds the one or the other, but not nothing.
        let bytes = Array(note.utf8)
        guard bytes.withUnsafeBytes({ pwrite(lock, $0.baseAddress, $0.count, 0) }) == bytes.count else { return }
        ftruncate(lock, off_t(bytes.count))
    }

    /// The addresses on which the server listens that serves a folder, or served it last; empty if no server has noted any.
    package static func endpointsServed(in path: String) -> [ServerConfiguration.Endpoint] {
        note(in: path).compactMap { ServerConfiguration.Endpoint($0) }
    }

    /// The address at which a program on this machine finds the server that serves a folder, or served it last; nil if no server has
    /// noted any.
    package static func nearEndpoint(in path: String) -> ServerConfiguration.Endpoint? {
        let endpoints = endpointsServed(in: path)
        let near = endpoints.first { endpoint in
            ["", "0.0.0.0", "::"].contains(endpoint.host) || endpoint.isLoopback
        }
        return near.map { .init(host: "localhost", port: $0.port) } ?? endpoints.first
    }

    /// The address at which people elsewhere find the server that serves a folder, or served it last; nil if no server has noted any.
    static func addressServed(in path: String) -> PublicAddress? {
        note(in: path).compactMap { InvitationLink($0) }.first.map {
            PublicAddress(host: $0.host, port: $0.port, keyFingerprint: $0.keyFingerprint)
        }
    }

    /// The keys that the host's commands go by, too.
    private static let settings: Set = [
        "room", "open", "invite-only", "password-file", "accounts.password-length", "accounts.always-on", "limits.nick",
        "limits.room",
    ]

    private static func settingLines(of configuration: ServerConfiguration) -> String {
        let lines = ServerConfiguration.schema.keys.compactMap { key -> String? in
            guard settings.contains(key.path), case .standard(let value) = key.shown else { return nil }
            return "\(key.path) = \(value(configuration))\n"
        }
        let password = configuration.passwordFile.map { "password-file = \(TOML.text($0))\n" } ?? ""
        return lines.joined() + password
    }

    /// The settings of the server that serves a folder, or served it last, as far as the host's commands need them. The other settings, and
    /// all of them if no server has noted any, have their standard values.
    static func settingsServed(in path: String) -> Settings { configurationServed(in: path).settings }

    /// The same, with who may come in.
    static func configurationServed(in path: String) -> ServerConfiguration {
        var configuration = ServerConfiguration(dataFolder: path)
        // The first counts: behind a shorter note may, for a moment, stand the end of the one before.
        for line in note(in: path).reversed() where settings.contains(where: { line.hasPrefix($0 + " = ") }) {
            // A line that another version of the program wrote may say what this one does not know.
            try? ConfigurationFile.read(line, from: lockFile(in: path), into: &configuration)
        }
        return configuration
    }

    /// True if the server that serves a folder, or served it last, has noted who may come in.
    static func recordsAdmission(_ path: String) -> Bool { note(in: path).contains { $0.hasPrefix("invite-only = ") } }

    private static func note(in path: String) -> [String] {
        let bytes = (try? PrivateFile.read(lockFile(in: path))) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// The folder of the service's state where a service manager made one, else `$XDG_STATE_HOME/grillo/server`; empty where the environment
    /// does not say where a person's files are. `variable` looks up an environment variable.
    package static func standard(_ variable: (String) -> String?) -> String {
        ServiceDirectories(variable).state ?? XDGDirectories(variable).state.map { $0 + "/grillo/server" } ?? ""
    }

    /// Throws where there is no path, as ``standard(_:)`` has none where nothing says what it could be.
    package static func requireNamed(_ path: String) throws(StartError) {
        guard path.isEmpty else { return }
        throw StartError(
            "no data folder is named, and HOME does not say where yours is",
            remedy: "name one with --data DIR, or set HOME (in a unit for systemd: StateDirectory=grillo)",
            exitCode: .configuration)
    }

    /// Throws where there is no such folder: what is asked of a server that nobody has hosted would be asked of an empty one.
    package static func requireThere(_ path: String) throws(StartError) {
        try requireNamed(path)
        guard access(path, F_OK) != 0 else { return }
        throw StartError(
            "no server has been hosted in \(path)",
            remedy: "name its folder with --data DIR, or host one there: grillo serve\(option(for: path))",
            exitCode: .inputOutput
        )
    }

    private static func make(_ path: String) throws(StartError) {
        try requireNamed(path)
        do throws(FileSystem.FolderFailure) {
            try FileSystem.makeFolder(path)
        } catch {
            throw StartError(
                "the folder \(error.path) cannot be made: \(error.cause)",
                remedy: "choose another with --data DIR, or make it writable", exitCode: .inputOutput)
        }
        try requireOwn(path)
    }

    /// Checks that a server could use the folder, and makes nothing. A server that serves it already does not notice.
    ///
    /// - Throws: the reason for which a server could not use it.
    static func check(_ path: String) throws(StartError) {
        try requireNamed(path)
        guard access(path, F_OK) != 0 else {
            try requireOwn(path)
            try UnfinishedImport.requireNone(in: path)
            for file in [lockFile(in: path)] + ServerConfiguration.historyFiles(inFolder: path)
            where access(file, F_OK) == 0 && access(file, R_OK | W_OK) != 0 {
                throw StartError(
                    "\(file) cannot be written: \(SystemError(errno))",
                    remedy: "make it writable, or choose another with --data DIR", exitCode: .inputOutput)
            }
            return
        }
        // The folder in which the first of those to be made would be.
        var parent = path
        while access(parent, F_OK) != 0 {
            parent = FileSystem.folder(of: parent)
        }
        var status = stat()
        let code =
            stat(parent, &status) != 0
            ? errno
            : status.st_mode & S_IFMT != S_IFDIR
                ? ENOTDIR : access(parent, W_OK | X_OK) != 0 ? errno : 0
        guard code == 0 else {
            throw StartError(
                "the folder \(path) cannot be made in \(parent): \(SystemError(code))",
                remedy: "choose another with --data DIR, or make that one writable", exitCode: .inputOutput)
        }
    }

    private static func requireOwn(_ path: String) throws(StartError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw StartError(
                "\(path) is not a folder", remedy: "choose another with --data DIR", exitCode: .inputOutput)
        }
        try requireOwner(status, of: path)
        guard access(path, W_OK | X_OK) == 0 else {
            throw StartError(
                "the folder \(path) is not writable: \(SystemError(errno))",
                remedy: "make it writable, or choose another with --data DIR", exitCode: .inputOutput)
        }
    }

    private static func lock(_ path: String) throws(StartError) -> Int32 {
        let file = lockFile(in: path)
        let descriptor = open(file, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StartError(
                "\(file) cannot be written: \(SystemError(errno))",
                remedy: "make the folder writable, or choose another with --data DIR", exitCode: .inputOutput)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            let holder = OwningProcess.locking(file)
            if let holder, holder.stop == nil {
                throw StartError(
                    "\(path) is kept locked by process \(holder.id), which is \(holder.name)",
                    remedy: "see what it does there, or choose another folder with --data DIR", exitCode: .unavailable,
                    isAlreadyServed: true)
            }
            let stop = holder?.stop.map { $0 + ", " } ?? ""
            throw StartError(
                "another server already serves \(path)",
                remedy:
                    "enter it with grillo-tui --serve\(option(for: path)), \(stop)or choose another folder with --data DIR",
                exitCode: .unavailable, isAlreadyServed: true)
        }
        return descriptor
    }
}
