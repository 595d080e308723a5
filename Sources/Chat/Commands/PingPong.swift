import Protocol

/// PING and PONG.
extension Network {
    /// <https://modern.ircdocs.horse/#ping-message>
    func ping(_ session: Session, _ message: Message) {
        guard let token = message.parameters.first else { return reply(session, .noOrigin, "No origin specified") }
        let name = Bytes(settings.serverName)
        respond(Message(source: name, "PONG", [name, token]), to: session)
    }

    /// That something came counts, and that it is the answer to our last question: whatever still waits of the lines sent since, all that
    /// was sent before that question has arrived.
    func pong(_ session: Session, _ message: Message) {
        guard let arrival = session.liveness.answered(message.parameters.last) else { return }
        noteArrival(at: session, through: arrival.event, knownAt: arrival.at)
    }
}
