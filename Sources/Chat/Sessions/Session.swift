import Basics
import DequeModule
import Protocol

/// The place that a session comes from, and what follows from it, as the host found out.
package struct Origin: Hashable, Sendable {
    /// The address in digits, for operators and bans.
    package var address: String
    /// The host that others see in place of the address.
    package var host: String
    /// The address itself, or its IPv6 /64: the unit in which connections and guesses are counted.
    package var addressPrefix: String
    /// Came through the host's own door: whoever is behind it owns the machine.
    package var isHost: Bool
    package var isSecure: Bool
    /// The ways to come in: one of them is enough, and none is needed where none stands here.
    package var needs: AdmissionMethods
    /// Is not slowed down: what comes from this machine, unless its host says otherwise.
    package var isExemptFromLimits: Bool
    /// Comes without an IRC client, by telnet or nc: whoever is there can type a password, and no command of IRC.
    package var isTelnet = false
    /// Comes from this machine.
    package var isLocal: Bool
    /// Both ends of its connection, where that stays within this machine and nothing is between: an owner's token is good for one pair of them.
    package var ends: String?
    /// The SHA-256 of the client certificate that it proved to hold.
    package var certificate: [UInt8]?
    /// The reason that it may not come in: then only CAP LS is answered, and anything else ends it with these words. Nil where it may.
    package var refusal: String?

    package init(
        address: String, host: String, addressPrefix: String? = nil, isHost: Bool = false, isSecure: Bool = false,
        needs: AdmissionMethods = [], isExemptFromLimits: Bool = false, isLocal: Bool = false,
        ends: String? = nil, certificate: [UInt8]? = nil, refusal: String? = nil
    ) {
        self.address = address
        self.host = host
        self.addressPrefix = addressPrefix ?? address
        self.isHost = isHost
        self.isSecure = isSecure
        self.needs = needs
        self.isExemptFromLimits = isExemptFromLimits
        self.isLocal = isLocal
        self.ends = ends
        self.certificate = certificate
        self.refusal = refusal
    }
}

/// The ways for somebody who is not known to come in.
package struct AdmissionMethods: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Logging in to an account before registration is complete.
    package static let account = AdmissionMethods(rawValue: 1)
    package static let invitation = AdmissionMethods(rawValue: 2)
    /// The server's password.
    package static let password = AdmissionMethods(rawValue: 4)
}

/// One connection to the network, registered or on its way there. Capabilities belong to it; the nick and the rooms to its user.
///
/// It has more than fifteen variables, because each command knows its session alone: what hangs together is a part with a type of its own,
/// and the rest stands alone.
final class Session {
    let id: SessionID
    private(set) var origin: Origin
    /// The address that it really comes from; nil for one that does not come over the network.
    let address: IPAddress?
    let openedAt: Timestamp
    var capabilities: Capabilities = []
    var registration = SessionRegistration()
    var admission = SessionAdmission()
    var liveness: SessionLiveness
    var arrival: SessionArrival
    var input: SessionInput
    /// The reason that what it says waits; nil where it does not.
    var inputHold: InputHold?
    /// The nick that it asked for last and was refused because it is an account's: logging in to that account brings it.
    var refusedNick: String?
    /// True for a session of the host's that takes no rank from that: it only listens.
    var yieldsHostRank = false
    /// The reason that it is away; nil where it is here.
    var awayReason: String?
    /// Once registered.
    var user: User?
    /// As an IRC operator: which one of the configuration's. Whoever proved it on this connection has it on no other.
    var operatorGrant: Operator?
    /// The label of the command in hand, and what has been answered to it so far.
    var label: String?
    var labelledResponses: [Response] = []
    /// Answers that are being given to it.
    var answers: Deque<LongAnswer> = []
    /// True once ``SessionDirectory`` counts it among those of its place.
    var isCountedByLimiter = false
    /// The last broadcast that counted it, so that none reaches it twice.
    var lastBroadcast: UInt64 = 0
    var isClosing = false
    /// The words that the others will be told of its end, once its connection is gone and what it had said runs out; see ``Network/disconnected(_:reason:)``.
    var disconnection: Disconnection?
    /// The batch it has opened and not closed, and the last one that came to nothing: what still comes of that is ignored.
    var batch: OpenBatch?
    var abandonedBatch: String?
    var monitored = MonitorList()
    /// The keys of metadata that it is told of.
    var subscriptions = MetadataSubscriptions()

    /// - Parameter arrived: the last event before it came: nothing of that was for it.
    init(id: SessionID, origin: Origin, arrived: Account.LastArrival, at time: Timestamp) {
        self.id = id
        self.origin = origin
        address = IPAddress(origin.address)
        openedAt = time
        liveness = SessionLiveness(at: time)
        arrival = SessionArrival(behind: arrived)
        input = SessionInput(at: time)
    }

    /// It has shown that the host is behind it.
    func becomeHost() {
        origin.isHost = true
        origin.isExemptFromLimits = true
        origin.needs = []
    }

    /// True where it asked for no capability: perhaps a person types its lines, or an old client sends them.
    var hasNoCapabilities: Bool { capabilities.isEmpty }

    func has(_ capability: Capabilities) -> Bool { capabilities.contains(capability) }

    /// The name for it in numerics: its nick, or `*` while it has none that is its own.
    var displayName: String { user?.nick ?? "*" }

    /// The account it is logged in to.
    var account: String? { user.map(\.account) ?? registration.account }
}
