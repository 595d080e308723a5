import Client

/// The lines that were looked for.
extension LinearView {
    /// Of what was found the newest are told.
    private static var maxFound: Int { 20 }
    /// Lines before and behind one that was gone to.
    private static var context: Int { 5 }

    /// The lines held that a search found.
    package func found(_ search: LocalSearch, _ chat: ChatModel) -> [String] {
        let hits = search.hits.prefix(Self.maxFound).reversed()
        guard !hits.isEmpty else { return ["--- nothing found here"] }
        return ["--- found here: \(search.hits.count)"]
            + hits.flatMap { hit in
                chat[hit.buffer].flatMap { buffer in
                    buffer.index(of: hit.line).map { dated(buffer.line(at: $0)) }
                } ?? []
            }
    }

    /// The lines that the server or the log found, the newest 20 at most; or the reason why its search failed.
    package func found(_ search: ServerSearch) -> [String] {
        if case .failed(let reason) = search.state { return ["error: \(reason)"] }
        let lead = search.includesLog ? "found in the log here" : "the server found"
        guard !search.found.isEmpty else {
            return [search.includesLog ? "--- nothing found in the log here" : "--- the server found nothing"]
        }
        return ["--- \(lead): \(search.found.count)"]
            + search.found.prefix(Self.maxFound).reversed().flatMap { dated($0.line) }
    }

    /// A line that was gone to, with what stands around it.
    package func lines(around id: LineID, in buffer: Buffer) -> [String] {
        guard let place = buffer.index(of: id) else { return [] }
        let places = max(0, place - Self.context)..<min(buffer.lineCount, place + Self.context + 1)
        return ["--- from then"] + places.flatMap { dated(buffer.line(at: $0)) } + ["--- now"]
    }
}
