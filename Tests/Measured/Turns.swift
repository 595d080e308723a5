import Foundation
import Glibc
import Logging
import Server

/// Lines on the whole of a server's road: read, decided by Chat, held by the gate until the log has them, sorted by the outbox, written.
///
/// The server is one of this process, on loopback, and its log is in memory. What its clients do is counted with it: a write and a few
/// reads.
final class Turns {
    static var cases: [(name: String, prepare: () -> (Int) -> Void)] {
        [
            (
                "turn",
                {
                    let server = Turns(members: 4)
                    return { _ in server.speak() }
                }
            )
        ]
    }

    /// So many lines come in one read, and so are one turn of the server.
    private static let lineCount = 16
    private let server: ChatServer
    private let port: UInt16
    private var sockets: [Int32] = []
    private let lines = Array(
        String(
            repeating: "PRIVMSG #lobby :the quick brown fox jumps over the lazy dog\r\n",
            count: lineCount
        ).utf8)

    private init(members: Int) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "grillo-measured-\(getpid())").path
        var configuration = ServerConfiguration(dataFolder: folder)
        configuration.history = .memory
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        server = try! ChatServer(
            configuration, on: MachineResources(laneCount: 1),
            logger: Logger(label: "measured") { _ in SwiftLogNoOpLogHandler() })
        // Its files are open: nothing looks for them again.
        try? FileManager.default.removeItem(atPath: folder)
        server.open { _ in }
        port = server.endpoints[0].port
        for number in 0..<members { enter(number) }
    }

    /// A read of lines, until all have reached everybody in the room.
    private func speak() {
        send(lines, to: sockets[0])
        for socket in sockets.dropFirst() { receive(Self.lineCount, from: socket) }
    }

    private func enter(_ number: Int) {
        let new = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(new, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        precondition(result == 0, "the server cannot be reached")
        send(Array("NICK n\(number)\r\nUSER n 0 * :n\r\nJOIN #lobby\r\nPING ready\r\n".utf8), to: new)
        skip(through: "ready", from: new)
        for socket in sockets { receive(1, from: socket) }
        sockets.append(new)
    }

    private func send(_ bytes: [UInt8], to socket: Int32) {
        precondition(write(socket, bytes, bytes.count) == bytes.count, "the server takes no more")
    }

    /// Reads so many lines, and no more are there.
    private func receive(_ count: Int, from socket: Int32) {
        var left = count
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while left > 0 {
            let size = read(socket, &buffer, buffer.count)
            precondition(size > 0, "the server has closed")
            for byte in buffer[..<size] where byte == 0x0A { left -= 1 }
        }
        precondition(left == 0, "more was told than was said")
    }

    private func skip(through word: String, from socket: Int32) {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !text.hasSuffix("\(word)\r\n") {
            let size = read(socket, &buffer, buffer.count)
            precondition(size > 0, "the server has closed")
            text += String(decoding: buffer[..<size], as: UTF8.self)
        }
    }
}
