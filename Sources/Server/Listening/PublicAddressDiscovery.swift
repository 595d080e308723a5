import Basics
import Chat
import Glibc
import Protocol
import Transport

/// Finds the address at which people elsewhere reach this machine, as far as the machine can tell by itself.
enum PublicAddressDiscovery {
    /// The address that invitations lead to: the one of the configuration; or the one that is listened on; or this machine's best.
    static func find(
        _ configuration: ServerConfiguration, _ endpoints: [ServerConfiguration.Endpoint], key: Fingerprint
    ) -> PublicAddress {
        let first = endpoints.first { !$0.isLoopback } ?? endpoints.first
        let port = configuration.publicAddress?.port ?? first?.port ?? ServerAddress.defaultPort
        let listened = first.flatMap { ["", "*", "0.0.0.0", "::"].contains($0.host) ? nil : $0.host }
        return PublicAddress(
            host: configuration.publicAddress?.host ?? listened ?? best(), port: port, keyFingerprint: key.bytes)
    }

    /// For a folder that no server runs on: as the last one said; or as one would that is started without being told anything.
    static func lastPublished(in folder: DataFolder) -> PublicAddress? {
        if let address = DataFolder.addressServed(in: folder.path) { return address }
        guard let identity = try? TLSIdentity.loadOrCreate(in: folder.path) else { return nil }
        return PublicAddress(
            host: best(), port: ServerAddress.defaultPort, keyFingerprint: identity.publicKeyFingerprint.bytes)
    }

    /// One that is routed on the internet before a private one, IPv4 before IPv6; the host's name where there is no address but loopback.
    private static func best() -> String {
        func rank(_ address: IPAddress) -> Int { (address.isPrivate ? 2 : 0) + (address.isV4 ? 0 : 1) }
        // A link-local address means nothing without its interface.
        let usable = NetworkInterfaces.addresses.filter { !$0.isLoopback && !$0.isLinkLocal }
        if let address = usable.min(by: { rank($0) < rank($1) }) { return address.description }
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        let name = buffer.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        return ServerConfiguration.PublicEndpoint(name)?.host ?? "localhost"
    }
}
