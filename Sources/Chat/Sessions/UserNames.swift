import Protocol

/// The names by which others know a user.
struct UserNames {
    private(set) var nick: String
    /// The nick as it is looked up.
    private(set) var folded: FoldedName
    let userName: String
    let host: String
    /// `nick!user@host`: made when the nick changes, not for every message.
    private(set) var source: String
    private(set) var sourceBytes: Bytes
    /// The source as masks are held against it.
    private(set) var foldedSource: FoldedName

    /// - Parameter folded: the nick, folded.
    init(nick: String, folded: FoldedName, userName: String, host: String) {
        self.nick = nick
        self.folded = folded
        self.userName = userName
        self.host = host
        source = nick + "!" + userName + "@" + host
        sourceBytes = Bytes(source)
        foldedSource = Casemapping.ascii.fold(source)
    }

    /// - Parameter folded: the nick, folded.
    mutating func rename(to nick: String, folded: FoldedName) {
        self = UserNames(nick: nick, folded: folded, userName: userName, host: host)
    }
}
