/// Our identity on one connection, as the server knows it: all but the nick, for which see ``OwnNick``.
struct OwnIdentity: Sendable {
    private(set) var user: String?
    private(set) var host: String?
    private(set) var userModes: Set<Character> = []
    private(set) var isAway = false
    /// The account that we are logged in to.
    private(set) var account: String?

    mutating func setUser(_ user: String) { self.user = user }

    mutating func setHost(_ host: String) { self.host = host }

    mutating func setAccount(_ account: String?) { self.account = account }

    mutating func setAway(_ isAway: Bool) { self.isAway = isAway }

    /// Applies a mode string such as `+i-w`.
    ///
    /// - Parameter replacing: it names all modes there are.
    mutating func applyModes(_ modeString: String, replacing: Bool) {
        if replacing { userModes = [] }
        var isSet = true
        for letter in modeString.prefix(64) {
            switch letter {
            case "+": isSet = true
            case "-": isSet = false
            // Modes are letters: of other characters there is no end.
            case _ where !letter.isASCII: break
            default: if isSet { userModes.insert(letter) } else { userModes.remove(letter) }
            }
        }
    }
}
