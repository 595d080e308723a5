import Foundation
import Glibc
import TestSupport
import Testing

@testable import Transport

/// Texts for somebody who does not listen, or not at once.
@Suite struct DatagramSenderTests {
    /// Sends until the socket takes no more.
    private static func fill(_ socket: NotifySocket) throws {
        let sender = try DatagramSender(to: socket.place, patience: .milliseconds(1))
        // The system lets no more wait than this says.
        let limit = try String(contentsOfFile: "/proc/sys/net/unix/max_dgram_qlen", encoding: .utf8)
        for _ in 0...(Int(limit.prefix { $0.isNumber }) ?? 512) {
            sender.send("full")
            sender.drain()
        }
    }

    @Test func `Texts come in their order, and of those about one thing the latest`() throws {
        let socket = NotifySocket()
        let sender = try DatagramSender(to: socket.place)
        // The system lets at least ten wait.
        for number in 0..<8 { sender.send("\(number)") }
        sender.drain()
        for number in 0..<8 { #expect(socket.next(within: 0) == "\(number)") }
        sender.send("status", about: "status")
        sender.send("watchdog", about: "watchdog")
        sender.drain()
        #expect(socket.next(within: 0) == "status")
        #expect(socket.next(within: 0) == "watchdog")
        #expect(socket.next(within: 0) == nil)
    }

    @Test func `All that waits is waited for no longer than one text`() throws {
        let socket = NotifySocket()
        try Self.fill(socket)
        let sender = try DatagramSender(to: socket.place, patience: .milliseconds(400))
        for number in 0..<20 { sender.send("\(number)") }
        let begin = ContinuousClock.now
        sender.drain()
        // Twenty would take eight seconds.
        #expect(ContinuousClock.now - begin < .seconds(4))
    }

    @Test func `A socket that is full gets what is about one thing once, and nothing that is old`() throws {
        let socket = NotifySocket()
        try Self.fill(socket)
        let sender = try DatagramSender(to: socket.place, patience: .milliseconds(1500))
        // It holds up what comes behind it until that is old.
        sender.send("lost")
        for number in 0..<1000 { sender.send("life \(number)", about: "life") }
        usleep(1_700_000)
        socket.forget()
        sender.send("later")
        sender.drain()
        #expect(socket.next(within: 1000) == "later")
        #expect(socket.next(within: 0) == nil)
    }

    @Test func `No more wait than there is room for, and the oldest go`() throws {
        let socket = NotifySocket()
        try Self.fill(socket)
        let sender = try DatagramSender(to: socket.place, patience: .seconds(60))
        sender.send("first")
        // The first has left the queue for the socket, where it waits.
        usleep(100_000)
        for number in 0...DatagramSender.capacity { sender.send("\(number)") }
        var heard: [String] = []
        while heard.last != "\(DatagramSender.capacity)", let text = socket.next(within: 20_000) { heard.append(text) }
        #expect(heard.filter { !["full", "first"].contains($0) } == (1...DatagramSender.capacity).map { "\($0)" })
    }
}
