import Foundation
import TestSupport
import Testing

@testable import Exchange

/// Local times, where summer time begins and ends.
@Suite struct WallClockTests {
    private let folder = Scratch()

    /// The times in UTC of lines at these local times, as WeeChat would have written them.
    private func weechat(_ times: [String], in zone: String = "Europe/Berlin") throws -> SourceReading {
        let path = try folder.write(lines: times.map { "\($0)\tbob\tone" }, to: "irc.here.#a.weechatlog")
        return try SourceReading(
            WeeChatLog(path: path, context: ForeignLogContext(timeZone: TimeZone(identifier: zone)!)))
    }

    @Test func `An hour that is shown twice is told apart by its order`() throws {
        let reading = try weechat([
            "2026-10-25 01:59:59", "2026-10-25 02:00:00", "2026-10-25 02:59:59", "2026-10-25 02:00:00",
            "2026-10-25 02:30:00", "2026-10-25 02:59:59", "2026-10-25 03:00:00",
        ])
        #expect(
            reading.times == ["23:59:59", "00:00:00", "00:59:59", "01:00:00", "01:30:00", "01:59:59", "02:00:00"])
        #expect(reading.lost == [])
    }

    @Test func `An hour that is shown twice and told once is the first`() throws {
        #expect(try weechat(["2026-10-25 02:30:00", "2026-10-25 03:30:00"]).times == ["00:30:00", "02:30:00"])
    }

    @Test func `An hour that no clock showed is taken as if it had not been put forward, and is told`() throws {
        let reading = try weechat([
            "2026-03-29 01:59:59", "2026-03-29 02:00:00", "2026-03-29 02:59:59", "2026-03-29 03:00:00",
        ])
        #expect(reading.times == ["00:59:59", "01:00:00", "01:59:59", "01:00:00"])
        #expect(reading.losses.map(\.line) == [2, 3])
        #expect(reading.losses.allSatisfy { $0.reason.contains("Europe/Berlin") })
    }

    @Test func `A zone may change by half an hour, and on the other half of the year`() throws {
        let reading = try weechat(
            ["2026-04-05 01:45:00", "2026-04-05 01:30:00", "2026-04-05 02:00:00"], in: "Australia/Lord_Howe")
        #expect(reading.times == ["14:45:00", "15:00:00", "15:30:00"])
    }

    @Test func `A clock that runs back at another hour stays in its hour`() throws {
        #expect(try weechat(["2026-11-30 18:30:00", "2026-11-30 17:30:00"]).times == ["17:30:00", "16:30:00"])
    }

    @Test func `Days at the edge of what there is are taken without a fault`() throws {
        #expect(try weechat(["0001-01-01 00:00:00", "9999-12-31 23:59:59", "0000-01-01 00:00:00"]).records.count == 2)
    }

    @Test func `The clock of irssi, put back, is past no midnight`() throws {
        let path = try folder.write(
            lines: [
                "--- Log opened Sun Oct 25 01:00:00 2026", "02:50 < bob> one", "02:10 < bob> two", "03:00 < bob> three",
            ], to: "#a.log")
        let reading = try SourceReading(IrssiLog(path: path, context: LogFixture.context()))
        #expect(reading.times == ["00:50:00", "01:10:00", "02:00:00"])
        #expect(reading.lost == [])
    }
}
