/// The number of those who are here, and of the rooms.
package struct ServerPopulation: Hashable, Sendable {
    /// Connections that have said who they are.
    package let registeredSessions: Int
    /// Connections that have not yet.
    package let unregisteredSessions: Int
    /// Nicks that are here: one may have several sessions, or, where it is always on, none.
    package let people: Int
    package let rooms: Int

    package init(registeredSessions: Int, unregisteredSessions: Int, people: Int, rooms: Int) {
        self.registeredSessions = registeredSessions
        self.unregisteredSessions = unregisteredSessions
        self.people = people
        self.rooms = rooms
    }
}

extension Network {
    package var population: ServerPopulation {
        ServerPopulation(
            registeredSessions: sessions.registeredCount,
            unregisteredSessions: sessions.count - sessions.registeredCount, people: users.count, rooms: channels.count)
    }
}
