import Chat
import Glibc
import Transport

/// Where people elsewhere find this machine, as far as it can tell by itself.
enum PublicAddressDiscovery {
    /// What invitations lead to: what the configuration says; or the address that is listened on; or this machine's best.
    static func find(
        _ configuration: ServerConfiguration, _ endpoints: [ServerConfiguration.Endpoint], key: Fingerprint
    ) -> PublicAddress {
        let first = endpoints.first { !isLoopback($0.host) } ?? endpoints.first
        let port = configuration.publicAddress?.port ?? first?.port ?? ServerConfiguration.defaultPort
        let listened = first.flatMap { ["", "*", "0.0.0.0", "::"].contains($0.host) ? nil : $0.host }
        return PublicAddress(
            host: configuration.publicAddress?.host ?? listened ?? best(), port: port, keyFingerprint: key.bytes)
    }

    /// For a folder that no server runs on: as the last one said; or as one would that is started without being told anything.
    static func lastPublished(in folder: DataFolder) -> PublicAddress? {
        if let address = DataFolder.addressServed(in: folder.path) { return address }
        guard let identity = try? TLSIdentity.loadOrCreate(in: folder.path) else { return nil }
        return PublicAddress(
            host: best(), port: ServerConfiguration.defaultPort, keyFingerprint: identity.publicKeyFingerprint.bytes)
    }

    /// One that is routed on the internet before a private one, IPv4 before IPv6; the host's name where there is no address but loopback.
    private static func best() -> String {
        func rank(_ address: IPAddress) -> Int { (address.isPrivate ? 2 : 0) + (address.isV4 ? 0 : 1) }
        // A link-local address means nothing without its interface.
        let usable = interfaceAddresses().filter { !$0.isLoopback && !$0.isLinkLocal }
        if let address = usable.min(by: { rank($0) < rank($1) }) { return address.description }
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        let name = buffer.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        return ServerConfiguration.PublicEndpoint(name)?.host ?? "localhost"
    }

    private static func interfaceAddresses() -> [IPAddress] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var found: [IPAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard let address = entry.ifa_addr else { continue }
            switch Int32(address.pointee.sa_family) {
            case AF_INET:
                address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { v4 in
                    if let ip = IPAddress(bytes: withUnsafeBytes(of: v4.pointee.sin_addr) { Array($0) }) {
                        found.append(ip)
                    }
                }
            case AF_INET6:
                address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { v6 in
                    if let ip = IPAddress(bytes: withUnsafeBytes(of: v6.pointee.sin6_addr) { Array($0) }) {
                        found.append(ip)
                    }
                }
            default: break
            }
        }
        return found
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || IPAddress(host)?.isLoopback == true
    }
}
