/// A mount namespace of a test's own: nobody else sees what is mounted there, and it ends with its last process.
enum MountNamespace {
    /// As root that is enough, others need to be root in one of users first.
    private static let commands = [["unshare", "-m"], ["unshare", "-rm"]]

    /// The way to have one here; nil where there is none.
    private static let command: [String]? = commands.first { succeeds($0 + ["mount", "-t", "tmpfs", "none", "/mnt"]) }

    static var isPossible: Bool { command != nil }

    /// True if a script of the shell, which starts in an empty folder in memory, goes well in a new one.
    static func allows(_ script: String) -> Bool {
        isPossible && succeeds(wrapper("mount -t tmpfs none /mnt; cd /mnt; \(script)") + ["true"])
    }

    /// Runs a program in a new one, after a script of the shell that ends with the first command that fails.
    static func wrapper(_ script: String) -> [String] {
        (command ?? []) + ["sh", "-ec", "\(script)\nexec \"$@\"", "sh"]
    }

    private static func succeeds(_ command: [String]) -> Bool {
        (try? ProgramResult.of("/usr/bin/env", command))?.code == 0
    }
}
