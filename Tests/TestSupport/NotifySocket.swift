import Foundation
import Glibc

/// A service manager of a test's own, as far as a service sees it: the socket that it tells how it is.
/// <https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html>
package final class NotifySocket {
    /// What a service finds in `NOTIFY_SOCKET`.
    package let place: String
    /// All that was told, a text a datagram.
    package private(set) var heard: [String] = []
    private let descriptor: Int32
    private let folder = Scratch()

    /// - Parameter isAbstract: it is a name that is no file.
    package init(isAbstract: Bool = false) {
        place = isAbstract ? "@grillo-\(UUID().uuidString)" : folder.file("notify")
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(place.utf8)
        if isAbstract { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: address.sun_path) + bytes.count
        let result = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(length)) }
        }
        precondition(result == 0, "bind \(place): \(String(cString: strerror(errno)))")
    }

    deinit { close(descriptor) }

    /// The next datagram; nil where none comes in so many milliseconds.
    package func next(within milliseconds: Int32) -> String? {
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&state, 1, milliseconds) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { return nil }
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        heard.append(text)
        return text
    }

    /// The next datagram that has an assignment in one of its lines; nil where none has that comes in 20 seconds.
    @discardableResult
    package func next(_ assignment: String) -> String? {
        while let text = next(within: 20_000) {
            if text.split(separator: "\n").contains(assignment[...]) { return text }
        }
        return nil
    }

    /// Takes what is there already, and forgets it with all that came before.
    package func forget() {
        while next(within: 0) != nil {}
        heard = []
    }
}
