import Glibc
import Transport

/// Coming in: connecting, TLS, registering, joining.
extension SessionPool {
    /// Of those who are on their way in, so many knock at one moment: a listener's backlog may be as short as ten.
    private static var maxConnecting: Int { 8 }
    /// Nanoseconds until one who was not answered knocks again. The kernel, by itself, would wait a second, then two, then four.
    private static var connectRetryInterval: UInt64 { 20_000_000 }

    /// Brings every session in, at most so many on their way at once.
    ///
    /// So long as ``LoadTarget/stallTimeout`` without a step forward, and the server has stalled.
    mutating func open(atOnce: Int = 500, _ progress: (Double) -> Void = { _ in }) throws(BenchError) {
        var opened = 0
        var stallTimer = newStallTimer()
        while readyCount < sessions.count {
            while opened < sessions.count, opened - readyCount < atOnce, connecting.count < Self.maxConnecting {
                try startConnecting(opened)
                opened += 1
            }
            try turn(waiting: connecting.isEmpty ? StallTimer.pollTimeout : Int64(Self.connectRetryInterval))
            try retryConnecting()
            progress(Double(readyCount) / Double(sessions.count))
            guard stallTimer.mayWait(linesReceived + opened - connecting.count) else { throw stalled }
        }
    }

    /// Reads until nothing has come for a fifth of a second and the server's process, where it is looked at, has rested for as
    /// long: what was said so far is dealt with, also what the server does about it afterwards.
    mutating func waitUntilIdle(_ process: ServerProcess? = nil) throws(BenchError) {
        var (lines, used) = (-1, -1.0)
        var stallTimer = newStallTimer()
        while stallTimer.mayWait(0) {
            let usedNow = process?.processorSeconds ?? 0
            // The kernel counts in hundredths of a second.
            if lines == linesReceived, usedNow - used < 0.015 { return }
            (lines, used) = (linesReceived, usedNow)
            let end = MonotonicClock.now() + 200_000_000
            while MonotonicClock.now() < end { try turn(waiting: 50_000_000) }
        }
    }

    private mutating func startConnecting(_ index: Int) throws(BenchError) {
        let descriptor = try LoadSession.connect(to: target)
        sessions[index].descriptor = descriptor
        sessions[index].phase = .connecting
        sessions[index].isWritingWatched = true
        connecting[index] = MonotonicClock.now()
        try poll.add(descriptor, EpollSet.reading | EpollSet.writing, index: index)
        // On loopback it nearly always is at once.
        if sessions[index].isConnected { try connected(index) }
    }

    private mutating func retryConnecting() throws(BenchError) {
        let now = MonotonicClock.now()
        for (index, since) in connecting where now - since > Self.connectRetryInterval {
            if sessions[index].isConnected {
                try connected(index)
            } else {
                close(sessions[index].descriptor)
                try startConnecting(index)
            }
        }
    }

    mutating func writable(_ index: Int) throws(BenchError) {
        if sessions[index].phase == .connecting { return try connected(index) }
        flush(index)
    }

    mutating func connected(_ index: Int) throws(BenchError) {
        let code = sessions[index].connectingError
        guard code == 0 else { throw .unreachable(target, errno: code) }
        connecting[index] = nil
        guard let security else { return try register(index) }
        guard let tls = TLSSession(security, sink: sink) else { throw .tlsFailed(target, "out of memory") }
        sessions[index].phase = .securing
        sessions[index].tls = tls
        var scratch: UInt8 = 0
        withUnsafeMutableBytes(of: &scratch) { scratch in
            tls.feed(UnsafeRawBufferPointer(start: nil, count: 0), scratch: scratch) { _ in true }
        }
        try sendCiphertext(index)
    }

    mutating func register(_ index: Int) throws(BenchError) {
        sessions[index].phase = .registering
        let asking = sessions[index].capabilities.map { "CAP REQ :\($0)\r\n" } ?? ""
        let asked = asking.isEmpty ? "" : "\r\nCAP END"
        sendLine("\(asking)NICK \(Nick.of(index))\r\nUSER bench 0 * :grillo bench\(asked)", from: index)
    }

    /// The error for a server that has said nothing for too long.
    private var stalled: BenchError {
        let isBeforeTLS = sessions.allSatisfy { [.unopened, .connecting, .securing].contains($0.phase) }
        if security != nil, isBeforeTLS, sessions[0].phase == .securing {
            return .tlsFailed(target, "no handshake in \(Int(stallTimeout.rounded(.up))) s")
        }
        return .stalled(target, got: readyCount, expected: sessions.count)
    }
}
