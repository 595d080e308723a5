import Protocol

/// A registry that goes into another log, in which the events have other numbers.
extension Registry {
    /// The changes that make this registry of an empty one, in an order in which none is lost.
    package var changes: [RegistryChange] {
        var changes = accounts.values.map(RegistryChange.saveAccount)
        changes += presences.map { .savePresence($0.key, $0.value) }
        for (account, values) in metadata {
            changes += values.profile.map { .saveMetadata(account, key: $0.key, about: nil, $0.value) }
            for (target, marks) in values.marks {
                changes += marks.map { .saveMetadata(account, key: $0.key, about: target, $0.value) }
            }
        }
        changes += nicks.values.map(RegistryChange.reserveNick)
        changes += channels.values.map(RegistryChange.saveChannel)
        changes += bans.values.map(RegistryChange.saveBan)
        for (account, times) in markers {
            changes += times.map { .markRead(account: account, $0.key, $0.value) }
        }
        changes += invitations.values.map(RegistryChange.saveInvitation)
        for (digest, times) in guests {
            changes += times.map { .useInvitation(digest, guest: $0.key, $0.value) }
        }
        return changes + notes.map { .note($0.key, $0.value) }
    }
}

/// The new numbers of old ones.
package struct Renumbering<Failure: Error> {
    /// The number of an event, or of the one after it where it is gone: nothing earlier is meant with it.
    let from: (EventNumber) throws(Failure) -> EventNumber
    /// The number before the next event's: nothing later is meant with it, and all that is earlier is.
    let through: (EventNumber) throws(Failure) -> EventNumber

    package init(
        from: @escaping (EventNumber) throws(Failure) -> EventNumber,
        through: @escaping (EventNumber) throws(Failure) -> EventNumber
    ) {
        self.from = from
        self.through = through
    }

    /// As ``through``, where ``EventNumber/none`` stands for nothing.
    fileprivate func throughAny(_ number: EventNumber) throws(Failure) -> EventNumber {
        number == .none ? .none : try through(number)
    }
}

extension RegistryChange {
    /// The same change with the new numbers of the events that it names: of joins, of closings, and of what has reached an account.
    package func renumbered<Failure>(_ numbers: Renumbering<Failure>) throws(Failure) -> RegistryChange {
        switch self {
        case .saveAccount(var account):
            if var arrival = account.lastArrival {
                arrival.event = try numbers.throughAny(arrival.event)
                if let first = arrival.firstCame { arrival.firstCame = try numbers.throughAny(first) }
                account.lastArrival = arrival
            }
            return .saveAccount(account)
        case .savePresence(let name, var presence):
            for index in presence.channels.indices {
                presence.channels[index] = try presence.channels[index].renumbered(numbers)
            }
            return .savePresence(name, presence)
        case .note(let key, let value?) where key.hasPrefix(Registry.closingNoteHead):
            var words: [String] = []
            // A word that is no number stays: `now` stands for a closing that lasts.
            for word in value.text.split(separator: " ") {
                guard let number = Int64(word).map(EventNumber.init(rawValue:)) else {
                    words.append(String(word))
                    continue
                }
                words.append(String(try numbers.throughAny(number).rawValue))
            }
            return .note(key, Array(words.joined(separator: " ").utf8))
        case .saveSettings, .saveMetadata, .removeAccount, .reserveNick, .releaseNick, .saveChannel, .removeChannel,
            .markRead, .renameChannel, .saveBan, .removeBan, .saveInvitation, .useInvitation, .removeInvitation, .note:
            return self
        }
    }
}

extension Presence.Channel {
    fileprivate func renumbered<Failure>(_ numbers: Renumbering<Failure>) throws(Failure) -> Presence.Channel {
        var channel = self
        channel.since = try numbers.from(since)
        if let ended = closings?.ended {
            channel.closings?.ended = ClosedThrough(
                toAll: try numbers.throughAny(ended.toAll), toGuests: try numbers.throughAny(ended.toGuests))
        }
        return channel
    }
}
