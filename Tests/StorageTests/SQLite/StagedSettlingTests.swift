import Testing

@testable import Storage

/// Which of the lines of several histories are taken: by counts a second, or a minute.
@Suite struct StagedSettlingTests {
    /// Lines of one second and one speaker.
    private struct Lines {
        private(set) var all: [StagedSettling.Line] = []

        mutating func add(
            _ file: Int64, _ text: Int64?, in conversation: Int64 = 1, speaker: Int64 = 10, at second: Int64 = 5,
            length: Int64 = 1, record: Int64? = nil
        ) {
            let id = Int64(all.count + 1)
            all.append(
                .init(
                    id: id, record: record ?? (file == 0 ? -id : id), file: file,
                    conversation: conversation, text: text, speaker: speaker, second: second, length: length))
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

    @Test func `A line of a minute is one of its seconds that its file has not told`() {
        let found = outcomes {
            $0.add(1, 7, at: 61)
            $0.add(1, 7, at: 62)
            $0.add(1, 7, at: 60, length: 60)
            $0.add(2, 7, at: 60, length: 60)
            $0.add(2, 7, at: 60, length: 60)
            $0.add(2, 7, at: 60, length: 60)
            $0.add(2, 7, at: 60, length: 60)
        }
        #expect(
            found == [
                .init(id: 4, fate: .double, home: 1), .init(id: 5, fate: .double, home: 2),
                .init(id: 6, fate: .double, home: 3),
            ])
    }

    @Test func `Lines of two seconds stay two beside a line of their minute`() {
        let found = outcomes {
            $0.add(0, 7, at: 65)
            $0.add(1, 7, at: 100)
            $0.add(2, 7, at: 60, length: 60)
        }
        #expect(found == [.init(id: 3, fate: .double, home: -1)])
    }

    @Test func `What the kept log tells by the minute is told once`() {
        let found = outcomes {
            $0.add(1, 7, at: 100)
            $0.add(1, 7, at: 101)
            $0.add(0, 7, at: 60, length: 60)
        }
        #expect(found == [.init(id: 1, fate: .double, home: -3)])
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

    @Test func `More equal lines in a minute than anybody says are not told apart`() {
        let most = StagedSettling.mostEqualLines
        func floods(_ count: Int, of file: Int64) -> Int {
            outcomes { for _ in 0..<count { $0.add(file, 7) } }.count { $0.fate == .flood }
        }
        #expect(floods(most, of: 1) == 0 && floods(most + 1, of: 1) == 1 && floods(most + 1, of: 0) == 0)
    }
}
