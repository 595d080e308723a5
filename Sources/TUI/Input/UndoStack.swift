/// The states of the input before each change; letters typed in a row are one change.
struct UndoStack: Equatable, Sendable {
    enum Kind {
        case typing, deleting, other
    }

    struct Snapshot: Equatable {
        var characters: [Character]
        var cursor: Int
        var mayContainPassword: Bool
    }

    private static let limit = 200

    private var snapshots: [Snapshot] = []
    private var run: Kind?

    mutating func recordUndo(_ snapshot: @autoclosure () -> Snapshot, _ kind: Kind) {
        defer { run = kind == .other ? nil : kind }
        guard run != kind || kind == .other else { return }
        snapshots.append(snapshot())
        if snapshots.count > Self.limit { snapshots.removeFirst() }
    }

    mutating func pop() -> Snapshot? {
        run = nil
        return snapshots.popLast()
    }

    mutating func endRun() { run = nil }
}
