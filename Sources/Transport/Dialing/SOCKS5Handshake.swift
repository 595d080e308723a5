import Basics

/// The talk with a proxy from the first byte until it has made the connection, without I/O. <https://www.rfc-editor.org/rfc/rfc1928>
///
/// ``greeting`` is sent first. Then it is fed as bytes come in, and takes none beyond the last reply: those are the server's. It holds
/// at most 262 bytes of it.
package struct SOCKS5Handshake: Hashable, Sendable {
    package enum Progress: Hashable, Sendable {
        case needsMore
        /// The bytes are to be sent; what is left of the input is to be taken then.
        case send([UInt8])
        /// The proxy has made the connection.
        case established
        case failed(SOCKS5Error)
    }

    /// The message of the proxy that comes next.
    private enum Stage: Hashable {
        case method
        case authentication
        case reply
        case ended(SOCKS5Error?)
    }

    private enum Method {
        static let none: UInt8 = 0
        /// <https://www.rfc-editor.org/rfc/rfc1929>
        static let password: UInt8 = 2
        static let noneAcceptable: UInt8 = 0xFF
    }

    /// The kinds of addresses. <https://www.rfc-editor.org/rfc/rfc1928#section-5>
    private enum AddressType {
        static let v4: UInt8 = 1
        static let name: UInt8 = 3
        static let v6: UInt8 = 4
    }

    private static let version: UInt8 = 5
    /// That of the messages of RFC 1929.
    private static let authenticationVersion: UInt8 = 1

    private let credentials: SOCKS5Proxy.Credentials?
    private let request: [UInt8]
    private var stage = Stage.method
    /// The message that comes, as far as it is there.
    private var bytes: [UInt8] = []

    /// - Parameters:
    ///   - host: the server's name, which the proxy looks up, or its address.
    ///   - credentials: sent where the proxy asks for them, in clear.
    /// - Throws: ``SOCKS5Error/invalidName`` for a name that is empty or longer than 255 bytes.
    package init(host: String, port: UInt16, credentials: SOCKS5Proxy.Credentials? = nil) throws(SOCKS5Error) {
        self.credentials = credentials
        let address: [UInt8]
        if let ip = IPAddress(host) {
            address = [ip.isV4 ? AddressType.v4 : AddressType.v6] + ip.bytes
        } else {
            let name = Array(host.utf8)
            guard !name.isEmpty, let count = UInt8(exactly: name.count) else { throw .invalidName }
            address = [AddressType.name, count] + name
        }
        // The command CONNECT.
        request = [Self.version, 1, 0] + address + [UInt8(port >> 8), UInt8(port & 0xFF)]
    }

    /// The first message, with the ways to log in that we know.
    package var greeting: [UInt8] {
        credentials == nil ? [Self.version, 1, Method.none] : [Self.version, 2, Method.none, Method.password]
    }

    /// Takes what belongs to the talk off the front of `input`. Once it is established or has failed it takes nothing any more, and says
    /// the same again.
    package mutating func take(_ input: inout UnsafeRawBufferPointer) -> Progress {
        if case .ended(let failure) = stage { return failure.map { .failed($0) } ?? .established }
        while let byte = input.first {
            input = UnsafeRawBufferPointer(rebasing: input.dropFirst())
            bytes.append(byte)
            let progress = advance()
            guard progress == .needsMore else {
                bytes = []
                return progress
            }
        }
        return .needsMore
    }

    private mutating func advance() -> Progress {
        switch stage {
        case .method: readMethod()
        case .authentication: readAuthentication()
        case .reply: readReply()
        case .ended(let failure): end(failure)
        }
    }

    private mutating func end(_ failure: SOCKS5Error?) -> Progress {
        stage = .ended(failure)
        return failure.map { .failed($0) } ?? .established
    }

    /// Version and method.
    private mutating func readMethod() -> Progress {
        guard bytes[0] == Self.version else { return end(.notSOCKS5) }
        guard bytes.count > 1 else { return .needsMore }
        switch (bytes[1], credentials) {
        case (Method.none, _):
            stage = .reply
            return .send(request)
        case (Method.password, let credentials?):
            stage = .authentication
            return .send(Self.authentication(credentials))
        case (Method.noneAcceptable, nil): return end(.credentialsWanted)
        case (Method.noneAcceptable, _): return end(.loginNotSupported)
        // It may choose only what it was offered.
        default: return end(.notSOCKS5)
        }
    }

    private static func authentication(_ credentials: SOCKS5Proxy.Credentials) -> [UInt8] {
        let (user, password) = (Array(credentials.user.utf8), Array(credentials.password.utf8))
        // Neither is longer than 255 bytes.
        return [authenticationVersion, UInt8(clamping: user.count)] + user + [UInt8(clamping: password.count)]
            + password
    }

    /// Version and status, 0 for success.
    private mutating func readAuthentication() -> Progress {
        guard bytes[0] == Self.authenticationVersion else { return end(.notSOCKS5) }
        guard bytes.count > 1 else { return .needsMore }
        guard bytes[1] == 0 else { return end(.wrongCredentials) }
        stage = .reply
        return .send(request)
    }

    /// Version, code, nothing, and the address that the proxy speaks from, which is of no interest. A failure needs no address to be known.
    private mutating func readReply() -> Progress {
        guard bytes[0] == Self.version else { return end(.notSOCKS5) }
        guard bytes.count > 1 else { return .needsMore }
        if let failure = SOCKS5Error(replyCode: bytes[1]) { return end(failure) }
        guard bytes.count > 4 else { return .needsMore }
        let addressBytes: Int
        switch bytes[3] {
        case AddressType.v4: addressBytes = 4
        case AddressType.name: addressBytes = 1 + Int(bytes[4])
        case AddressType.v6: addressBytes = 16
        default: return end(.notSOCKS5)
        }
        return bytes.count < 4 + addressBytes + 2 ? .needsMore : end(nil)
    }
}
