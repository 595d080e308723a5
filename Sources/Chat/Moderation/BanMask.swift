import Basics
import Protocol

/// An entry of a ban, exception or invite-exception list, read: whom it means, and what it keeps them from.
///
/// `nick!user@host` is held against what others see; where its host is an address or a network (`*!*@192.0.2.0/24`), against where
/// people really come from. Besides there are extended ones: `~a:account` means who is logged in to it, `~m:mask` (or
/// `~m:~a:account`) only takes the voice, not the place. <https://modern.ircdocs.horse/#extban-parameter>,
/// <https://ircv3.net/specs/extensions/account-extban>
struct BanMask {
    static let prefix: Character = "~"
    static let accountLetter: Character = "a"
    static let muteLetter: Character = "m"

    private enum Subject {
        case source(Mask)
        case account(Mask)
        /// The names are nil where any will do.
        case address(names: Mask?, IPNetwork)
    }

    private let subject: Subject
    /// True if the mask only forbids to speak.
    let isMute: Bool
    /// Its full form, as the list shows it.
    let text: String
    /// True for a mask that keeps out everybody, whatever they are called and wherever they come from.
    let isForEverybody: Bool

    /// Nil where it is none: an extended ban that we do not know, an empty one, one that a line cannot hold.
    init?(_ text: String) {
        var rest = Substring(text)
        var isMute = false
        if let content = Self.content(of: rest, letter: Self.muteLetter) {
            isMute = true
            rest = content
        }
        let completed: String
        if let account = Self.content(of: rest, letter: Self.accountLetter) {
            subject = .account(Mask(String(account)))
            completed = String(rest)
            guard !account.isEmpty else { return nil }
        } else {
            // A tilde alone may begin a user name; with a letter and a colon behind it, it is a kind of ban that we do not know.
            let isExtended = rest.first == Self.prefix && (rest.count == 1 || rest.prefix(3).contains(":"))
            guard !rest.isEmpty, !isExtended else { return nil }
            (subject, completed) = Self.subject(Mask.completed(String(rest)))
        }
        self.isMute = isMute
        isForEverybody = !isMute && completed.utf8.allSatisfy { "*!@".utf8.contains($0) }
        self.text = (isMute ? "\(Self.prefix)\(Self.muteLetter):" : "") + completed
        let isWord = self.text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        guard isWord, self.text.utf8.first != ASCII.colon, self.text.utf8.count <= 200 else { return nil }
    }

    private static func content(of text: Substring, letter: Character) -> Substring? {
        let head = "\(prefix)\(letter):"
        return text.hasPrefix(head) ? text.dropFirst(head.count) : nil
    }

    /// The subject that a mask of three parts means, and the one spelling of the mask.
    private static func subject(_ mask: String) -> (Subject, String) {
        guard let at = mask.lastIndex(of: "@"), let network = IPNetwork(String(mask[mask.index(after: at)...])) else {
            return (.source(Mask(mask)), mask)
        }
        let names = String(mask[..<at])
        return (.address(names: names == "*!*" ? nil : Mask(names), network), "\(names)@\(network)")
    }

    /// True if the mask means everybody from some addresses, whatever they are called.
    var isForAddresses: Bool {
        if case .address(nil, _) = subject { true } else { false }
    }

    /// True if the mask means everybody from an address, whatever they are called.
    func matches(_ address: IPAddress?) -> Bool {
        guard let address, case .address(nil, let network) = subject else { return false }
        return network.contains(address)
    }

    /// The mask for any user name: of `nick!user@host` it holds the nick and the host alone against somebody.
    var forAnyUserName: BanMask {
        guard let bang = text.firstIndex(of: "!"), let at = text.lastIndex(of: "@"), bang < at else { return self }
        return BanMask(text[...bang] + "*" + text[at...]) ?? self
    }

    /// True if somebody who sets the mask, and looks whom it meets, could find out an address bit by bit.
    var probesAddresses: Bool {
        guard case .address(_, let network) = subject else { return false }
        return !network.isNeighbourhood
    }

    /// - Parameter seeingAddresses: true to hold a pattern also against the addresses that people really come from. Not for rooms: whoever
    ///   runs one could find out an address digit by digit.
    func matches(_ user: User, seeingAddresses: Bool = false) -> Bool {
        switch subject {
        case .account(let mask): return user.account.map(mask.matches) ?? false
        case .source(let mask):
            if mask.matches(user.foldedSource) { return true }
            return seeingAddresses
                && user.sessions.contains { mask.matches("\(user.nick)!\(user.userName)@\($0.origin.address)") }
        case .address(let names, let network):
            guard user.sessions.contains(where: { $0.address.map(network.contains) ?? false }) else { return false }
            return names?.matches("\(user.nick)!\(user.userName)") ?? true
        }
    }
}
