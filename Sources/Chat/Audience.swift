import Protocol

/// Sessions that a message goes to, sorted by what they can read and by the lane that serves them.
///
/// There are few kinds of client: a room of a thousand makes a handful of groups, and a message is serialised a handful of times.
struct Audience {
    struct Group {
        /// Of ``Capabilities/relayed``.
        let capabilities: Capabilities
        let lane: UInt8
        var sessions: [SessionID]
    }

    private(set) var groups: [Group] = []

    mutating func add(_ session: Session) {
        let lane = session.id.lane
        let capabilities = session.capabilities.intersection(.relayed)
        for index in groups.indices where groups[index].capabilities == capabilities && groups[index].lane == lane {
            groups[index].sessions.append(session.id)
            return
        }
        groups.append(Group(capabilities: capabilities, lane: lane, sessions: [session.id]))
    }

    /// Takes out a session that can do what it could when it was added.
    mutating func remove(_ session: Session) {
        let lane = session.id.lane
        let capabilities = session.capabilities.intersection(.relayed)
        for index in groups.indices where groups[index].capabilities == capabilities && groups[index].lane == lane {
            guard let place = groups[index].sessions.firstIndex(of: session.id) else { return }
            let last = groups[index].sessions.removeLast()
            if place < groups[index].sessions.count { groups[index].sessions[place] = last }
            if groups[index].sessions.isEmpty { groups.remove(at: index) }
            return
        }
    }
}
