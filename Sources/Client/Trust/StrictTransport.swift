import Protocol

/// A server's policy on how it wants to be reached: the value of its capability `sts`. <https://ircv3.net/specs/extensions/sts>
package struct StrictTransportPolicy: Hashable, Sendable {
    /// The port on which the server speaks TLS. Counts on a connection without TLS only.
    package var port: UInt16?
    /// For how many seconds nothing but TLS may be spoken; 0 lifts that. Counts on a connection with TLS only.
    package var seconds: Int?

    /// A hundred years: nobody means more.
    private static let longest = 3_155_760_000

    /// Unknown keys are passed over. Nil where a key that is known stands twice or makes no sense.
    package init?(_ value: String) {
        for token in value.split(separator: ",") {
            let parts = token.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let text = parts.count > 1 ? parts[1] : ""
            switch parts[0] {
            case "port":
                guard port == nil, Self.isNumber(text), let number = UInt16(text), number > 0 else { return nil }
                port = number
            case "duration":
                guard seconds == nil, Self.isNumber(text) else { return nil }
                seconds = min(Int(text) ?? Self.longest, Self.longest)
            default: break
            }
        }
        guard port != nil || seconds != nil else { return nil }
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

/// The hosts that are to be spoken to over TLS only, kept as lines `host port until`, the last in ISO 8601.
package struct StrictTransportHosts: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        var port: UInt16
        var until: Timestamp
    }

    private var entries: [String: Entry] = [:]

    /// Reads what ``text`` wrote, with any line ends; lines that make no sense are left out.
    package init(_ text: String = "") {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, let port = UInt16(words[1]), port > 0, let until = Timestamp(iso8601: words[2])
            else { continue }
            entries[words[0]] = Entry(port: port, until: until)
        }
    }

    package var text: String {
        entries.sorted { $0.key < $1.key }.map { "\($0) \($1.port) \($1.until.iso8601)\n" }.joined()
    }

    /// The port to speak TLS on, where nothing else may be spoken to a host now.
    package func port(for host: String, at now: Timestamp) -> UInt16? {
        guard let entry = entries[host.lowercased()], now < entry.until else { return nil }
        return entry.port
    }

    /// Holds a host to it from now on, for so long. None lifts it.
    package mutating func hold(_ host: String, port: UInt16, seconds: Int, at now: Timestamp) {
        entries[host.lowercased()] =
            seconds > 0 ? Entry(port: port, until: now.advanced(bySeconds: Int64(seconds))) : nil
    }
}
