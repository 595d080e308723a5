import Testing

@testable import Storage

/// Which of the lines of several histories are taken: by counts a second.
@Suite struct StagedSettlingTests {
    /// Lines of one second and one speaker.
    private struct Lines {
        private(set) var all: [StagedSettling.Line] = []

        mutating func add(
            _ file: Int64, _ text: Int64?, in conversation: Int64 = 1, speaker: Int64 = 10, at second: Int64 = 5,
            record: Int64? = nil
        ) {
            let id = Int64(all.count + 1)
            all.append(
                .init(
                    id: id, record: record ?? (file == 0 ? -id : id), file: file,
                    conversation: conversation, text: text, speaker: speaker, second: second))
        }

        var outcomes: [StagedSettling.Outcome] {
            var settling = StagedSettling()
            return all.flatMap { settling.add($0) } + settling.finish()
        }
    }

    private func outcomes(_ fill: (inout Lines) -> Void) -> [StagedSettling.Outcome] {
        var lines = Lines()
        fill(&lines)
        return lines.outcomes
    }

    @Test func `The second file's first line is the first one's first`() {
        let found = outcomes {
            $0.add(1, 7)
            $0.add(1, 7)
            $0.add(2, 7)
            $0.add(3, 7)
            $0.add(3, 7)
            $0.add(3, 7)
        }
        #expect(
            found == [
                .init(id: 3, fate: .double, home: 1), .init(id: 4, fate: .double, home: 1),
                .init(id: 5, fate: .double, home: 2),
            ])
    }

    @Test func `A redacted line takes all others of its second that it may have been, and no more`() {
        let found = outcomes {
            $0.add(0, nil)
            $0.add(0, 7)
            $0.add(1, 7)
            $0.add(1, 8)
            $0.add(1, 9, in: 2)
            $0.add(1, 8, at: 6)
        }
        #expect(found == [.init(id: 3, fate: .double, home: -2), .init(id: 4, fate: .redacted, home: -1)])
    }

    @Test func `What the log still has stays, whatever a file knows`() {
        let found = outcomes {
            $0.add(1, nil)
            $0.add(0, 7)
            $0.add(2, 7)
            $0.add(2, 8)
        }
        #expect(found == [.init(id: 3, fate: .double, home: -2), .init(id: 4, fate: .redacted, home: 1)])
    }

    @Test func `One event in several conversations is told by the first file that has it`() {
        let found = outcomes {
            $0.add(0, 7, in: 1, speaker: 11)
            $0.add(1, 7, in: 2, speaker: 11)
            $0.add(1, 7, in: 3, speaker: 11)
            $0.add(2, 7, in: 3, speaker: 11)
            $0.add(2, 7, in: 4, speaker: 11)
        }
        #expect(
            found == [
                .init(id: 3, fate: .taken, home: 2), .init(id: 4, fate: .double, home: 2),
                .init(id: 5, fate: .taken, home: 2),
            ])
    }

    @Test func `Of two equal quits in one second the second keeps the room in which the first was not`() {
        let found = outcomes {
            $0.add(1, 7, in: 1, speaker: 11)
            $0.add(1, 7, in: 1, speaker: 11)
            $0.add(1, 7, in: 2, speaker: 11, record: 2)
        }
        #expect(found == [])
    }

    @Test func `More equal lines in a second than anybody says are not told apart`() {
        let most = StagedSettling.mostEqualLines
        func floods(_ count: Int, of file: Int64) -> Int {
            outcomes { for _ in 0..<count { $0.add(file, 7) } }.count { $0.fate == .flood }
        }
        #expect(floods(most, of: 1) == 0 && floods(most + 1, of: 1) == 1 && floods(most + 1, of: 0) == 0)
    }
}
