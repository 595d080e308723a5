import Protocol

/// The host is the founder of the rooms that belong to the host, such as the lobby, for as long as a session of the host's is there.
///
/// That rank is the session's and not the account's: whoever logs in to the same account from elsewhere has it only beside that
/// session, and it is not kept over a restart. A session of the host's that only listens says so with OWNER YIELD, and has no such rank.
extension Network {
    func hostRank(of user: User, in channel: Channel) -> Ranks {
        guard channel.registration?.founder == Channel.Registration.host,
            user.sessions.contains(where: { $0.origin.isHost && !$0.yieldsHostRank })
        else {
            return []
        }
        return .founder
    }

    /// To be called when a session of somebody has come or gone.
    ///
    /// - Parameter session: one that is told its ranks in another way.
    func refreshHostRank(of user: User, except session: Session? = nil) {
        for channel in user.channels {
            guard let before = channel.membership(of: user) else { continue }
            let temporaryRanks = hostRank(of: user, in: channel)
            guard temporaryRanks != before.temporaryRanks else { continue }
            channel.setTemporaryRanks(temporaryRanks, to: user)
            let ranks = channel.membership(of: user)?.ranks ?? []
            let changed = before.ranks.symmetricDifference(ranks)
            let changes = Ranks.table.filter { changed.contains($0.rank) }
                .map { ModeChange(isSet: ranks.contains($0.rank), mode: $0.mode, parameter: user.nick) }
            guard !changes.isEmpty else { continue }
            let (modeString, parameters) = ModeChange.format(changes)
            let words = [channel.name, modeString] + parameters
            let message = Message(source: Bytes(settings.serverName), "MODE", words.map { Bytes($0) })
            broadcast(Relay(message: message, time: messageTime), to: channel.audience, except: session)
        }
    }
}
