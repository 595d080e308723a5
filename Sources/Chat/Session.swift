import DequeModule
import Protocol

/// Where a session comes from, as the host found out.
package struct Origin: Hashable, Sendable {
    /// The address in digits, for operators and bans.
    package var address: String
    /// What others see in its place.
    package var host: String
    /// Came through the host's own door: whoever is behind it owns the machine.
    package var isHost: Bool
    package var isSecure: Bool
    /// Why it may not come in: then only CAP is answered, and anything else ends it with these words.
    package var refusal: String?

    package init(address: String, host: String, isHost: Bool = false, isSecure: Bool = false, refusal: String? = nil) {
        self.address = address
        self.host = host
        self.isHost = isHost
        self.isSecure = isSecure
        self.refusal = refusal
    }
}

/// One connection to the network, registered or on its way there. Capabilities belong to it; the nick and the rooms to its user.
final class Session {
    let id: SessionID
    let origin: Origin
    let openedAt: Timestamp
    var capabilities: Capabilities = []
    /// The CAP version it asked for; 302 brings values and `cap-notify`.
    var capabilityVersion = 301
    /// Whether it began to negotiate and has not ended it: registration waits.
    var isNegotiating = false
    var requestedNick: String?
    var requestedUser: (name: String, realName: String)?
    /// Once registered.
    var user: User?
    /// The label of the command in hand, and what has been answered to it so far.
    var label: String?
    var labelledResponses: [Response] = []
    /// The last line from it, whatever it said.
    var lastHeard: Timestamp
    /// When it was asked whether it is there, unless it answered.
    var pingedAt: Timestamp?
    /// The last broadcast that counted it, so that none reaches it twice.
    var lastBroadcast: UInt64 = 0
    var isClosing = false
    /// Answers that are being given to it, and what it said meanwhile.
    var answers: Deque<LongAnswer> = []
    var isParked = false
    var parkedInputs: Deque<Network.Input> = []

    init(id: SessionID, origin: Origin, at time: Timestamp) {
        self.id = id
        self.origin = origin
        openedAt = time
        lastHeard = time
    }

    func has(_ capability: Capabilities) -> Bool { capabilities.contains(capability) }

    /// What numerics call it: its nick, or `*` before it has one.
    var displayName: String { user?.nick ?? requestedNick ?? "*" }
}
