import Glibc
import SystemBasics

/// The arguments of this process, as everybody who lists this machine's processes sees them.
package enum ProcessArguments {
    /// Overwrites the secrets of links among the arguments that the kernel shows of this process. The program's own copy of them stays as
    /// it was. Call once, first of all in `main`.
    package static func hideSecrets() {
        // Copied before it is gone.
        guard !CommandLine.arguments.isEmpty, let area else { return }
        hideSecrets(in: area)
    }

    /// Overwrites with `*`, in each argument that holds a link, whatever its scheme is, the password before its host, and what is behind
    /// its first `?`: the query holds an invitation or a room's key, under whatever name, and in a damaged link it may be anywhere in there.
    ///
    /// - Parameter area: arguments with a NUL behind each.
    static func hideSecrets(in area: UnsafeMutableBufferPointer<UInt8>) {
        var start = area.startIndex
        while start < area.endIndex {
            let end = area[start...].firstIndex(of: 0) ?? area.endIndex
            if let place = place(in: area[start..<end]) { hideSecrets(in: area, from: place, to: end) }
            start = min(end + 1, area.endIndex)
        }
    }

    /// - Parameter place: the index at which the text behind the scheme begins.
    private static func hideSecrets(in area: UnsafeMutableBufferPointer<UInt8>, from place: Int, to end: Int) {
        // A password may have a `?`.
        let authority = area[place..<end].prefix { $0 != UInt8(ascii: "/") }
        var secrets: [Range<Int>] = []
        if let at = authority.lastIndex(of: UInt8(ascii: "@")),
            let colon = area[place..<at].firstIndex(of: UInt8(ascii: ":"))
        {
            secrets.append(colon + 1..<at)
        }
        if let query = area[place..<end].firstIndex(of: UInt8(ascii: "?")) { secrets.append(query + 1..<end) }
        for index in secrets.joined() { area[index] = UInt8(ascii: "*") }
    }

    /// Finds what is behind the first `://`.
    private static func place(in argument: Slice<UnsafeMutableBufferPointer<UInt8>>) -> Int? {
        guard argument.count >= 3 else { return nil }
        let found = (argument.startIndex...argument.endIndex - 3).first { start in
            argument[start..<start + 3].elementsEqual("://".utf8)
        }
        return found.map { $0 + 3 }
    }

    /// The place of the arguments in memory. <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>
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
