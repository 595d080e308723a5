import Basics
import Glibc

/// A TCP socket of this machine that listens, as the system lists it. <https://man7.org/linux/man-pages/man5/proc_net.5.html>
struct ProcNetTCPEntry: Hashable {
    let address: IPAddress
    let isV6: Bool
    let port: UInt16
    /// As the links in `/proc/PID/fd` name it.
    let socket: String

    /// All there are.
    static var all: [ProcNetTCPEntry] {
        [("/proc/net/tcp", false), ("/proc/net/tcp6", true)].flatMap { file, isV6 in
            OwningProcess.lines(of: file).compactMap { ProcNetTCPEntry($0, isV6: isV6) }
        }
    }

    /// Reads a line of the table; nil for one that is not understood, and for a socket that does not listen.
    init?(_ line: Substring, isV6: Bool) {
        let fields = line.split(separator: " ")
        guard fields.count > 9, fields[3] == "0A" else { return nil }
        let parts = fields[1].split(separator: ":")
        // Words of 32 bits, each as this machine's memory has it: `0100007F` is 127.0.0.1 on most.
        let digits = Array(parts.first ?? "")
        guard parts.count == 2, let port = UInt16(parts[1], radix: 16), digits.count == (isV6 ? 32 : 8) else {
            return nil
        }
        let words = stride(from: 0, to: digits.count, by: 8).compactMap {
            UInt32(String(digits[$0..<$0 + 8]), radix: 16)
        }
        let bytes = words.flatMap { word in withUnsafeBytes(of: word) { Array($0) } }
        guard bytes.count * 2 == digits.count, let address = IPAddress(bytes: bytes) else { return nil }
        self.address = address
        self.isV6 = isV6
        self.port = port
        socket = "socket:[\(fields[9])]"
    }

    /// Ranks how near the entry is to the address that a listener at `host` on its port would need: 0 is that address itself; nil if
    /// the two are not in each other's way.
    func conflictRank(to host: String, port: UInt16) -> Int? {
        guard !host.isEmpty, host != "*" else { return 0 }
        guard case .success(let found) = NameResolver.resolve(host, port: port, toListen: true) else { return nil }
        return found.compactMap { wanted in
            wanted.ip.flatMap { conflictRank(to: $0, isV6: wanted.family == AF_INET6) }
        }.min()
    }

    private func conflictRank(to wanted: IPAddress, isV6 wantsV6: Bool) -> Int? {
        if address == wanted { return 0 }
        if wanted.isUnspecified { return isV6 == wantsV6 || isV6 && address.isUnspecified ? 0 : nil }
        guard address.isUnspecified else { return nil }
        // All of IPv6 is all of IPv4, too, unless its owner said otherwise, which is not told here.
        return isV6 == wantsV6 ? 1 : isV6 ? 2 : nil
    }
}
