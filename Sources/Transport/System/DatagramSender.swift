import CLinux
import Dispatch
import Glibc
import SystemBasics

/// Sends texts to a datagram socket of this machine, each as one datagram, in the order in which it is given them.
///
/// Nobody who sends waits: a queue of its own does, for a few seconds at most. A text that is not taken by then is lost.
package final class DatagramSender: Sendable {
    private static let patience = timeval(tv_sec: 5, tv_usec: 0)
    private let descriptor: Int32
    private let address: SocketAddress
    private let queue = DispatchQueue(label: "grillo.datagrams", qos: .utility)

    /// The reason for which nothing can be sent.
    package enum Fault: Error, Hashable, CustomStringConvertible {
        case noPlace
        /// There is no socket to send from.
        case system(SystemError)

        package var description: String {
            switch self {
            case .noPlace: "it is neither a path nor an @name, or too long for one"
            case .system(let error): "no socket can be made: \(error)"
            }
        }
    }

    /// - Parameter place: the path of a socket file, or `@` and a name in the abstract namespace.
    package init(to place: String) throws(Fault) {
        let found = place.hasPrefix("@") ? SocketAddress.abstract(String(place.dropFirst())) : SocketAddress.unix(place)
        guard place.hasPrefix("@") || place.hasPrefix("/"), let found else { throw .noPlace }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .system(SystemError(errno)) }
        var patience = Self.patience
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        self.descriptor = descriptor
        address = found
    }

    deinit { close(descriptor) }

    package func send(_ text: String) {
        queue.async { [self] in
            var text = text
            text.withUTF8 { bytes in
                while address.withPointer({
                    sendto(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL), $0, $1)
                }) < 0, errno == EINTR {}
            }
        }
    }

    /// Waits until all is sent that was given, or lost.
    package func drain() { queue.sync {} }
}
