import CLinux
import Glibc
import TestSupport
import Testing

@testable import Transport

@Suite("Inherited sockets")
struct InheritedSocketTests {
    @Test(arguments: [("127.0.0.1", "127.0.0.1"), ("", ""), ("0.0.0.0", "0.0.0.0")])
    func `A listening socket is taken with its address`(place: String, host: String) throws {
        let (descriptors, port) = try ListeningSocket.tcp(host: place, port: 0)
        defer { descriptors.forEach { close($0) } }
        let descriptor = try #require(descriptors.first)
        _ = fcntl(descriptor, F_SETFL, 0)
        _ = fcntl(descriptor, F_SETFD, 0)
        let socket = try InheritedSocket(descriptor)
        #expect(socket.port == port && socket.descriptor == descriptor)
        // A machine without IPv6 has no socket for both.
        #expect(socket.host == host || host.isEmpty && socket.host == "0.0.0.0")
        #expect(fcntl(descriptor, F_GETFD) == FD_CLOEXEC && fcntl(descriptor, F_GETFL) & O_NONBLOCK != 0)
    }

    @Test func `What is no listening socket of TCP is told apart`() throws {
        let folder = Scratch()
        let file = open(try folder.write("", to: "file"), O_RDONLY | O_CLOEXEC)
        let local = try ListeningSocket.unix(folder.file("socket"))
        let datagrams = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let silent = Socket.make(AF_INET)
        defer { [file, local, datagrams, silent].forEach { close($0) } }
        for (descriptor, fault) in [
            (-1, InheritedSocket.Fault.notOpen), (file, .notASocket), (local, .notInternet), (datagrams, .notAStream),
            (silent, .notListening),
        ] {
            #expect(throws: fault) { try InheritedSocket(descriptor) }
        }
    }

    @Test func `A listener serves it, and leaves it open for the next`() async throws {
        let (descriptors, port) = try ListeningSocket.tcp(host: "127.0.0.1", port: 0)
        defer { descriptors.forEach { close($0) } }
        let inherited = try descriptors.map { descriptor in try InheritedSocket(descriptor) }
        let lanes = LaneGroup(count: 1)
        for round in 0..<2 {
            let listener = try Listener(
                adopting: inherited, configuration: ConnectionConfiguration { _, _ in RecordingHandler.echo() },
                lanes: lanes)
            #expect(listener.boundPort == port)
            let client = TestSocket.toPort(port)
            client.write("hello")
            #expect(client.text(exactly: 5) == "hello", "\(round)")
            await closed(listener)
        }
    }

    @Test func `Descriptors get the numbers that they are handed on by, whatever they were`() throws {
        // High numbers, which nothing else in this process has.
        let first: Int32 = 900
        let folder = Scratch()
        var originals: [Int32] = []
        for (index, place) in [first + 1, first, first + 9].enumerated() {
            let file = open(try folder.write("\(index)", to: "\(index)"), O_RDONLY | O_CLOEXEC)
            dup2(file, place)
            close(file)
            originals.append(place)
        }
        ProcessRestart.handOn(originals, from: first)
        defer { (originals + [first + 2]).forEach { close($0) } }
        for place in first..<first + 3 {
            var byte: UInt8 = 0
            #expect(pread(place, &byte, 1, 0) == 1 && byte == UInt8(ascii: "0") + UInt8(place - first))
            #expect(fcntl(place, F_GETFD) == 0)
        }
    }
}
