/// The sender of a message: `nick!user@host`, or a bare nick or server name. <https://modern.ircdocs.horse/#source>
package struct Source: Hashable, Sendable, CustomStringConvertible {
    /// The nick, or the server's name.
    package var name: String
    package var user: String?
    package var host: String?

    package init(name: String, user: String? = nil, host: String? = nil) {
        self.name = name
        self.user = user
        self.host = host
    }

    /// Takes anything apart; what lacks its marks is a bare name.
    package init(parsing bytes: Bytes) {
        var rest = bytes
        if let at = rest.lastIndex(of: ASCII.at) {
            host = rest[(at + 1)...].text
            rest = rest[..<at]
        }
        if let mark = rest.firstIndex(of: ASCII.exclamationMark) {
            user = rest[(mark + 1)...].text
            rest = rest[..<mark]
        }
        name = rest.text
    }

    package var description: String {
        var text = name
        if let user { text += "!" + user }
        if let host { text += "@" + host }
        return text
    }
}
