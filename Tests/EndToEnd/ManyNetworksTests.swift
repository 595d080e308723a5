import Foundation
import TestSupport
import Testing

/// `grillo-tui` in several networks at once, on servers and bouncers that are not ours, too.
@Suite(.serialized) struct ManyNetworksTests {
    /// A room on the screen, and the server on which others speak in it.
    private struct Place {
        /// As the screen names the network.
        let network: String
        /// The nick that the person has there.
        let nick: String
        /// The server where the people are who speak in the room.
        let server: RealServer
        /// The bouncer in between.
        let bouncer: RealBouncer?

        init(_ network: String, _ server: RealServer, nick: String = "vet", behind bouncer: RealBouncer? = nil) {
            self.network = network
            self.server = server
            self.nick = nick
            self.bouncer = bouncer
        }

        /// Ends what the client is connected to, as a power cut would.
        func kill() { bouncer.map { $0.kill() } ?? server.kill() }
        func restart() throws { try bouncer.map { try $0.start() } ?? server.start() }

        /// True if another place goes on while this one is away.
        func isApart(from other: Place) -> Bool { bouncer == nil || bouncer !== other.bouncer }

        var room: String { network + "/#talk" }
    }

    private static func table(_ name: String, port: UInt16, _ lines: String...) -> String {
        (["[[server]]", "name = \"\(name)\"", "host = \"127.0.0.1\"", "port = \(port)", "autoconnect = true"] + lines)
            .joined(separator: "\n") + "\n"
    }

    /// Puts a buffer on the screen by its name.
    private func go(to buffer: String, _ terminal: TmuxTerminal) throws {
        try terminal.press("M-k")
        try terminal.waitFor("go to buffer")
        try terminal.type(buffer)
        try terminal.waitForRows("the choice of \(buffer)") { rows in
            rows.contains { ($0 + " ").contains("▸") && ($0 + " ").contains(" \(buffer) ") }
        }
        try terminal.press("Enter")
        try terminal.waitForRows("\(buffer) on the screen") { $0.first?.hasPrefix(" \(buffer)") == true }
    }

    @Test
    func `One screen has every network: each is heard, spoken in and searched, and each that dies comes back alone`()
        throws
    {
        let alpha = try RealServer(.grillo)
        let beta = try RealServer(.grillo)
        let gamma = try RealServer(.ngircd)
        let delta = try RealServer(.inspircd)
        let behind = try RealServer(.ngircd)
        let further = try RealServer(.ngircd)
        let znc = try RealBouncer(.znc, [.init(name: "up", port: behind.port, channel: "#talk")])
        let soju =
            RealBouncer.hasSoju
            ? try RealBouncer(
                .soju, [.init(name: "near", port: behind.port), .init(name: "far", port: further.port)]) : nil
        var places = [
            Place("alpha", alpha), Place("beta", beta), Place("gamma", gamma), Place("delta", delta),
            Place("znc", behind, nick: "znc", behind: znc),
        ]
        if let soju {
            places += [
                Place("near", behind, nick: "soju", behind: soju), Place("far", further, nick: "soju", behind: soju),
            ]
        } else {
            print("There is no soju here: its networks are left out; BouncerTests of the client have them by script.")
        }
        var toml = TmuxTerminal.plainScreen + "nick = \"vet\"\n"
        for (name, server) in [("alpha", alpha), ("beta", beta), ("gamma", gamma), ("delta", delta)] {
            toml += Self.table(name, port: server.port, "rooms = [\"#talk\"]")
        }
        toml += Self.table("znc", port: znc.port, "server-password-command = \"echo anna/up:secret\"")
        if let soju {
            toml += Self.table("soju", port: soju.port, "account = \"anna\"", "password-command = \"echo secret\"")
        }
        let home = Scratch()
        _ = try home.write(toml, to: "config/grillo/tui.toml")
        let vet = try TmuxTerminal(Programs.tui, columns: 120, rows: 40, home: home)
        for place in places where place.network == "near" || place.network == "far" {
            // soju enters no room by itself before it has been told to once.
            try vet.waitForRows("the network \(place.network)") { rows in
                rows.contains { $0.prefix(18).contains(" \(place.network) ") }
            }
            try go(to: place.network, vet)
            try vet.waitFor("Welcome to soju")
            try vet.enter("/join #talk")
            try vet.waitForRows("\(place.room) on the screen") { $0.first?.contains(place.room) == true }
        }
        for place in places {
            try vet.waitForRows("the room \(place.room)") { $0.contains { $0.contains(place.room) } }
        }

        // Each is heard where it is not looked at, read, searched and spoken in.
        var friends: [RawClient] = []
        for place in places {
            let friend = try RawClient(port: place.server.port, nick: "f\(place.network)", room: "#talk")
            try go(to: place.network == "alpha" ? "beta/#talk" : "alpha/#talk", vet)
            friend.send("PRIVMSG #talk :\(place.nick): the news of \(place.network)")
            try vet.waitForRows("a mention in \(place.room)") { rows in
                rows.contains { $0.contains(place.room) && $0.prefix(24).contains("!") }
            }
            try go(to: place.room, vet)
            try vet.waitFor("the news of \(place.network)")
            try vet.enter("heard in \(place.network)")
            try friend.expect("PRIVMSG #talk :heard in \(place.network)")
            try vet.press("C-f")
            try vet.type("the news of")
            try vet.waitForRows("the line found") { $0.contains { $0.contains("f\(place.network): \(place.nick): ") } }
            try vet.press("Escape", times: 2)
            try vet.waitForRows("an empty input") { $0.typed == "" }
            friends.append(friend)
        }

        // Each dies, and the others go on: a line of the next one is on the screen while it is away.
        for (number, place) in places.enumerated() {
            let next = (number + 1) % places.count
            try go(to: place.room, vet)
            place.kill()
            try vet.waitFor("offline, again in")
            try vet.enter("unheard in \(place.network)")
            try vet.waitFor("your line is kept")
            if places[next].isApart(from: place) {
                try go(to: places[next].room, vet)
                friends[next].send("PRIVMSG #talk :meanwhile in \(places[next].network)")
                try vet.waitFor("meanwhile in \(places[next].network)")
                try vet.enter("not disturbed by \(place.network)")
                try friends[next].expect("PRIVMSG #talk :not disturbed by \(place.network)")
            }
            try place.restart()
            if place.bouncer == nil {
                friends[number] = try RawClient(
                    port: place.server.port, nick: "f\(place.network)", room: "#talk")
            }
            try go(to: place.room, vet)
            try vet.waitForRows("\(place.network) again", seconds: 90) { rows in
                !rows.contains { $0.contains("offline") && $0.contains(place.room) }
                    && rows.typed == "unheard in \(place.network)"
            }
            try wait("the line to be taken", seconds: 60, state: { (try? vet.screen) ?? "" }) {
                try vet.press("Enter")
                return try vet.rows.typed == ""
            }
            try friends[number].expect("PRIVMSG #talk :unheard in \(place.network)")
            friends[number].send("PRIVMSG #talk :\(place.network) is well again")
            try vet.waitFor("\(place.network) is well again")
            for text in ["the news of", "heard in", "unheard in"] {
                let rows = try vet.rows.dropLast()
                #expect(
                    rows.filter {
                        $0.contains("│ ") && $0.contains("\(text) \(place.network)") && !$0.contains("un\(text)")
                    }.count == 1,
                    "\(text) \(place.network)\n\(rows.joined(separator: "\n"))")
            }
        }
    }
}
