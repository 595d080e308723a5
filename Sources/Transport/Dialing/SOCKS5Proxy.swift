import Basics

/// A proxy that makes connections for others, and how to be let in there. <https://www.rfc-editor.org/rfc/rfc1928>
package struct SOCKS5Proxy: Hashable, Sendable, CustomStringConvertible {
    /// The port of a proxy of which none is said.
    package static let defaultPort: UInt16 = 1080

    /// A user name and its password, each of 1 to 255 bytes. <https://www.rfc-editor.org/rfc/rfc1929#section-2>
    package struct Credentials: Hashable, Sendable {
        package let user: String
        package let password: String

        /// Nil where one of the two is empty, or longer than 255 bytes.
        package init?(user: String, password: String) {
            guard (1...255).contains(user.utf8.count), (1...255).contains(password.utf8.count) else { return nil }
            self.user = user
            self.password = password
        }
    }

    /// A name or an address; an IPv6 address without its brackets.
    package let host: String
    package let port: UInt16
    /// Nil where the proxy is asked to let us in without.
    package let credentials: Credentials?

    package enum Problem: Error, Hashable, Sendable {
        /// It does not begin with `socks5://` or `socks5h://`.
        case scheme
        /// There is no host, or it holds what no host does.
        case host
        /// The text in the place of the port, which is no port.
        case port(String)
        /// A user name stands there without its password, one of the two is longer than 255 bytes, or a `%` has no two digits behind it.
        case credentials
        /// Something stands behind the port.
        case path
    }

    package init(host: String, port: UInt16 = defaultPort, credentials: Credentials? = nil) {
        self.host = host
        self.port = port
        self.credentials = credentials
    }

    /// Reads `socks5://[USER:PASSWORD@]HOST[:PORT]`; `socks5h` is the same here, since names are always looked up by the proxy. In a user
    /// name and a password, `%XX` is the byte of that number.
    package init(_ text: String) throws(Problem) {
        guard let range = text.firstRange(of: "://") else { throw .scheme }
        let scheme = text[..<range.lowerBound].lowercased()
        guard scheme == "socks5" || scheme == "socks5h" else { throw .scheme }
        let rest = text[range.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard ["", "/"].contains(rest.dropFirst(authority.count)) else { throw .path }
        var place = authority
        if let at = authority.lastIndex(of: "@") {
            credentials = try Self.credentials(authority[..<at])
            place = authority[authority.index(after: at)...]
        } else {
            credentials = nil
        }
        (host, port) = try Self.place(place)
    }

    private static func credentials(_ text: Substring) throws(Problem) -> Credentials {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let user = PercentEncoding.decode(parts[0]),
            let password = PercentEncoding.decode(parts[1]),
            let credentials = Credentials(user: user, password: password)
        else { throw .credentials }
        return credentials
    }

    private static func place(_ text: Substring) throws(Problem) -> (host: String, port: UInt16) {
        guard let place = HostAndPort(text) else { throw .host }
        let host = String(place.host)
        guard !host.isEmpty, host.utf8.count <= 255, place.isBracketed || !host.contains(":"),
            !host.unicodeScalars.contains(where: {
                $0.properties.isWhitespace || $0.value < 0x20 || "[]@,".unicodeScalars.contains($0)
            })
        else { throw .host }
        guard let digits = place.port, !digits.isEmpty else { return (host, defaultPort) }
        guard let port = HostAndPort.number(of: digits), port > 0 else { throw .port(String(digits)) }
        return (host, port)
    }

    /// The place alone: a password is not shown.
    package var description: String { "\(HostAndPort.bracketed(host)):\(port)" }
}

extension SOCKS5Proxy.Problem {
    /// The words that tell the mistake, and what to write instead, as one sentence without a full stop. No user name and no password is in
    /// them.
    package var words: String {
        switch self {
        case .scheme: "a proxy is written like socks5://127.0.0.1:9050"
        case .host:
            "there is no host in it that could be one: write socks5://HOST:PORT, and an IPv6 address in brackets"
        case .port(let port):
            "“\(port)” is no port: give a number from 1 to 65535, or leave it out for \(SOCKS5Proxy.defaultPort)"
        case .credentials:
            "a user name and its password go together, with 1 to 255 bytes each: write socks5://USER:PASSWORD@HOST:PORT, and a % as %25"
        case .path: "nothing can stand behind the port: write socks5://HOST:PORT"
        }
    }
}
