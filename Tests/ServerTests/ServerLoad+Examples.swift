import Chat
import Storage

@testable import Server

extension ServerLoad {
    /// Of a server that is well.
    static let example = ServerLoad(
        population: ServerPopulation(registeredSessions: 3, unregisteredSessions: 1, people: 2, rooms: 4),
        gateWaiting: 5, gateWait: 0.125, logBacklog: 0, lostEntries: 0, inboxLines: 6, queueBytes: 7, indexLag: 0.25,
        logFailure: nil)

    /// Of a server that cannot store what is said.
    static let failing = ServerLoad(
        population: example.population, gateWaiting: 0, gateWait: 0, logBacklog: 9, lostEntries: 0, inboxLines: 0,
        queueBytes: 0,
        indexLag: 0, logFailure: .full)

    /// Of a server whose log has not answered for some seconds.
    static func waiting(seconds: Double) -> ServerLoad {
        ServerLoad(
            population: example.population, gateWaiting: 1, gateWait: seconds, logBacklog: 0, lostEntries: 0,
            inboxLines: 0, queueBytes: 0, indexLag: 0, logFailure: nil)
    }
}
