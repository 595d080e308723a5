import Glibc
import SystemBasics

/// The process of a server, as the kernel tells of it.
package struct ServerProcess: Sendable {
    private let folder: String

    init(_ number: Int) throws(BenchError) {
        folder = "/proc/\(number)"
        guard let text = Self.text(of: folder + "/comm") else { throw .noSuchProcess(number) }
        name = text.filter { $0.isLetter || $0.isNumber || $0 == "-" }
    }

    /// As the kernel knows its program, in letters and digits: 15 bytes of it at most.
    let name: String

    /// Bytes of memory that it holds now; 0 once it is gone.
    var residentBytes: Int { status("VmRSS:") << 10 }

    /// Seconds of processor time that it has used, in user mode and in the kernel; 0 once it is gone.
    var processorSeconds: Double {
        // The name in brackets may hold anything; what is counted comes behind it.
        guard let text = Self.text(of: folder + "/stat"), let bracket = text.lastIndex(of: ")") else { return 0 }
        let fields = text[text.index(after: bracket)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func status(_ key: String) -> Int {
        let line = Self.text(of: folder + "/status")?.split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap { Int($0) } ?? 0
    }

    private static func text(of path: String) -> String? {
        guard let bytes = try? PrivateFile.read(path), !bytes.isEmpty else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The load's own process: what it takes itself must be small beside what it measures.
enum OwnProcess {
    /// In all; POSIX has `clock` count in millionths of a second.
    static var processorSeconds: Double { Double(clock()) / 1e6 }
}
