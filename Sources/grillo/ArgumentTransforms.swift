import ArgumentParser
import Server

/// Addresses as they are typed.
enum AddressArgument {
    static func endpoint(_ text: String) throws -> ServerConfiguration.Endpoint {
        if let endpoint = ServerConfiguration.Endpoint(text) { return endpoint }
        try requirePort(text)
        throw ValidationError(
            "Say HOST:PORT, such as 127.0.0.1:6697 or [::1]:6697, or a port alone for all addresses")
    }

    static func endpointOnThisMachine(_ text: String) throws -> ServerConfiguration.Endpoint {
        if let endpoint = ServerConfiguration.Endpoint(onThisMachine: text) { return endpoint }
        try requirePort(text)
        throw ValidationError("Say HOST:PORT, such as 127.0.0.1:9464 or [::1]:9464, or a port alone for this machine")
    }

    static func publicEndpoint(_ text: String) throws -> ServerConfiguration.PublicEndpoint {
        if let endpoint = ServerConfiguration.PublicEndpoint(text) { return endpoint }
        try requirePort(text)
        throw ValidationError("Say a name or an address, such as chat.example.org or chat.example.org:6697")
    }

    /// Throws where a host is followed by what is no port, or where there is nothing but digits that are none.
    private static func requirePort(_ text: String) throws {
        let isNumber = !text.isEmpty && text.drop { $0 == "-" }.allSatisfy(\.isNumber)
        guard let colon = text.lastIndex(of: ":") ?? (isNumber ? text.startIndex : nil) else { return }
        let port = isNumber ? text[...] : text[text.index(after: colon)...]
        guard isNumber || !text[..<colon].contains(":") || text[..<colon].hasSuffix("]"), (UInt16(port) ?? 0) == 0
        else { return }
        throw ValidationError(
            "'\(port)' is no port. Say a number from 1 to 65535, such as 6697")
    }
}

/// Numbers as they are typed.
enum NumberArgument {
    /// Reads a number within a range, or throws what to type.
    ///
    /// - Parameter example: with the option before it.
    static func within(_ range: ClosedRange<Int>, _ example: String) -> @Sendable (String) throws -> Int {
        { text in
            guard let number = Int(text), range.contains(number) else {
                throw ValidationError(
                    "Say a number from \(range.lowerBound) to \(range.upperBound), such as \(example)")
            }
            return number
        }
    }
}
