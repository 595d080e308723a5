import Protocol

/// A card about a person: three lines that are gathered from the answer to WHOIS. <https://modern.ircdocs.horse/#whois-message>
package struct WhoisCard: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// Nothing has come yet.
        case asked
        /// The answer has begun.
        case begun
        case complete
        /// Nobody bears the nick.
        case notHere
    }

    /// Milliseconds after which no answer is waited for any more: what comes then was asked otherwise.
    static let timeout: Int64 = 30_000
    /// So many marks are kept at most: no server knows more of somebody.
    private static let maxMarks = 8

    /// As it was asked for.
    package let nick: String
    package private(set) var state = State.asked
    private let askedAt: Timestamp
    /// True once the end of the answer has come, with or without what it is about.
    private var hasEnded = false
    private var realName = ""
    private var address = ""
    private var server = ""
    private var account = ""
    private var away: String?
    private var idle = ""
    private var channels = ""
    /// Further words of the server about them, such as that they are its operator.
    private var marks: [String] = []

    init(of nick: String, at now: Timestamp) {
        self.nick = nick
        askedAt = now
    }

    /// True while an answer is to come.
    func isAwaited(at now: Timestamp) -> Bool {
        !hasEnded && (0..<Self.timeout).contains(now.milliseconds(since: askedAt))
    }

    /// Takes a numeric of the answer that names the person.
    ///
    /// - Returns: false for one that is no part of it.
    mutating func take(_ numeric: UInt16, _ incoming: IncomingMessage) -> Bool {
        switch numeric {
        case 311:
            (address, realName) = ("\(incoming.drawn(2))@\(incoming.drawn(3))", DrawableText.plain(incoming.lastText))
            state = .begun
        case 318: (state, hasEnded) = (state == .begun ? .complete : .notHere, true)
        case 401: state = .notHere
        case _ where state != .begun: return false
        case 301: away = incoming.lastText == "*" ? "" : DrawableText.plain(incoming.lastText)
        case 312: server = incoming.drawn(2)
        case 317: idle = Int64(incoming.text(2)).map { ClientSession.duration($0) } ?? ""
        case 319: channels = DrawableText.plain(incoming.lastText).trimmed
        case 330: account = incoming.drawn(2)
        case 313: mark("operator of the server")
        case 335: mark("bot")
        case 671: mark("TLS")
        // Addresses and the like: there is no room for more, and /whois tells them.
        case 275, 276, 307, 310, 320, 338, 343, 344, 378, 379, 600...699: break
        default: return false
        }
        return true
    }

    private mutating func mark(_ words: String) {
        if marks.count < Self.maxMarks, !marks.contains(words) { marks.append(words) }
    }

    /// Three lines: who they say they are, what the server knows of them, and what they are at. Fewer where there is no answer.
    package var lines: [String] {
        switch state {
        case .asked: ["asking the server…"]
        case .notHere: ["Nobody has this nick now."]
        case .begun, .complete:
            [
                Self.joined([realName, address]),
                Self.joined(
                    [account.isEmpty ? "not logged in" : "logged in as \(account)"] + marks
                        + [server.isEmpty ? "" : "on \(server)"]),
                Self.joined([
                    away.map { $0.isEmpty ? "away" : "away: \($0)" } ?? "", idle.isEmpty ? "" : "idle for \(idle)",
                    channels.isEmpty ? "" : "in \(channels)",
                ]),
            ]
        }
    }

    private static func joined(_ parts: [String]) -> String { parts.filter { !$0.isEmpty }.joined(separator: " · ") }
}

extension String {
    /// Without the blanks at its end, which some servers put there.
    fileprivate var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
