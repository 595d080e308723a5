import Protocol

/// Logging in to a bouncer without SASL, as ZNC was for long: the account with its password as the server's password.
/// <https://wiki.znc.in/Configuration#Connecting>
extension ClientSession {
    /// The server wants a password: it is told the account's, where it is a bouncer that knows no other login; a refused one is asked for anew.
    ///
    /// - Returns: false where that is no answer, so that the server's own password is to be asked for.
    mutating func answerWithAccount(_ incoming: IncomingMessage) -> Bool {
        guard let account = login.account, let password = login.accountPassword, login.serverPassword == nil,
            connection?.security.isPrivate == true, offersZNCAlone
        else { return false }
        if connection?.login.tellAsServerPassword() == true {
            // ZNC goes on when it has heard it.
            return send("PASS", "\(account):\(password)")
        }
        connection?.registration.refuseEntry(Sentence.openClause(incoming.lastText))
        guard !DisconnectReason.suspendsLogin(incoming.lastText) else { return true }
        let isKept = login.refuseAccountPassword()
        lifecycle.stopRetrying(
            because: "/login \(account) asks for another password."
                + (isKept ? " This one comes from your settings: change it there, too." : ""))
        askPassword(.login, account: account, lead: "Refused. ")
        return true
    }

    /// True if the server is a ZNC without SASL.
    private var offersZNCAlone: Bool {
        guard let offered = connection?.capabilities.offered, offered["sasl"] == nil else { return false }
        return offered.keys.contains { $0.hasPrefix("znc.in/") }
    }
}
