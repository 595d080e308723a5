import Glibc
import Protocol
import Transport

/// The secret of an invitation, out of sight of whoever lists this machine's processes.
enum InvitationArgument {
    /// Overwrites what stands behind the `?` of each invitation among the arguments that the kernel shows of this process.
    /// The program's own copy of them stays as it was.
    static func hide() {
        // Copied before it is gone.
        guard CommandLine.arguments.contains(where: { $0.hasPrefix(InvitationLink.scheme) }), let area else { return }
        var isQuery = false
        for index in area.indices {
            if area[index] == 0 { isQuery = false } else if isQuery { area[index] = UInt8(ascii: "*") }
            if area[index] == UInt8(ascii: "?") { isQuery = true }
        }
    }

    /// Where the arguments lie in memory. <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>
    private static var area: UnsafeMutableBufferPointer<UInt8>? {
        guard let bytes = try? PrivateFile.read("/proc/self/stat") else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[end...].dropFirst().split(separator: " ")
        // The first of these is the third field; the arguments' bounds are the 48th and the 49th.
        guard fields.count > 46, let first = UInt(fields[45]), let last = UInt(fields[46]), last > first,
            let start = UnsafeMutablePointer<UInt8>(bitPattern: first)
        else { return nil }
        return UnsafeMutableBufferPointer(start: start, count: Int(last - first))
    }
}
