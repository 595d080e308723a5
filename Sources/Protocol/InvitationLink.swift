import Basics

/// One line that leads somebody to a server, past its lock, and into a room:
/// `grillo://HOST:PORT/%23channel?key=FINGERPRINT&invite=SECRET&account=NAME`.
///
/// It carries what the server's key must be, so whoever holds it need ask nobody whether the server is the right one. The secret goes
/// to the server as its password (`PASS SECRET`), before anything else of the registration.
///
/// The parts that are read from a link are safe to put on a line: none holds a space or a control character.
package struct InvitationLink: Hashable, Sendable, CustomStringConvertible {
    package static let scheme = "grillo://"

    /// A name or an address; an IPv6 address without its brackets.
    package let host: String
    /// ``ServerAddress/defaultPort`` where the link says none.
    package let port: UInt16
    /// With its `#`; nil for the server's lobby.
    package let channel: String?
    /// The SHA-256 of the server's public key: 32 bytes.
    package let keyFingerprint: [UInt8]
    /// The word to give as the server's password; nil where the link only shows the way.
    package let secret: String?
    /// The account that whoever comes with the secret is logged in to.
    package let account: String?

    /// Nil where a part could not be printed or could not stand on a line: an empty one, one with a space or a control character,
    /// a fingerprint of other than 32 bytes, port 0.
    package init?(
        host: String, port: UInt16 = ServerAddress.defaultPort, channel: String? = nil, keyFingerprint: [UInt8],
        secret: String? = nil,
        account: String? = nil
    ) {
        guard Self.isHost(host), port != 0, keyFingerprint.count == 32 else { return nil }
        guard [channel, secret, account].allSatisfy({ $0.map(Self.fitsLine) ?? true }), channel?.contains(",") != true
        else {
            return nil
        }
        self.host = host
        self.port = port
        self.channel = channel
        self.keyFingerprint = keyFingerprint
        self.secret = secret
        self.account = account
    }

    /// Reads what `description` writes; also a link without a port. What else stands in its query is passed over.
    package init?(_ text: String) {
        guard text.utf8.count <= 4096, text.prefix(Self.scheme.count).lowercased() == Self.scheme else { return nil }
        let rest = text.dropFirst(Self.scheme.count).prefix { $0 != "#" }
        let address = rest.prefix { $0 != "?" }
        let authority = address.prefix { $0 != "/" }
        guard let (host, port) = Self.place(authority) else { return nil }
        let path = address.dropFirst(authority.count + 1)
        var fields: [String: String] = [:]
        for field in rest.dropFirst(address.count + 1).split(separator: "&") {
            let name = field.prefix { $0 != "=" }
            guard let value = PercentEncoding.decode(field.dropFirst(name.count + 1)) else { return nil }
            guard fields.updateValue(value, forKey: String(name)) == nil else { return nil }
        }
        guard let channel = PercentEncoding.decode(path), let key = fields["key"].flatMap({ Base64URL.decode($0.utf8) })
        else { return nil }
        self.init(
            host: host, port: port, channel: channel.isEmpty ? nil : channel, keyFingerprint: key,
            secret: fields["invite"],
            account: fields["account"])
    }

    package var description: String {
        var text = "\(Self.scheme)\(HostAndPort.bracketed(host)):\(port)/" + (channel.map(PercentEncoding.encode) ?? "")
        text += "?key=" + Base64URL.encode(keyFingerprint)
        if let secret { text += "&invite=" + PercentEncoding.encode(secret) }
        if let account { text += "&account=" + PercentEncoding.encode(account) }
        return text
    }

    private static func place(_ authority: Substring) -> (host: String, port: UInt16)? {
        guard let place = HostAndPort(authority), place.isBracketed == place.host.contains(":") else { return nil }
        guard let port = place.port else { return (String(place.host), ServerAddress.defaultPort) }
        return HostAndPort.number(of: port).map { (String(place.host), $0) }
    }

    /// Letters, digits, dots and hyphens, and what an IPv6 address has.
    private static func isHost(_ text: String) -> Bool {
        let isName = text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "-._".utf8.contains($0) }
        let isIPv6 =
            text.contains(":") && text.utf8.allSatisfy { Hex.value(of: $0) != nil || $0 == ASCII.colon || $0 == 0x2E }
        return !text.isEmpty && text.utf8.count <= 255 && !text.hasPrefix("-") && (isName || isIPv6)
    }

    private static func fitsLine(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255
            && text.unicodeScalars.allSatisfy {
                !$0.properties.isWhitespace && $0.properties.generalCategory != .control
            }
    }
}
