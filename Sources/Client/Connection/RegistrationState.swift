import Protocol

/// The way into a server on one connection: the words said, from the first one to the welcome and the rooms, and those that end it.
/// <https://modern.ircdocs.horse/#connection-registration>
struct RegistrationState: Sendable {
    private(set) var connectedAt: Timestamp
    /// When the server said 001.
    private(set) var welcomedAt: Timestamp?
    /// True once the server has been told who we are.
    private(set) var isSent = false
    /// True once the server has been asked to tell of itself before the welcome.
    private(set) var hasAskedFeatures = false
    /// True once the server could be told before the welcome that the person is away.
    private(set) var hasSaidPresence = false
    /// True while the server is making an account for us before it lets us in.
    private(set) var isMakingAccount = false
    /// True once the rooms have been asked for, at the end of the message of the day.
    private(set) var hasEnteredChannels = false
    /// The server's words where it does not let us in, or not any longer: told once the connection has ended.
    private(set) var entryRefusal: String?
    /// The reason that the server gave with ERROR: why it is about to close.
    private(set) var disconnectReason: String?
    /// The words that the server said last with NOTICE, before the welcome.
    private(set) var lastNotice: String?

    init(at now: Timestamp) { connectedAt = now }

    /// - Returns: true the first time: the server is now to be told who we are.
    mutating func send() -> Bool {
        defer { isSent = true }
        return !isSent
    }

    /// - Returns: true the first time: the server is now to be asked for its features.
    mutating func askFeatures() -> Bool {
        defer { hasAskedFeatures = true }
        return !hasAskedFeatures
    }

    /// - Returns: true the first time: the server is now to be told that the person is away, if they are.
    mutating func sayPresence() -> Bool {
        defer { hasSaidPresence = true }
        return !hasSaidPresence
    }

    mutating func beginMakingAccount() { isMakingAccount = true }

    /// - Returns: true if an account was being made.
    mutating func endMakingAccount() -> Bool {
        defer { isMakingAccount = false }
        return isMakingAccount
    }

    /// The server lets us in.
    ///
    /// - Returns: its words where it had said that it would not.
    mutating func welcomed(at now: Timestamp) -> String? {
        welcomedAt = now
        defer { entryRefusal = nil }
        return entryRefusal
    }

    /// - Returns: true the first time: the rooms are now to be asked for.
    mutating func enterChannels() -> Bool {
        defer { hasEnteredChannels = true }
        return !hasEnteredChannels
    }

    mutating func refuseEntry(_ words: String) { entryRefusal = words }

    mutating func disconnecting(because reason: String) { disconnectReason = reason }

    mutating func noticed(_ words: String) { lastNotice = words }

    mutating func clockSetBack(to now: Timestamp) {
        connectedAt = min(connectedAt, now)
        welcomedAt = welcomedAt.map { min($0, now) }
    }
}
