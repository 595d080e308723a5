/// The replies, reactions and redactions of the few lines of a buffer that have any, by line.
struct AnnotationTable: Sendable {
    private var all: [LineID: LineAnnotations] = [:]
    /// Above so many, those of lines that are gone are forgotten.
    private var limit = Self.fewest

    private static let fewest = 1000

    subscript(line: LineID) -> LineAnnotations? { all[line] }

    /// The lines that something was put under, or that were taken back, from the oldest.
    var lines: [LineID] { all.filter { !$1.reactions.isEmpty || $1.redaction != nil }.map(\.key).sorted() }

    /// Changes what a line has.
    ///
    /// - Parameter oldest: the oldest line that is held: of those that are gone nothing need be known.
    mutating func update(_ line: LineID, oldest: LineID, _ change: (inout LineAnnotations) -> Void) {
        if all.count > limit {
            all = all.filter { $0.key >= oldest }
            limit = max(Self.fewest, all.count * 2)
        }
        change(&all[line, default: LineAnnotations()])
    }

    mutating func remove(_ line: LineID) { all[line] = nil }

    mutating func removeAll() { all = [:] }
}
