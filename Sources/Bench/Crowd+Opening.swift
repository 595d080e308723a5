import Glibc
import Transport

/// Coming in: connecting, TLS, registering, joining.
extension Crowd {
    /// Brings every session in, at most so many on their way at once.
    ///
    /// Fifteen seconds without a step forward, and the server has stalled.
    mutating func open(atOnce: Int = 50, _ progress: (Double) -> Void = { _ in }) throws(BenchError) {
        var opened = 0
        var patience = Patience()
        while readyCount < sessions.count {
            while opened < sessions.count, opened - readyCount < atOnce {
                try open(opened)
                opened += 1
            }
            try turn(waiting: Patience.glance)
            progress(Double(readyCount) / Double(sessions.count))
            guard patience.lasts(linesHeard) else {
                throw .stalled(target, got: readyCount, expected: sessions.count)
            }
        }
    }

    /// Reads until nothing has come for a fifth of a second: what joining made everybody hear is over.
    mutating func settle() throws(BenchError) {
        var before = -1
        var patience = Patience()
        while before != linesHeard, patience.lasts(0) {
            before = linesHeard
            let end = Monotonic.now() + 200_000_000
            while Monotonic.now() < end { try turn(waiting: 50_000_000) }
        }
    }

    private mutating func open(_ index: Int) throws(BenchError) {
        let descriptor = try Session.connect(to: target)
        sessions[index].descriptor = descriptor
        sessions[index].phase = .connecting
        sessions[index].isWritingWatched = true
        try poll.add(descriptor, Poll.reading | Poll.writing, index: index)
    }

    mutating func writable(_ index: Int) throws(BenchError) {
        if sessions[index].phase == .connecting { return try connected(index) }
        flush(index)
    }

    mutating func connected(_ index: Int) throws(BenchError) {
        let code = sessions[index].connectingError
        guard code == 0 else { throw .unreachable(target, errno: code) }
        guard let security else { return try register(index) }
        guard let tls = TLSSession(security, sink: sink) else { throw .tlsFailed(target, "out of memory") }
        sessions[index].phase = .securing
        sessions[index].tls = tls
        var scratch: UInt8 = 0
        withUnsafeMutableBytes(of: &scratch) { scratch in
            tls.feed(UnsafeRawBufferPointer(start: nil, count: 0), scratch: scratch) { _ in true }
        }
        try sendSealed(index)
    }

    mutating func register(_ index: Int) throws(BenchError) {
        sessions[index].phase = .registering
        let asking = sessions[index].capabilities.map { "CAP REQ :\($0)\r\n" } ?? ""
        let asked = asking.isEmpty ? "" : "\r\nCAP END"
        say("\(asking)NICK b\(index)\r\nUSER bench 0 * :grillo bench\(asked)", from: index)
    }
}

/// How long a load waits for a server that does nothing.
struct Patience {
    /// How long one look lasts, in nanoseconds.
    static let glance: Int64 = 100_000_000
    private static let limit: UInt64 = 15_000_000_000

    private var last = -1
    private var since = Monotonic.now()

    /// Whether there is reason to go on waiting, `progress` being any count that changes when something happens.
    mutating func lasts(_ progress: Int) -> Bool {
        let now = Monotonic.now()
        if progress != last { (last, since) = (progress, now) }
        return now - since < Self.limit
    }
}
