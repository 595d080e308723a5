import Client
import Protocol

/// The lines that stand as one row.
extension ChatView {
    /// The lines that stand as one row, of which this one is the first; it alone where it stands by itself.
    func run(
        from line: Line, in buffer: Buffer, clock: LocalClock, events: EventDisplay, casemapping: Casemapping
    ) -> [Line] {
        guard let index = buffer.index(of: line.id) else { return [line] }
        // The nicks that were found with the last picture are mostly all that is needed.
        var runs = cache.runs
        runs.bufferMayHaveChanged()
        let place = runs.place(
            of: index, in: buffer.scrollback, clock: clock, events: events, casemapping: casemapping,
            expandedRuns: marks.expandedRuns)
        guard case .head(let count) = place else { return [line] }
        return (index..<(index + count)).map { buffer.line(at: $0) }
    }

    /// True if the run that begins with this line is shown line by line.
    func isRunExpanded(_ id: LineID) -> Bool { marks.expandedRuns.contains(id) }
}
