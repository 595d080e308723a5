import Foundation
import TestSupport

extension TmuxTerminal {
    /// What keeps the screen to what these tests look at: the footer and the tail of a view that is scrolled back have tests of their own.
    static let plainScreen = "footer = false\ntail = false\n"

    /// `grillo-tui` in a room, seen to have come in.
    static func grillo(
        _ room: GrilloServer, nick: String, columns: Int = 100, rows: Int = 30, home: Scratch? = nil,
        _ arguments: [String] = []
    ) throws -> TmuxTerminal {
        let home = home ?? Scratch()
        _ = try home.write(plainScreen, to: "config/grillo/tui.toml")
        let terminal = try TmuxTerminal(
            Programs.tui, ["127.0.0.1", "\(room.port)", "--nick", nick] + arguments, columns: columns, rows: rows,
            home: home)
        try terminal.waitFor("\(nick) joined")
        return terminal
    }

    /// irssi, told where to go by its configuration, seen to have come in.
    ///
    /// - Parameters:
    ///   - authority: the certificate of the only one that it trusts.
    ///   - comesIn: false where it is expected not to.
    static func irssi(
        _ room: GrilloServer, nick: String, tls: Bool = false, authority: String? = nil, comesIn: Bool = true
    ) throws -> TmuxTerminal {
        let home = Scratch()
        let secure =
            authority.map { "use_tls = \"yes\"; tls_verify = \"yes\"; tls_cafile = \"\($0)\";" }
            ?? (tls ? "use_tls = \"yes\"; tls_verify = \"no\";" : "use_tls = \"no\";")
        _ = try home.write(
            """
            servers = ( {
              address = "\(authority == nil ? "127.0.0.1" : "localhost")"; port = "\(room.port)"; chatnet = "here"; autoconnect = "yes"; \(secure)
            } );
            chatnets = { here = { type = "IRC"; }; };
            channels = ( { name = "#lobby"; chatnet = "here"; autojoin = "yes"; } );
            settings = {
              core = { nick = "\(nick)"; user_name = "\(nick)"; real_name = "\(nick)"; };
              "irc/core" = { cmd_queue_speed = "10msec"; cmds_max_at_once = "100"; };
            };

            """, to: "irssi/config")
        let terminal = try TmuxTerminal("irssi", ["--home=\(home.path)/irssi"], home: home)
        guard comesIn else { return terminal }
        // The room is in a window of its own, which is not shown by itself.
        try terminal.waitFor("[Act: 2]")
        try terminal.press("M-2")
        try terminal.waitFor("Join to #lobby was synced")
        return terminal
    }

    /// WeeChat, told where to go by the commands it begins with, seen to have come in.
    ///
    /// - Parameter fingerprint: of the only certificate that it trusts; without, it comes without TLS.
    static func weechat(
        _ room: GrilloServer, nick: String, fingerprint: String? = nil, comesIn: Bool = true
    ) throws -> TmuxTerminal {
        let home = Scratch()
        let secure = fingerprint == nil ? "off" : "on"
        let pin = fingerprint.map { print in
            ["/set irc.server.here.ssl_fingerprint \(print)", "/set irc.server.here.tls_fingerprint \(print)"]
        }
        let commands =
            [
                "/server add here 127.0.0.1/\(room.port)", "/set irc.server.here.nicks \(nick)",
                "/set irc.server.here.autojoin #lobby",
                // The one is unknown to newer versions, the other to older ones.
                "/set irc.server.here.ssl \(secure)", "/set irc.server.here.tls \(secure)",
            ] + (pin ?? []) + ["/connect here"]
        let terminal = try TmuxTerminal(
            "weechat", ["--dir", home.path + "/weechat", "--run-command", commands.joined(separator: ";")], home: home)
        if comesIn { try terminal.waitFor("Channel #lobby:") }
        return terminal
    }
}
