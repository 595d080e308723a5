import Basics
import Glibc

/// The C library's form of an address, of any family.
struct SocketAddress {
    private var storage: sockaddr_storage
    private var length: socklen_t

    init(_ storage: sockaddr_storage, length: socklen_t) {
        self.storage = storage
        self.length = length
    }

    /// Copies `address`; nil when it is too long to be one.
    init?(_ address: UnsafePointer<sockaddr>, length: socklen_t) {
        guard Int(length) <= MemoryLayout<sockaddr_storage>.size else { return nil }
        storage = sockaddr_storage()
        self.length = length
        withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: .init(start: address, count: Int(length))) }
    }

    /// All interfaces.
    static func any(_ family: Int32, port: UInt16) -> SocketAddress {
        var storage = sockaddr_storage()
        storage.ss_family = sa_family_t(family)
        let size = family == AF_INET6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        return SocketAddress(storage, length: socklen_t(size)).with(port: port)
    }

    /// A socket file; nil when the path is too long for one (107 bytes) or empty.
    static func unix(_ path: String) -> SocketAddress? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        // With NUL at its beginning it would name no file, but a socket that everybody can open.
        guard !bytes.isEmpty, !bytes.contains(0), bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            return nil
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                SocketAddress($0, length: socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// A name in Linux's abstract namespace, which is no file; nil when it is too long (107 bytes) or empty.
    /// <https://man7.org/linux/man-pages/man7/unix.7.html>
    static func abstract(_ name: String) -> SocketAddress? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = [0] + Array(name.utf8)
        guard bytes.count > 1, bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        // Every byte counts that is within the length.
        let length = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: address.sun_path) + bytes.count
        return withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { SocketAddress($0, length: socklen_t(length)) }
        }
    }

    /// The address that `descriptor` is bound to.
    static func local(of descriptor: Int32) -> SocketAddress { asked { getsockname(descriptor, $0, $1) } }

    /// The address that `descriptor` is connected to.
    static func peer(of descriptor: Int32) -> SocketAddress { asked { getpeername(descriptor, $0, $1) } }

    private static func asked(
        _ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        _ = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, &length) }
        }
        return SocketAddress(storage, length: length)
    }

    var family: Int32 { Int32(storage.ss_family) }

    /// In both families the port follows the family, in network order.
    var port: UInt16 {
        guard isInternet else { return 0 }
        return withUnsafeBytes(of: storage) { UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) }
    }

    func with(port: UInt16) -> SocketAddress {
        var copy = self
        withUnsafeMutableBytes(of: &copy.storage) {
            $0.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
        }
        return copy
    }

    /// Nil for a socket file.
    var ip: IPAddress? {
        guard isInternet else { return nil }
        let (start, count) = family == AF_INET6 ? (8, 16) : (4, 4)
        return withUnsafeBytes(of: storage) { IPAddress(bytes: Array($0[start..<start + count])) }
    }

    /// True if both are the same to the system, byte for byte.
    func isSame(as other: SocketAddress) -> Bool {
        guard length == other.length else { return false }
        return withUnsafeBytes(of: storage) { mine in
            withUnsafeBytes(of: other.storage) { mine.prefix(Int(length)).elementsEqual($0.prefix(Int(length))) }
        }
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    private var isInternet: Bool { family == AF_INET || family == AF_INET6 }
}
