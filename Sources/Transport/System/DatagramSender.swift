import CLinux
import Dispatch
import Glibc
import Synchronization
import SystemBasics

/// Sends texts to a datagram socket of this machine, each as one datagram, in the order in which it is given them.
///
/// Nobody who sends waits: a queue of its own does, for a few seconds at most. A text that is not taken by then is lost, and so is the oldest
/// of those that wait where there are too many.
package final class DatagramSender: Sendable {
    /// A text that waits for its turn.
    private struct Waiting {
        var text: String
        let topic: String?
        /// Nanoseconds of `MonotonicClock`.
        var time: UInt64
    }

    /// The most texts that wait.
    static let capacity = 64
    /// Nanoseconds after which a text that a later one would replace says nothing any more.
    private static let freshness: UInt64 = 1_000_000_000

    private let patience: Duration
    private let descriptor: Int32
    private let address: SocketAddress
    private let queue = DispatchQueue(label: "grillo.datagrams", qos: .utility)
    /// There is a turn on the queue for each.
    private let waiting = Mutex<[Waiting]>([])

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

    /// - Parameters:
    ///   - place: the path of a socket file, or `@` and a name in the abstract namespace.
    ///   - patience: the time that one text, or all of them in ``drain()``, is waited for; up to some minutes.
    package init(to place: String, patience: Duration = .seconds(5)) throws(Fault) {
        let found = place.hasPrefix("@") ? SocketAddress.abstract(String(place.dropFirst())) : SocketAddress.unix(place)
        guard place.hasPrefix("@") || place.hasPrefix("/"), let found else { throw .noPlace }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .system(SystemError(errno)) }
        let microseconds = Int(clamping: patience.nanoseconds / 1000)
        var time = timeval(tv_sec: microseconds / 1_000_000, tv_usec: microseconds % 1_000_000)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        self.patience = patience
        self.descriptor = descriptor
        address = found
    }

    deinit { close(descriptor) }

    /// - Parameter topic: what the text is about, where only the latest about it matters. It takes the place of one that still waits, and is
    ///   lost where it is not taken at once; nil where each text matters.
    package func send(_ text: String, about topic: String? = nil) {
        let needsTurn = waiting.withLock { waiting in
            let new = Waiting(text: text, topic: topic, time: MonotonicClock.now())
            if let topic, let index = waiting.firstIndex(where: { $0.topic == topic }) {
                waiting[index] = new
                return false
            }
            waiting.append(new)
            guard waiting.count > Self.capacity else { return true }
            waiting.removeFirst()
            return false
        }
        if needsTurn { queue.async { [self] in sendNext() } }
    }

    private func sendNext() {
        guard let next = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return }
        let mayWait = next.topic == nil
        guard mayWait || MonotonicClock.since(next.time) <= Self.freshness else { return }
        let flags = Int32(MSG_NOSIGNAL) | (mayWait ? 0 : Int32(MSG_DONTWAIT))
        var text = next.text
        text.withUTF8 { bytes in
            while address.withPointer({ sendto(descriptor, bytes.baseAddress, bytes.count, flags, $0, $1) }) < 0,
                errno == EINTR
            {}
        }
    }

    /// Waits until all is sent that was given, or lost; no longer than for one text.
    package func drain() {
        let isSent = DispatchSemaphore(value: 0)
        queue.async { isSent.signal() }
        _ = isSent.wait(timeout: .now() + .nanoseconds(Int(clamping: patience.nanoseconds)))
    }
}
