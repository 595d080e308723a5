import CLinux
import Glibc

/// The system calls on a socket, with `EINTR` retried and the outcome as a value.
enum Socket {
    enum IOResult {
        case bytes(Int)
        case wouldBlock
        case failed(Int32)
    }

    /// Never waits, and never raises SIGPIPE.
    private static let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)

    @inline(__always)
    static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> IOResult {
        repeating { Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags) }
    }

    /// Sends the first `count` pieces of `pieces` as one.
    static func send(_ descriptor: Int32, _ pieces: UnsafeMutablePointer<iovec>, count: Int) -> IOResult {
        var message = msghdr()
        message.msg_iov = pieces
        message.msg_iovlen = count
        return repeating { sendmsg(descriptor, &message, flags) }
    }

    /// `.bytes(0)` is the peer's end.
    static func receive(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> IOResult {
        repeating { recv(descriptor, buffer.baseAddress, buffer.count, flags) }
    }

    /// A stream socket that does not block and is not inherited, or the negated errno.
    static func make(_ family: Int32) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, 0)
        return descriptor < 0 ? -errno : descriptor
    }

    static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) -> Bool {
        var value = value
        return setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
    }

    /// Sends small writes at once; lines are joined above, where they are known.
    static func setNoDelay(_ descriptor: Int32) {
        _ = set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    /// True if the other end's system has acknowledged all bytes that the socket was given.
    static func isAcknowledged(_ descriptor: Int32) -> Bool { cl_unacknowledged(descriptor) == 0 }

    /// The error that waits on it, 0 for none.
    static func pendingError(_ descriptor: Int32) -> Int32 { option(descriptor, SOL_SOCKET, SO_ERROR) ?? errno }

    /// The value of an option that is a number; nil where the socket has none, or there is no socket.
    static func option(_ descriptor: Int32, _ level: Int32, _ option: Int32) -> Int32? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, level, option, &value, &length) == 0 ? value : nil
    }

    @inline(__always)
    private static func repeating(_ call: () -> Int) -> IOResult {
        while true {
            let count = call()
            if count >= 0 { return .bytes(count) }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .wouldBlock
            case let code: return .failed(code)
            }
        }
    }
}
