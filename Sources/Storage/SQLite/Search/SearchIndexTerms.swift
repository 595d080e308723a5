import Chat
import Protocol

/// The terms that the index keeps of an event beside its words. No text holds a word that begins like a mark.
enum SearchIndexTerms {
    private static let channel = "\u{91}r"
    private static let direct = "\u{91}d"
    private static let person = "\u{91}p"
    private static let nick = "\u{91}n"
    private static let account = "\u{91}a"

    static func row(of event: Event) -> String {
        var parts = SearchTokenizer.words(of: event.text)
        for conversation in event.conversations {
            parts.append(mark(conversation))
            if case .direct(let a, let b) = conversation { parts += [person + a.hex, person + b.hex] }
        }
        parts.append(nick + event.nick.hex)
        if let account = event.account { parts.append(Self.account + Casemapping.ascii.fold(account).hex) }
        return parts.joined(separator: " ")
    }

    /// The query of the index for what it can tell of a filter: all of it, or without where it was said.
    static func expression(_ filter: SearchFilter, withScopes: Bool = true) -> String {
        var all: [String] = (filter.pattern?.phrases ?? []).map { "\"\($0.joined(separator: " "))\"" }
        if let from = filter.query.from { all.append("(\"\(nick)\(from.hex)\" OR \"\(account)\(from.hex)\")") }
        guard withScopes || all.isEmpty else { return all.joined(separator: " AND ") }
        let scopes = filter.query.scopes.map { scope in
            switch scope {
            case .conversation(let conversation, _): "\"\(mark(conversation))\""
            case .directs(let name): "\"\(person)\(name.hex)\""
            }
        }
        all.append("(\(scopes.joined(separator: " OR ")))")
        return all.joined(separator: " AND ")
    }

    private static func mark(_ conversation: Conversation) -> String {
        switch conversation {
        case .channel(let name): channel + name.hex
        case .direct(let a, let b): direct + a.hex + "\u{91}" + b.hex
        }
    }
}

extension FoldedName {
    fileprivate var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
