import Protocol

/// What is to stand in `tui.toml` of an account: where it is, its name and its password.
package struct KeptAccount: Hashable, Sendable {
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

    /// The text of the file with it in, and all that stood there as it was: in the first table `[[server]]` that is for the place, else in
    /// a new one at the end. Nil where that table has an account, or another way to log in, already.
    package func added(to text: String) -> String? {
        // A CR stays at the end of its line, so that each line has the end that it had. New lines have that of the first.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        let end = lines.count > 1 && lines[0].hasSuffix("\r") ? "\r" : ""
        for head in lines.indices where Self.isHead(lines[head]) {
            let rest = lines[(head + 1)...]
            let body = rest[
                ..<(rest.firstIndex { $0.drop(while: \.isWhitespace).hasPrefix("[") } ?? rest.endIndex)]
            let entries = body.compactMap(Self.entry)
            guard isPlace(of: entries) else { continue }
            let keys = Set(entries.map(\.key))
            guard keys.isDisjoint(with: ["account", "password", "password-command", "certificate"]) else {
                return nil
            }
            lines.insert(
                contentsOf: ((keys.contains("nick") ? [] : [nickLine]) + accountLines).map { $0 + end }, at: head + 1)
            return lines.joined(separator: "\n")
        }
        let portLines = port == InvitationLink.defaultPort ? [] : ["port = \(port)"]
        let table =
            ["[[server]]", "host = \(Self.quoted(host))"] + portLines + [nickLine] + accountLines
        let gap = text.isEmpty ? [] : lines.last == "" ? [""] : ["", ""]
        return text + (gap + table).map { $0 + end + "\n" }.joined()
    }

    private var nickLine: String { "nick = \(Self.quoted(account))" }
    private var accountLines: [String] {
        ["account = \(Self.quoted(account))", "password = \(Self.quoted(password))"]
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

    private func isPlace(of entries: [(key: String, value: String)]) -> Bool {
        guard let value = entries.first(where: { $0.key == "host" })?.value, let address = try? ServerAddress(value),
            address.host.lowercased() == host.lowercased()
        else { return false }
        let port = entries.first { $0.key == "port" }.map { UInt16($0.value) } ?? address.port
        return (port ?? self.port) == self.port
    }

    /// A basic string of TOML. <https://toml.io/en/v1.0.0#string>
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
