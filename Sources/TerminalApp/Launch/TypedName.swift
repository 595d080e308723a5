import Glibc

/// Names of people and of rooms as a person types them, on the command line or into `tui.toml`, before any server has said what it takes.
package enum TypedName {
    /// The login name, made into a nick that every server takes: at most 16 characters, and `guest` where nothing of it is left.
    package static var loginNick: String {
        var name = Environment["USER"] ?? ""
        if name.isEmpty, let entry = getpwuid(getuid()) { name = String(cString: entry.pointee.pw_name) }
        let plain = name.unicodeScalars.filter { isNickScalar($0) }
        let start = plain.drop { $0.properties.numericType != nil || $0 == "-" }
        return start.isEmpty ? "guest" : String(String.UnicodeScalarView(start.prefix(16)))
    }

    /// True for a nick that some server may take: some allow letters beyond ASCII.
    package static func isNick(_ nick: String) -> Bool {
        guard let first = nick.unicodeScalars.first, first != "-", first.properties.numericType == nil else {
            return false
        }
        return nick.unicodeScalars.allSatisfy { isNickScalar($0) || $0.value >= 0xA1 }
    }

    /// A room's name, with the `#` that many leave out.
    package static func channel(_ name: String) -> String {
        "#&+!".contains(name.first ?? "#") ? name : "#" + name
    }

    private static func isNickScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", "[", "]", "{", "}", "\\", "|", "^", "`": true
        default: false
        }
    }
}
