import Glibc
import SystemBasics

/// A process of this machine that holds something which another one wants.
package struct OwningProcess: Hashable, Sendable {
    /// The number that `kill` takes.
    package let id: Int32
    /// The system's name for the program, such as `grillo`: at most 15 bytes, and only ASCII letters, digits, `-`, `_` and `.` of them.
    package let name: String

    /// The words that tell how to end the process if it is one of this program's own; nil for others, which are not to be killed on our word.
    package var stop: String? { name == "grillo" || name == "grillo-tui" ? "stop it with kill \(id)" : nil }

    /// Finds who listens on a TCP port where one that listens at `host` would be in its way. Nil where it is nobody, or a process that may
    /// not be looked at, such as another user's.
    ///
    /// - Parameter host: a name or an address; nothing, or `*`, is all of this machine's.
    package static func listening(at host: String, port: UInt16) -> OwningProcess? {
        let found = ProcNetTCPEntry.all.filter { $0.port == port }.map { ($0, $0.conflictRank(to: host, port: port)) }
        guard let nearest = found.compactMap(\.1).min() else { return nil }
        let sockets = Set(found.filter { $0.1 == nearest }.map(\.0.socket))
        let holders = processes.filter { id in
            let folder = "/proc/\(id)/fd"
            return FileSystem.names(in: folder).contains { sockets.contains(target(of: folder + "/" + $0)) }
        }.map { OwningProcess($0) }
        // A process that has handed its socket on, as init does, is not the one that serves there.
        return holders.first { $0.stop != nil } ?? holders.max { $0.id < $1.id }
    }

    /// Finds who holds the lock that `flock` takes on a file. Nil where it is nobody, or a process that cannot be seen from here.
    package static func locking(_ file: String) -> OwningProcess? {
        var status = stat()
        guard stat(file, &status) == 0 else { return nil }
        let inode = ":\(status.st_ino)"
        for line in lines(of: "/proc/locks") {
            let fields = line.split(separator: " ")
            // `1: FLOCK ADVISORY WRITE 1234 08:01:5678 0 EOF`
            guard fields.count > 5, fields[1] == "FLOCK", fields[5].hasSuffix(inode), let process = Int32(fields[4]),
                process > 0, isOpen(status, in: process)
            else { continue }
            return OwningProcess(process)
        }
        return nil
    }

    private init(_ id: Int32) {
        self.id = id
        let name = (try? PrivateFile.read("/proc/\(id)/comm")) ?? []
        let plain = name.filter {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                || "-_.".utf8.contains($0)
        }
        self.name = plain.isEmpty ? "a program" : String(decoding: plain, as: UTF8.self)
    }

    /// True if a process has a file open. The device that `/proc/locks` names is not asked: some file systems (btrfs, overlays) show
    /// another one there than to who looks at the file, and without it another file system's file may have the same number.
    private static func isOpen(_ file: stat, in process: Int32) -> Bool {
        let folder = "/proc/\(process)/fd"
        return FileSystem.names(in: folder).contains { name in
            var status = stat()
            return stat(folder + "/" + name, &status) == 0 && status.st_dev == file.st_dev
                && status.st_ino == file.st_ino
        }
    }

    private static var processes: [Int32] { FileSystem.names(in: "/proc").compactMap { Int32($0) } }

    static func lines(of file: String) -> [Substring] {
        let bytes = (try? PrivateFile.read(file, atMost: 1 << 24)) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    private static func target(of link: String) -> String {
        var buffer = [CChar](repeating: 0, count: 64)
        let count = readlink(link, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
