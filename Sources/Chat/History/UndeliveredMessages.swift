import Protocol

/// The number of messages that others have left for accounts that are not connected, since their owners were last here: not more than each is told at the next
/// login, see ``Limits/replay`` and ``Limits/replayPeople``. So nobody pushes out what somebody else has left.
///
/// Of the places at one account, half are for those without an account, and a tenth for those of them who come from one address, by
/// whatever nicks.
final class UndeliveredMessages {
    /// The bound that is reached: as much waits as may.
    enum Bound {
        case words, people, guests, guestsOfOneAddress

        /// The end of a sentence that says that somebody is not connected.
        var words: String {
            switch self {
            case .words: "no more of your messages are kept until they log in: try again then"
            case .people: "no more messages are kept until they log in: try again then"
            case .guests: "no more messages of people without an account are kept: log in to leave one"
            case .guestsOfOneAddress:
                "no more messages of people without an account are kept from your address: log in to leave one"
            }
        }
    }

    /// The number of messages that wait for one account.
    fileprivate struct Count {
        /// The messages of each sender.
        var messages: [FoldedName: Int] = [:]
        /// The senders without an account, by where they come from.
        var guests: [String: Int] = [:]
    }

    private var counts: [FoldedName: Count] = [:]

    /// Takes a place at an account, if there is one.
    ///
    /// - Parameter addressPrefix: the address prefix from which a sender without an account comes; nil for a sender who has one.
    /// - Returns: the bound that leaves no place; nil where there was one.
    func add(
        from sender: FoldedName, without addressPrefix: String?, to account: FoldedName, limits: Limits
    ) -> Bound? {
        counts[account, default: Count()].add(from: sender, without: addressPrefix, limits: limits)
    }

    /// To be called when an account's owner is told what waits.
    func forget(_ account: FoldedName) { counts[account] = nil }
}

extension UndeliveredMessages.Count {
    fileprivate mutating func add(from sender: FoldedName, without addressPrefix: String?, limits: Limits)
        -> UndeliveredMessages.Bound?
    {
        let count = messages[sender] ?? 0
        guard count < limits.replay else { return .words }
        if count == 0 {
            guard messages.count < limits.replayPeople else { return .people }
            if let addressPrefix {
                let some = guests[addressPrefix] ?? 0
                guard guests.values.reduce(0, +) < max(limits.replayPeople / 2, 1) else { return .guests }
                guard some < max(limits.replayPeople / 10, 1) else { return .guestsOfOneAddress }
                guests[addressPrefix] = some + 1
            }
        }
        messages[sender] = count + 1
        return nil
    }
}
