import Basics
import CLinux
import Glibc

/// A socket that listens on TCP and was made before this process began: by a service manager, say.
/// <https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html>
///
/// Its descriptor stays open as long as the process, so that it can be handed on.
package struct InheritedSocket: Hashable, Sendable {
    package let descriptor: Int32
    /// The address that it listens on; empty for all of the machine's.
    package let host: String
    package let port: UInt16

    /// Why a descriptor is of no use.
    package enum Fault: Error, Hashable, CustomStringConvertible {
        case notOpen
        case notASocket
        case notInternet
        case notAStream
        case notListening

        package var description: String {
            switch self {
            case .notOpen: "it is not open"
            case .notASocket: "it is no socket"
            case .notInternet: "it is not of IPv4 or IPv6"
            case .notAStream: "it is not of TCP"
            case .notListening: "it does not listen (in a unit for systemd: Accept=no)"
            }
        }
    }

    /// Checks what a descriptor is, and lets neither a call on it wait nor a program that is started have it.
    package init(_ descriptor: Int32) throws(Fault) {
        guard fcntl(descriptor, F_GETFD) >= 0 else { throw .notOpen }
        guard let type = Socket.option(descriptor, SOL_SOCKET, SO_TYPE) else { throw .notASocket }
        let address = SocketAddress.local(of: descriptor)
        guard let ip = address.ip else { throw .notInternet }
        guard type == Int32(SOCK_STREAM.rawValue) else { throw .notAStream }
        guard Socket.option(descriptor, SOL_SOCKET, SO_ACCEPTCONN) == 1 else { throw .notListening }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, max(0, fcntl(descriptor, F_GETFL)) | O_NONBLOCK)
        let isEverywhere =
            address.family == AF_INET6 && ip.isUnspecified
            && Socket.option(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY) == 0
        self.descriptor = descriptor
        host = isEverywhere ? "" : ip.description
        port = address.port
    }
}
