import Basics
import Client
import Protocol
import Transport

/// The person at this terminal, and the rooms that they want to be in.
package struct LoginOptions: Hashable, Sendable {
    package var nick: String
    package var channels: [String]
    /// The keys of rooms, by their names.
    package var keys: [String: String] = [:]
    /// To log in to; the password is asked for where there is none.
    package var account: String?
    package var accountPassword: String?
    /// The only way to log in, where one was chosen.
    package var mechanism: SASLMechanism?
    /// The server's own password, or an invitation's secret.
    package var serverPassword: String?
    package var isInvited = false
    /// The lines that are kept on this machine.
    package var log = LogPolicy.missing
    /// The same for single rooms and people, by their names.
    package var logRooms: [String: LogPolicy] = [:]
    /// The people who come and go that the screen shows there.
    package var events = EventChoices()

    package init(nick: String, channels: [String], account: String?) {
        self.nick = nick
        self.channels = channels
        self.account = account
    }

    package func configuration(for destination: Destination) -> SessionConfiguration {
        var configuration = SessionConfiguration(
            nicks: [nick], channels: channels.map { SessionConfiguration.Channel(name: $0, key: keys[$0]) },
            password: serverPassword,
            hostLabel: destination.shownName)
        configuration.account = account
        configuration.accountPassword = accountPassword
        configuration.mechanism = mechanism
        configuration.hasCertificate = destination.identity != nil
        configuration.isInvited = isInvited
        (configuration.log, configuration.logRooms) = (log, logRooms)
        configuration.events = events
        configuration.host = destination.host
        configuration.port = destination.port
        // A loopback address leads nobody else there, also where it is that of a proxy's machine.
        if let host = destination.host, !IPAddress.isLoopback(host: host) {
            configuration.publicHost = host
            configuration.publicPort = destination.port
        }
        return configuration
    }
}
