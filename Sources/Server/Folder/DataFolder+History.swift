import Glibc
import Storage

extension DataFolder {
    /// Throws unless a folder is this process's user's.
    ///
    /// - Parameter status: the folder's.
    static func requireOwner(_ status: stat, of path: String) throws(StartError) {
        guard status.st_uid != geteuid() else { return }
        let owner = UserName.name(of: status.st_uid)
        throw StartError(
            "the folder \(path) belongs to the user \(owner)",
            remedy: "be that user, as with sudo -u \(owner), or choose another with --data DIR", exitCode: .inputOutput)
    }

    /// The engine of the history that a folder holds. Throws where there is none, or half of an import, and where the folder is another user's:
    /// who may change what is in it could have root read and write what is elsewhere.
    static func engine(ofHistoryIn folder: String) throws(StartError) -> any StorageEngine {
        try requireNamed(folder)
        var status = stat()
        if stat(folder, &status) == 0 { try requireOwner(status, of: folder) }
        try UnfinishedImport.requireNone(in: folder)
        let engine = ServerConfiguration.engine(inFolder: folder)
        guard engine.hasLog else {
            throw StartError(
                "there is no history in \(folder)", remedy: "name the folder of a server with --data DIR",
                exitCode: .inputOutput)
        }
        return engine
    }
}
