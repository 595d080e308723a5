import Glibc

/// A name that ``FileSystem/makeFile(beside:suffix:)`` gives a file until it is whole: `NAME.PID.partial` or `NAME.PID.new`, or with a number
/// behind the process's.
package struct HalfMadeName: Hashable, Sendable {
    private static let suffixes = [".partial", ".new"]
    /// No process has a larger number: such as a date is none. <https://man7.org/linux/man-pages/man5/proc_sys_kernel.5.html>
    private static let maxProcess: Int32 = 1 << 22

    /// The name that the file was to get.
    package let whole: String
    /// The id of the process that made it.
    package let process: Int32

    /// Nil for any other name.
    package init?(_ name: String) {
        guard let suffix = Self.suffixes.first(where: { name.hasSuffix($0) }) else { return nil }
        let rest = name.dropLast(suffix.count)
        guard let point = rest.lastIndex(of: "."), point != rest.startIndex else { return nil }
        let numbers = rest[rest.index(after: point)...].split(separator: "-", omittingEmptySubsequences: false)
        guard numbers.count <= 2, numbers.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }),
            let process = numbers.first.flatMap({ Int32($0) }), (1...Self.maxProcess).contains(process)
        else { return nil }
        whole = String(rest[..<point])
        self.process = process
    }

    /// True where the process is no more: nobody will make the file whole, as where a program was killed. A process in another container is
    /// not seen from here.
    package var isAbandoned: Bool { kill(process, 0) != 0 && errno == ESRCH }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
