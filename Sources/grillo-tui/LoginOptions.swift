import Client
import Protocol
import Transport

/// Who is at this terminal and where they want to be.
struct LoginOptions: Hashable, Sendable {
    var nick: String
    var channels: [String]
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

    init(nick: String, channels: [String], account: String?) {
        self.nick = nick
        self.channels = channels
        self.account = account
    }

    func configuration(for destination: Destination) -> SessionConfiguration {
        var configuration = SessionConfiguration(
            nicks: [nick], channels: channels.map { SessionConfiguration.Channel(name: $0, key: keys[$0]) },
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
