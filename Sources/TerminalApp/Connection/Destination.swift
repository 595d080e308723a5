import Basics
import Client
import Protocol
import Transport

/// The server to go to, and how it is reached.
package struct Destination: Sendable {
    package var target: DialTarget
    /// The proxy through which a server with a host is reached; it looks the host up, too. Nil for none.
    package var proxy: SOCKS5Proxy?
    /// The port that was asked for, where the server wants TLS on another; nil where it is that of ``target``.
    private var askedPort: UInt16?
    /// The name that the certificate must be for.
    package var serverName: String
    package var speaksTLS: Bool
    /// The name of the server, under which the state for it is kept; it is shown where the network has no ``name``.
    package var label: String
    /// The name that the person has given the network.
    package var name: String?
    /// True where ``name`` was made of the server's, since another network has that.
    private var isNameMade = false
    /// Parts this network from others at the same host and port, of which each keeps its own state: nil for the first of them.
    package var stateName: String?
    /// The conditions that the server must meet besides being the one that is remembered.
    package var requirements = HostKeyStore.Requirements()
    /// The data folder of the server that the person hosts, nil for the usual one: if that server is this one, the person enters it as its
    /// host.
    package var hostFolder: String?
    /// The certificate by which the server is asked to know us, with its key.
    package var identity: TLSIdentity?

    /// The network of a bouncer that the connection is for; nil for the server itself.
    package var bouncerNetwork: BouncerNetwork.ID?

    /// True where the server was asked for without TLS, and wants TLS on another port.
    package var isMoved: Bool { askedPort != nil }

    /// True for the network that the first table of the preferences for its host and port is about: the server itself, and the first there.
    package var isFirstOfServer: Bool { stateName == nil && bouncerNetwork == nil }

    /// True if the connection does not leave this machine. Through a proxy it does: what is `localhost` there is another machine.
    package var isLocal: Bool {
        switch target {
        case .tcp(let host, _): Self.isLocal(host, through: proxy)
        case .unix: true
        }
    }

    private static func isLocal(_ host: String, through proxy: SOCKS5Proxy?) -> Bool {
        proxy == nil && IPAddress.isLoopback(host: host)
    }

    /// The name of the network on the screen.
    package var shownName: String { name ?? label }

    /// ``name``, but for one that was made of the server's since another network has that.
    package var givenName: String? { isNameMade ? nil : name }

    /// Another network has the name on the screen: this one goes by another.
    package mutating func goBy(_ name: String) {
        if self.name == nil { isNameMade = true }
        self.name = name
    }

    /// The name under which the state for this server is kept: two servers on one host have two names, and so have two networks of a bouncer,
    /// and two that are called alike by two bouncers on one host. It is `HOST[:PORT][/NAME][//ID]`, with the port that was asked for; a
    /// name has no slash.
    package var stateKey: String { stateKey(at: knownPort, beforeID: "//") }

    /// The names under which the state may have been kept before, the likelier first: by the port that the server moved to, and with one
    /// slash before a bouncer's id, as if that were a name.
    package var formerStateKeys: [String] {
        let keys = [
            stateKey(at: port, beforeID: "//"), stateKey(at: knownPort, beforeID: "/"),
            stateKey(at: port, beforeID: "/"),
        ]
        return keys.enumerated().filter { $1 != stateKey && !keys[..<$0].contains($1) }.map(\.element)
    }

    private func stateKey(at port: UInt16?, beforeID mark: String) -> String {
        Self.stateKey(label, port, stateName) + (bouncerNetwork.map { mark + $0.description } ?? "")
    }

    /// The ``stateKey`` of a server that is no bouncer's network.
    static func stateKey(_ label: String, _ port: UInt16?, _ stateName: String?) -> String {
        let place = port.map { $0 == ServerAddress.defaultPort ? label : "\(label):\($0)" } ?? label
        return place + (stateName.map { "/" + $0.replacing(" ", with: "_") } ?? "")
    }

    package var host: String? { if case .tcp(let host, _) = target { host } else { nil } }
    package var port: UInt16? { if case .tcp(_, let port) = target { port } else { nil } }
    /// The port by which the person and their files know the server: the one that was asked for.
    package var knownPort: UInt16? { askedPort ?? port }

    /// Plain to this machine without a proxy, TLS elsewhere, or as it was asked for; but TLS wherever a server has said that nothing else will do.
    ///
    /// - Throws: if it is not known which servers have said so.
    package init(
        _ host: String, _ port: UInt16, tls: Bool?, through proxy: SOCKS5Proxy? = nil, hostKeyStore: HostKeyStore
    ) throws(HostKeyStore.Unreadable) {
        let speaksTLS = tls ?? !Self.isLocal(host, through: proxy)
        self.init(target: .tcp(host: host, port: port), serverName: host, speaksTLS: speaksTLS, label: host)
        self.proxy = proxy
        guard let strictPort = try hostKeyStore.strictPort(for: host, at: SystemClock().now) else { return }
        requirements.isStrict = true
        if !speaksTLS { upgrade(to: strictPort) }
    }

    /// The server of an invitation, known by its key.
    package init(_ link: InvitationLink, through proxy: SOCKS5Proxy? = nil) {
        self.init(
            target: .tcp(host: link.host, port: link.port), serverName: link.host, speaksTLS: true, label: link.host)
        self.proxy = proxy
        requirements.invited = Fingerprint(bytes: link.keyFingerprint)?.description
    }

    /// An invitation to this server says how to reach it and by which key to know it. The identity of the person there stays as it was, and so
    /// does the proxy.
    package mutating func follow(_ link: InvitationLink) {
        let (other, before) = (Destination(link), port)
        target = other.target
        speaksTLS = other.speaksTLS
        requirements.invited = other.requirements.invited
        if port != before { askedPort = nil }
    }

    package init(target: DialTarget, serverName: String, speaksTLS: Bool, label: String) {
        self.target = target
        self.serverName = serverName
        self.speaksTLS = speaksTLS
        self.label = label
    }

    /// The server wants TLS, on this port; nobody but it may answer there.
    package mutating func upgrade(to port: UInt16) {
        guard let host else { return }
        if let asked = knownPort { askedPort = asked == port ? nil : asked }
        target = .tcp(host: host, port: port)
        speaksTLS = true
        requirements.isStrict = true
    }
}
