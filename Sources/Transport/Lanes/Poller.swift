import CLinux
import Glibc

/// The sockets of a lane, watched by the kernel as one set (epoll), itself watched by one Dispatch source.
///
/// A source per socket would cost each a source, a closure and a registration of about a kilobyte, and each event a
/// wake-up, a hop and a re-arming of its own; here one wake-up serves all that is ready. The set is level-triggered:
/// a socket that is not read out is told again.
struct Poller {
    static let reading = EPOLLIN.rawValue
    static let writing = EPOLLOUT.rawValue
    /// The other side is gone, or an error waits: told whether asked for or not.
    static let broken = EPOLLERR.rawValue | EPOLLHUP.rawValue

    /// The set: readable when something in it is ready.
    let descriptor: Int32

    /// Nil when the process has no descriptor left.
    init?() {
        descriptor = cl_epoll_create()
        guard descriptor >= 0 else { return nil }
    }

    func add(_ socket: Int32, _ events: UInt32, id: ConnectionID) -> Bool {
        cl_epoll_control(descriptor, EPOLL_CTL_ADD, socket, events, id.rawValue) == 0
    }

    func change(_ socket: Int32, _ events: UInt32, id: ConnectionID) {
        _ = cl_epoll_control(descriptor, EPOLL_CTL_MOD, socket, events, id.rawValue)
    }

    func remove(_ socket: Int32) {
        _ = cl_epoll_control(descriptor, EPOLL_CTL_DEL, socket, 0, 0)
    }

    /// Takes the events that are ready now, as many as fit, and never waits.
    ///
    /// - Returns: the number of events.
    func takeReady(into events: inout [cl_ready]) -> Int {
        max(0, Int(cl_epoll_ready(descriptor, &events, Int32(events.count))))
    }
}
