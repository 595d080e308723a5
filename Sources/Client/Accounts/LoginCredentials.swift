import Protocol

/// All that opens a server to the person: the account with its password, the server's own password or an invitation, a certificate.
///
/// They outlive connections. A password that a server refused is forgotten here, so that it is never sent a second time.
struct LoginCredentials: Sendable {
    /// The account and the password that the configuration names.
    private let configured: (account: String?, password: String?)
    /// True if this side shows a certificate of its own in TLS.
    private let hasCertificate: Bool
    /// The account that the person named last.
    private var requestedAccount: String?
    /// The account's password that has not been refused.
    private(set) var accountPassword: String?
    /// The server's own password, or an invitation's secret, that has not been refused.
    private(set) var serverPassword: String?
    /// True if ``serverPassword`` is an invitation's secret.
    private(set) var isInvited: Bool
    /// True if the server knew no account by our certificate: the certificate is not used for logging in again.
    private var isCertificateRefused = false
    /// True if the server has said, since we were last on it, that it lets nobody in without an account or an invitation.
    private(set) var isAccountRequired = false
    /// The account that the server was asked to make, until it has answered.
    private var accountBeingMade: (name: String, password: String)?
    /// The password of a new account, until it has been typed once more.
    private var firstEntry: String?
    /// The way in which the server that turned us away for want of an account makes one; nil if it makes none. See
    /// ``ClientSession/earlyRegistrationOffer``.
    private(set) var registrationOffer: String?
    /// The way in which the person has asked to log in; nil once they are logged in.
    private var loginByHand: LoginByHand?
    /// The account that is to be made on the next connection.
    private var plannedRegistration: (account: String, email: String?, password: String)?
    /// The cryptography that SCRAM needs; without it only PLAIN and EXTERNAL can be used.
    var cryptography: SASLCryptography?
    /// The keys that SCRAM needs made.
    var derivations = KeyDerivationQueue()

    init(_ configuration: SessionConfiguration) {
        configured = (configuration.account, configuration.accountPassword)
        hasCertificate = configuration.hasCertificate
        accountPassword = configuration.accountPassword
        serverPassword = configuration.password
        isInvited = configuration.isInvited
    }

    // MARK: The account

    /// The account to log in to: what the person said last, else the configuration's.
    var account: String? { requestedAccount ?? configured.account }

    /// True if a certificate may be shown for logging in.
    var canShowCertificate: Bool { hasCertificate && !isCertificateRefused }

    /// True if there is anything to log in with.
    var canLogIn: Bool { accountPassword != nil || canShowCertificate }

    /// The person named an account and its password: no other is to be made.
    mutating func enter(account: String, password: String) {
        plannedRegistration = nil
        requestedAccount = account
        accountPassword = password
    }

    /// True where the person named the account and its password, and it was not refused.
    var isTyped: Bool { requestedAccount != nil && accountPassword != nil }

    /// Takes over the account and the password that were typed for the same server.
    mutating func takeTyped(from other: LoginCredentials) {
        guard other.isTyped, let account = other.requestedAccount, let password = other.accountPassword else { return }
        enter(account: account, password: password)
        loginByHand = other.loginByHand
    }

    /// The server refused the account's password.
    ///
    /// - Returns: true if the refused password is the one that the configuration names.
    mutating func refuseAccountPassword() -> Bool {
        let isConfigured = accountPassword != nil && accountPassword == configured.password
        accountPassword = nil
        return isConfigured
    }

    mutating func refuseCertificate() { isCertificateRefused = true }

    /// - Parameter isRequired: the server lets nobody in without an account or an invitation.
    mutating func setAccountRequired(_ isRequired: Bool) { isAccountRequired = isRequired }

    // MARK: The server's own password

    mutating func enter(serverPassword: String) {
        self.serverPassword = serverPassword
        isInvited = false
    }

    /// The person entered an invitation to this server; nil is the secret of one that has none. The server's own password holds beside that.
    mutating func enter(invitationSecret secret: String?) {
        guard secret != nil || isInvited else { return }
        serverPassword = secret
        isInvited = secret != nil
    }

    /// The server refused the password that it was told, or wants one.
    ///
    /// - Returns: true if there was a server password.
    @discardableResult
    mutating func refuseServerPassword() -> Bool {
        defer { serverPassword = nil }
        return serverPassword != nil
    }

    // MARK: A new account

    /// Keeps the password of a new account until it has been typed once more.
    mutating func keepFirstEntry(_ password: String) { firstEntry = password }

    /// The password that was typed first, which is then forgotten.
    mutating func takeFirstEntry() -> String? {
        defer { firstEntry = nil }
        return firstEntry
    }

    /// - Parameter value: how the server makes accounts for those whom it has not let in.
    mutating func offerRegistration(_ value: String?) { registrationOffer = value }

    /// An account is to be made on the next connection.
    mutating func planRegistration(of account: String, email: String?, password: String) {
        plannedRegistration = (account, email, password)
    }

    /// The account that is to be made on this connection, once.
    mutating func takePlannedRegistration() -> (account: String, email: String?, password: String)? {
        defer { plannedRegistration = nil }
        return plannedRegistration
    }

    /// The server was asked to make an account.
    mutating func makingAccount(_ name: String, password: String) { accountBeingMade = (name, password) }

    /// The server did not make it.
    mutating func accountNotMade() { accountBeingMade = nil }

    /// The server knows the account that it was asked for: the next connection logs in to it without asking.
    mutating func adoptMadeAccount() {
        guard let made = accountBeingMade else { return }
        enter(account: made.name, password: made.password)
    }

    /// The server has made an account.
    ///
    /// - Returns: true, once, where it was asked for that one.
    mutating func accountMade(named account: String, casemapping: Casemapping) -> Bool {
        guard let made = accountBeingMade, casemapping.fold(made.name) == casemapping.fold(account) else {
            return false
        }
        accountBeingMade = nil
        return true
    }

    // MARK: Logging in by hand

    /// - Parameter isAsked: true where the person asks to log in, false where they would rather not.
    mutating func setAskedByHand(_ isAsked: Bool) { loginByHand = isAsked ? .command : nil }

    /// The person has told a service their password: to what account that leads, the server says.
    mutating func toldService() { loginByHand = .service }

    /// The connection is lost: a service that was told a password on it logs in nobody any more.
    mutating func connectionLost() {
        if loginByHand == .service { loginByHand = nil }
    }

    /// The server says that we are logged in to an account.
    ///
    /// - Returns: true, once, where the person has asked for that one, or has told a service their password.
    mutating func loggedInByHand(to account: String, casemapping: Casemapping) -> Bool {
        switch loginByHand {
        case .command:
            guard let wanted = self.account, casemapping.fold(wanted) == casemapping.fold(account) else { return false }
        case .service:
            guard ServiceLogin.isName(account) else { return false }
        case nil: return false
        }
        loginByHand = nil
        return true
    }

    private enum LoginByHand: Hashable, Sendable {
        /// By `/login`, to the account that was named there.
        case command
        /// By telling a service such as NickServ a password.
        case service
    }
}
