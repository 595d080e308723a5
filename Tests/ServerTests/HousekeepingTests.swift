import Chat
import Configuration
import Protocol
import Storage
import Testing

@testable import Server

@Suite struct HousekeepingTests {
    private func moment(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_000_000 + seconds * 1000) }

    // MARK: The clock

    /// What a clock that shows these moments, one after the other, gives to tell.
    private func findings(behind latest: Int64, _ moments: Int64...) -> [ClockSetBackDetector.Finding?] {
        var clock = ClockSetBackDetector(latest: moment(latest))
        return moments.map { clock.look(at: moment($0)) }
    }

    @Test func `A clock that goes on as it should is nothing to tell`() {
        #expect(findings(behind: 0, 0, 1, 2, 1, 3, 1000) == [nil, nil, nil, nil, nil, nil])
    }

    @Test func `A clock that was set back is told once, and once more when it has caught up`() {
        #expect(
            findings(behind: 0, 100, 40, 41, 99, 100, 101) == [nil, .behind(seconds: 60), nil, nil, .caughtUp, nil])
    }

    @Test func `A clock behind the last event of the log is told at once, and two seconds are let pass`() {
        #expect(findings(behind: 60, 57) == [.behind(seconds: 3)])
        #expect(findings(behind: 60, 58) == [nil])
    }

    // MARK: When to prune

    private func isDue(_ schedule: inout PruningSchedule, _ moments: Int64...) -> [Bool] {
        moments.map { schedule.isDue(at: moment($0)) }
    }

    @Test func `Nothing is pruned that is kept for ever`() {
        var schedule = PruningSchedule()
        let due = isDue(&schedule, 0, 100)
        #expect(due == [false, false])
    }

    @Test func `It is time at once, then once a minute, and at once when something else is to be kept`() {
        var schedule = PruningSchedule(Retention(size: 1 << 20))
        let first = isDue(&schedule, 0, 1, 59, 60, 61)
        schedule.retention = Retention(age: 3600)
        let second = isDue(&schedule, 61, 62, 120, 121)
        schedule.retention = Retention(age: 3600)
        let third = isDue(&schedule, 122)
        #expect(first == [true, false, false, true, false])
        #expect(second == [true, false, false, true])
        #expect(third == [false])
    }

    @Test func `What is kept for seconds is looked for every second, and a clock set back stops nothing`() {
        var schedule = PruningSchedule(Retention(age: 4))
        let due = isDue(&schedule, 0, 1, 2, -500)
        #expect(due == [true, true, true, true])
    }

    // MARK: Amounts

    @Test(arguments: [("1M", 20), ("1 MiB", 20), ("1GB", 30), ("1T", 40)])
    func `A size is a number and a unit`(_ text: String, _ power: Int) {
        #expect(ByteSize.bytes(text) == 1 << power)
    }

    @Test(arguments: ["", "G", "30", "0G", "-1G", "1.5G", "1x", "30 Gigs", "9223372036854775807T", "B", "5iB", "1K"])
    func `Anything else is none`(_ text: String) {
        #expect(ByteSize.bytes(text) == nil)
    }
}
