import Configuration
import Protocol

/// The part of an account that is written to `tui.toml`: its server's host and port, its name and its password.
package struct SavedAccount: Hashable, Sendable {
    package let host: String
    package let port: UInt16
    package let account: String
    package let password: String

    package init(host: String, port: UInt16, account: String, password: String) {
        self.host = host
        self.port = port
        self.account = account
        self.password = password
    }

    /// The text of the file with it in, and all that stood there as it was. It goes into the first table `[[server]]`
    /// that is for the place, if that names the port: what stands in one that does not is told to every server of the
    /// host. Before such a one goes a new table with the port and all that the other chooses, since the first that fits
    /// is the one that counts; where none fits, a new one goes to the end. Nil where the table that fits has an
    /// account, or another way to log in, already.
    package func added(to text: String) -> String? {
        // A CR stays at the end of its line, so that each line has the end that it had. New lines have that of the
        // first.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        let end = lines.count > 1 && lines[0].hasSuffix("\r") ? "\r" : ""
        for head in lines.indices where Self.isHead(lines[head]) {
            let rest = lines[(head + 1)...]
            let body = rest[
                ..<(rest.firstIndex { $0.drop(while: \.isWhitespace).hasPrefix("[") } ?? rest.endIndex)]
            let entries = body.compactMap(Self.entry)
            guard let named = Self.place(of: entries), named.host == host.lowercased(), (named.port ?? port) == port
            else { continue }
            let keys = Set(entries.map(\.key))
            guard keys.isDisjoint(with: ["account", "password", "password-command", "certificate"]) else {
                return nil
            }
            let new = ((keys.contains("nick") ? [] : [nickLine]) + accountLines).map { $0 + end }
            if named.port != nil {
                lines.insert(contentsOf: new, at: head + 1)
            } else {
                // Blank lines and comments behind the last entry of a table belong to the table that follows.
                let last = body.lastIndex { !Self.isBlank($0) } ?? head
                let own = body[..<(last + 1)].map { $0.hasSuffix("\r") || end.isEmpty ? $0 : $0 + end }
                lines.insert(contentsOf: ["[[server]]" + end, portLine + end] + new + own + [end], at: head)
            }
            return lines.joined(separator: "\n")
        }
        let table = ["[[server]]", "host = \(TOML.text(host))", portLine, nickLine] + accountLines
        let gap = text.isEmpty ? [] : lines.last == "" ? [""] : ["", ""]
        return text + (gap + table).map { $0 + end + "\n" }.joined()
    }

    private var portLine: String { "port = \(port)" }
    private var nickLine: String { "nick = \(TOML.text(account))" }
    private var accountLines: [String] {
        ["account = \(TOML.text(account))", "password = \(TOML.text(password))"]
    }

    private static func isBlank(_ line: String) -> Bool {
        let text = line.drop(while: \.isWhitespace)
        return text.isEmpty || text.hasPrefix("#")
    }

    private static func isHead(_ line: String) -> Bool {
        line.filter { !$0.isWhitespace }.hasPrefix("[[server]]")
    }

    /// A key and what stands behind it, without the quotes where it is a text.
    private static func entry(_ line: String) -> (key: String, value: String)? {
        let parts = line.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, !line.drop(while: \.isWhitespace).hasPrefix("#") else { return nil }
        let key = parts[0].filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
        let value = parts[1].drop(while: \.isWhitespace)
        guard let quote = value.first, quote == "\"" || quote == "'" else {
            return (key, String(value.prefix { !$0.isWhitespace && $0 != "#" }))
        }
        return (key, String(value.dropFirst().prefix { $0 != quote }))
    }

    /// The host that a table is for, in lower case, and its port where it names one. Nil where it is for none that can
    /// be read.
    private static func place(of entries: [(key: String, value: String)]) -> (host: String, port: UInt16?)? {
        guard let value = entries.first(where: { $0.key == "host" })?.value, let address = try? ServerAddress(value)
        else { return nil }
        guard let written = entries.first(where: { $0.key == "port" }) else {
            return (address.host.lowercased(), address.port)
        }
        // A port of TOML can have signs that are not read here.
        return UInt16(written.value).map { (address.host.lowercased(), $0) }
    }
}
