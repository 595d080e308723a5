/// A disk of a few megabytes for a server of a test's own: a tmpfs in a mount namespace that nobody else sees.
enum SmallDisk {
    static var isPossible: Bool { MountNamespace.isPossible }

    /// For ``GrilloServer``: the server's data folder is a disk of so many megabytes.
    static func wrapper(megabytes: Int, at path: String) -> [String] {
        MountNamespace.wrapper("mkdir -p '\(path)'; mount -t tmpfs -o size=\(megabytes)m none '\(path)'")
    }
}
