import Foundation
import Glibc
import TestSupport

/// A bouncer that is not ours, with one user, `anna` with the password `secret`: ZNC as Debian 12 has it, or soju as Debian 13 has it.
/// On the servers behind it the user is called as the bouncer is.
final class RealBouncer {
    enum Kind: Sendable {
        case znc, soju
    }

    /// A server that it connects to on behalf of its user.
    struct Upstream {
        let name: String
        let port: UInt16
        /// The room that it enters there by itself; soju keeps those that one enters through it.
        var channel: String?
    }

    let port: UInt16
    private let kind: Kind
    private let upstreams: [Upstream]
    private let folder = Scratch()
    private let program: ForeignProgram

    /// soju's programs, where `make test` has put them: it is no part of every Debian.
    private static let sojuFolder = Repository.root.appending(path: ".build/soju/usr/bin").path

    static var hasSoju: Bool { access(sojuFolder + "/soju", X_OK) == 0 }

    init(_ kind: Kind, _ upstreams: [Upstream]) throws {
        self.kind = kind
        self.upstreams = upstreams
        port = try FreePort().number
        program = ForeignProgram("\(kind)", log: folder.file("log"))
        switch kind {
        case .znc: try writeZNC()
        case .soju: try writeSoju()
        }
        try start()
        if kind == .soju { try addNetworks() }
    }

    /// Starts it, again on the same port after it ended; returns when it takes connections.
    func start() throws {
        switch kind {
        case .znc: try program.start(Self.asNobody + ["znc", "--foreground", "--datadir", folder.file("znc")])
        case .soju:
            // The socket of one that was killed stands in the way of the next.
            try? FileManager.default.removeItem(atPath: folder.file("admin"))
            try program.start([Self.sojuFolder + "/soju", "-config", folder.file("soju.conf")])
        }
        try program.wait("to take connections") { (try? RawClient(port: port)) != nil }
    }

    /// Ends it as a power cut would.
    func kill() { program.kill() }

    // MARK: ZNC

    /// ZNC waits half a minute where root starts it.
    private static let asNobody =
        getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []

    private func writeZNC() throws {
        let networks = upstreams.map { upstream in
            """
            <Network \(upstream.name)>
              FloodBurst = 100
              FloodRate = 100.00
              Server = 127.0.0.1 \(upstream.port)
            \(upstream.channel.map { "  <Chan \($0)>\n  </Chan>" } ?? "")
            </Network>
            """
        }
        _ = try folder.write(
            """
            Version = 1.8.2
            AnonIPLimit = 1000
            ConnectDelay = 1
            ServerThrottle = 1
            <Listener l>
              Port = \(port)
              IPv4 = true
              IPv6 = false
              SSL = false
              Host = 127.0.0.1
            </Listener>
            <User anna>
              Pass = plain#secret
              Nick = znc
              AltNick = znc_
              Ident = anna
              RealName = Anna
              Buffer = 500
              AutoClearChanBuffer = true
              AutoClearQueryBuffer = true
            \(networks.joined(separator: "\n"))
            </User>

            """, to: "znc/configs/znc.conf")
        if getuid() == 0 { _ = try ProgramResult.of(named: "chown", ["-R", "65534:65534", folder.path]) }
    }

    // MARK: soju

    private func writeSoju() throws {
        let file = try folder.write(
            """
            db sqlite3 \(folder.file("soju.db"))
            message-store fs \(folder.file("logs"))
            listen irc+insecure://127.0.0.1:\(port)
            listen unix+admin://\(folder.file("admin"))
            hostname soju.test.invalid

            """, to: "soju.conf")
        let made = try ProgramResult.of(
            Self.sojuFolder + "/sojudb", ["-config", file, "create-user", "anna"], input: "secret\n")
        guard made.code == 0 else { throw TestFailure(description: "sojudb: \(made.errors)") }
    }

    private func addNetworks() throws {
        for upstream in upstreams {
            let address = "irc+insecure://127.0.0.1:\(upstream.port)"
            let words = ["network", "create", "-addr", address, "-name", upstream.name, "-nick", "soju"]
            let added = try ProgramResult.of(
                Self.sojuFolder + "/sojuctl",
                ["-config", folder.file("soju.conf"), "user", "run", "anna"] + words)
            guard added.code == 0 else { throw TestFailure(description: "sojuctl: \(added.output)\(added.errors)") }
        }
    }
}
