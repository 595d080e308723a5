import Client

/// The part of the saved state that is the sessions' own.
extension SavedState {
    /// True if anything is kept of a server.
    package func knows(_ server: String) -> Bool {
        let lead = server + " "
        return seen[server] != nil || ignored[server] != nil || friends[server] != nil || declined.contains(server)
            || drafts.keys.contains { $0.hasPrefix(lead) } || attention.keys.contains { $0.hasPrefix(lead) }
            || sent.contains { $0.place.hasPrefix(lead) } || rooms.contains { $0.place.hasPrefix(lead) }
            || (talks + pinned + order).contains { $0.hasPrefix(lead) }
    }

    /// The part of the state that the session is to take back.
    package func memory(server: String) -> SavedSession {
        var memory = SavedSession()
        memory.ignored = ignored[server] ?? ignoredEverywhere
        memory.friends = friends[server] ?? []
        memory.lastSeen = seen[server]
        memory.casemapping = casemappings[server]
        let lead = server + " "
        memory.channels = rooms.filter { $0.place.hasPrefix(lead) }.map { room in
            SessionConfiguration.Channel(name: String(room.place.dropFirst(lead.count)), key: room.key)
        }
        func names(_ places: [String]) -> [String] {
            places.filter { $0.hasPrefix(lead) }.map { String($0.dropFirst(lead.count)) }
        }
        (memory.queries, memory.pinned, memory.order) = (names(talks), names(pinned), names(order))
        for (buffer, level) in attention where buffer.hasPrefix(server + " ") {
            memory.notificationLevels[String(buffer.dropFirst(server.count + 1))] = level
        }
        return memory
    }

    /// Takes what the session is to have back; other servers' part stays.
    package mutating func take(_ memory: SavedSession, server: String) {
        if ignored[server] != nil || memory.ignored != ignoredEverywhere { ignored[server] = memory.ignored }
        if ignoredEverywhere.isEmpty, memory.ignored.isEmpty { ignored[server] = nil }
        friends[server] = memory.friends.isEmpty ? nil : memory.friends
        seen[server] = memory.lastSeen
        casemappings[server] = memory.casemapping
        let lead = server + " "
        rooms.removeAll { $0.place.hasPrefix(lead) }
        rooms += memory.channels.map { .init(lead + $0.name, key: $0.key) }
        func replace(_ places: inout [String], with names: [String]) {
            places.removeAll { $0.hasPrefix(lead) }
            places += names.map { lead + $0 }
        }
        replace(&talks, with: memory.queries)
        replace(&pinned, with: memory.pinned)
        replace(&order, with: memory.order)
        attention = attention.filter { !$0.key.hasPrefix(server + " ") }
        for (name, level) in memory.notificationLevels { attention["\(server) \(name)"] = level }
    }
}
