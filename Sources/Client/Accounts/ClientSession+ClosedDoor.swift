import Protocol

/// Servers that close the door with ERROR and no numeric: whether it is worth knocking again.
/// <https://modern.ircdocs.horse/#error-message>
extension ClientSession {
    /// Ends trying again where the server's last words say that it lets nobody in without an account, or not this person. Those of its last
    /// NOTICE count where ERROR came as well, and what a numeric said of a ban before it does.
    mutating func obeyClosing(_ link: Link) {
        guard let words = link.closingWords else { return }
        if ClosingWords.isBan(words) {
            guard !ClosingWords.endsByItself(words), link.entryRefusal.map(ClosingWords.endsByItself) != true else {
                return
            }
            refusal = "/reconnect tries all the same."
            self.link?.entryRefusal = words
            return
        }
        guard !ClosingWords.passes(words) else { return }
        // Whoever has what it takes to log in here, and was not refused, has to wait until the server lets them.
        guard link.account == nil, !canLogIn || link.isLoginRefused || hasNoWayToLogIn else { return }
        if ClosingWords.wantsAccount(words) {
            refuseEntry(words, takesInvitation: false)
        } else if let notice = link.lastNotice, ClosingWords.demandsAccount(notice) {
            refuseEntry(notice, takesInvitation: false)
        }
    }

    /// Logging in has come to no end: it is given up, and said where the person sees it, so that they can try again.
    mutating func abandonLogin(at now: Timestamp) {
        guard let exchange = link?.sasl else { return }
        link?.sasl = nil
        link?.saslAnswer = []
        let isComingIn = link?.hasEnteredRooms != true
        // The server has logged us in, and did not end the exchange.
        guard !isComingIn || link?.account == nil else { return }
        link?.isUnproved = exchange.mechanism == .scram && !exchange.canSucceed
        send("AUTHENTICATE", "*")
        let words = "Not logged in: the server did not answer. /login tries again."
        say(words, .error, in: isComingIn ? .server : replyBuffer, at: now)
        // Whoever comes in looks at the first room.
        if isComingIn, !unseenWelcome.contains(words) { unseenWelcome.append(words) }
    }
}
