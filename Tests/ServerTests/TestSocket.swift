import Glibc

/// A client's blocking socket, connected to a port of this machine; a read gives up after 20 seconds.
final class TestSocket {
    private let descriptor: Int32

    init(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var receiveTimeout = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &receiveTimeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        _ = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit { close(descriptor) }

    func say(_ text: String) { _ = send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }

    /// True if nothing comes, nor the end of the connection, for so many milliseconds.
    func isSilent(for milliseconds: Int32) -> Bool {
        var line = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&line, 1, milliseconds) == 0
    }

    /// All that comes, up to the end of the connection.
    func hearAll() -> String { hear(until: "\u{0}there is no end but the end") }

    /// What comes, up to the line that holds `words`.
    func hear(until words: String) -> String {
        var text = ""
        while !text.contains(words) {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        return text
    }
}
