import Client
import Protocol
import TUI
import TerminalApp
import Transport

/// Where to go and who goes there: what the command line, an invitation and `tui.toml` say, in this order.
struct Entrance: Sendable {
    var destination: Destination
    var person: Person

    /// What was said on the command line.
    struct Wishes {
        var host: String
        var port: UInt16
        var link: InvitationLink?
        var tls: Bool?
        var nick: String?
        var rooms: [String]
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
    init(_ hosted: HostedServer, _ wishes: Wishes, _ preferences: Preferences) {
        destination = hosted.destination
        person = Self.person(wishes, preferences, nil)
        person.account = wishes.account
    }

    /// Runs the commands that print passwords.
    init(_ wishes: Wishes, _ preferences: Preferences, _ keeper: TrustKeeper) throws(Problem) {
        let chosen = preferences.server(wishes.host, wishes.port)
        person = Self.person(wishes, preferences, chosen)
        if let link = wishes.link {
            destination = Destination(link)
        } else {
            destination = Destination(wishes.host, wishes.port, tls: wishes.tls ?? chosen?.tls, keeper)
        }
        if let folder = wishes.hostFolder { destination.hostFolder = folder }
        if let chosen { try take(chosen, preferences) }
        if let link = wishes.link { invite(link, wishes) }
    }

    private static func person(
        _ wishes: Wishes, _ preferences: Preferences, _ chosen: ServerPreferences?
    ) -> Person {
        let account = wishes.account ?? chosen?.account ?? preferences.account
        let names = [
            wishes.nick, chosen?.nick, wishes.link?.account, preferences.nick,
            // Whoever names an account and no nick is called as the account is.
            account,
        ]
        var person = Person(
            nick: names.compactMap(\.self).first(where: TypedName.isNick) ?? TypedName.loginNick,
            rooms: wishes.rooms.isEmpty ? chosen?.rooms ?? preferences.rooms : wishes.rooms, account: account)
        person.keys = (chosen?.keys ?? [:]).merging(wishes.keys) { $1 }
        return person
    }

    private mutating func take(_ chosen: ServerPreferences, _ preferences: Preferences) throws(Problem) {
        do {
            // The password is that of one account and no other.
            if person.account == chosen.account ?? preferences.account {
                var password = chosen.password
                if let command = chosen.passwordCommand { password = try PasswordCommand.run(command) }
                if password != nil { person.account = person.account ?? person.nick }
                person.accountPassword = password
            }
            if let command = chosen.serverPasswordCommand { person.serverPassword = try PasswordCommand.run(command) }
        } catch {
            throw Problem(text: error.text)
        }
        person.mechanism = chosen.mechanism
        guard let certificate = chosen.certificate, let key = chosen.key else { return }
        do {
            destination.identity = try TLSIdentity(certificateFile: certificate, keyFile: key)
        } catch {
            throw Problem(text: "\(error)")
        }
        person.account = person.account ?? person.nick
    }

    /// An invitation says all there is to say: the account that it is for needs no password.
    private mutating func invite(_ link: InvitationLink, _ wishes: Wishes) {
        if wishes.rooms.isEmpty { person.rooms = link.room.map { [$0] } ?? [] }
        if wishes.account == nil, person.accountPassword == nil, destination.identity == nil { person.account = nil }
        if let secret = link.secret {
            person.serverPassword = secret
            person.isInvited = true
        }
    }
}
