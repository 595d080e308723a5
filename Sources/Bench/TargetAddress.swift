import Transport

/// The server that a load is for: on this machine, and nowhere else.
package struct TargetAddress: Hashable, Sendable, CustomStringConvertible {
    package let address: IPAddress
    package let port: UInt16

    /// Reads `HOST:PORT` or a port alone. HOST is an address of the loopback range (127.0.0.0/8, `[::1]`) or `localhost`,
    /// which is 127.0.0.1: no name is looked up, for the answer could be another machine.
    package init(_ text: String) throws(BenchError) {
        let colon = text.lastIndex(of: ":")
        var host = colon.map { text[..<$0] } ?? "127.0.0.1"
        let digits = colon.map { text[text.index(after: $0)...] } ?? text[...]
        guard let port = UInt16(digits), port > 0, !host.isEmpty else { throw .notATarget(text) }
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        guard let address = IPAddress(host == "localhost" ? "127.0.0.1" : String(host)), address.isLoopback else {
            throw .notLoopback(text)
        }
        self.address = address
        self.port = port
    }

    package var description: String { address.isV4 ? "\(address):\(port)" : "[\(address)]:\(port)" }
}
