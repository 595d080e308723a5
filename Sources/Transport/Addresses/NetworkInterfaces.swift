import Basics
import Glibc

/// The network interfaces of this machine.
package enum NetworkInterfaces {
    /// The addresses of all interfaces, in the system's order; none where the system does not tell them.
    /// <https://man7.org/linux/man-pages/man3/getifaddrs.3.html>
    package static var addresses: [IPAddress] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var addresses: [IPAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard let address = entry.ifa_addr else { continue }
            let isV6 = Int32(address.pointee.sa_family) == AF_INET6
            let size = isV6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
            if let ip = SocketAddress(address, length: socklen_t(size))?.ip { addresses.append(ip) }
        }
        return addresses
    }
}
