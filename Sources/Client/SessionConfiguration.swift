import Protocol

/// The settings of a session: the person, the server and rooms to enter, and all else that a session has to be told once. It has a variable for each
/// choice of the command line and of `tui.toml`, and no state.
package struct SessionConfiguration: Hashable, Sendable {
    /// A room to enter, with its key where it has one.
    package struct Channel: Hashable, Sendable, ExpressibleByStringLiteral {
        package var name: String
        package var key: String?

        package init(name: String, key: String? = nil) {
            self.name = name
            self.key = key
        }

        package init(stringLiteral name: String) { self.init(name: name) }
    }

    /// The nick wanted, then those to try where it is taken. Never empty: an empty list becomes `guest`.
    package var nicks: [String]
    package var userName: String
    package var realName: String
    /// Entered once the server has welcomed us. Empty: the room that the server names as `LOBBY` in 005, if it does.
    package var channels: [Channel]
    /// Sent as PASS, where nobody else can read it. Never sent again to a server that refused it.
    package var password: String?
    /// True if ``password`` is an invitation's secret.
    package var isInvited = false
    /// The name of the server's own buffer, such as `irc.example.org`.
    package var hostLabel: String
    /// The host that the connection leads to; nil if it leads to a socket's file. An invitation to another host or port is one to another
    /// server.
    package var host: String?
    package var port: UInt16?
    /// How the server is reached from elsewhere too, where that is known: invitations lead there.
    package var publicHost: String?
    package var publicPort: UInt16?
    /// The network of a bouncer that the connection is for; nil for the server itself. The session ends a connection that does not lead there.
    package var bouncerNetwork: BouncerNetwork.ID?
    /// Shown to the person, and to nobody else, in the first room entered.
    package var welcome: [String] = []
    /// The account to log in to, and its password where that is known; else the session asks for it.
    package var account: String?
    package var accountPassword: String?
    /// The only way to log in, where one was chosen; else the strongest that the server knows.
    package var mechanism: SASLMechanism?
    /// True if this side shows a certificate of its own in TLS.
    package var hasCertificate = false
    /// Words at which the person is called as at their nick.
    package var words: [String] = []
    /// When the person was online last, where that is known: who wrote to them since is asked for.
    package var lastSeen: Timestamp?
    /// True if others are told that the person is typing, and the person is told that others are.
    package var tellsTyping = true
    /// True if what /list and /names answer is shown as lists: see ``SessionAction/showList(_:)``. Else it is told line by line.
    package var showsLists = false
    /// The names of the networks that the person has given names, which complete `/connect`.
    package var networkNames: [String] = []
    /// The hosts of the person's tables, which `/connect` takes for those.
    package var networkHosts: [String] = []
    /// The settings that `/set` knows, which complete it.
    package var settings: [KnownSetting] = []
    /// The person's own commands.
    package var aliases = AliasTable()
    /// The lines that the shell is told of by ``SessionAction/hook(_:)``.
    package var hooks: [LineHook] = []
    /// The lines that are kept on this machine.
    package var log = LogPolicy.off
    /// The same for single rooms and people, by their names.
    package var logRooms: [String: LogPolicy] = [:]
    /// The people who come and go that the screen shows.
    package var events = EventChoices()
    /// The words with which CTCP VERSION is answered.
    package var clientName: String
    /// The most lines a buffer keeps; the oldest go first.
    package var scrollbackLimit: Int

    package init(
        nicks: [String], userName: String = "", realName: String = "", channels: [Channel] = [],
        password: String? = nil,
        hostLabel: String, clientName: String = GrilloVersion.software, scrollbackLimit: Int = 1_000_000
    ) {
        let wanted = nicks.filter { !$0.isEmpty }
        self.nicks = wanted.isEmpty ? ["guest"] : wanted
        self.userName = userName.isEmpty ? self.nicks[0] : userName
        self.realName = realName.isEmpty ? self.nicks[0] : realName
        self.channels = channels
        self.password = password
        self.hostLabel = hostLabel
        self.clientName = clientName
        self.scrollbackLimit = scrollbackLimit
    }
}
