import Foundation
import Testing

/// irssi, WeeChat and catgirl do what their users do all day, and what they do arrives.
@Suite(.serialized) struct OtherClientTests {
    /// A client on tour, and how its user gets to where it shows the server's answers.
    struct Guide: CustomTestStringConvertible, Sendable {
        let name: String
        let open: @Sendable (GrilloServer) throws -> TmuxTerminal
        /// The command that shows the server's own window.
        let serverWindow: String
        /// How to ask for the rooms: irssi wants to be asked twice.
        let list: String
        /// How to connect again; nothing where the program ends with its connection.
        let reconnect: String?

        var testDescription: String { name }
    }

    static let guides = [
        Guide(
            name: "irssi", open: { try .irssi($0, nick: "ivo") }, serverWindow: "/window 1", list: "/list -yes",
            reconnect: "/connect here"),
        Guide(
            name: "WeeChat", open: { try .weechat($0, nick: "ivo") }, serverWindow: "/buffer 1", list: "/list",
            reconnect: "/reconnect here"),
        Guide(
            name: "catgirl", open: { try .catgirl($0, nick: "ivo") }, serverWindow: "/window 0", list: "/list",
            reconnect: nil
        ),
    ]

    @Test(arguments: guides) func `A day in the room`(guide: Guide) throws {
        let room = try GrilloServer()
        let ivo = try guide.open(room)
        let otto = try RawClient(port: room.port, nick: "otto", room: nil)

        // A room of one's own, with its ranks and its topic.
        try ivo.enter("/join #tour")
        try wait("the room to be made", state: { otto.lines.suffix(3).joined(separator: "\n") }) {
            otto.send("LIST #tour")
            otto.read(milliseconds: 200)
            return otto.lines.contains { $0.contains(" 322 otto #tour 1 ") }
        }
        otto.send("JOIN #tour")
        try otto.expect(" 366 otto #tour")
        try ivo.enter("/op otto")
        try otto.expect("MODE #tour +o otto")
        try ivo.enter("/deop otto")
        try otto.expect("MODE #tour -o otto")
        try ivo.enter("/topic Käse & 餃子")
        try otto.expect("TOPIC #tour :Käse & 餃子")

        // Out with somebody, and in again.
        try ivo.enter("/kick otto enough")
        try otto.expect("KICK #tour otto :enough")
        try ivo.enter("/ban otto!*@*")
        try wait("the ban to be in force") {
            let start = otto.lines.count
            otto.send("JOIN #tour", "PART #tour")
            try otto.expect(from: start) { $0.contains(" 474 ") || $0.contains("PART #tour") }
            return otto.lines[start...].contains { $0.contains(" 474 ") }
        }
        try ivo.enter("/unban otto!*@*")
        try wait("the ban to be lifted") {
            let start = otto.lines.count
            otto.send("JOIN #tour")
            try otto.expect(from: start) { $0.contains(" 474 ") || $0.contains(" 366 ") }
            return otto.lines[start...].contains { $0.contains(" 366 ") }
        }

        // A word in private; away, and what those hear who write then.
        try ivo.enter("/msg otto psst 🤫")
        try otto.expect("PRIVMSG otto :psst 🤫")
        try ivo.enter("/away lunch")
        try wait("ivo to be away") {
            let start = otto.lines.count
            otto.send("PRIVMSG ivo :are you there?", "PING here")
            try otto.expect(from: start) { $0.contains("PONG") }
            return otto.lines[start...].contains { $0.contains(" 301 otto ivo :lunch") }
        }
        try ivo.enter("/away")
        try wait("ivo to be back") {
            let start = otto.lines.count
            otto.send("PRIVMSG ivo :and now?", "PING here")
            try otto.expect(from: start) { $0.contains("PONG") }
            return !otto.lines[start...].contains { $0.contains(" 301 ") }
        }

        // Another name, and what the server has to say.
        try ivo.enter("/nick ivan")
        try otto.expect(":ivo!~ivo@localhost NICK :ivan", alternative: "NICK ivan")
        try ivo.enter("/whois otto")
        try ivo.enter(guide.list)
        try ivo.enter(guide.serverWindow)
        try ivo.waitForRows("otto's particulars, or the list of rooms") { rows in
            let screen = rows.joined(separator: "\n")
            return screen.contains("~otto") && screen.contains("localhost") || screen.contains("Käse")
        }

        guard let reconnect = guide.reconnect else { return }
        room.stop()
        try ivo.waitForRows("the loss to be told") { rows in
            rows.contains { $0.localizedCaseInsensitiveContains("disconnect") || $0.contains("lost") }
        }
        try room.start()
        let late = try RawClient(port: room.port, nick: "late")
        try ivo.enter(reconnect)
        try late.expect("JOIN #lobby", alternative: "JOIN :#lobby", from: late.lines.count)
    }
}

extension RawClient {
    /// Waits for one of two spellings.
    func expect(_ text: String, alternative: String, from start: Int = 0) throws {
        try expect(from: start) { $0.contains(text) || $0.contains(alternative) }
    }
}

extension TmuxTerminal {
    /// catgirl, which speaks TLS alone and is told which certificate to trust, seen to have come in.
    static func catgirl(_ room: GrilloServer, nick: String) throws -> TmuxTerminal {
        let terminal = try TmuxTerminal(
            "catgirl",
            ["-h", "127.0.0.1", "-p", "\(room.port)", "-n", nick, "-j", "#lobby", "-t", room.dataFolder + "/tls.crt"])
        try terminal.waitFor("arrives in #lobby")
        return terminal
    }
}
