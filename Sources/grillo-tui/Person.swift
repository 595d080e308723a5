import Client
import Glibc
import Protocol
import Transport

/// Who is at this terminal and where they want to be.
struct Person: Hashable, Sendable {
    var nick: String
    var rooms: [String]
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
            nicks: [nick], rooms: rooms.map { SessionConfiguration.Room(name: $0) }, password: serverPassword,
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

    /// The login name, made into a nick that every server takes.
    static var loginNick: String {
        var name = getenv("USER").map { String(cString: $0) } ?? ""
        if name.isEmpty, let entry = getpwuid(getuid()) { name = String(cString: entry.pointee.pw_name) }
        let plain = name.unicodeScalars.filter { isNickScalar($0) }
        let start = plain.drop { $0.properties.numericType != nil || $0 == "-" }
        return start.isEmpty ? "guest" : String(String.UnicodeScalarView(start.prefix(16)))
    }

    /// Whether a server may take it: some allow letters beyond ASCII.
    static func isValidNick(_ nick: String) -> Bool {
        guard let first = nick.unicodeScalars.first, first != "-", first.properties.numericType == nil else {
            return false
        }
        return nick.unicodeScalars.allSatisfy { isNickScalar($0) || $0.value >= 0xA1 }
    }

    /// A room's name, with the `#` that many leave out.
    static func roomName(_ name: String) -> String {
        "#&+!".contains(name.first ?? "#") ? name : "#" + name
    }

    private static func isNickScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", "[", "]", "{", "}", "\\", "|", "^", "`": true
        default: false
        }
    }
}
