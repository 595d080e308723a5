import Client
import Protocol
import TUI
import TerminalApp
import Transport

/// Where to go and who goes there: what the command line, an invitation and `tui.toml` say, in this order.
struct LaunchOptions: Sendable {
    var destination: Destination
    var loginOptions: LoginOptions

    /// What was said on the command line.
    struct Arguments {
        var host: String
        var port: UInt16
        var link: InvitationLink?
        var tls: Bool?
        var nick: String?
        var channels: [String]
        /// The keys of rooms, by their names.
        var keys: [String: String]
        var account: String?
        /// The data folder of the server that the person hosts, where it is not the usual one.
        var hostFolder: String?
    }

    /// Why it cannot be tried: one line, with the remedy.
    struct Problem: Error {
        let text: String
    }

    /// By the host's own door, where nobody needs an account to be let in.
    init(_ hosted: HostedServer, _ arguments: Arguments, _ preferences: Preferences) {
        destination = hosted.destination
        loginOptions = Self.loginOptions(arguments, preferences, nil)
        loginOptions.account = arguments.account
    }

    /// Runs the commands that print passwords.
    init(_ arguments: Arguments, _ preferences: Preferences, _ hostKeyStore: HostKeyStore) throws(Problem) {
        let chosen = preferences.server(arguments.host, arguments.port)
        loginOptions = Self.loginOptions(arguments, preferences, chosen)
        if let link = arguments.link {
            destination = Destination(link)
        } else {
            destination = Destination(arguments.host, arguments.port, tls: arguments.tls ?? chosen?.tls, hostKeyStore)
        }
        if let folder = arguments.hostFolder { destination.hostFolder = folder }
        if let chosen { try take(chosen, preferences) }
        if let link = arguments.link { invite(link, arguments) }
    }

    private static func loginOptions(
        _ arguments: Arguments, _ preferences: Preferences, _ chosen: ServerPreferences?
    ) -> LoginOptions {
        let account = arguments.account ?? chosen?.account ?? preferences.account
        let names = [
            arguments.nick, chosen?.nick, arguments.link?.account, preferences.nick,
            // Whoever names an account and no nick is called as the account is.
            account,
        ]
        var loginOptions = LoginOptions(
            nick: names.compactMap(\.self).first(where: TypedName.isNick) ?? TypedName.loginNick,
            channels: arguments.channels.isEmpty ? chosen?.channels ?? preferences.channels : arguments.channels,
            account: account)
        loginOptions.keys = (chosen?.keys ?? [:]).merging(arguments.keys) { $1 }
        return loginOptions
    }

    private mutating func take(_ chosen: ServerPreferences, _ preferences: Preferences) throws(Problem) {
        do {
            // The password is that of one account and no other.
            if loginOptions.account == chosen.account ?? preferences.account {
                var password = chosen.password
                if let command = chosen.passwordCommand { password = try PasswordCommand.run(command) }
                if password != nil { loginOptions.account = loginOptions.account ?? loginOptions.nick }
                loginOptions.accountPassword = password
            }
            if let command = chosen.serverPasswordCommand {
                loginOptions.serverPassword = try PasswordCommand.run(command)
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
