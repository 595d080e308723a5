import Dispatch
import Glibc
import Testing

@testable import Transport

/// A small SOCKS5 proxy on this machine, in the hands of a test: it says what the test says, and connects where the test says.
/// <https://www.rfc-editor.org/rfc/rfc1928>
final class SOCKS5TestServer: Sendable {
    let port: UInt16
    private let descriptors: [Int32]

    /// The reply that the connection is made, and its address.
    static let success: [UInt8] = [5, 0, 0, 1, 127, 0, 0, 1, 0x1F, 0x90]

    init() throws {
        (descriptors, port) = try ListeningSocket.tcp(host: "127.0.0.1", port: 0)
    }

    deinit {
        descriptors.forEach { close($0) }
    }

    var proxy: SOCKS5Proxy { SOCKS5Proxy(host: "127.0.0.1", port: port) }

    func proxy(_ user: String, _ password: String) -> SOCKS5Proxy {
        SOCKS5Proxy(host: "127.0.0.1", port: port, credentials: .init(user: user, password: password))
    }

    /// The next connection, or nil if none is waiting.
    func acceptNow() -> TestSocket? {
        let descriptor = accept(descriptors[0], nil, nil)
        return descriptor < 0 ? nil : TestSocket(descriptor)
    }

    /// Waits for a connection, 30 seconds at most.
    ///
    /// It blocks, as the reads of a ``TestSocket`` do: where thousands of tests wait for a thread, one that is suspended can get its next
    /// turn only after minutes, when the dialer has long given up. So a test suspends only once the proxy has said all.
    func next() throws -> TestSocket {
        var waiting = pollfd(fd: descriptors[0], events: Int16(POLLIN), revents: 0)
        poll(&waiting, 1, 30_000)
        return try #require(acceptNow(), "somebody comes to the proxy")
    }

    /// Passes on all that comes on one socket to the other, both ways, until one of them ends.
    static func join(_ one: TestSocket, _ other: TestSocket) {
        for (from, to) in [(one, other), (other, one)] {
            DispatchQueue.global().async {
                while true {
                    let bytes = from.read()
                    if bytes.isEmpty { break }
                    to.write(bytes)
                }
                shutdown(to.descriptor, Int32(SHUT_WR))
            }
        }
    }
}

extension TestSocket {
    /// Reads a request to connect: the kind of address, its bytes, and the port.
    func readRequest() -> (kind: UInt8, address: [UInt8], port: UInt16) {
        let head = read(exactly: 4)
        guard head.count == 4 else { return (0, [], 0) }
        let length = head[3] == 3 ? Int(read(exactly: 1).first ?? 0) : head[3] == 4 ? 16 : 4
        let address = read(exactly: length)
        let port = read(exactly: 2)
        return (head[3], address, port.reduce(0) { $0 << 8 | UInt16($1) })
    }

    /// Writes in pieces, each of which is read alone, as far as that can be had.
    func write(_ bytes: [UInt8], pieces: Int) {
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            write(Array(bytes[start..<min(start + pieces, bytes.count)]))
            if pieces < bytes.count { usleep(200) }
        }
    }
}
