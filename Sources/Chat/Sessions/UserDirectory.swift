import Protocol

/// Everybody who has a nick: how they are found, who waits for a nick, and who had one before.
final class UserDirectory {
    private var byNick: [FoldedName: User] = [:]
    /// Those who are logged in, by account; of several the one who was first.
    private var byAccount: [FoldedName: User] = [:]
    /// The folded nicks in their order, as WHO goes through them.
    private(set) var nicks = SortedNames()
    private(set) var whowas = WhowasHistory()
    private var nickWaiters: [FoldedName: NickWaiter] = [:]
    /// Counted as they change, because everybody who comes in is told them.
    private(set) var counts = Counts()

    /// The numbers of users that LUSERS tells.
    struct Counts {
        /// The most that were here at once.
        fileprivate(set) var most = 0
        fileprivate(set) var invisible = 0
        fileprivate(set) var operators = 0
    }

    // MARK: Finding

    subscript(nick: FoldedName) -> User? { byNick[nick] }

    var count: Int { byNick.count }

    /// All users, in no order.
    var all: some Collection<User> { byNick.values }

    /// All users, in the order of their folded nicks.
    var sorted: [User] { byNick.values.sorted { $0.folded < $1.folded } }

    /// The user who is logged in to an account; of several the one who was first.
    func owner(ofAccount account: FoldedName) -> User? { byAccount[account] }

    /// All users who are logged in, of several of one account the one who was first, in the order of their folded nicks.
    var accountOwners: [User] { byAccount.values.sorted { $0.folded < $1.folded } }

    // MARK: Coming and going

    /// Takes in somebody whose nick is free.
    func add(_ user: User) {
        byNick[user.folded] = user
        nicks.insert(user.folded)
        counts.most = max(counts.most, byNick.count)
        noteOwner(user)
    }

    /// Lets somebody go, and remembers them for WHOWAS.
    func remove(_ user: User, at time: Timestamp, limits: Limits) {
        byNick[user.folded] = nil
        nicks.remove(user.folded)
        whowas.add(user, at: time, limits: limits)
        forgetOwner(user)
    }

    /// Lets everybody go; nobody is remembered for WHOWAS.
    func removeAll() {
        byNick = [:]
        byAccount = [:]
        nicks = SortedNames()
        counts = Counts(most: counts.most)
    }

    /// Gives somebody another nick, which is free or their own in another spelling. The one that they leave is remembered for WHOWAS.
    func rename(_ user: User, to nick: String, folded: FoldedName, at time: Timestamp, limits: Limits) {
        if user.folded != folded { whowas.add(user, at: time, limits: limits) }
        byNick[user.folded] = nil
        nicks.remove(user.folded)
        user.rename(to: nick, folded: folded)
        byNick[folded] = user
        nicks.insert(folded)
    }

    // MARK: What users are

    /// Sets a user's modes. The only place where the modes of a user who is here change, so that the counts stay true.
    func setModes(of user: User, to modes: UserModes) {
        let before = user.modes
        user.modes = modes
        if before.contains(.invisible) { counts.invisible -= 1 }
        if modes.contains(.invisible) { counts.invisible += 1 }
        if before.contains(.operator) { counts.operators -= 1 }
        if modes.contains(.operator) { counts.operators += 1 }
    }

    /// Logs a user in to an account, or out where that is nil.
    func setAccount(of user: User, to account: String?) {
        forgetOwner(user)
        user.account = account
        noteOwner(user)
    }

    private func noteOwner(_ user: User) {
        guard let account = user.account.map(Casemapping.ascii.fold), byAccount[account] == nil else { return }
        byAccount[account] = user
    }

    private func forgetOwner(_ user: User) {
        guard let account = user.account.map(Casemapping.ascii.fold), byAccount[account] === user else { return }
        byAccount[account] = nil
    }

    // MARK: Waiting for a nick

    /// Seconds after which whoever waits for a nick has settled for another.
    private static let nickWaitSeconds: Int64 = 600

    /// Somebody without an account who wanted a nick that the own lost connection still holds.
    private struct NickWaiter {
        let session: SessionID
        let since: Timestamp
    }

    /// Notes that a session wants a nick that somebody has. The last one counts.
    func wait(for nick: FoldedName, session: SessionID, at time: Timestamp) {
        nickWaiters[nick] = NickWaiter(session: session, since: time)
    }

    /// - Returns: the session that waits for a nick; nil where none does, or has for too long. It does not wait any more then.
    func takeWaiter(for nick: FoldedName, at time: Timestamp) -> SessionID? {
        guard let waiter = nickWaiters.removeValue(forKey: nick),
            time.seconds(since: waiter.since) < Self.nickWaitSeconds
        else { return nil }
        return waiter.session
    }
}
