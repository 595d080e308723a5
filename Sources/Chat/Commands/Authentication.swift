import Protocol

/// AUTHENTICATE. <https://ircv3.net/specs/extensions/sasl-3.1>
extension Network {
    /// No mechanism is on offer: whoever asks all the same is told that it failed, and goes on without.
    func authenticate(_ session: Session, _ message: Message) {
        let data = message.parameters[0]
        if data == Bytes("*") {
            reply(session, .saslAborted, "SASL authentication aborted")
        } else if data.count > 400 {
            reply(session, .saslTooLong, "SASL message too long")
        } else {
            reply(session, .saslFail, "SASL authentication failed: it is not available here")
        }
    }
}
