import Client
import Protocol
import Transport

/// Who is at this terminal and where they want to be.
struct Person: Hashable, Sendable {
    var nick: String
    var rooms: [String]
    /// The keys of rooms, by their names.
    var keys: [String: String] = [:]
    /// To log in to; the password is asked for where there is none.
    var account: String?
    var accountPassword: String?
    /// The only way to log in, where one was chosen.
    var mechanism: SASLMechanism?
    /// The server's own password, or an invitation's secret.
    var serverPassword: String?
    var isInvited = false

    init(nick: String, rooms: [String], account: String?) {
        self.nick = nick
        self.rooms = rooms
        self.account = account
    }

    func configuration(for destination: Destination) -> SessionConfiguration {
        var configuration = SessionConfiguration(
            nicks: [nick], rooms: rooms.map { SessionConfiguration.Room(name: $0, key: keys[$0]) },
            password: serverPassword,
            hostLabel: destination.label)
        configuration.account = account
        configuration.accountPassword = accountPassword
        configuration.mechanism = mechanism
        configuration.hasCertificate = destination.identity != nil
        configuration.isInvited = isInvited
        configuration.host = destination.host
        configuration.port = destination.port
        if !destination.isLocal {
            configuration.publicHost = destination.host
            configuration.publicPort = destination.port
        }
        return configuration
    }
}
