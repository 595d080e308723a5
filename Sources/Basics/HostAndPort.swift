/// `HOST:PORT` taken apart. An IPv6 address stands in brackets where a port follows: `[2001:db8::1]:6697`.
/// <https://www.rfc-editor.org/rfc/rfc3986#section-3.2>
package struct HostAndPort {
    /// The name or address, without brackets. It may be empty: only its reader knows what that means.
    package let host: Substring
    /// True where the host stood in brackets.
    package let isBracketed: Bool
    /// The text behind the colon, which may be empty or no number; nil where no colon stands.
    package let port: Substring?

    /// Nil where a bracket is not closed, or is followed by something else than a port. A text with several colons and without brackets is
    /// a host alone.
    package init?(_ text: Substring) {
        isBracketed = text.first == "["
        if isBracketed {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        } else {
            host = text
            port = nil
        }
    }

    /// Reads a port: digits alone, from 0 to 65535; nil for anything else.
    package static func number(of port: Substring) -> UInt16? {
        port.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? UInt16(port) : nil
    }

    /// A host as it stands in front of a port: an IPv6 address in brackets.
    package static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}
