import Protocol

/// The cards that were asked for on one connection, by nick.
struct WhoisCards: Sendable {
    /// So many are kept at most; then the others go.
    private static let maximum = 16

    private var cards: [FoldedName: WhoisCard] = [:]

    var isEmpty: Bool { cards.isEmpty }

    subscript(nick: FoldedName) -> WhoisCard? { cards[nick] }

    /// Begins a card anew.
    ///
    /// - Returns: false where the answer to an earlier question is still to come, so that there is nothing to ask.
    mutating func ask(_ nick: FoldedName, as typed: String, at now: Timestamp) -> Bool {
        if cards[nick]?.isAwaited(at: now) == true { return false }
        if cards.count >= Self.maximum { cards = cards.filter { $0.value.isAwaited(at: now) } }
        guard cards.count < Self.maximum else { return false }
        cards[nick] = WhoisCard(of: typed, at: now)
        return true
    }

    /// Takes a numeric that is a part of the answer for a card.
    ///
    /// - Returns: false for one that is none.
    mutating func take(_ numeric: UInt16, about nick: FoldedName, _ incoming: IncomingMessage) -> Bool {
        guard cards[nick]?.isAwaited(at: incoming.now) == true else { return false }
        return cards[nick]?.take(numeric, incoming) == true
    }
}
