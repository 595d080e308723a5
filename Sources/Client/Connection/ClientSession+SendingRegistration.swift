import Protocol

/// The first words to a server, and its wish for TLS, which comes before them.
/// <https://modern.ircdocs.horse/#connection-registration>
extension ClientSession {
    /// How long a server that can be overheard is waited for to name its capabilities: one that has none may stay silent.
    static let capabilityListTimeout: Int64 = 3_000
    /// How long a server may take for its next word while one logs in, and for all of the greeting before the negotiation is ended.
    static let loginTimeout: Int64 = 15_000

    /// Says who we are. Nobody hears of it before the server could ask for TLS.
    mutating func sendRegistration(at now: Timestamp) {
        guard phase == .registering, let security = connection?.security, connection?.registration.send() == true
        else { return }
        if let word = security.ownerToken { send("OWNER", word) }
        if let password = login.serverPassword {
            if security.isPrivate {
                send("PASS", password)
            } else {
                note(
                    "The server's password was not sent: this connection is not encrypted. Use TLS.", kind: .error,
                    in: .server, at: now)
            }
        }
        send("NICK", nick)
        let user = configuration.userName.filter {
            // A bouncer has `user@client/network`.
            $0.isASCII && ($0.isLetter || $0.isNumber || "_-@/".contains($0))
        }
        send("USER", user.isEmpty ? "guest" : user, "0", "*", configuration.realName)
    }

    /// Obeys the capability `sts`. True where the connection ended for it. <https://ircv3.net/specs/extensions/sts>
    mutating func obeyStrictTransport(at now: Timestamp) -> Bool {
        guard let value = connection?.capabilities.offered["sts"], let policy = StrictTransportPolicy(value) else {
            return false
        }
        if connection?.security.isTLS == true {
            if let seconds = policy.seconds { emit(.requireTLS(seconds: seconds)) }
            return false
        }
        guard phase == .registering, connection?.security.mayUpgrade == true, let port = policy.port else {
            return false
        }
        note("\(configuration.hostLabel) wants TLS: switching to TLS, on port \(port).", in: .server, at: now)
        emit(.close)
        dropConnection(cause: "switching to TLS", at: now)
        lifecycle.dial()
        markChanged(.server)
        emit(.upgrade(port: port))
        return true
    }
}
