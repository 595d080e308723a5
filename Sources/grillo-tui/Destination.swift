import Protocol
import Transport

/// Where to go, and how. A server hosted in this process would be one more way to make such a value.
struct Destination: Sendable {
    var target: DialTarget
    /// What the certificate must be for.
    var serverName: String
    var speaksTLS: Bool
    /// What the server is called on the screen until it says its own name.
    var label: String
    /// What it must be besides the server that is remembered.
    var requirements = HostKeyStore.Requirements()
    /// The data folder of the server that the person hosts: where that is this one, it is entered as its host.
    var hostFolder = HostedServer.standardFolder
    /// What the server is asked to know us by.
    var identity: TLSIdentity?

    /// Whether it does not leave this machine.
    var isLocal: Bool {
        switch target {
        case .tcp(let host, _): host == "localhost" || IPAddress(host)?.isLoopback == true
        case .unix: true
        }
    }

    /// What is kept for this server is kept under this name: two on one host are two.
    var stateKey: String { port == nil || port == 6697 ? label : "\(label):\(port ?? 0)" }

    var host: String? { if case .tcp(let host, _) = target { host } else { nil } }
    var port: UInt16? { if case .tcp(_, let port) = target { port } else { nil } }

    /// Plain to this machine, TLS elsewhere, or as it was asked for; but TLS wherever a server has said that nothing else will do.
    init(_ host: String, _ port: UInt16, tls: Bool?, _ hostKeyStore: HostKeyStore) {
        let isLocal = host == "localhost" || IPAddress(host)?.isLoopback == true
        self.init(target: .tcp(host: host, port: port), serverName: host, speaksTLS: tls ?? !isLocal, label: host)
        guard let strictPort = hostKeyStore.strictPort(for: host, at: SystemClock.now) else { return }
        requirements.isStrict = true
        if !speaksTLS { upgrade(to: strictPort) }
    }

    /// The server of an invitation, known by its key.
    init(_ link: InvitationLink) {
        self.init(
            target: .tcp(host: link.host, port: link.port), serverName: link.host, speaksTLS: true, label: link.host)
        requirements.invited = Fingerprint(bytes: link.keyFingerprint)?.description
    }

    /// An invitation to this server says how to reach it and by which key to know it. Who the person is there stays as it was.
    mutating func follow(_ link: InvitationLink) {
        let other = Destination(link)
        (target, speaksTLS) = (other.target, other.speaksTLS)
        requirements.invited = other.requirements.invited
    }

    init(target: DialTarget, serverName: String, speaksTLS: Bool, label: String) {
        self.target = target
        self.serverName = serverName
        self.speaksTLS = speaksTLS
        self.label = label
    }

    /// The server wants TLS, on this port; nobody but it may answer there.
    mutating func upgrade(to port: UInt16) {
        guard let host else { return }
        target = .tcp(host: host, port: port)
        speaksTLS = true
        requirements.isStrict = true
    }
}
