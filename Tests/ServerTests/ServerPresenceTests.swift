import Foundation
import Glibc
import Protocol
import Storage
import TestSupport
import Testing

@testable import Server

/// What becomes of the question how the server of a folder does.
@Suite struct ServerPresenceTests {
    /// Asks on a thread of its own, for asking waits.
    private static func find(in folder: String) async -> ServerPresence {
        await withCheckedContinuation { done in
            Thread.detachNewThread { done.resume(returning: ServerPresence.find(in: folder)) }
        }
    }

    private static func configuration(_ scratch: Scratch) -> ServerConfiguration {
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        configuration.endpoints = [.init(host: "127.0.0.1", port: 0)]
        return configuration
    }

    @Test func `A server that runs tells how it does`() async throws {
        let scratch = Scratch()
        let running = try RunningServer(Self.configuration(scratch))
        running.server.open { _ in }
        let guest = TestSocket(port: running.server.endpoints[0].port)
        guest.say(
            "NICK guest\r\nUSER guest 0 * :guest\r\nJOIN #lobby\r\nPRIVMSG #lobby :one\r\nTAGMSG x\r\nPING done\r\n")
        #expect(guest.hear(until: "done").contains(" JOIN "))
        let earliest = WallClock.now().seconds
        guard case .running(let status) = await Self.find(in: scratch.file("data")) else {
            Issue.record("no status came")
            return await running.end()
        }
        let latest = WallClock.now().seconds
        #expect(status.process == getpid())
        #expect(status.people == 1 && status.sessions == 1 && status.unregistered == 0 && status.rooms == 1)
        #expect(status.linesPerSecond > 0 && status.linesPerSecond <= 1)
        #expect((status.log.bytes ?? 0) > 0 && status.log.failure == nil && status.log.bytesPerDay == nil)
        #expect((status.fsync?.last ?? 0) > 0)
        #expect(status.since <= status.time && earliest <= status.time && status.time <= latest)
        #expect(status.certificate.isOwn && status.certificate.end > status.time)
        #expect(status.lastBackup == nil && status.disk != nil)
        await running.end()
        guard case .absent(let words) = await Self.find(in: scratch.file("data")) else {
            Issue.record("it has stopped")
            return
        }
        // The test's own process holds its lock yet.
        #expect(words.hasPrefix("no server answers in "), "\(words)")
    }

    @Test func `A server without files tells nothing of them`() async throws {
        let scratch = Scratch()
        var configuration = Self.configuration(scratch)
        configuration.history = .memory
        let running = try RunningServer(configuration)
        running.server.open { _ in }
        guard case .running(let status) = await Self.find(in: scratch.file("data")) else {
            Issue.record("no status came")
            return await running.end()
        }
        #expect(status.log.bytes == nil && !status.log.isGone && status.ill == [])
        running.server.loop.perform { core in core.report(CommitResult(through: 0, failure: .readOnly, lost: 3)) }
        guard case .running(let failing) = await Self.find(in: scratch.file("data")) else {
            Issue.record("no status came")
            return await running.end()
        }
        #expect(failing.ill.map(\.part) == [.log] && failing.log.failure == LogError.readOnly.description)
        #expect(failing.log.lost == 3)
        await running.end()
    }

    @Test(.enabled(if: geteuid() != 0, "root may look into every folder"))
    func `Whoever may not look into the folder is not told that no server runs`() async throws {
        let scratch = Scratch()
        mkdir(scratch.file("data"), 0)
        for folder in ["data", "data/below"] {
            guard case .unknown(let words) = await Self.find(in: scratch.file(folder)) else {
                Issue.record("\(folder) may be looked into")
                continue
            }
            #expect(words.hasSuffix(": run this as the server's user"))
        }
    }

    @Test func `A history whose file is gone, or is another one, is told`() async throws {
        let scratch = Scratch()
        let running = try RunningServer(Self.configuration(scratch))
        running.server.open { _ in }
        let file = scratch.file("data/history.sqlite")
        for step in ["as it was", "gone", "another", "as it was"] {
            switch step {
            case "gone": rename(file, file + ".kept")
            case "another": _ = FileManager.default.createFile(atPath: file, contents: nil)
            default: rename(file + ".kept", file)
            }
            guard case .running(let status) = await Self.find(in: scratch.file("data")) else {
                Issue.record("no status came")
                continue
            }
            let isWell = step == "as it was"
            #expect(status.log.isGone == !isWell && status.ill.map(\.part) == (isWell ? [] : [.log]), "\(step)")
        }
        await running.end()
    }

    @Test func `A server that does not answer is silent, within a second, and none is absent`() async throws {
        let scratch = Scratch()
        // Nobody is taken in before it is open.
        let running = try RunningServer(Self.configuration(scratch))
        let begin = ContinuousClock.now
        guard case .silent(let words) = await Self.find(in: scratch.file("data")) else {
            Issue.record("it is there")
            return await running.end()
        }
        let took = ContinuousClock.now - begin
        #expect(took >= .milliseconds(750), "\(took)")
        #expect(words.contains("does not answer: "))
        await running.end()
        guard case .absent = await Self.find(in: scratch.file("none")) else {
            Issue.record("there is no such folder")
            return
        }
        #expect(access(scratch.file("none"), F_OK) != 0)
    }
}
