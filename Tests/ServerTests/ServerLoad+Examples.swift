import Chat

@testable import Server

extension ServerLoad {
    /// Of a server that is well.
    static let example = ServerLoad(
        population: ServerPopulation(registeredSessions: 3, unregisteredSessions: 1, people: 2, rooms: 4),
        gateWaiting: 5, logBacklog: 0, inboxLines: 6, queueBytes: 7, indexLag: 0.25, isLogFailing: false)

    /// Of a server that cannot store what is said.
    static let failing = ServerLoad(
        population: example.population, gateWaiting: 0, logBacklog: 9, inboxLines: 0, queueBytes: 0, indexLag: 0,
        isLogFailing: true)
}
