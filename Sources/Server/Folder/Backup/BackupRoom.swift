import Glibc
import SystemBasics

/// The room on the disks that a backup needs while it is made. On the disk of the history some is left to the server, whose messages are worth
/// more than a copy of them.
struct BackupRoom {
    /// The bytes of the history, which a copy has at most.
    let bytes: Int64
    private let folder: String

    /// - Parameter folder: the data folder.
    init(of folder: String) {
        self.folder = folder
        bytes = ["", "-wal"].reduce(0) { sum, end in
            var status = stat()
            guard stat("\(folder)/\(BackupArchive.history)\(end)", &status) == 0 else { return sum }
            return sum.addingReportingOverflow(max(Int64(status.st_size), 0)).partialValue
        }
    }

    /// The bytes that a backup needs where it is made: where it is a tar, the copy that goes into it lies beside it. One that is compressed is
    /// taken for half of what it holds.
    func needed(for form: BackupForm) -> Int64 {
        switch form {
        case .files: bytes
        case .tar(let isCompressed):
            bytes.addingReportingOverflow(isCompressed ? bytes / 2 : bytes).partialValue
        }
    }

    /// Throws where there are not so many bytes in a folder.
    func require(_ bytes: Int64, in place: String) throws(StartError) {
        guard let space = FileSystemUsage(holding: place)?.space else { return }
        let reserve = isServers(place) ? space.reserve : 0
        guard !Self.isEnough(space, for: bytes, reserve: reserve) else { return }
        let rest = reserve > 0 ? ", and \(StatusText.size(reserve)) are left to the server" : ""
        throw StartError(
            "a backup takes \(StatusText.size(bytes)) in \(place), where \(StatusText.size(space.free)) are free\(rest)",
            remedy: "make room, or choose a place on another disk", exitCode: .inputOutput)
    }

    static func isEnough(_ space: DiskSpace, for bytes: Int64, reserve: Int64) -> Bool {
        let (left, isLess) = space.free.subtractingReportingOverflow(bytes)
        return !isLess && left >= reserve
    }

    /// A sink that stops with `ENOSPC` before it takes what is left to the server.
    func sparing(_ sink: any ByteSink, in place: String) -> any ByteSink {
        isServers(place) ? SparingSink(sink, in: place) : sink
    }

    /// True for a place on the disk of the history.
    private func isServers(_ place: String) -> Bool {
        var (one, other) = (stat(), stat())
        return stat(place, &one) == 0 && stat(folder, &other) == 0 && one.st_dev == other.st_dev
    }
}

/// Looks at the room on a disk now and then while it is written to.
private final class SparingSink: ByteSink {
    private let sink: any ByteSink
    private let place: String
    /// The bytes that are written until the next look.
    private var rest = 0
    private static let interval = 8 << 20

    init(_ sink: any ByteSink, in place: String) {
        self.sink = sink
        self.place = place
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(TarError) {
        rest -= bytes.count
        if rest < 0 {
            rest = Self.interval
            if let space = FileSystemUsage(holding: place)?.space, space.isScarce { throw .system(SystemError(ENOSPC)) }
        }
        try sink.write(bytes)
    }

    func finish() throws(TarError) { try sink.finish() }
}
