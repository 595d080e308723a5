import Basics
import Chat
import Testing
import Transport

@testable import Server

/// Who may come in, by where it comes from and how.
@Suite struct AdmissionPolicyTests {
    @Test(arguments: ["127.0.0.1", "127.8.8.8", "::1"])
    func `This machine may speak plainly and is slowed by nothing`(address: String) throws {
        let origin = try Self.closed.origin(of: Self.peer(address))
        #expect(origin.refusal == nil)
        #expect(origin.isExemptFromLimits)
        #expect(origin.host == "localhost")
    }

    @Test(arguments: ["10.0.0.1", "192.168.1.2", "172.16.0.1", "fd00::1", "203.0.113.5"])
    func `Whoever comes from elsewhere must speak TLS`(address: String) throws {
        let refusal = try #require(try Self.closed.origin(of: Self.peer(address)).refusal)
        #expect(refusal.contains("TLS"))
    }

    @Test(arguments: ["10.0.0.1", "192.168.1.2", "fe80::1", "fd00::1"])
    func `Private networks may come in with TLS`(address: String) throws {
        let origin = try Self.closed.origin(of: Self.peer(address, isSecure: true))
        #expect(origin.refusal == nil)
        #expect(!origin.isExemptFromLimits)
        #expect(origin.isSecure)
    }

    /// Who must show what, by where it comes from: nothing, an account or an invitation, or those or the password.
    @Test(arguments: [
        ("", "203.0.113.5", "ai"), ("", "2001:db8::1", "ai"), ("", "192.168.1.2", ""), ("", "127.0.0.1", ""),
        ("open", "203.0.113.5", ""), ("password", "203.0.113.5", "aip"), ("password", "192.168.1.2", "aip"),
        ("password", "127.0.0.1", ""), ("password open", "203.0.113.5", "aip"), ("invited", "203.0.113.5", "ai"),
        ("invited", "192.168.1.2", "ai"), ("invited", "127.0.0.1", "ai"), ("invited", "::1", "ai"),
        ("password loopback", "127.0.0.1", "aip"), ("password loopback", "::1", "aip"), ("loopback", "127.0.0.1", ""),
        ("invited loopback", "127.0.0.1", "ai"),
    ])
    func `Who must show what`(rules: String, address: String, expected: String) throws {
        var admissionPolicy = Self.closed
        admissionPolicy.isOpen = rules.contains("open")
        admissionPolicy.hasPassword = rules.contains("password")
        admissionPolicy.asksLoopback = rules.contains("loopback")
        admissionPolicy.isInviteOnly = rules.contains("invited")
        let origin = try admissionPolicy.origin(of: Self.peer(address, isSecure: true))
        let needs: AdmissionMethods =
            expected.isEmpty ? [] : expected == "ai" ? [.account, .invitation] : [.account, .invitation, .password]
        #expect(origin.needs == needs && origin.refusal == nil)
        #expect(admissionPolicy.origin(of: Peer(address: nil, port: 0, tag: AdmissionPolicy.hostTag)).needs == [])
    }

    @Test func `What came through a proxy is never from this machine`() throws {
        let address: IPAddress = try #require(IPAddress("127.0.0.1"))
        let peer = Peer(address: address, port: 1, tag: "", proxy: address)
        let origin = Self.closed.origin(of: peer)
        #expect(origin.refusal?.contains("TLS") == true && origin.needs == [.account, .invitation])
        #expect(!origin.isLocal && !origin.isExemptFromLimits && origin.host == "127.0.0.1")
    }

    @Test func `Plain IRC is welcome everywhere if its host says so`() throws {
        var plain = Self.closed
        plain.allowsPlaintext = true
        #expect(try plain.origin(of: Self.peer("10.0.0.1")).refusal == nil)
    }

    @Test func `The host's own door is the host's, and no other socket is`() {
        #expect(Self.closed.origin(of: Peer(address: nil, port: 0, tag: AdmissionPolicy.hostTag)).isHost)
        #expect(!Self.closed.origin(of: Peer(address: nil, port: 0, tag: "")).isHost)
    }

    @Test func `Loopback is like everybody else where the limits say so, and nobody is slowed where there are none`()
        throws
    {
        var strict = Self.closed
        strict.limitsLoopback = true
        #expect(try !strict.origin(of: Self.peer("127.0.0.1")).isExemptFromLimits)
        strict.isUnlimited = true
        #expect(try strict.origin(of: Self.peer("10.0.0.1", isSecure: true)).isExemptFromLimits)
    }

    @Test func `An address never begins a parameter with a colon`() throws {
        #expect(try !Self.closed.origin(of: Self.peer("::1")).address.hasPrefix(":"))
    }

    // MARK: -

    private static let closed = AdmissionPolicy(
        allowsPlaintext: false, isOpen: false, isUnlimited: false, limitsLoopback: false)

    private static func peer(_ address: String, isSecure: Bool = false) throws -> Peer {
        let tls = isSecure ? TLSInfo(version: "TLSv1.3", cipher: "x", peerCertificate: nil) : nil
        let address: IPAddress = try #require(IPAddress(address))
        return Peer(address: address, port: 1, tag: "", tls: tls)
    }
}

@Suite struct EndpointTests {
    @Test(arguments: [
        ("127.0.0.1:6667", "127.0.0.1", 6667), ("[::1]:6697", "::1", 6697), (":7000", "", 7000), ("*:0", "", 0),
        ("chat.example.org:6697", "chat.example.org", 6697),
    ])
    func `An address with its port`(text: String, host: String, port: Int) {
        #expect(ServerConfiguration.Endpoint(text) == .init(host: host, port: UInt16(port)))
    }

    @Test(arguments: ["", "127.0.0.1", "::1:6697", "host:", "host:65536", "host:-1", "host:port"])
    func `Anything else is none`(text: String) {
        #expect(ServerConfiguration.Endpoint(text) == nil)
    }
}
