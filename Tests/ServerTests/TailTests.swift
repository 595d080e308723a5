import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Server

/// A room that the host's own command follows.
@Suite struct TailTests {
    @Test func `A room is followed where no history is kept, from when it is entered`() async throws {
        let scratch = Scratch()
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        configuration.history = .off
        let folder = configuration.dataFolder
        let server = try ChatServer(
            configuration, on: MachineResources(laneCount: 1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        server.open { _ in }
        let isOver = Mutex(false)
        let heard = Mutex<[String]>([])
        let end: (any Error)? = await withCheckedContinuation { done in
            Thread.detachNewThread {
                defer { isOver.withLock { $0 = true } }
                do {
                    // It ends with the server.
                    try AdminChat(folder: folder, nick: "ear").follow("#lobby", last: 10) { line in
                        let isFirst = heard.withLock {
                            $0.append(line)
                            return $0.count == 1
                        }
                        if isFirst { server.stop(reason: "The test is over") {} }
                    }
                    done.resume(returning: nil)
                } catch {
                    done.resume(returning: error)
                }
            }
            Thread.detachNewThread {
                // What is said before the other is there is heard by nobody.
                while !isOver.withLock({ $0 }) {
                    try? AdminChat(folder: folder, nick: "mouth").say("hello", in: "#lobby")
                }
            }
        }
        #expect(!(end is AdminRefusal), "\(end.map { "\($0)" } ?? "")")
        #expect(heard.withLock { $0.first }?.hasSuffix("mouth: hello") == true)
        if end is AdminRefusal {
            await withCheckedContinuation { done in server.stop(reason: "The test is over") { done.resume() } }
        }
    }
}
