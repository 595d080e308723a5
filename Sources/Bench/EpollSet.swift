import CLinux
import Glibc

/// A set of sockets that are waited for together (epoll), level-triggered.
struct EpollSet: ~Copyable {
    static let reading = EPOLLIN.rawValue
    static let writing = EPOLLOUT.rawValue

    private let descriptor: Int32
    private var events = [cl_ready](repeating: cl_ready(), count: 128)

    init() throws(BenchError) {
        descriptor = cl_epoll_create()
        guard descriptor >= 0 else { throw .system("the sockets cannot be watched", errno: errno) }
    }

    deinit { close(descriptor) }

    func add(_ socket: Int32, _ events: UInt32, index: Int) throws(BenchError) {
        guard cl_epoll_control(descriptor, EPOLL_CTL_ADD, socket, events, UInt64(index)) == 0 else {
            throw .system("a socket cannot be watched", errno: errno)
        }
    }

    func change(_ socket: Int32, _ events: UInt32, index: Int) {
        _ = cl_epoll_control(descriptor, EPOLL_CTL_MOD, socket, events, UInt64(index))
    }

    /// Waits until a descriptor is ready, so many nanoseconds at most.
    ///
    /// - Returns: the count of those that are ready, 128 at most, which are then asked for one by one.
    mutating func await(nanoseconds: Int64) -> Int {
        max(0, Int(cl_epoll_await(descriptor, &events, Int32(events.count), max(0, nanoseconds))))
    }

    subscript(place: Int) -> (index: Int, events: UInt32) { (Int(events[place].tag), events[place].events) }
}
