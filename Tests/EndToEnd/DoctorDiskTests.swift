import Foundation
import Glibc
import TestSupport
import Testing

/// `grillo doctor` on disks and file systems that have what it tells of, each mounted for the test alone.
@Suite(
    .timeLimit(.minutes(1)),
    .enabled(if: MountNamespace.isPossible, "a file system cannot be mounted here, not even in a namespace"))
struct DoctorDiskTests {
    private let folder = Scratch()
    private let data: String

    init() {
        data = folder.file("data")
        mkdir(data, 0o700)
    }

    /// Runs the doctor on the folder `data` after a script of the shell has mounted what is to be there.
    private func outcome(after script: String) throws -> ProgramResult {
        try doctor(["--data", data], wrapper: MountNamespace.wrapper("cd '\(folder.path)'\n\(script)"))
    }

    // MARK: The room on it

    @Test func `A disk that is full, and only in memory`() throws {
        let outcome = try outcome(after: "mount -t tmpfs -o size=4m none data")
        outcome.expectLine(
            "error: the disk of \(data) is full (", "make room on it, or limit the history with history.max-size")
        outcome.expectLine(
            "error: \(data) is in memory (tmpfs), and lost when the machine restarts: move it to a disk")
        #expect(!outcome.output.contains("nothing can be written"), "\(outcome)")
    }

    @Test func `A disk on which not a byte more has room`() throws {
        try outcome(after: "mount -t tmpfs -o size=4m none data; dd if=/dev/zero of=data/ballast 2>/dev/null || :")
            .expectLine(
                "error: nothing can be written in \(data): No space left on device: ",
                "or choose another folder with --data DIR")
    }

    @Test func `A disk that takes few files more`() throws {
        // Its root is one of them.
        try outcome(after: "mount -t tmpfs -o size=64m,nr_inodes=50 none data").expectLine(
            "error: the disk of \(data) takes only 49 files more: ", "many small ones first")
        #expect(!(try outcome(after: "mount -t tmpfs -o size=64m none data").output.contains("takes only")))
    }

    @Test func `A file system in memory that has no size`() throws {
        let outcome = try outcome(after: "mount -t ramfs none data")
        outcome.expectLine("error: \(data) is in memory (ramfs), and lost when the machine restarts: ")
        outcome.expectLine("Not known: disk (the system does not tell its size)")
        #expect(!outcome.output.contains("is full"), "\(outcome)")
    }

    @Test func `A disk that is read only`() throws {
        try outcome(after: "mount -t tmpfs none data; mount -o remount,ro data").expectLine(
            "error: the folder \(data) is not writable: Read-only file system: ", "--data DIR")
    }

    // MARK: What a sync is worth

    /// A disk in a file: it takes from the real one only what is written on it.
    private static func disk(megabytes: Int, at folder: String) -> String {
        "truncate -s \(megabytes)M image; /sbin/mkfs.ext4 -q -m 0 image; mount -o loop,nobarrier image \(folder)"
    }

    private static let hasLoopDevice = MountNamespace.allows("mkdir data; \(disk(megabytes: 8, at: "data"))")

    @Test(.enabled(if: hasLoopDevice, "a file cannot be mounted as a disk here"))
    func `A disk that is nearly full, and mounted without barriers`() throws {
        let fill = "fallocate -l $(($(df --output=avail -B1 data | tail -n 1) - 30000000)) data/ballast"
        let outcome = try outcome(after: "\(Self.disk(megabytes: 1024, at: "data")); \(fill)")
        outcome.expectLine(
            "warning: the disk of \(data) is nearly full (",
            "make room on it, or limit the history with history.max-size")
        outcome.expectLine(
            "error: \(data) is on a file system that is mounted with nobarrier: ", "mount it without that")
    }

    /// The layers of a container, as its engine makes them.
    private static func layers(at folder: String, options: String = "") -> String {
        let layers = "lowerdir=layers/low,upperdir=layers/up,workdir=layers/work"
        return """
            mkdir -p layers; mount -t tmpfs none layers; mkdir layers/low layers/up layers/work
            mount -t overlay -o \(layers)\(options) none \(folder)
            """
    }

    private static let hasOverlays = MountNamespace.allows("mkdir data; \(layers(at: "data", options: ",volatile"))")

    @Test(.enabled(if: hasOverlays, "overlays cannot be mounted here")) func `A container's own layer`() throws {
        try outcome(after: Self.layers(at: "data")).expectLine(
            "warning: \(data) is in the container's own layer, and lost with the container: put it on a volume")
        // Newer kernels say fsync=volatile of it.
        try outcome(after: Self.layers(at: "data", options: ",volatile")).expectLine(
            "error: \(data) is on a file system that is mounted with ",
            "volatile: a sync does nothing there: mount it without that")
    }

    @Test(.enabled(if: RemoteDisk.isPossible, "a program cannot stand behind a file system here"))
    func `A folder that another machine keeps`() throws {
        try doctor(["--data", data], wrapper: RemoteDisk.wrapper(at: data)).expectLine(
            "warning: \(data) is on a file system that another machine keeps (fuse.sshfs), ",
            "move it to a disk, and set --data DIR")
    }
}
