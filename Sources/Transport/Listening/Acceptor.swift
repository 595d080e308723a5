import CLinux
import Glibc

/// Takes connections off a listening socket, and copes when the process has no descriptor left.
struct Acceptor {
    enum AcceptResult {
        case accepted(Int32, from: SocketAddress)
        /// Nobody waits, or who waited has gone.
        case nonePending
        /// No descriptor is left: the one that waited was turned away; try again in a while.
        case outOfDescriptors
        /// The socket itself is broken.
        case failed(Int32)
    }

    /// The system call: a descriptor or the negated errno. Tests put another in its place.
    typealias Call = @Sendable (Int32, inout sockaddr_storage) -> Int32

    static let system: Call = { cl_accept($0, &$1) }

    private let call: Call
    /// Given up for a moment when no other is left, so that who waits is turned away instead of left hanging.
    private var reserveDescriptor: Int32

    init(_ call: @escaping Call) {
        self.call = call
        reserveDescriptor = Self.openReserve()
    }

    mutating func accept(on listener: Int32) -> AcceptResult {
        var from = sockaddr_storage()
        let descriptor = call(listener, &from)
        guard descriptor < 0 else {
            if reserveDescriptor < 0 { reserveDescriptor = Self.openReserve() }
            return .accepted(descriptor, from: SocketAddress(from, length: 0))
        }
        switch -descriptor {
        case EAGAIN, EINTR, ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, ENETUNREACH:
            return .nonePending
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            rejectOne(listener)
            return .outOfDescriptors
        case let code:
            return .failed(code)
        }
    }

    func end() {
        if reserveDescriptor >= 0 { close(reserveDescriptor) }
    }

    private mutating func rejectOne(_ listener: Int32) {
        guard reserveDescriptor >= 0 else { return }
        close(reserveDescriptor)
        var from = sockaddr_storage()
        let descriptor = call(listener, &from)
        if descriptor >= 0 { close(descriptor) }
        reserveDescriptor = Self.openReserve()
    }

    private static func openReserve() -> Int32 {
        open("/dev/null", O_RDONLY | O_CLOEXEC)
    }
}
