import Protocol

/// The decisions of an operator about a network, with a variable for each. The configuration has a key for most of
/// them; the others stay as they are here. Lengths are in bytes of UTF-8, counts in entries. The ways to the server are
/// no settings: see ``Reachability``.
package struct Settings: Hashable, Sendable {
    /// The server's own name, as the source of what it says. No spaces.
    package var serverName = "grillo.local"
    package var networkName = "Grillo"
    /// The URL of the network's picture, as `draft/ICON` tells it: printable ASCII; nil for none.
    package var icon: String?
    /// The name of the software, with its version, that the server tells, one word. No spaces.
    package var version = GrilloVersion.software
    /// The description of the server in WHOIS and LINKS, one line; nil for the network's name.
    package var serverDescription: String?
    /// The room that clients enter when they name none. It is always there and belongs to the host.
    package var lobby = "#lobby"
    /// False hides that room in LIST, NAMES and WHOIS from those who are not in it.
    package var listsLobby = true
    /// True makes new accounts always-on: their owners stay in the rooms while not connected, until they change it.
    package var newAccountsAreAlwaysOn = false
    /// Lines of the message of the day; none means 422.
    package var messageOfTheDay: [String] = []
    /// The lines of ADMIN: where the server is, and whom to write to.
    package var administration: [String] = []
    /// Client-only tags that are not passed on, as `CLIENTTAGDENY` has them: names without `+`, `*` for all, `-name` for an exception.
    package var deniedClientTags: [String] = []
    package var limits = Limits()
    /// Those who can become IRC operators.
    package var operators: [Operator] = []
    /// True if rooms and conversations are remembered at all.
    package var keepsHistory = true
    /// True if those who run a room, and have an account, may let people into the server with an invitation to it. The host may,
    /// and operators with ``OperatorRights/invite``.
    package var channelOperatorsMayInvite = true

    package init() {}

    /// The text that 312 and 364 tell of the server.
    var serverInfo: String { serverDescription ?? networkName }
}

/// Bounds on what people send and how much of everything there can be. It is a table, with a variable for each bound,
/// and nothing else groups its rows. The configuration has a key for some of them; the others stay as they are here.
package struct Limits: Hashable, Sendable {
    package var nick = 32
    package var user = 18
    /// Of somebody whom a bridge lets speak.
    package var relayedNick = 64
    package var channel = 64
    package var topic = 390
    package var kickReason = 390
    package var awayReason = 390
    package var quitReason = 390
    package var realName = 150
    package var key = 32
    /// Of an account: the characters that it has at least, the bytes that it has at most.
    package var password = 8...300
    /// The least characters of a password; a value outside of 1 to the most bytes is clamped.
    package var shortestPassword: Int {
        get { password.lowerBound }
        set { password = min(max(newValue, 1), password.upperBound)...password.upperBound }
    }
    /// The most bytes of a password; a value below the least characters is clamped.
    package var longestPassword: Int {
        get { password.upperBound }
        set { password = password.lowerBound...max(newValue, password.lowerBound) }
    }
    /// Connections from one address, an IPv6 /64 counting as one, and those of them that may be on their way in.
    package var sessionsPerAddress = 64
    package var unregisteredPerAddress = 20
    /// Rooms one user can be in.
    package var channels = 100
    /// Entries in all the lists of one room.
    package var listEntries = 100
    /// The values that ``listEntries`` may be set to.
    package static let listEntryBounds = 1...10_000
    /// Nicks one session can MONITOR.
    package var monitored = 100
    /// Targets of one PRIVMSG, NOTICE or TAGMSG.
    package var targets = 4
    /// Mode letters with a parameter in one MODE.
    package var modes = 6
    /// Of a message of several lines, all of its text with the line ends, and its lines.
    package var multilineBytes = 8192
    package var multilineLines = 100
    /// Seconds that a batch may stay open.
    package var batchSeconds: Int64 = 60
    /// Messages of one page of history, and those found by one search.
    package var history = 1000
    package var found = 100
    /// Messages of one room or person that a client is told without asking, when it comes back.
    package var replay = 200
    /// People whose messages it is told like that; and so many can leave some, each so many, for one account while it is away.
    package var replayPeople = 50
    /// Conversations in which one account has a read marker.
    package var markers = 1000
    /// Entries of metadata that a user or a room has, rooms and people about which a user keeps some, and keys that a session
    /// is told of.
    package var metadataKeys = 32
    package var metadataMarks = 1000
    package var metadataSubscriptions = 64
    /// Of an entry of metadata: with the longest names both fit on a line of 512 bytes.
    package var metadataKeyBytes = 48
    package var metadataValueBytes = 280
    /// Seconds in which somebody can take back a message of their own.
    package var redactSeconds: Int64 = 86_400
    package var certificates = 10
    /// Rooms that one account can register.
    package var foundedChannels = 20
    /// Accounts that have a rank of their own in one registered room.
    package var rankedAccounts = 500
    /// Rooms that one user can be invited to at a time; the oldest invitation makes place.
    package var invitations = 50
    /// People that one invitation to the server can be for, seconds it can last, and invitations that can be open.
    package var invitationUses = 1...1000
    package var invitationSeconds: ClosedRange<Int64> = 60...31_536_000
    package var openInvitations = 1000
    /// The same for each of those who are not the host.
    package var openInvitationsEach = 20
    /// Former holders of one nick that WHOWAS tells.
    package var whowasPerNick = 10
    /// Commands that may come at once, and then each second; dearer ones count as several.
    package var commandBurst = 20
    package var commandsPerSecond = 4
    /// The same for what clients ask by themselves, such as the history of rooms that they enter; see ``Budget/questions``.
    package var questionBurst = 100
    package var questionsPerSecond = 8
    /// True if these limits count for sessions from this machine, too; the host says so in ``Origin/isExemptFromLimits``.
    package var loopback = false
    /// Former holders of nicks that WHOWAS remembers in all.
    package var whowas = 1000
    /// Seconds a new session has to register, in all.
    package var registrationSeconds: Int64 = 60
    /// Seconds of silence after which a session is asked whether it is there.
    package var pingSeconds: Int64 = 120
    /// Seconds it then has to answer.
    package var pongSeconds: Int64 = 60

    package init() {}
}
