import Basics
import Glibc
import SystemBasics
import Transport

/// The right to make backups in a folder, which one server alone has: another would take these for its own, and remove them.
///
/// A file in the backups' folder holds the identity of the data folder that they are of, and is locked while one is made.
enum BackupFolderOwner {
    /// The name of the file.
    static let name = "owner"
    /// The name of the file in the data folder that holds its identity.
    static let identityName = "identity"

    /// Takes a folder, which is there, for the time of `body`. One that is nobody's is the data folder's from then on.
    static func locking<Value>(
        _ place: String, for folder: String, _ body: () throws(StartError) -> Value
    ) throws(StartError) -> Value {
        let file = "\(place)/\(name)"
        let identity = try DataFolderIdentity.loadOrMake(in: folder)
        try note(identity, in: file, of: place)
        let descriptor: Int32
        do throws(SystemError) {
            descriptor = try FileSystem.open(file, O_RDWR | O_NOFOLLOW | O_NONBLOCK)
        } catch {
            throw unusable(file, "\(error)")
        }
        defer { close(descriptor) }
        // A file system that knows no locks is content with the identity.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            throw StartError(
                "a backup is being made in \(place) already", remedy: "give each server a backup.folder of its own",
                exitCode: .inputOutput)
        }
        return try body()
    }

    private static func note(_ identity: [UInt8], in file: String, of place: String) throws(StartError) {
        let owner: [UInt8]
        do throws(PrivateFile.Failure) {
            owner = try PrivateFile.readOrMake(file, of: identity)
        } catch {
            throw unusable(file, error.words)
        }
        guard owner == identity else {
            throw StartError(
                "the backups in \(place) are another server's",
                remedy: "set backup.folder to another, or remove \(file) if that server is no more",
                exitCode: .inputOutput)
        }
    }

    private static func unusable(_ file: String, _ words: String) -> StartError {
        StartError(
            "\(file) cannot be used: \(words)", remedy: "check it, or set backup.folder to another",
            exitCode: .inputOutput)
    }
}

/// A number by which a data folder is told from every other, under whatever path. It is drawn when it is asked for first, and is no secret.
private enum DataFolderIdentity {
    /// - Parameter folder: holds a history.
    static func loadOrMake(in folder: String) throws(StartError) -> [UInt8] {
        _ = try DataFolder.engine(ofHistoryIn: folder)
        let file = "\(folder)/\(BackupFolderOwner.identityName)"
        do throws(PrivateFile.Failure) {
            return try PrivateFile.readOrMake(file, of: Array((Hex.encode(Cryptography.randomBytes(16)) + "\n").utf8))
        } catch {
            throw StartError(
                "\(file) cannot be used: \(error.words)", remedy: "check it, and make room on the disk",
                exitCode: .inputOutput)
        }
    }
}

extension PrivateFile {
    /// The whole of a file, which is made of `bytes` where there is none.
    fileprivate static func readOrMake(_ path: String, of bytes: [UInt8]) throws(Failure) -> [UInt8] {
        if !FileSystem.exists(path) {
            do throws(Failure) {
                try write(bytes, to: path, replacing: false)
            } catch  where error != .system(errno: EEXIST) {
                throw error
            }
        }
        return try read(path)
    }
}
