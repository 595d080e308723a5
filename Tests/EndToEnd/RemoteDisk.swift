import Foundation

/// A folder that another machine keeps, as far as the kernel knows: a program stands behind it, as behind one of SSHFS.
/// <https://www.kernel.org/doc/html/latest/filesystems/fuse.html>
enum RemoteDisk {
    static let isPossible = (try? ProgramResult.of("/usr/bin/env", wrapper(at: "/mnt") + ["true"]))?.code == 0

    /// Runs a program in a mount namespace in which a folder is such a one: it is empty, and nothing can be written in it.
    static func wrapper(at folder: String) -> [String] {
        MountNamespace.wrapper("") + [program, folder]
    }

    private static let program = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "remote-disk").path
}
