import Basics

/// The address of a server, as people write it and as links have it: `chat.example.org`, `chat.example.org:6697`, `[2001:db8::1]:6697`,
/// `irc://chat.example.org/#channel`, `ircs://…`. <https://datatracker.ietf.org/doc/html/draft-butcher-irc-url-04>
package struct ServerAddress: Hashable, Sendable {
    /// The usual port: that of a server of which none is said. <https://datatracker.ietf.org/doc/html/rfc7194>
    package static let defaultPort: UInt16 = 6697

    /// A name or an address; an IPv6 address without its brackets.
    package var host: String
    package var port: UInt16?
    /// True for `ircs://`. `irc://` says nothing: half of the links that begin so lead to servers that want TLS.
    package var usesTLS: Bool?
    /// The name before an `@`; nil for none.
    package var nick: String?
    /// The rooms behind the slash, with their `#`.
    package var channels: [String] = []
    /// The keys of those of them that have one, by their names.
    package var keys: [String: String] = [:]

    package enum Problem: Error, Hashable, Sendable {
        /// There is no host, or it holds what no host does.
        case host
        /// The text in the place of the port, which is no port.
        case port(String)
        /// It leads to something else than a server of IRC: the scheme.
        case scheme(String)
        /// The path behind the host is no room.
        case channel
        /// The text behind the `?` is no key.
        case key
    }

    package init(_ text: String) throws(Problem) {
        guard text.utf8.count <= 4096, !text.unicodeScalars.contains(where: { Self.isBlank($0) }) else { throw .host }
        var rest = text[...]
        var hasScheme = false
        if let range = text.firstRange(of: "://") {
            let scheme = text[..<range.lowerBound].lowercased()
            guard scheme == "irc" || scheme == "ircs" || scheme == "irc6" else { throw .scheme(scheme) }
            if scheme == "ircs" { usesTLS = true }
            hasScheme = true
            rest = text[range.upperBound...]
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        var place = authority
        if let at = authority.lastIndex(of: "@") {
            let user = authority[..<at].prefix { $0 != ":" }
            nick = user.isEmpty ? nil : String(user)
            place = authority[authority.index(after: at)...]
        }
        let path = rest.dropFirst(authority.count)
        // `irc:/host`: a slash is missing.
        guard hasScheme || path.isEmpty || place.last != ":" else { throw .host }
        (host, port) = try Self.place(place)
        // `host/6697`, as other programs write it: no room's name is meant.
        if !hasScheme, port == nil, path.count > 1, path.dropFirst().utf8.allSatisfy(\.isASCIIDigit) {
            port = try Self.port(path.dropFirst())
        } else {
            channels = try Self.channels(path)
            for (channel, key) in zip(channels, try Self.keys(path)) where !key.isEmpty { keys[channel] = key }
        }
    }

    private static func place(_ text: Substring) throws(Problem) -> (String, UInt16?) {
        guard let place = HostAndPort(text) else { throw .host }
        let host = place.host
        // More than one colon is an IPv6 address without its brackets.
        guard !place.isBracketed && !host.contains(":") || isIPv6(host) else { throw .host }
        guard !host.isEmpty, host.utf8.count <= 255, host.first != "-", !host.contains(where: { "[]@,".contains($0) })
        else { throw .host }
        // In a link the sign in front of an interface's name is written so: <https://datatracker.ietf.org/doc/html/rfc6874>.
        let name = place.isBracketed ? host.replacing("%25", with: "%", maxReplacements: 1) : host
        guard let digits = place.port, !digits.isEmpty else { return (String(name), nil) }
        return (String(name), try port(digits))
    }

    private static func port(_ digits: Substring) throws(Problem) -> UInt16 {
        guard let port = HostAndPort.number(of: digits), port > 0 else {
            throw .port(String(digits))
        }
        return port
    }

    /// Tells an IPv6 address, perhaps with an interface behind it.
    private static func isIPv6(_ text: Substring) -> Bool {
        text.contains(":") && IPAddress(String(text.prefix { $0 != "%" })) != nil
    }

    /// `/#channel`, `/%23channel`, `/channel`, several with commas between them. A person to talk to (`/ada,isnick`) is no room, and left out, as
    /// is a `#` without a name.
    private static func channels(_ path: Substring) throws(Problem) -> [String] {
        let target = path.drop { $0 == "/" }.prefix { $0 != "?" }
        let parts = target.split(separator: ",")
        guard !parts.contains("isnick"), !parts.contains("isuser") else { return [] }
        var channels: [String] = []
        for part in parts where !["ischannel", "needkey", "needpass", "isserver"].contains(part) {
            guard let name = PercentEncoding.decode(part), !name.isEmpty, name.utf8.count <= 255,
                !name.unicodeScalars.contains(where: { isBlank($0) || $0 == "," })
            else { throw .channel }
            if name != "#" { channels.append("#&+!".contains(name.first ?? "#") ? name : "#" + name) }
        }
        return channels
    }

    /// `?key=secret`, or `?secret` as other programs write it; for several rooms with commas between them, in their order. What other programs
    /// may find behind the `?` beside it, as in `?key=secret&msg=hello`, is left out.
    private static func keys(_ path: Substring) throws(Problem) -> [String] {
        guard let mark = path.firstIndex(of: "?") else { return [] }
        let query = path[path.index(after: mark)...]
        let options = query.split(separator: "&")
        let lead = "key="
        let named = options.first { $0.lowercased().hasPrefix(lead) }
        let isOther = options.contains { option in others.contains { option.lowercased().hasPrefix($0) } }
        let text = named.map { $0.dropFirst(lead.count) } ?? (isOther ? "" : query)
        guard let decoded = PercentEncoding.decode(text), !decoded.unicodeScalars.contains(where: { isBlank($0) })
        else {
            throw .key
        }
        let keys = decoded.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard keys.allSatisfy({ $0.utf8.count <= longestKey }) else { throw .key }
        return keys
    }

    /// Bytes of a key, at most: no server has a longer one, and with a room's name it stands in one line.
    private static let longestKey = 300

    /// The other options behind the `?`: <http://www-archive.mozilla.org/projects/rt-messaging/chatzilla/irc-urls.html>
    private static let others = ["msg=", "pass=", "charset="]

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
    }
}

extension ServerAddress {
    /// The text of an address as it may be shown, also where it is none: without what stands before an `@` or behind a `?`, which may be a
    /// password or a key.
    package static func shown(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return String(text.prefix { $0 != "?" }) }
        let scheme = text.firstRange(of: "://").map { text[..<$0.upperBound] } ?? ""
        let lead = isScheme(scheme.dropLast(3)) ? scheme : ""
        // The `@` may be one of a key, and the `?` one of a password.
        guard !text[..<at].contains("?") else { return lead + "…" }
        return lead + "…" + text[at...].prefix { $0 != "?" }
    }

    /// True for a text that can stand before `://`. <https://datatracker.ietf.org/doc/html/rfc3986#section-3.1>
    fileprivate static func isScheme(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "+-.".utf8.contains($0) }
    }
}

extension ServerAddress.Problem {
    /// The words that tell the mistake in `text`, and what to type instead, as one sentence without a full stop.
    package func words(for text: String) -> String {
        let shown = ServerAddress.shown(text)
        return switch self {
        case .host: "“\(shown)” is no host. Give a name or an address: chat.example.org, or chat.example.org:6697"
        case .port(let port):
            "\(shown.contains(port) ? "“\(port)”" : "what stands behind the colon") is no port: give a number from 1 to 65535, or leave it out for \(ServerAddress.defaultPort)"
        case .scheme(let scheme):
            "\(ServerAddress.isScheme(scheme) ? "\(scheme)://" : "this") leads to no chat server. Give the server's name, or a link that begins with irc:// or ircs://"
        case .key: "what stands behind “\(shown)?” is no key of a room: leave out blanks, and give at most 300 bytes"
        case .channel: "“\(shown)” names no room behind the server. It goes: irc://chat.example.org/#room"
        }
    }
}
