/// A message as a client was shown it: live, or in a page of history.
struct ShownMessage: Hashable {
    let id: String
    let target: String
    let text: String

    /// Reads `@…msgid=…  :source PRIVMSG target :text`; nil for any other line.
    init?(_ line: String) {
        let parts = line.split(separator: " ", maxSplits: 4)
        guard parts.count == 5, parts[2] == "PRIVMSG", parts[0].hasPrefix("@"), parts[4].hasPrefix(":") else {
            return nil
        }
        guard let id = parts[0].dropFirst().split(separator: ";").first(where: { $0.hasPrefix("msgid=") }) else {
            return nil
        }
        self.id = String(id.dropFirst(6))
        target = String(parts[3])
        text = String(parts[4].dropFirst())
    }
}

extension RawClient {
    static let historyCapabilities =
        "draft/chathistory batch server-time message-tags echo-message labeled-response"

    /// All messages that it was shown, in order.
    var messages: [ShownMessage] { lines.compactMap(ShownMessage.init) }

    /// What it is shown of a page, in order.
    func page(_ command: String) throws -> [ShownMessage] {
        let start = lines.count
        send("@label=p\(start) \(command)")
        try expect(from: start) { $0.contains("BATCH -") || $0.contains("FAIL CHATHISTORY") }
        return lines[start...].compactMap(ShownMessage.init)
    }

    /// A conversation from its end back to a message, without it, or to its beginning.
    func history(of target: String, backTo first: String? = nil) throws -> [ShownMessage] {
        var read = try page("CHATHISTORY LATEST \(target) \(first.map { "msgid=" + $0 } ?? "*") 1000")
        while let oldest = read.first {
            let before = try page("CHATHISTORY BEFORE \(target) msgid=\(oldest.id) 1000")
            let known = before.firstIndex { $0.id == first }.map { $0 + 1 } ?? 0
            if before[known...].isEmpty { break }
            read = before[known...] + read
            if known > 0 { break }
        }
        return read
    }

    /// A conversation from behind a message to its end.
    func history(of target: String, from first: String) throws -> [ShownMessage] {
        var read: [ShownMessage] = []
        while true {
            let after = try page("CHATHISTORY AFTER \(target) msgid=\(read.last?.id ?? first) 1000")
            if after.isEmpty { return read }
            read += after
        }
    }
}
