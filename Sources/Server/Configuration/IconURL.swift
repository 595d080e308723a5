import Basics

/// The rule for the URL of a network's icon. <https://ircv3.net/specs/extensions/network-icon>
enum IconURL {
    /// The most bytes: the token that tells it shares one line with the names in front of it.
    static let limit = 256

    private static let schemes = ["https://", "http://"]
    /// Printable ASCII that no URL has; the braces of `{size}` are allowed.
    private static let forbidden = Set("\"<>\\^`|".utf8)

    /// True for a URL that names a host, and no user.
    static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= limit, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !forbidden.contains($0) }),
            let scheme = schemes.first(where: { text.lowercased().hasPrefix($0) })
        else { return false }
        let authority = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        guard let place = HostAndPort(authority), !place.host.isEmpty, !place.host.contains("@") else { return false }
        return place.port.map { HostAndPort.number(of: $0) != nil } ?? true
    }
}
