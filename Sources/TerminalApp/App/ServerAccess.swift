import Client
import Transport

/// The way to the server of a network: its destination, the connection there, and the facts that are known about that.
struct ServerAccess {
    var destination: Destination
    /// Made when it is needed first; nil where the server speaks no TLS.
    var tls: TLSContext?
    /// The launch that failed for want of a password or a certificate; nil where the network can be connected to.
    var failedLaunch: LaunchOptions.Arguments?
    /// The open question about a server that nobody vouches for.
    var trustQuestion: TrustQuestion?
    var accountOffer = AccountOffer()
    /// The networks that were opened since the server is a bouncer that told of them.
    var bouncerNetworks = OpenedBouncerNetworks()
    /// The connection that is open or is coming about; nil where there is none.
    private(set) var connection: (any ServerConnection)?
    /// True while the server can be spoken to by ``connection``.
    private(set) var isOpen = false
    /// Why ``connection`` has ended, while there is still to be taken in what came before; nil where it has not.
    private(set) var endReason: CloseReason?
    /// True where the person has done anything while the network was shown but answer what they were asked.
    private(set) var hasTyped = false
    /// True where the server asked for TLS on another port, perhaps without any, and has not been reached there yet.
    private var isUpgrading = false
    /// Counts the connections asked for: one that was waited for is dropped when another takes its place.
    private(set) var attempt = 0
    private var reach = Reach.untried
    /// True where somebody vouches for the server that we are connected to.
    private var isVouchedFor = false
    /// For how long that server wants nothing but TLS, as it said last. In seconds.
    private(set) var strictSeconds: Int?

    /// How far the attempts to connect have come.
    private enum Reach {
        /// The first has neither failed nor ended.
        case untried
        /// In none of them did the server's name lead to an address.
        case nameUnknown
        case nameKnown
    }

    /// True until the first attempt to connect has failed, or the connection that came of it has ended.
    var isFirstAttempt: Bool { reach == .untried }
    /// True where the server's name has never led to an address.
    var isNameUnknown: Bool { reach == .nameUnknown }

    init(_ destination: Destination, _ tls: TLSContext?) {
        self.destination = destination
        self.tls = tls
    }

    /// Asks for one more connection, in place of any that is waited for.
    ///
    /// - Returns: the number of the attempt.
    mutating func planAttempt() -> Int {
        attempt += 1
        return attempt
    }

    /// Takes a connection in place of the one before, which is closed.
    mutating func replace(with next: any ServerConnection) {
        connection?.close()
        connection = next
        isOpen = false
        endReason = nil
    }

    /// The connection has ended. It is forgotten when all that came before is taken in.
    mutating func connectionEnded(by reason: CloseReason) {
        isOpen = false
        endReason = reason
    }

    /// Forgets a connection that has ended, has not come about, or was left for good.
    mutating func forgetConnection() {
        connection = nil
        isOpen = false
        endReason = nil
    }

    mutating func noteTyped() { hasTyped = true }

    /// The server wants TLS, on this port.
    mutating func upgrade(to port: UInt16) {
        destination.upgrade(to: port)
        isUpgrading = true
    }

    /// The server was reached.
    ///
    /// - Returns: true where that is, for the first time, on another port to which it has moved: only its certificate says that it is the server.
    mutating func takeMove() -> Bool {
        defer { isUpgrading = false }
        return isUpgrading && destination.speaksTLS && destination.isMoved
    }

    mutating func opened(isVouchedFor: Bool) {
        isOpen = true
        if isNameUnknown { reach = .nameKnown }
        self.isVouchedFor = isVouchedFor
        strictSeconds = nil
    }

    /// An attempt to connect has failed, or the connection that came of it has ended.
    ///
    /// - Parameter isNameUnknown: true where the server's name led nowhere.
    mutating func attemptEnded(isNameUnknown: Bool = false) {
        reach = isNameUnknown && reach != .nameKnown ? .nameUnknown : .nameKnown
    }

    /// The server wants nothing but TLS for so many seconds.
    ///
    /// - Returns: false where nobody vouches for it, so that it may not want that.
    mutating func holdToTLS(seconds: Int) -> Bool {
        if isVouchedFor { strictSeconds = seconds }
        return isVouchedFor
    }
}
