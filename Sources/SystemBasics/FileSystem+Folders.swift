import Glibc

extension FileSystem {
    /// Why a folder could not be made.
    package struct FolderFailure: Error {
        /// The folder on the way that could not.
        package let path: String
        package let cause: SystemError
    }

    /// Makes a folder, and those above it that are not there, for their owner only (mode 0700). What is there stays as
    /// it is.
    package static func makeFolder(_ path: String) throws(FolderFailure) {
        var partial = path.hasPrefix("/") ? "" : "."
        for name in path.split(separator: "/") {
            partial += "/" + name
            let code = mkdir(partial, 0o700) == 0 ? 0 : errno
            guard code == 0 || code == EEXIST || isFolder(partial) else {
                throw FolderFailure(path: partial, cause: SystemError(code))
            }
        }
    }
}
