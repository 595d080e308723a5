import CLinux
import Glibc

/// Takes connections off a listening socket, and copes when the process has no descriptor left.
struct Acceptor {
    enum Outcome {
        case accepted(Int32, from: SocketAddress)
        /// Nobody waits, or who waited has gone.
        case nobody
        /// No descriptor is left: the one that waited was turned away; try again in a while.
        case exhausted
        /// The socket itself is broken.
        case failed(Int32)
    }

    /// The system call: a descriptor or the negated errno. Tests put another in its place.
    typealias Call = @Sendable (Int32, inout sockaddr_storage) -> Int32

    static let system: Call = { cl_accept($0, &$1) }

    private let call: Call
    /// Given up for a moment when no other is left, so that who waits is turned away instead of left hanging.
    private var spare: Int32

    init(_ call: @escaping Call) {
        self.call = call
        spare = Self.openSpare()
    }

    mutating func accept(on listener: Int32) -> Outcome {
        var from = sockaddr_storage()
        let descriptor = call(listener, &from)
        guard descriptor < 0 else {
            if spare < 0 { spare = Self.openSpare() }
            return .accepted(descriptor, from: SocketAddress(from, length: 0))
        }
        switch -descriptor {
        case EAGAIN, EINTR, ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, ENETUNREACH:
            return .nobody
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            turnOneAway(listener)
            return .exhausted
        case let code:
            return .failed(code)
        }
    }

    func end() {
        if spare >= 0 { close(spare) }
    }

    private mutating func turnOneAway(_ listener: Int32) {
        guard spare >= 0 else { return }
        close(spare)
        var from = sockaddr_storage()
        let descriptor = call(listener, &from)
        if descriptor >= 0 { close(descriptor) }
        spare = Self.openSpare()
    }

    private static func openSpare() -> Int32 {
        open("/dev/null", O_RDONLY | O_CLOEXEC)
    }
}
