import Basics
import Glibc
import Transport

/// One session of the load: its socket, and how far it has come.
struct LoadSession {
    enum Phase {
        case unopened, connecting, securing, registering, joining, ready
    }

    var phase = Phase.unopened
    var descriptor: Int32 = -1
    /// The room that it joins, or nil for none.
    let room: String?
    /// The capabilities that the session asks for before it registers; nil for none, as a client of before IRCv3 does.
    let capabilities: String?
    /// The beginning of a line whose end has not come.
    var tail: [UInt8] = []
    /// The bytes that the socket has not taken yet; ciphertext under TLS.
    var outgoing: [UInt8] = []
    var isWritingWatched = false
    var tls: TLSSession?

    init(room: String? = nil, capabilities: String? = nil) {
        self.room = room
        self.capabilities = capabilities
    }

    /// A socket on its way to the target. It never blocks.
    static func connect(to target: TargetAddress) throws(BenchError) -> Int32 {
        let family = target.address.isV4 ? AF_INET : AF_INET6
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, 0)
        guard descriptor >= 0 else { throw .system("no more sockets can be opened", errno: errno) }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        guard target.withSocketAddress({ Glibc.connect(descriptor, $0, $1) }) == 0 || errno == EINPROGRESS else {
            let code = errno
            close(descriptor)
            if code == EADDRNOTAVAIL { throw .system("no port is left to connect from", errno: code) }
            throw .unreachable(target, errno: code)
        }
        return descriptor
    }

    var isConnected: Bool {
        var address = sockaddr()
        var length = socklen_t(MemoryLayout<sockaddr>.size)
        return getpeername(descriptor, &address, &length) == 0
    }

    /// The error that its connecting ended with, 0 for none.
    var connectingError: Int32 {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 ? code : errno
    }
}

extension TargetAddress {
    func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var storage = sockaddr_storage()
        return withUnsafeMutableBytes(of: &storage) { bytes in
            // Family, port, and then the address itself, which IPv6 has its flow label before.
            let family = sa_family_t(address.isV4 ? AF_INET : AF_INET6)
            bytes.storeBytes(of: family, as: sa_family_t.self)
            bytes.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
            UnsafeMutableRawBufferPointer(rebasing: bytes[(address.isV4 ? 4 : 8)...]).copyBytes(from: address.bytes)
            let size = address.isV4 ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
            return body(bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(size))
        }
    }
}
