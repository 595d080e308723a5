import Basics

/// The tokens by which a server tells of itself in 005. <https://modern.ircdocs.horse/#rplisupport-005>
package struct ISupport: Hashable, Sendable {
    /// The tokens by name in capital letters; a token without a value has an empty one.
    package private(set) var tokens: [String: String] = [:]

    package init() {}

    package subscript(_ name: String) -> String? { tokens[name] }

    /// Takes the parameters of one 005 between the nick and the closing text. `-NAME` takes a token back.
    package mutating func apply(_ parameters: some Sequence<String>) {
        for token in parameters {
            if token.first == "-" {
                tokens[token.dropFirst().uppercased()] = nil
                continue
            }
            let parts = token.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            tokens[parts[0].uppercased()] = parts.count > 1 ? Self.unescape(parts[1]) : ""
        }
    }

    /// Takes over from another what names are equal and what ranks there are.
    package mutating func copyNameRules(of other: ISupport) {
        for name in ["CASEMAPPING", "PREFIX"] { tokens[name] = other.tokens[name] }
    }

    package var casemapping: Casemapping {
        tokens["CASEMAPPING"].map { Casemapping(rawValue: $0) ?? .rfc1459 } ?? .rfc1459
    }

    /// The characters a channel's name can begin with.
    package var channelTypes: String { tokens["CHANTYPES"] ?? "#&" }

    package var channelModeKinds: ChannelModeKinds {
        var kinds = ChannelModeKinds.rfc1459
        if let value = tokens["PREFIX"], let prefixes = ChannelModeKinds.prefixes(parsing: value) {
            kinds.prefixes = prefixes
        }
        if let value = tokens["CHANMODES"] {
            let types = value.split(separator: ",", omittingEmptySubsequences: false).map(Set.init)
            if types.count >= 4 {
                kinds.lists = types[0]
                kinds.alwaysWithParameter = types[1]
                kinds.withParameterWhenSet = types[2]
                kinds.flags = types[3]
            }
        }
        return kinds
    }

    /// A number such as `NICKLEN=32`; nil where it is missing, empty or none.
    package func number(_ name: String) -> Int? { tokens[name].flatMap { Int($0) } }

    /// `\x20` and its like stand for characters that a parameter cannot hold.
    private static func unescape(_ value: Substring) -> String {
        var plain: [UInt8] = []
        var rest = value.utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.dropFirst().prefix(2)
            if byte == ASCII.backslash, rest.first == UInt8(ascii: "x"), digits.count == 2,
                let code = Hex.decode(digits)?.first
            {
                plain.append(code)
                rest = rest.dropFirst(3)
            } else {
                plain.append(byte)
            }
        }
        return plain.text
    }
}
