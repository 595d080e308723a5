import Client
import Protocol
import TerminalApp
import TestSupport
import Testing
import Transport

@Suite struct DestinationTests {
    private let scratch = Scratch()
    private var store: HostKeyStore { HostKeyStore(in: StateDirectory(path: scratch.file("state"))) }
    private let link = InvitationLink(
        host: "other.test", port: 7000, channel: "#den", keyFingerprint: [UInt8](repeating: 1, count: 32))!

    @Test(
        arguments: [
            ("localhost", nil, false), ("127.0.0.1", nil, false), ("::1", nil, false), ("irc.test", nil, true),
            ("192.0.2.1", nil, true), ("localhost", true, true), ("irc.test", false, false),
        ] as [(String, Bool?, Bool)])
    func `It is plain to this machine and TLS elsewhere, or as it was asked for`(
        host: String, asked: Bool?, speaksTLS: Bool
    ) throws {
        #expect(try Destination(host, 6697, tls: asked, hostKeyStore: store).speaksTLS == speaksTLS)
    }

    @Test func `A host that wants nothing but TLS gets it, on its port`() throws {
        let store = store
        let now = Timestamp(iso8601: "2020-01-01T00:00:00Z")!
        store.hold("irc.test", port: 6700, seconds: 100 * 365 * 86_400, at: now)
        let destination = try Destination("irc.test", 6667, tls: false, hostKeyStore: store)
        #expect(destination.speaksTLS)
        #expect(destination.requirements.isStrict)
        #expect(destination.target == .tcp(host: "irc.test", port: 6700))
    }

    @Test func `Two servers on one host are two`() throws {
        #expect(try Destination("irc.test", 6697, tls: nil, hostKeyStore: store).stateKey == "irc.test")
        #expect(try Destination("irc.test", 6698, tls: nil, hostKeyStore: store).stateKey == "irc.test:6698")
    }

    @Test func `Networks of bouncers on one host are as many, also where they are called alike`() throws {
        var keys = Set<String>()
        for (stateName, id) in [(nil, nil), ("two", nil), (nil, "7"), ("two", "7")] as [(String?, String?)] {
            var destination = try Destination("irc.test", 6697, tls: nil, hostKeyStore: store)
            destination.stateName = stateName
            destination.bouncerNetwork = id.flatMap { BouncerNetwork.ID($0) }
            keys.insert(destination.stateKey)
        }
        #expect(keys == ["irc.test", "irc.test/two", "irc.test//7", "irc.test/two//7"])
    }

    @Test func `A network that is called as another's id at the bouncer is another`() throws {
        func destination(_ stateName: String?, _ id: String?) throws -> Destination {
            var destination = try Destination("irc.test", 6697, tls: nil, hostKeyStore: store)
            destination.stateName = stateName
            destination.bouncerNetwork = id.flatMap { BouncerNetwork.ID($0) }
            return destination
        }
        let places: [(String?, String?)] = [
            ("7", nil), (nil, "7"), ("7", "7"), (nil, "7/7"), (nil, "/7"), (nil, "7//7"),
        ]
        let keys = try Set(places.map { try destination($0, $1).stateKey })
        #expect(keys.count == places.count)
        #expect(try destination(nil, "7").formerStateKeys == ["irc.test/7"])
        #expect(try destination("7", nil).formerStateKeys == [])
    }

    @Test func `A server that wants TLS on another port keeps its name, and knows the one of before`() throws {
        var destination = try Destination("irc.test", 6667, tls: false, hostKeyStore: store)
        #expect(destination.formerStateKeys == [])
        destination.upgrade(to: 6700)
        #expect(destination.stateKey == "irc.test:6667" && destination.knownPort == 6667 && destination.isMoved)
        #expect(destination.formerStateKeys.first == "irc.test:6700")
        destination.follow(InvitationLink(host: "irc.test", port: 6700, keyFingerprint: link.keyFingerprint)!)
        #expect(destination.stateKey == "irc.test:6667")
        destination.follow(link)
        #expect(destination.stateKey == "irc.test:7000" && !destination.isMoved)
        destination.upgrade(to: 7000)
        #expect(!destination.isMoved)
    }

    @Test func `The server of an invitation is known by its key`() {
        let destination = Destination(link)
        #expect(destination.speaksTLS && !destination.isLocal)
        #expect(destination.target == .tcp(host: "other.test", port: 7000))
        #expect(destination.requirements.invited?.hasPrefix("SHA256:") == true)
    }

    @Test func `An invitation to the same server changes the way there and not its name`() throws {
        var destination = try Destination("irc.test", 6667, tls: false, hostKeyStore: store)
        destination.follow(link)
        #expect(destination.speaksTLS)
        #expect(destination.host == "other.test")
        #expect(destination.label == "irc.test")
    }

    @Test(
        arguments: [
            ("localhost", nil, true), ("127.0.0.1", nil, true), ("::1", nil, true), ("irc.test", nil, true),
            ("localhost", false, false),
        ] as [(String, Bool?, Bool)])
    func `Through a proxy nothing is on this machine, so that nothing is plain unless it was asked for`(
        host: String, asked: Bool?, speaksTLS: Bool
    ) throws {
        let proxy = SOCKS5Proxy(host: "127.0.0.1", port: 9050)
        let destination = try Destination(host, 6697, tls: asked, through: proxy, hostKeyStore: store)
        #expect(destination.speaksTLS == speaksTLS && !destination.isLocal && destination.proxy == proxy)
        let configuration = LoginOptions(nick: "ana", channels: [], account: nil).configuration(for: destination)
        #expect(configuration.publicHost == (host == "irc.test" ? host : nil))
    }

    @Test func `An invitation and a server's wish for TLS leave the proxy as it is`() throws {
        let proxy = SOCKS5Proxy(host: "proxy.test")
        var destination = try Destination("irc.test", 6667, tls: false, through: proxy, hostKeyStore: store)
        destination.upgrade(to: 6697)
        #expect(destination.proxy == proxy)
        destination.follow(link)
        #expect(destination.proxy == proxy && Destination(link, through: proxy).proxy == proxy)
    }

    @Test func `A socket file is on this machine whatever the proxy`() {
        var destination = Destination(
            target: .unix(path: "/s"), serverName: "localhost", speaksTLS: false, label: "own")
        destination.proxy = SOCKS5Proxy(host: "proxy.test")
        #expect(destination.isLocal)
    }

    @Test func `A socket of this machine has no host and no port`() {
        let destination = Destination(
            target: .unix(path: "/s"), serverName: "localhost", speaksTLS: false, label: "own")
        #expect(destination.isLocal)
        #expect(destination.host == nil && destination.port == nil)
        #expect(destination.stateKey == "own")
    }
}
