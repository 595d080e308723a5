import Chat

/// A history without the talks of two people, which are taken only if somebody asks for them: here, others may have the names of those two.
struct RoomsOnly: ImportSource {
    private let source: any ImportSource

    var format: ImportFormat { source.format }
    var path: String { source.path }

    init(_ source: any ImportSource) { self.source = source }

    func read(_ take: (ImportedItem) throws(ImportProblem) -> Void) throws(ImportProblem) {
        var isTold = false
        try source.read { item throws(ImportProblem) in
            guard case .record(let record) = item, record.conversations.contains(where: \.isTalk) else {
                return try take(item)
            }
            // One line stands for all: there may be as many as in the rooms.
            guard !isTold else { return }
            isTold = true
            try take(.loss(ImportLoss(line: record.line, reason: Self.reason)))
        }
    }

    static let reason = "a talk of two people: left out, as all of them in this file; `--talks` takes them"
}

extension Conversation {
    fileprivate var isTalk: Bool {
        switch self {
        case .channel: false
        case .direct: true
        }
    }
}
