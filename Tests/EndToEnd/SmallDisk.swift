/// A disk of a few megabytes for a server of a test's own: a tmpfs in a mount namespace that nobody else sees.
enum SmallDisk {
    /// Puts a program into a namespace of its own: as root that is enough, others need to be root in one of users first.
    private static let namespaces = [["unshare", "-m"], ["unshare", "-rm"]]

    /// How a namespace with mounts of its own is had here; nothing where it cannot be had.
    private static let namespace: [String]? = namespaces.first { command in
        let mount = ["sh", "-c", "mount -t tmpfs -o size=1m none /mnt"]
        return (try? ProgramResult.of(named: command[0], Array(command.dropFirst()) + mount))?.code == 0
    }

    static var isPossible: Bool { namespace != nil }

    /// For ``GrilloServer``: the server's data folder is a disk of so many megabytes.
    static func wrapper(megabytes: Int, at path: String) -> [String] {
        let script = "mkdir -p '\(path)' && mount -t tmpfs -o size=\(megabytes)m none '\(path)' && exec \"$@\""
        return (namespace ?? []) + ["sh", "-c", script, "sh"]
    }
}
