import Foundation
import Glibc

/// A client that sends what it is told, byte for byte, and keeps every line it gets.
final class RawClient {
    private let descriptor: Int32
    private var unread: [UInt8] = []
    private(set) var lines: [String] = []
    /// Whether the other side closed.
    private(set) var isClosed = false

    /// - Parameter window: bytes that its system takes for it while it does not read, about; nil for what the system chooses.
    init(port: UInt16, window: Int32? = nil) throws {
        // Not for the programs that the tests start.
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        if var window {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw TestFailure(description: "connect: \(String(cString: strerror(errno)))") }
    }

    deinit { close(descriptor) }

    /// A client that has registered and is in a room.
    convenience init(port: UInt16, nick: String, room: String? = "#lobby", capabilities: String = "") throws {
        try self.init(port: port)
        if !capabilities.isEmpty { send("CAP REQ :\(capabilities)") }
        send("NICK \(nick)", "USER \(nick) 0 * :\(nick)")
        if !capabilities.isEmpty { send("CAP END") }
        try expect { $0.contains(" 422 ") || $0.contains(" 376 ") }
        if let room {
            send("JOIN \(room)")
            try expect { $0.contains(" 366 ") }
        }
    }

    /// Registers under an account's name, and answers what came of the login.
    func logIn(_ name: String, _ password: String, capabilities: String = "") throws -> String {
        let data = Data("\0\(name)\0\(password)".utf8).base64EncodedString()
        send("CAP REQ :sasl \(capabilities)", "NICK \(name)", "USER u 0 * :U", "AUTHENTICATE PLAIN")
        try expect("AUTHENTICATE +")
        send("AUTHENTICATE \(data)")
        let line = try expect { $0.contains(" 903 ") || $0.contains(" 904 ") }
        send("CAP END")
        return line
    }

    func send(_ lines: String...) { sendBytes(lines.map { $0 + "\r\n" }.joined().utf8.map { $0 }) }

    /// Sends until all is sent or the other side is gone.
    func sendBytes(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads what is there, waiting at most `milliseconds` for the first of it.
    func read(milliseconds: Int32 = 50) {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard !isClosed, Glibc.poll(&poll, 1, milliseconds) > 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else {
            isClosed = true
            return
        }
        unread += buffer[..<count]
        while let end = unread.firstIndex(of: 0x0A) {
            lines.append(String(decoding: unread[..<end].filter { $0 != 0x0D }, as: UTF8.self))
            unread.removeFirst(end + 1)
        }
    }

    /// Waits for a line that fits, and gives it; lines that came before count too, from `start` on.
    @discardableResult
    func expect(from start: Int = 0, seconds: Double = 20, _ condition: (String) -> Bool) throws -> String {
        var seen = start
        let end = Date().addingTimeInterval(seconds)
        while true {
            while seen < lines.count {
                if lines[seen].hasPrefix("PING") { send(lines[seen].replacing("PING", with: "PONG")) }
                if condition(lines[seen]) { return lines[seen] }
                seen += 1
            }
            if isClosed || Date() > end {
                throw TestFailure(description: "the line did not come; got: \(lines.suffix(5)), closed: \(isClosed)")
            }
            read()
        }
    }

    @discardableResult
    func expect(_ text: String, from start: Int = 0) throws -> String { try expect(from: start) { $0.contains(text) } }

    /// Lets go of the lines it has; for clients that live long.
    func forget() { lines.removeAll() }

    func expectClosed() throws {
        try wait("the connection to close", state: { "\(lines.suffix(3))" }) {
            read()
            return isClosed
        }
    }
}
