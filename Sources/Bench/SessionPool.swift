import Glibc
import SystemBasics
import Transport

/// Hears what a crowd's sessions are told once they are in.
protocol LineObserver {
    /// - Parameter time: when it was read, in nanoseconds of the clock that only goes forward.
    mutating func lineReceived(_ line: ReceivedLine, by session: Int, at time: UInt64) throws(BenchError)
}

/// Many sessions on one thread: opens them, speaks for them, and hands what they hear to a listener.
///
/// Whatever goes wrong with one session ends the load: a figure that some did not take part in would say nothing.
struct SessionPool<Observer: LineObserver>: ~Copyable {
    let target: TargetAddress
    var observer: Observer
    /// Lines of any kind that came, so that it can be seen whether the server still does something.
    private(set) var linesReceived = 0
    private(set) var readyCount = 0
    /// Those who are connecting, and since when.
    var connecting: [Int: UInt64] = [:]
    /// ``LoadTarget/stallTimeout``.
    let stallTimeout: Double
    var sessions: ContiguousArray<LoadSession>
    var poll: EpollSet
    let security: TLSContext?
    let sink = CiphertextBuffer()
    private let inbound = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    private let plaintext = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 16)

    init(_ sessions: [LoadSession], at place: LoadTarget, observer: Observer) throws(BenchError) {
        // The calls that can fail come first: half a value cannot be taken back.
        let security = try place.makeSecurity()
        let poll = try EpollSet()
        self.target = place.target
        self.stallTimeout = place.stallTimeout
        self.observer = observer
        self.sessions = ContiguousArray(sessions)
        self.poll = poll
        self.security = security
    }

    deinit {
        for session in sessions where session.descriptor >= 0 { close(session.descriptor) }
        inbound.deallocate()
        plaintext.deallocate()
    }

    func newStallTimer() -> StallTimer { StallTimer(seconds: stallTimeout) }

    // MARK: Reading

    /// Waits for what is ready, at most so many nanoseconds, and deals with it.
    mutating func turn(waiting nanoseconds: Int64) throws(BenchError) {
        for place in 0..<poll.await(nanoseconds: nanoseconds) {
            let (index, events) = poll[place]
            if events & EpollSet.writing != 0 { try writable(index) }
            if events & ~EpollSet.writing != 0 { try readable(index) }
        }
    }

    private mutating func readable(_ index: Int) throws(BenchError) {
        let count = recv(sessions[index].descriptor, inbound.baseAddress, inbound.count, 0)
        guard count > 0 else {
            if count < 0, errno == EAGAIN || errno == EINTR { return }
            if sessions[index].phase == .connecting { return try connected(index) }
            throw ended(index, words: count == 0 ? "it closed the connection" : "\(SystemError(errno))")
        }
        let now = MonotonicClock.now()
        let bytes = UnsafeRawBufferPointer(rebasing: inbound[..<count])
        guard let tls = sessions[index].tls else { return try cut(bytes, for: index, at: now) }
        var failure: BenchError?
        tls.feed(bytes, scratch: plaintext) { event in
            do throws(BenchError) {
                switch event {
                case .handshakeCompleted: try register(index)
                case .plaintext(let bytes): try cut(bytes, for: index, at: now)
                case .closed: throw ended(index, words: "it closed the connection")
                case .failed(let cause): throw .tlsFailed(target, cause)
                }
                return true
            } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
        try sendCiphertext(index)
    }

    /// The bytes of a line that has no end yet, at most: tags and a line have 8703 together.
    private static var maxLineBytes: Int { 1 << 16 }

    /// Keeps the beginning of a line until its end comes.
    private mutating func keep(_ bytes: UnsafeRawBufferPointer, for index: Int) throws(BenchError) {
        guard sessions[index].tail.count + bytes.count <= Self.maxLineBytes else { throw .endlessLine(target) }
        sessions[index].tail += bytes
    }

    /// Cuts what came into lines; what has no end yet is kept for the next time.
    private mutating func cut(_ bytes: UnsafeRawBufferPointer, for index: Int, at time: UInt64) throws(BenchError) {
        guard var start = bytes.baseAddress else { return }
        let end = start + bytes.count
        if !sessions[index].tail.isEmpty {
            guard let newline = memchr(start, 0x0A, bytes.count) else { return try keep(bytes, for: index) }
            var line: [UInt8] = []
            swap(&line, &sessions[index].tail)
            line += UnsafeRawBufferPointer(start: start, count: UnsafeRawPointer(newline) - start)
            var failure: BenchError?
            line.withUnsafeBytes { line in
                do throws(BenchError) { try lineReceived(line, by: index, at: time) } catch { failure = error }
            }
            if let failure { throw failure }
            start = UnsafeRawPointer(newline) + 1
        }
        while start < end, let newline = memchr(start, 0x0A, end - start) {
            let next = UnsafeRawPointer(newline) + 1
            try lineReceived(UnsafeRawBufferPointer(start: start, count: next - 1 - start), by: index, at: time)
            start = next
        }
        if start < end { try keep(UnsafeRawBufferPointer(start: start, count: end - start), for: index) }
    }

    @inline(__always)
    private mutating func lineReceived(_ bytes: UnsafeRawBufferPointer, by index: Int, at time: UInt64)
        throws(BenchError)
    {
        guard let last = bytes.last else { return }
        linesReceived += 1
        let line = ReceivedLine(last == 0x0D ? UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 1)]) : bytes)
        if line.bytes.first == UInt8(ascii: "P"), line.bytes.starts(with: "PING".utf8) {
            return sendLine("PONG" + line.words.dropFirst(4), from: index)
        }
        if line.bytes.first == UInt8(ascii: "E"), line.bytes.starts(with: "ERROR".utf8) {
            throw ended(index, words: line.words)
        }
        guard sessions[index].phase == .ready else { return try progress(index, line) }
        try observer.lineReceived(line, by: index, at: time)
    }

    // MARK: Coming in

    /// Takes a line for a session that is not registered yet: it goes on to the next step, or ends with an error.
    private mutating func progress(_ index: Int, _ line: ReceivedLine) throws(BenchError) {
        switch (sessions[index].phase, line.numeric) {
        case (.registering, 376), (.registering, 422):
            guard let room = sessions[index].room else { return arrived(index) }
            sessions[index].phase = .joining
            sendLine("JOIN \(room)", from: index)
        case (.joining, 366): arrived(index)
        // Has no message of the day; or asks to wait a moment, and lets in.
        case (_, 422), (_, 439): break
        case (_, 421) where sessions[index].capabilities != nil:
            throw .noHistory(target, words: line.words)
        case (_, let code?) where (400..<500).contains(code):
            throw .refused(target, words: line.words, isLimit: [437, 465, 471].contains(code))
        default:
            if sessions[index].capabilities != nil, line.words.contains(" NAK ") {
                throw .noHistory(target, words: line.words)
            }
        }
    }

    private mutating func arrived(_ index: Int) {
        sessions[index].phase = .ready
        readyCount += 1
    }

    func ended(_ index: Int, words: String) -> BenchError {
        switch sessions[index].phase {
        case .ready: .closed(target, words: words)
        case .securing: .tlsFailed(target, words)
        case .registering where linesReceived == 0 && security == nil: .hungUp(target)
        case .unopened, .connecting, .registering, .joining: .refused(target, words: words, isLimit: true)
        }
    }
}

/// The rooms of a load.
enum Room {
    static func name(_ number: Int) -> String { "#bench\(number)" }

    /// True for a text that some server may take as a room's name.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, "#&+!".utf8.contains(first) else { return false }
        return (2...200).contains(text.utf8.count) && !text.utf8.contains { $0 <= 0x20 || $0 == UInt8(ascii: ",") }
    }
}
