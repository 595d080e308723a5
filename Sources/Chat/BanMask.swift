import Protocol

/// An entry of a ban, exception or invite-exception list, read: whom it means, and what it keeps them from.
///
/// Besides `nick!user@host` there are extended ones: `~a:account` means who is logged in to it, `~m:mask` (or `~m:~a:account`) only
/// takes the voice, not the place. <https://modern.ircdocs.horse/#extban-parameter>,
/// <https://ircv3.net/specs/extensions/account-extban>
struct BanMask {
    static let prefix: Character = "~"
    static let accountLetter: Character = "a"
    static let muteLetter: Character = "m"

    private enum Subject {
        case source(Mask)
        case account(Mask)
    }

    private let subject: Subject
    /// Whether it only forbids to speak.
    let isMute: Bool
    /// Its full form, as the list shows it.
    let text: String

    /// Nil where it is none: an extended ban that we do not know, an empty one, one that a line cannot hold.
    init?(_ text: String) {
        var rest = Substring(text)
        var isMute = false
        if let content = Self.content(of: rest, Self.muteLetter) {
            isMute = true
            rest = content
        }
        let completed: String
        if let account = Self.content(of: rest, Self.accountLetter) {
            subject = .account(Mask(String(account)))
            completed = String(rest)
            guard !account.isEmpty else { return nil }
        } else {
            guard !rest.isEmpty, rest.first != Self.prefix else { return nil }
            completed = Mask.completed(String(rest))
            subject = .source(Mask(completed))
        }
        self.isMute = isMute
        self.text = (isMute ? "\(Self.prefix)\(Self.muteLetter):" : "") + completed
        let isWord = self.text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        guard isWord, !self.text.hasPrefix(":"), self.text.utf8.count <= 200 else { return nil }
    }

    private static func content(of text: Substring, _ letter: Character) -> Substring? {
        let head = "\(prefix)\(letter):"
        return text.hasPrefix(head) ? text.dropFirst(head.count) : nil
    }

    func matches(_ user: User) -> Bool {
        switch subject {
        case .source(let mask): mask.matches(user.foldedSource)
        case .account(let mask): user.account.map(mask.matches) ?? false
        }
    }
}
