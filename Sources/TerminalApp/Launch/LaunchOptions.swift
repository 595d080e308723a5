import Client
import Protocol
import TUI
import Transport

/// The server to go to and the person who goes there, as the command line, an invitation and `tui.toml` say, in this order.
package struct LaunchOptions: Sendable {
    package var destination: Destination
    package var loginOptions: LoginOptions
    /// Why the network cannot be connected to as it is; nil where it can.
    package let failure: Failure?

    /// The arguments of the command line.
    package struct Arguments: Sendable {
        package var host: String
        package var port: UInt16
        package var link: InvitationLink?
        package var tls: Bool?
        package var nick: String?
        /// The nick in use in the network from which this one is opened; nil at the start of the program.
        package var currentNick: String?
        package var channels: [String] = []
        /// The keys of rooms, by their names.
        package var keys: [String: String] = [:]
        package var account: String?
        /// The data folder of the server that the person hosts, where it is not the usual one.
        package var hostFolder: String?
        /// The table of `tui.toml` that counts; nil for the first that is for the host and the port.
        package var server: ServerPreferences?
        /// True where the person has typed the account's password: the configured one is not needed.
        package var isPasswordTyped = false
        /// False where the screen has the terminal, so that a command that prints a password cannot ask there.
        package var mayUseTerminal = true

        package init(host: String, port: UInt16) {
            self.host = host
            self.port = port
        }
    }

    /// Why it cannot be tried: one line, with the remedy.
    package struct Problem: Error {
        package let text: String
    }

    /// By the host's own door, where nobody needs an account to be let in.
    package init(_ server: any LocalServer, _ arguments: Arguments, _ preferences: Preferences) {
        failure = nil
        destination = server.destination
        loginOptions = Self.loginOptions(arguments, preferences, nil)
        loginOptions.account = arguments.account
    }

    /// Runs the commands that print passwords.
    package init(_ arguments: Arguments, _ preferences: Preferences, _ hostKeyStore: HostKeyStore) throws(Problem) {
        failure = nil
        let chosen = arguments.chosen(preferences)
        loginOptions = Self.loginOptions(arguments, preferences, chosen)
        let proxy = preferences.proxy(to: arguments.host, by: chosen)
        if let link = arguments.link {
            destination = Destination(link, through: proxy)
        } else {
            do throws(HostKeyStore.Unreadable) {
                destination = try Destination(
                    arguments.host, arguments.port, tls: arguments.tls ?? chosen?.tls, through: proxy,
                    hostKeyStore: hostKeyStore)
            } catch {
                throw Problem(text: error.text)
            }
        }
        if let folder = arguments.hostFolder { destination.hostFolder = folder }
        (destination.name, destination.stateName) = (chosen?.name, arguments.stateName(preferences))
        if let chosen { try take(chosen, preferences, arguments) }
        if let link = arguments.link { invite(link, arguments) }
    }

    /// A network whose password or certificate is not to be had: it is there, and not connected to.
    init(failed arguments: Arguments, _ preferences: Preferences, because text: String) {
        let chosen = arguments.chosen(preferences)
        failure = Failure(arguments: arguments, text: text)
        loginOptions = Self.loginOptions(arguments, preferences, chosen)
        destination = Destination(
            target: .tcp(host: arguments.host, port: arguments.port), serverName: arguments.host,
            speaksTLS: arguments.tls ?? chosen?.tls ?? true, label: arguments.host)
        destination.proxy = preferences.proxy(to: arguments.host, by: chosen)
        (destination.name, destination.stateName) = (chosen?.name, arguments.stateName(preferences))
    }

    /// A person who goes to a server, as another part of the program says.
    package init(_ destination: Destination, _ loginOptions: LoginOptions) {
        (self.destination, self.loginOptions, failure) = (destination, loginOptions, nil)
    }

    private static func loginOptions(
        _ arguments: Arguments, _ preferences: Preferences, _ chosen: ServerPreferences?
    ) -> LoginOptions {
        let account = arguments.account ?? chosen?.account ?? preferences.account
        let names = [
            arguments.nick, chosen?.nick, arguments.link?.account, chosen == nil ? arguments.currentNick : nil,
            preferences.nick,
            // Whoever names an account and no nick is called as the account is, whatever a bouncer wants to know behind it.
            account, account.map { String($0.prefix { $0 != "/" && $0 != "@" }) },
            arguments.currentNick,
        ]
        var loginOptions = LoginOptions(
            nick: names.compactMap(\.self).first(where: TypedName.isNick) ?? TypedName.loginNick,
            channels: arguments.channels.isEmpty ? chosen?.channels ?? preferences.channels : arguments.channels,
            account: account)
        let lines = preferences.lineChoices(by: chosen)
        (loginOptions.log, loginOptions.logRooms, loginOptions.events) = (lines.log, lines.logRooms, lines.events)
        loginOptions.keys = (chosen?.keys ?? [:]).merging(arguments.keys) { $1 }
        return loginOptions
    }

    private mutating func take(
        _ chosen: ServerPreferences, _ preferences: Preferences, _ arguments: Arguments
    ) throws(Problem) {
        do {
            // The password is that of one account and no other.
            if !arguments.isPasswordTyped, loginOptions.account == chosen.account ?? preferences.account {
                var password = chosen.password
                if let command = chosen.passwordCommand {
                    password = try PasswordCommand.run(command, mayUseTerminal: arguments.mayUseTerminal)
                }
                if password != nil { loginOptions.account = loginOptions.account ?? loginOptions.nick }
                loginOptions.accountPassword = password
            }
            if let command = chosen.serverPasswordCommand {
                loginOptions.serverPassword = try PasswordCommand.run(command, mayUseTerminal: arguments.mayUseTerminal)
            }
        } catch {
            throw Problem(text: error.text)
        }
        loginOptions.mechanism = chosen.mechanism
        guard let certificate = chosen.certificate, let key = chosen.key else { return }
        do {
            destination.identity = try TLSIdentity(certificateFile: certificate, keyFile: key)
        } catch {
            throw Problem(text: "\(error)")
        }
        loginOptions.account = loginOptions.account ?? loginOptions.nick
    }

    /// An invitation says all there is to say: the account that it is for needs no password.
    private mutating func invite(_ link: InvitationLink, _ arguments: Arguments) {
        if arguments.channels.isEmpty { loginOptions.channels = link.channel.map { [$0] } ?? [] }
        if arguments.account == nil, loginOptions.accountPassword == nil, destination.identity == nil {
            loginOptions.account = nil
        }
        if let secret = link.secret {
            loginOptions.serverPassword = secret
            loginOptions.isInvited = true
        }
    }
}
