import Protocol

/// The names, the account and the capabilities' version that a session asks for before it is registered.
struct SessionRegistration {
    /// The highest CAP version it asked for; 302 brings values and `cap-notify`.
    private(set) var capabilityVersion = 301
    /// The capabilities of which it is told only once it is registered, because one line did not hold all.
    var deferredCapabilities: Capabilities = []
    /// True while it negotiates capabilities: registration waits.
    var isNegotiating = false
    var nick: String?
    /// The names that it gave with USER.
    var names: (user: String, realName: String)?
    /// The parameter of its PASS.
    var password: String?
    /// True once the password was taken for an account and its password, and tried.
    private(set) var hasTriedPassword = false
    /// The reason that it gave with AWAY. <https://ircv3.net/specs/extensions/pre-away>
    var awayReason: String?
    /// The metadata that it has set before it is registered: values by key. <https://ircv3.net/specs/extensions/metadata>
    var metadata: [String: String] = [:]
    /// The account it logged in to.
    var account: String?
    /// The account that it made, which it did before an invitation that it may have shown was looked at.
    var madeAccount: FoldedName?
    /// A login in the making, also of a session that is registered.
    var sasl: SASLServerExchange?

    mutating func ask(forVersion version: Int) { capabilityVersion = max(capabilityVersion, version) }

    /// To be called when the password is tried for an account.
    mutating func passwordTried() { hasTriedPassword = true }
}
