import Protocol

/// Asking by WHOIS for a card on the screen. The answer stands on the card, and in no buffer.
extension ClientSession {
    /// The card of somebody; nil where it has not been asked for on this connection.
    package func whoisCard(of nick: String) -> WhoisCard? { connection?.replies.cards[casemapping.fold(nick)] }

    /// Asks the server who somebody is, unless the answer is still to come: see ``whoisCard(of:)``.
    package mutating func requestWhoisCard(of nick: String, at now: Timestamp) {
        let folded = casemapping.fold(nick)
        guard phase == .online, fits(Message("WHOIS", [Bytes(nick)])),
            connection?.replies.cards.ask(folded, as: nick, at: now) == true
        else { return }
        if send("WHOIS", nick) { noteCommandSent() }
    }

    /// True if one hears nothing of whoever bears a nick.
    package func isIgnored(nick: String) -> Bool {
        let mask = casemapping.fold(Hostmask.full(nick))
        return ignored.contains { casemapping.fold($0) == mask }
    }

    /// Takes a numeric that answers what was asked for a card; false for every other one.
    mutating func receiveForWhoisCard(_ numeric: UInt16, _ incoming: IncomingMessage) -> Bool {
        guard connection?.replies.cards.isEmpty == false, incoming.label == nil else { return false }
        let nick = casemapping.fold(incoming.text(1))
        // Something may have been said to them meanwhile, and then it is refused by this.
        if numeric == 401, let id = buffers.id(named: incoming.bytes(1)),
            buffers[id]?.pending.isEmpty == false || connection?.sendQueue.hasArriving(in: id) == true
        {
            return false
        }
        guard connection?.replies.cards.take(numeric, about: nick, incoming) == true else { return false }
        markChanged(visible ?? .server)
        return true
    }
}
