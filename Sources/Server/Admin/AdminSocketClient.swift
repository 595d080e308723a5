import Glibc
import Protocol
import Transport

/// The door of a server that runs.
struct AdminSocketClient {
    private let folder: String
    private var path: String { DataFolder.adminSocket(in: folder) }
    /// Milliseconds that a conversation may take in all; without end where it is nil.
    private let timeLimit: Int32?

    init(folder: String, timeLimit: Int32? = nil) {
        self.folder = folder
        self.timeLimit = timeLimit
    }

    /// The step that follows a line.
    enum Next {
        case say([Message])
        case over
    }

    /// Throws ``AdminRefusal`` for a message that would be written as another, since a name in it is no word.
    static func requireWords(_ message: Message) throws {
        guard let firstMalformedMiddle = message.firstMalformedMiddle else { return }
        throw AdminRefusal("'\(firstMalformedMiddle.text)' is not one word", remedy: "check the quotes")
    }

    func answer(_ question: Message, _ isOver: (Message) -> Bool) throws {
        try converse([question]) { isOver($0) ? .over : .say([]) }
    }

    /// Something that is read beside the door, by the line: while `isWanted` says so, and to its end.
    struct Input {
        let descriptor: Int32
        let isWanted: () -> Bool
        /// Nil is the end.
        let take: (Bytes?) throws -> Next
    }

    /// Says something, and then whatever `hear` has to say to each line that comes, until it is over; with an `input`, also what comes
    /// of that.
    func converse(_ first: [Message], input: Input? = nil, _ hear: (Message) throws -> Next) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw unreachable }
        defer { close(descriptor) }
        let begin = MonotonicClock.now()
        if let timeLimit {
            // A queue of the system's that is full is not waited for either.
            var time = timeval(tv_sec: Int(timeLimit / 1000), tv_usec: Int(timeLimit % 1000) * 1000)
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        }
        try connect(descriptor)
        try say(first, on: descriptor)
        var (heard, typed) = (Lines(descriptor), input.map { Lines($0.descriptor) })
        while true {
            while let line = heard.next() {
                guard let message = try? Message(parsing: line, limits: .fromServer) else { continue }
                guard case .say(let words) = try hear(message) else { return }
                try say(words, on: descriptor)
            }
            while let input, input.isWanted(), let line = typed?.next() {
                guard case .say(let words) = try input.take(line) else { return }
                try say(words, on: descriptor)
            }
            if let input, input.isWanted(), typed?.isAtEnd == true {
                guard case .say(let words) = try input.take(nil) else { return }
                try say(words, on: descriptor)
                typed = nil
            }
            let mayType = typed != nil && input?.isWanted() == true
            var polls = [heard.descriptor, mayType ? typed?.descriptor ?? -1 : -1].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            let count = poll(&polls, 2, remaining(since: begin))
            if count == 0 { throw silent }
            guard count > 0 else { continue }
            if polls[0].revents != 0 { heard.read() }
            if polls[1].revents != 0 { typed?.read() }
            if heard.isAtEnd { throw unreachable }
        }
    }

    /// The milliseconds of the limit that are left, for `poll`.
    private func remaining(since begin: UInt64) -> Int32 {
        guard let timeLimit else { return -1 }
        return max(timeLimit - Int32(clamping: MonotonicClock.since(begin) / 1_000_000), 0)
    }

    /// The lines that are read from a descriptor.
    private struct Lines {
        let descriptor: Int32
        private var unread: [UInt8] = []
        /// The index in `unread` at which the next line begins.
        private var start = 0
        private var hasEnded = false

        init(_ descriptor: Int32) { self.descriptor = descriptor }

        /// True if no more lines come.
        var isAtEnd: Bool { hasEnded && start == unread.count }

        /// Reads what is there.
        mutating func read() {
            unread.removeFirst(start)
            start = 0
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count > 0 { unread += buffer[..<count] }
            hasEnded = count == 0 || count < 0 && errno != EINTR && errno != EAGAIN
        }

        /// Without its end. The last one needs none.
        mutating func next() -> Bytes? {
            let rest = unread[start...]
            guard let end = rest.firstIndex(of: ASCII.lineFeed) ?? (hasEnded && !rest.isEmpty ? rest.endIndex : nil)
            else {
                return nil
            }
            start = min(end + 1, unread.count)
            let line = rest[..<end]
            return line.last == ASCII.carriageReturn ? line.dropLast() : line
        }
    }

    private func say(_ messages: [Message], on descriptor: Int32) throws {
        for message in messages { try Self.requireWords(message) }
        var lines = messages.flatMap { $0.serialized() }[...]
        while !lines.isEmpty {
            let count = lines.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw unreachable }
            lines = lines.dropFirst(count)
        }
    }

    private func connect(_ descriptor: Int32) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < capacity else { throw unreachable }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // As many wait to be taken in as the system lets wait.
        guard result == 0 else { throw errno == EAGAIN ? silent : unreachable }
    }

    private var silent: StartError {
        StartError(
            "the server in \(folder) does not answer", remedy: "see its log, or restart it",
            exitCode: .unavailable, isAlreadyServed: true)
    }

    private var unreachable: StartError {
        StartError(
            "no server answers in \(folder)",
            remedy: "start it with grillo serve\(DataFolder.option(for: folder)), and try again",
            exitCode: .unavailable)
    }
}
