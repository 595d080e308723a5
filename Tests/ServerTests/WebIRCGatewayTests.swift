import Basics
import Chat
import Protocol
import Testing
import Transport

@testable import Server

/// People who come in through somebody else's pages. <https://ircv3.net/specs/extensions/webirc>
@Suite struct WebIRCGatewayTests {
    private let gateways: [WebIRCGateway]

    init() throws {
        gateways = [
            WebIRCGateway(password: "one", addresses: [try #require(IPNetwork("10.0.0.0/8"))]),
            WebIRCGateway(password: "two", addresses: [try #require(IPNetwork("127.0.0.1"))]),
        ]
    }

    private func authenticate(_ line: String, from address: String, isSecure: Bool = false) throws
        -> WebIRCGateway.WebIRCResult
    {
        WebIRCGateway.authenticate(
            try Message(parsing: Bytes(line), limits: .fromClient), from: try peer(address, isSecure),
            gateways: gateways)
    }

    private func peer(_ address: String, _ isSecure: Bool = false, proxy: IPAddress? = nil) throws -> Peer {
        let address: IPAddress = try #require(IPAddress(address))
        let tls = isSecure ? TLSInfo(version: "TLSv1.3", cipher: "x", peerCertificate: nil) : nil
        return Peer(address: address, port: 1, tag: "", tls: tls, proxy: proxy)
    }

    @Test(arguments: [
        ("WEBIRC one gw h.example 198.51.100.3", "198.51.100.3", false),
        ("WEBIRC one gw 0::5 0::5 secure", "::5", true),
        ("WEBIRC one gw h 198.51.100.3 :local-port=6697 secure=later remote-port=1", "198.51.100.3", true),
        ("WEBIRC one gw h 198.51.100.3 :insecure", "198.51.100.3", false),
    ])
    func `A gateway says whom it brings`(line: String, address: String, isSecure: Bool) throws {
        let address: IPAddress = try #require(IPAddress(address))
        #expect(try authenticate(line, from: "10.1.2.3") == .introduced(.init(address: address, isSecure: isSecure)))
    }

    @Test(arguments: [
        ("WEBIRC two gw h 198.51.100.3", "10.1.2.3", "Invalid WebIRC password"),
        ("WEBIRC one gw h 198.51.100.3", "11.1.2.3", "not taken from here"),
        ("WEBIRC one gw h", "10.1.2.3", "takes a password"), ("WEBIRC one gw h host", "10.1.2.3", "has no address"),
    ])
    func `What is not right is refused with the way to mend it`(line: String, from: String, words: String) throws {
        guard case .refused(let reason) = try authenticate(line, from: from) else {
            Issue.record("it was taken")
            return
        }
        #expect(reason.contains(words))
    }

    @Test func `Who came through a proxy is no gateway`() throws {
        #expect(!gateways[1].serves(try peer("127.0.0.1", proxy: IPAddress("10.0.0.1"))))
        #expect(gateways[1].serves(try peer("127.0.0.1")))
    }

    @Test func `Both ways must be secure, and nobody a gateway brings is from this machine`() throws {
        let admissionPolicy = AdmissionPolicy(
            allowsPlaintext: false, isOpen: false, isUnlimited: false, limitsLoopback: false)
        let here: IPAddress = try #require(IPAddress("127.0.0.1"))
        for (flag, tls) in [(true, true), (true, false), (false, true), (false, false)] {
            let origin = admissionPolicy.origin(
                of: .init(address: here, isSecure: flag), through: try peer("127.0.0.1", tls))
            #expect(origin.isSecure == (flag && tls) && (origin.refusal == nil) == (flag && tls))
            #expect(!origin.isLocal && origin.needs == [.account, .invitation])
        }
    }
}

@Suite struct PublicEndpointTests {
    @Test(arguments: [
        ("chat.example.org", "chat.example.org", nil), ("chat.example.org:7000", "chat.example.org", 7000),
        ("[2001:db8::1]:7000", "2001:db8::1", 7000), ("2001:db8::1", "2001:db8::1", nil),
        ("192.0.2.1:1", "192.0.2.1", 1),
    ])
    func `Where people find the server`(text: String, host: String, port: UInt16?) {
        let endpoint = ServerConfiguration.PublicEndpoint(text)
        #expect(endpoint?.host == host && endpoint?.port == port)
    }

    @Test(arguments: ["", ":7000", "host:", "host:0", "host:x", "a b", "*:6697"])
    func `Where nobody finds it`(text: String) {
        #expect(ServerConfiguration.PublicEndpoint(text) == nil)
    }

    @Test func `A password is right or wrong`() {
        let password = ServerPassword("hush")
        #expect(password.accepts("hush"))
        for guess in ["", "hus", "hush ", "Hush"] { #expect(!password.accepts(guess)) }
    }
}
