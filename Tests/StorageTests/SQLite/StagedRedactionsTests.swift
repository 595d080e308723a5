import Testing

@testable import Storage

/// Which records do not come back, beside blanks that others of the histories have in their place.
@Suite struct StagedRedactionsTests {
    /// Events of one speaker in one conversation, each of some lines.
    private struct Events {
        private(set) var lines: [StagedRedactions.Line] = []
        private var count: Int64 = 0

        /// - Parameter texts: none for a blank.
        mutating func add(_ file: Int64, _ texts: [Int64], at second: Int64 = 100, length: Int64 = 1, slack: Int64 = 0)
        {
            count += 1
            let record = file == 0 ? -count : count
            for text in texts.isEmpty ? [nil] : texts.map(Optional.some) {
                lines.append(
                    .init(record: record, file: file, text: text, second: second, length: length, slack: slack))
            }
        }
    }

    private func redacted(by minute: Int64 = 60, _ fill: (inout Events) -> Void) -> [Int64] {
        var events = Events()
        fill(&events)
        return StagedRedactions.redacted(by: minute, in: events.lines).map(\.record).sorted()
    }

    @Test func `All of its second is redacted that the history of a blank does not tell`() {
        let found = redacted {
            $0.add(1, [])
            $0.add(1, [7])
            $0.add(2, [7])
            $0.add(2, [8])
            $0.add(2, [8], at: 101)
            $0.add(2, [8], at: 99)
        }
        #expect(found == [4])
    }

    @Test func `A message of several lines is redacted as a whole, and one equal to its second line stays`() {
        #expect(
            redacted {
                $0.add(1, [])
                $0.add(1, [2])
                $0.add(2, [1, 2])
                $0.add(2, [2])
            } == [3])
        #expect(
            redacted {
                $0.add(1, [])
                $0.add(1, [1])
                $0.add(1, [2])
                $0.add(2, [1, 2])
                $0.add(2, [1])
                $0.add(2, [2])
            } == [4])
        // The one that stands as a whole is not the one that is gone.
        #expect(
            redacted {
                $0.add(1, [1, 2])
                $0.add(1, [])
                $0.add(2, [1])
                $0.add(2, [1, 2])
            } == [3])
    }

    @Test func `What the kept log tells stays, and is looked for nowhere else`() {
        let found = redacted {
            $0.add(0, [7])
            $0.add(1, [])
            $0.add(2, [7])
            $0.add(2, [7])
            $0.add(2, [8])
        }
        #expect(found == [4, 5])
    }

    @Test func `One line of the log and of the blank's history is one line`() {
        let found = redacted {
            $0.add(0, [7])
            $0.add(1, [7])
            $0.add(1, [])
            $0.add(2, [7])
            $0.add(2, [7])
        }
        #expect(found == [5])
    }

    @Test(arguments: [(97, false), (98, true), (102, true), (103, false)])
    func `A clock that may differ widens a blank on both sides`(_ second: Int64, _ isRedacted: Bool) {
        let found = redacted {
            $0.add(1, [])
            $0.add(2, [7], at: second, slack: 2)
        }
        #expect(found == (isRedacted ? [2] : []))
    }

    @Test(arguments: [(57, false), (58, true), (59, true), (121, true), (122, false)])
    func `A blank of a minute covers all of it`(_ second: Int64, _ isRedacted: Bool) {
        let found = redacted {
            $0.add(1, [], at: 60, length: 60, slack: 2)
            $0.add(2, [7], at: second)
        }
        #expect(found == (isRedacted ? [2] : []))
    }

    @Test func `A line of a minute is near every blank of it`() {
        let found = redacted {
            $0.add(1, [], at: 119)
            $0.add(2, [7], at: 60, length: 60, slack: 2)
            $0.add(2, [7], at: 180, length: 60, slack: 2)
        }
        #expect(found == [2])
    }
}
