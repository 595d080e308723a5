import Basics
import Testing

@testable import Transport

@Suite struct `Names in a static program` {
    @Test(arguments: ["127.0.0.1", "::1", "192.0.2.7", "2001:db8::1"])
    func `An address that is written out is one everywhere`(address: String) throws {
        let found = try NameResolver.resolve(address, port: 6697, isStatic: true).get()
        #expect(found.map(\.ip) == [IPAddress(address)])
        #expect(found.map(\.port) == [6697])
    }

    @Test(arguments: ["localhost", "LocalHost"])
    func `This machine has its name`(name: String) throws {
        let found = try NameResolver.resolve(name, port: 6697, isStatic: true).get()
        #expect(found.map(\.ip) == [IPAddress("::1"), IPAddress("127.0.0.1")])
    }

    @Test(arguments: ["example.org", "localhost.example.org", "127.0.0.1.example.org", ""])
    func `No other name is looked up`(name: String) {
        #expect(throws: NameResolver.Failure.noNameService) {
            try NameResolver.resolve(name, port: 6697, isStatic: true).get()
        }
    }

    @Test func `Another program asks the system`() throws {
        let found = try NameResolver.resolve("localhost", port: 6697).get()
        #expect(found.contains { $0.ip?.isLoopback == true })
    }
}

@Suite struct `The authorities of the system` {
    private static let debian = "/etc/ssl/certs/ca-certificates.crt"
    private static let fedora = "/etc/pki/tls/certs/ca-bundle.crt"
    private static let standard = ["/usr/lib/ssl/cert.pem", "/usr/lib/ssl/certs"]

    private func file(set: Set<String> = [], there: Set<String>) -> String? {
        SystemAuthorities.file(
            isSet: { set.contains($0) }, isThere: { there.contains($0) }, standard: Self.standard)
    }

    @Test func `They are found where another distribution keeps them`() {
        #expect(file(there: [Self.fedora]) == Self.fedora)
        #expect(file(there: [Self.debian, Self.fedora]) == Self.debian)
        #expect(file(there: ["/etc/elsewhere.pem"]) == nil)
    }

    @Test(arguments: standard)
    func `Nothing is added where OpenSSL finds them by itself`(place: String) {
        #expect(file(there: [place, Self.fedora]) == nil)
    }

    @Test(arguments: ["SSL_CERT_FILE", "SSL_CERT_DIR"])
    func `Nothing is added to those that somebody chose`(variable: String) {
        #expect(file(set: [variable], there: [Self.fedora]) == nil)
    }
}
