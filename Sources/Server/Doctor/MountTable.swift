import Protocol

/// The file systems of a machine by the folders on which they lie, as `/proc/self/mountinfo` lists them.
/// <https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html>
struct MountTable: Sendable {
    private let entries: [(point: String, mount: MachineSurvey.Mount)]

    /// Lines that are none of such a table are passed over.
    init(_ text: String) {
        entries = text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            // `36 35 98:0 /root /point rw,noatime master:1 - ext4 /dev/sda1 rw,barrier=0`
            guard let dash = fields.firstIndex(of: "-"), dash > 5, fields.count > dash + 2 else { return nil }
            let options =
                fields[5].split(separator: ",") + (fields.dropFirst(dash + 3).first ?? "").split(separator: ",")
            return (
                Self.unescaped(fields[4]),
                .init(kind: String(fields[dash + 1]), options: Set(options.map(String.init)))
            )
        }
    }

    /// The file system that holds a path without links in it; nil where the table has none for it.
    func mount(of path: String) -> MachineSurvey.Mount? {
        // Of two at the same point the later one hides the other.
        let holding = entries.filter { $0.point == "/" || path == $0.point || path.hasPrefix($0.point + "/") }
        let longest = holding.map(\.point.utf8.count).max()
        return holding.last { $0.point.utf8.count == longest }?.mount
    }

    /// The kernel writes a space, a tab, the end of a line and a backslash as a backslash and three octal digits.
    private static func unescaped(_ field: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Substring(field).utf8
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            guard byte == UInt8(ascii: "\\"), digits.count == 3, let code = UInt8(String(digits) ?? "", radix: 8) else {
                bytes.append(byte)
                continue
            }
            bytes.append(code)
            rest = rest.dropFirst(3)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
