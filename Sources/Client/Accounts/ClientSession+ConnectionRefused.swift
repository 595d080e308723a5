import Protocol

/// Servers that refuse entry with ERROR and no numeric: this decides whether another try is worth while.
/// <https://modern.ircdocs.horse/#error-message>
extension ClientSession {
    /// Ends trying again where the server's last words say that it lets nobody in without an account, or not this person. Those of its last
    /// NOTICE count where ERROR came as well, and what a numeric said of a ban before it does.
    mutating func stopRetryingIfRefused(_ connection: ConnectionState) {
        guard let words = connection.registration.disconnectReason else { return }
        if DisconnectReason.isBan(words) {
            guard !DisconnectReason.isTemporaryBan(words),
                connection.registration.entryRefusal.map(DisconnectReason.isTemporaryBan) != true
            else {
                return
            }
            lifecycle.stopRetrying(because: "/reconnect tries all the same.")
            self.connection?.registration.refuseEntry(words)
            return
        }
        guard !DisconnectReason.isTemporary(words) else { return }
        // Whoever has what it takes to log in here, and was not refused, has to wait until the server lets them.
        guard connection.identity.account == nil, !login.canLogIn || connection.login.isRefused || hasNoWayToLogIn
        else {
            return
        }
        if requiresAccount || DisconnectReason.wantsAccount(words) {
            handleAccountRequired(words, takesInvitation: false)
        } else if let notice = connection.registration.lastNotice, DisconnectReason.demandsAccount(notice) {
            handleAccountRequired(notice, takesInvitation: false)
        }
    }

    /// True if the server has told before the welcome that it lets nobody in without an account: by its token of 005, or by the capability
    /// of <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/account-required.md>, which is only told. The names of tokens are
    /// in capital letters here.
    private var requiresAccount: Bool {
        isupport["DRAFT/ACCOUNTREQUIRED"] != nil
            || connection?.capabilities.offered["soju.im/account-required"] != nil
    }

    /// Logging in has come to no end: it is given up, and said where the person sees it, so that they can try again.
    mutating func abandonLogin(at now: Timestamp) {
        guard connection?.login.exchange != nil else { return }
        let isComingIn = connection?.registration.hasEnteredChannels != true
        // The server has logged us in, and did not end the exchange.
        if isComingIn, account != nil {
            connection?.login.drop()
            return
        }
        _ = connection?.login.end()
        send("AUTHENTICATE", "*")
        let words = "Not logged in: the server did not answer. /login tries again."
        note(words, kind: .error, in: isComingIn ? .server : replyBuffer, at: now)
        // Whoever comes in looks at the first room.
        if isComingIn { channelEntry.welcome(with: words) }
    }
}
