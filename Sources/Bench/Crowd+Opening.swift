import Glibc
import Transport

/// Coming in: connecting, TLS, registering, joining.
extension Crowd {
    /// Of those who are on their way in, so many knock at one moment: a listener's backlog may be as short as ten.
    private static var mostKnocking: Int { 8 }
    /// Nanoseconds until one who was not answered knocks again. The kernel, by itself, would wait a second, then two, then four.
    private static var knockLasts: UInt64 { 20_000_000 }

    /// Brings every session in, at most so many on their way at once.
    ///
    /// So long as ``Place/patience`` without a step forward, and the server has stalled.
    mutating func open(atOnce: Int = 500, _ progress: (Double) -> Void = { _ in }) throws(BenchError) {
        var opened = 0
        var patience = newPatience()
        while readyCount < sessions.count {
            while opened < sessions.count, opened - readyCount < atOnce, knocking.count < Self.mostKnocking {
                try knock(opened)
                opened += 1
            }
            try turn(waiting: knocking.isEmpty ? Patience.glance : Int64(Self.knockLasts))
            try knockAgain()
            progress(Double(readyCount) / Double(sessions.count))
            guard patience.lasts(linesHeard + opened - knocking.count) else { throw stalled }
        }
    }

    /// Reads until nothing has come for a fifth of a second and the server's process, where it is looked at, has rested for as
    /// long: what was said so far is dealt with, also what the server does about it afterwards.
    mutating func settle(_ process: ServerProcess? = nil) throws(BenchError) {
        var (lines, used) = (-1, -1.0)
        var patience = newPatience()
        while patience.lasts(0) {
            let usedNow = process?.processorSeconds ?? 0
            // The kernel counts in hundredths of a second.
            if lines == linesHeard, usedNow - used < 0.015 { return }
            (lines, used) = (linesHeard, usedNow)
            let end = Monotonic.now() + 200_000_000
            while Monotonic.now() < end { try turn(waiting: 50_000_000) }
        }
    }

    private mutating func knock(_ index: Int) throws(BenchError) {
        let descriptor = try Session.connect(to: target)
        sessions[index].descriptor = descriptor
        sessions[index].phase = .connecting
        sessions[index].isWritingWatched = true
        knocking[index] = Monotonic.now()
        try poll.add(descriptor, Poll.reading | Poll.writing, index: index)
        // On loopback it nearly always is at once.
        if sessions[index].isConnected { try connected(index) }
    }

    private mutating func knockAgain() throws(BenchError) {
        let now = Monotonic.now()
        for (index, since) in knocking where now - since > Self.knockLasts {
            if sessions[index].isConnected {
                try connected(index)
            } else {
                close(sessions[index].descriptor)
                try knock(index)
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
        knocking[index] = nil
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
        say("\(asking)NICK \(Nick.of(index))\r\nUSER bench 0 * :grillo bench\(asked)", from: index)
    }

    /// What it is when nothing has come for so long.
    private var stalled: BenchError {
        let isBeforeTLS = sessions.allSatisfy { [.unopened, .connecting, .securing].contains($0.phase) }
        if security != nil, isBeforeTLS, sessions[0].phase == .securing {
            return .tlsFailed(target, "no handshake in \(Int(patience.rounded(.up))) s")
        }
        return .stalled(target, got: readyCount, expected: sessions.count)
    }
}
