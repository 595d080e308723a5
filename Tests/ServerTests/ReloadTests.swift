import Configuration
import Glibc
import TestSupport
import Testing
import Transport

@testable import Server

/// What the schema says of each key is what a running server does that reads its file again.
@Suite struct ReloadTests {
    /// For each key a text that sets it, to something else than ``base(in:)``.
    private static func texts(in scratch: Scratch) throws -> [String: String] {
        let password = try scratch.write("open sesame\n", to: "password")
        chmod(password, 0o600)
        let other = scratch.file("other")
        mkdir(other, 0o700)
        _ = try TLSIdentity.loadOrCreate(in: other)
        let tls = "[tls]\ncert = \"\(other)/tls.crt\"\nkey = \"\(other)/tls.key\""
        let texts = [
            "listen": "listen = [\"127.0.0.1:0\", \"127.0.0.2:0\"]", "data": "data = \"\(other)\"",
            "room": "room = \"#den\"",
            "room-listed": "room-listed = false", "open": "open = true", "invite-only": "invite-only = true",
            "invitations": "invitations = \"operators\"", "password-file": "password-file = \"\(password)\"",
            "loopback-password": "loopback-password = true",
            "public-address": "public-address = \"chat.example:7000\"", "proxies": "proxies = [\"10.0.0.1\"]",
            "allow-plaintext": "allow-plaintext = true", "telnet": "telnet = \"127.0.0.1:0\"",
            "metrics": "metrics = \"127.0.0.1:0\"",
            "unlimited": "unlimited = true", "durability": "durability = \"os\"", "name": "name = \"irc.test\"",
            "description": "description = \"A quiet place\"", "network": "network = \"Test\"",
            "icon": "icon = \"https://chat.example/icon.svg\"",
            "motd": "motd = \"Be kind.\"",
            "history": "history = \"off\"", "history.engine": "history.engine = \"off\"",
            "history.retention": "history.retention = \"90d\"", "history.max-size": "history.max-size = \"2G\"",
            "backup.folder": "backup.folder = \"\(scratch.file("backups"))\"", "backup.every": "backup.every = \"12h\"",
            "backup.keep": "backup.keep = 30", "keep-copies": "keep-copies = \"forever\"",
            "tls.cert": tls, "tls.key": tls, "accounts.always-on": "accounts.always-on = true",
            "accounts.password-max-bytes": "accounts.password-max-bytes = 200",
            "limits.loopback": "limits.loopback = true",
            "webirc": "[[webirc]]\npassword = \"secret\"\nfrom = [\"10.0.0.2\"]",
            "operator": "[[operator]]\nname = \"ana\"\naccount = \"ana\"",
        ]
        // What is left are numbers, all of which may be 7.
        let numbers = ServerConfiguration.schema.keys.map(\.path).filter {
            $0.hasPrefix("limits.") && $0 != "limits.loopback" || $0 == "accounts.password-length"
        }
        return texts.merging(numbers.map { ($0, "\($0) = 7") }) { text, _ in text }
    }

    /// Some keys that count at once show elsewhere: the level and the format in what the program logs (`ServeControlTests`), and the seconds
    /// where an authority vouches for the certificate (`RemoteEntryTests`).
    private static let shownElsewhere: Set = ["log-level", "log-format", "tls.sts-seconds"]

    /// When a line counts as stored shows on the disk alone, and not in a server that keeps its history in memory.
    private static let shownOnDisk: Set = ["durability"]

    /// The key that another one needs: its text is read first.
    private static let needed = ["loopback-password": "password-file", "backup.folder": "history"]

    private static func base(in scratch: Scratch) -> ServerConfiguration {
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        configuration.history = .memory
        // A port that the system has chosen is another each time.
        configuration.publicAddress = .init("chat.test:6697")
        return configuration
    }

    private static func reading(_ text: String, over base: ServerConfiguration) throws -> ServerConfiguration {
        var configuration = base
        try ConfigurationFile.read(text, from: "f.toml", into: &configuration)
        return configuration
    }

    @Test func `Each key counts at once, or from the next start on, as its row says`() async throws {
        let scratch = Scratch()
        let texts = try Self.texts(in: scratch)
        let running = try RunningServer(Self.base(in: scratch))
        for key in ServerConfiguration.schema.keys where !Self.shownElsewhere.contains(key.path) {
            let needed = Self.needed[key.path].flatMap { texts[$0] } ?? ""
            let base = try Self.reading(needed, over: Self.base(in: scratch))
            try running.server.apply(base)
            let before = await running.inForce()
            let text = try #require(texts[key.path], "\(key.path) needs a text here")
            let new = try Self.reading(text, over: base)
            #expect(new != base, "\(key.path)")
            try running.server.apply(new)
            let after = await running.inForce()
            switch key.activation {
            case .atOnce: #expect(after != before, "\(key.path)")
            case .nextStart:
                #expect(after == before, "\(key.path)")
                guard !Self.shownOnDisk.contains(key.path) else { break }
                // A start differs from the server that runs in nothing but the key.
                let unchanged = scratch.file("unchanged-" + key.path)
                #expect(try await Self.inForceAtStart(of: base, beside: before, in: unchanged) == before, "\(key.path)")
                let atStart = try await Self.inForceAtStart(of: new, beside: before, in: scratch.file(key.path))
                #expect(atStart != before, "\(key.path) counts at a start")
            }
            try running.server.apply(base)
            #expect(await running.inForce() == before, "\(key.path) is taken back")
        }
        await running.end()
    }

    /// All that a server shows that starts with a configuration beside one that runs, on a folder of its own where it would share that one's.
    ///
    /// - Parameters:
    ///   - other: what the server shows that runs. Its certificate is taken where the configuration has none.
    ///   - folder: one that no server has.
    private static func inForceAtStart(
        of configuration: ServerConfiguration, beside other: RunningServer.InForce, in folder: String
    ) async throws -> RunningServer.InForce {
        var configuration = configuration
        let isElsewhere = configuration.dataFolder != other.folder
        if !isElsewhere { configuration.dataFolder = folder }
        if configuration.tlsCertificate == nil {
            configuration.tlsCertificate = other.folder + "/tls.crt"
            configuration.tlsKey = other.folder + "/tls.key"
        }
        let running = try RunningServer(configuration)
        var inForce = await running.inForce()
        await running.end()
        if !isElsewhere { inForce.folder = other.folder }
        return inForce
    }

    @Test func `A server that reads a file again goes by what one goes by that starts with it`() async throws {
        let scratch = Scratch()
        let texts = try Self.texts(in: scratch)
        let base = Self.base(in: scratch)
        var changed = base
        // Nobody comes in by a password where only the invited do, and no backups are made of what is in memory.
        let left = Self.shownElsewhere.union(["invite-only", "backup.folder"])
        for key in ServerConfiguration.schema.keys where key.activation == .atOnce && !left.contains(key.path) {
            let text = try #require(texts[key.path], "\(key.path) needs a text here")
            changed = try Self.reading(text, over: changed)
        }
        let first = try RunningServer(base)
        let before = await first.inForce()
        try first.server.apply(changed)
        let reloaded = await first.inForce()
        await first.end()
        #expect(reloaded != before)
        let started = try await Self.inForceAtStart(of: changed, beside: reloaded, in: scratch.file("second"))
        #expect(started == reloaded)
    }
}
