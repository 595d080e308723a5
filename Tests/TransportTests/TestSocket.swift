import CLinux
import Glibc

@testable import Transport

/// A plain blocking socket in the hands of a test: the other end of a connection. A read gives up after 30 seconds.
final class TestSocket: Sendable {
    let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var receiveTimeout = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &receiveTimeout, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    /// Connects to a port of this machine.
    static func toPort(_ port: UInt16) -> TestSocket {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        _ = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return TestSocket(descriptor)
    }

    /// Two ends: the test's, and one for a lane, whose socket buffer holds as little as the system allows.
    ///
    /// - Parameter whole: what is written in one go is read in one go, and nothing else with it.
    static func pair(tight: Bool = false, whole: Bool = false) -> (wire: TestSocket, descriptor: Int32) {
        var ends: [Int32] = [0, 0]
        socketpair(AF_UNIX, Int32(whole ? SOCK_SEQPACKET.rawValue : SOCK_STREAM.rawValue), 0, &ends)
        if tight { _ = Socket.set(ends[1], SOL_SOCKET, SO_SNDBUF, 4096) }
        return (TestSocket(ends[0]), ends[1])
    }

    func write(_ text: String) {
        write(Array(text.utf8))
    }

    func write(_ bytes: [UInt8]) {
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// At least one byte, or nothing at the end.
    func read(_ most: Int = 64 << 10) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: most)
        let count = recv(descriptor, &buffer, most, 0)
        return Array(buffer[..<max(0, count)])
    }

    func read(exactly count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = read(count - bytes.count)
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }

    func readToEnd() -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let more = read()
            if more.isEmpty { return bytes }
            bytes += more
        }
    }

    func text(exactly count: Int) -> String { String(decoding: read(exactly: count), as: UTF8.self) }
    func textToEnd() -> String { String(decoding: readToEnd(), as: UTF8.self) }

    /// Cuts the connection off without a word.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), descriptor)
    }
}
