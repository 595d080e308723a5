import Glibc

/// A process of this machine that holds something which another one wants.
package struct HoldingProcess: Hashable, Sendable {
    /// What `kill` takes.
    package let id: Int32
    /// What the system calls the program, such as `grillo`: at most 15 bytes, and only ASCII letters, digits, `-`, `_` and `.` of them.
    package let name: String

    /// Finds who listens on a TCP port. Nil where it is nobody, or a process that may not be looked at, such as another user's.
    package static func listening(on port: UInt16) -> HoldingProcess? {
        let sockets = Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap { listeners(in: $0, on: port) })
        guard !sockets.isEmpty else { return nil }
        for process in names(in: "/proc").compactMap({ Int32($0) }) {
            let folder = "/proc/\(process)/fd"
            if names(in: folder).contains(where: { sockets.contains(target(of: folder + "/" + $0)) }) {
                return HoldingProcess(process)
            }
        }
        return nil
    }

    /// Finds who holds the lock that `flock` takes on a file. Nil where it is nobody, or a process that cannot be seen from here.
    package static func locking(_ file: String) -> HoldingProcess? {
        var status = stat()
        guard stat(file, &status) == 0 else { return nil }
        let inode = ":\(status.st_ino)"
        for line in lines(of: "/proc/locks") {
            let fields = line.split(separator: " ")
            // `1: FLOCK ADVISORY WRITE 1234 08:01:5678 0 EOF`
            guard fields.count > 5, fields[1] == "FLOCK", fields[5].hasSuffix(inode), let process = Int32(fields[4]),
                process > 0
            else { continue }
            return HoldingProcess(process)
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

    /// The sockets that listen on a port, as the links in `/proc/PID/fd` name them. <https://man7.org/linux/man-pages/man5/proc_net.5.html>
    private static func listeners(in table: String, on port: UInt16) -> [String] {
        lines(of: table).compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[3] == "0A", let end = fields[1].split(separator: ":").last,
                UInt16(end, radix: 16) == port
            else { return nil }
            return "socket:[\(fields[9])]"
        }
    }

    private static func lines(of file: String) -> [Substring] {
        let bytes = (try? PrivateFile.read(file, atMost: 1 << 24)) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    private static func target(of link: String) -> String {
        var buffer = [CChar](repeating: 0, count: 64)
        let count = readlink(link, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }
}
