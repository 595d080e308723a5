import Basics
import Transport

/// The server that a load is for: on this machine, and nowhere else.
package struct TargetAddress: Hashable, Sendable, CustomStringConvertible {
    package let address: IPAddress
    package let port: UInt16

    /// Reads `HOST:PORT` or a port alone. HOST is an address of the loopback range (127.0.0.0/8, `[::1]`) or `localhost`,
    /// which is 127.0.0.1: no name is looked up, for the answer could be another machine.
    package init(_ text: String) throws(BenchError) {
        guard let place = Self.place(text[...]), let port = HostAndPort.number(of: place.port), port > 0 else {
            throw .notATarget(text)
        }
        let host = place.host
        guard let address = IPAddress(host == "localhost" ? "127.0.0.1" : String(host)), address.isLoopback else {
            throw .notLoopback(text)
        }
        self.address = address
        self.port = port
    }

    private static func place(_ text: Substring) -> (host: Substring, port: Substring)? {
        guard let place = HostAndPort(text) else { return nil }
        guard let port = place.port else { return place.isBracketed ? nil : ("127.0.0.1", text) }
        return place.host.isEmpty ? nil : (place.host, port)
    }

    package var description: String { "\(HostAndPort.bracketed(address.description)):\(port)" }
}
