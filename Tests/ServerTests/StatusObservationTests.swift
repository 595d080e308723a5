import Dispatch
import Glibc
import Protocol
import Storage
import Synchronization
import TestSupport
import Testing
import Transport

@testable import Server

/// What a server sees of itself over time.
@Suite struct StatusObservationTests {
    private static func moment(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1_000_000 + seconds) }

    @Test func `Lines are counted over the last minute, and over less at the start`() {
        var rate = LineRate(startingAt: Self.moment(0))
        #expect(rate.perSecond(0, at: Self.moment(0)) == 0)
        #expect(rate.perSecond(5, at: Self.moment(0)) == 5)
        for second in 1...30 { rate.note(second * 2, at: Self.moment(Int64(second))) }
        #expect(rate.perSecond(60, at: Self.moment(30)) == 2)
        // From then on nothing is said.
        for second in 31...60 { rate.note(60, at: Self.moment(Int64(second))) }
        #expect(rate.perSecond(60, at: Self.moment(60)) == 1)
        for second in 61...89 { rate.note(60, at: Self.moment(Int64(second))) }
        #expect(rate.perSecond(60, at: Self.moment(89)) > 0)
        rate.note(60, at: Self.moment(90))
        #expect(rate.perSecond(60, at: Self.moment(90)) == 0)
    }

    @Test func `Lines are counted right where the ticks are late, and where there are none`() {
        var rate = LineRate(startingAt: Self.moment(0))
        rate.note(10, at: Self.moment(10))
        rate.note(10, at: Self.moment(200))
        #expect(rate.perSecond(70, at: Self.moment(210)) == 1)
        // Nothing between the start and now.
        #expect(LineRate(startingAt: Self.moment(0)).perSecond(240, at: Self.moment(120)) == 2)
        #expect(rate.perSecond(100, at: Self.moment(10)) >= 0)
    }

    @Test func `Growth is known after an hour, and is that of a day at most`() {
        var growth = LogGrowth()
        #expect(growth.isDue(at: Self.moment(0)) && growth.perDay(0, at: Self.moment(0)) == nil)
        growth.note(1000, at: Self.moment(0))
        #expect(!growth.isDue(at: Self.moment(3599)) && growth.isDue(at: Self.moment(3600)))
        #expect(growth.perDay(1100, at: Self.moment(3599)) == nil)
        #expect(growth.perDay(1100, at: Self.moment(3600)) == 2400)
        #expect(growth.perDay(900, at: Self.moment(3600)) == -2400)
        // 100 bytes an hour for a day, and none after that.
        for hour in 1...24 { growth.note(1000 + Int64(hour) * 100, at: Self.moment(Int64(hour) * 3600)) }
        #expect(growth.perDay(3400, at: Self.moment(24 * 3600)) == 2400)
        for hour in 25...48 { growth.note(3400, at: Self.moment(Int64(hour) * 3600)) }
        #expect(growth.perDay(3400, at: Self.moment(48 * 3600)) == 0)
    }

    @Test func `Growth beyond all numbers is not known`() {
        var growth = LogGrowth()
        growth.note(.min, at: Self.moment(0))
        #expect(growth.perDay(.max, at: Self.moment(3600)) == nil)
        #expect(growth.perDay(0, at: Self.moment(3600)) == nil)
    }

    @Test func `A wait for the log is that of the oldest which it has not answered for`() {
        var waits = LogWaits()
        #expect(waits.longest(at: 5) == 0)
        waits.submitted(2, at: 10)
        waits.submitted(1, at: 30)
        #expect(waits.longest(at: 40) == 30)
        #expect(waits.longest(at: 5) == 0)
        waits.resolve(.init(through: 2), at: 45) { _ in }
        #expect(waits.longest(at: 50) == 20)
        waits.resolve(.init(through: 3), at: 55) { _ in }
        #expect(waits.longest(at: 60) == 0)
    }

    @Test func `A look is due at the start, and an hour later, but not each second where it finds nothing`() throws {
        let scratch = Scratch()
        let identity = try TLSIdentity.loadOrCreate(in: scratch.path)
        let configuration = ServerConfiguration(dataFolder: scratch.path)
        var observations = StatusObservations(configuration, identity, at: Self.moment(0))
        #expect(observations.isLookDue(at: Self.moment(0)))
        observations.note(FolderUsage(of: scratch.path, files: []), at: Self.moment(0))
        #expect(!observations.isLookDue(at: Self.moment(59)) && observations.isLookDue(at: Self.moment(60)))
        let file = try scratch.write("x", to: "log")
        observations.note(FolderUsage(of: scratch.path, files: [file]), at: Self.moment(60))
        #expect(!observations.isLookDue(at: Self.moment(3659)) && observations.isLookDue(at: Self.moment(3660)))
    }

    @Test func `A disk that hangs is waited for by one look, and by nobody longer than said`() async {
        let looks = Mutex(0)
        let noted = Mutex(0)
        let disk = DispatchSemaphore(value: 0)
        let probe = FolderProbe(looking: {
            looks.withLock { $0 += 1 }
            disk.wait()
            return FolderUsage(of: "/nowhere", files: [])
        }) { _ in noted.withLock { $0 += 1 } }
        for _ in 0..<3 { #expect(await Self.look(probe, within: 20) == false) }
        #expect(noted.withLock { $0 } == 0)
        for _ in 0..<10 { disk.signal() }
        #expect(await Self.look(probe, within: 20_000))
        // The first look, which is noted though nobody waited any more, and one more where it was over by then.
        let count = looks.withLock { $0 }
        #expect((1...2).contains(count) && noted.withLock { $0 } == count)
    }

    /// True where something was found in time.
    private static func look(_ probe: FolderProbe, within milliseconds: Int) async -> Bool {
        await withCheckedContinuation { continuation in
            probe.measure(within: milliseconds) { continuation.resume(returning: $0 != nil) }
        }
    }

    @Test func `A folder is looked at by its files and its disk`() throws {
        let scratch = Scratch()
        let one = try scratch.write(String(repeating: "x", count: 1000), to: "one")
        let two = try scratch.write("yy", to: "two")
        let usage = FolderUsage(of: scratch.path, files: [one, two, scratch.file("none"), scratch.path])
        #expect(usage.logBytes == 1002)
        let disk = try #require(usage.disk)
        #expect(0 < disk.free && disk.free <= disk.size)
        #expect(usage.lastBackup == nil)
        let none = FolderUsage(of: scratch.file("none"), files: [])
        #expect(none.logBytes == nil && none.disk == nil && none.lastBackup == nil)
    }
}
