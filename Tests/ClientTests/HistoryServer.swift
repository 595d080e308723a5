import Protocol

@testable import Client

/// A server that keeps what is said in `#home`, or does not, and answers `CHATHISTORY` as the specification has it.
/// <https://ircv3.net/specs/extensions/chathistory>
struct HistoryServer {
    struct StoredLine {
        let time: Timestamp
        /// Empty on servers that give none.
        let id: String
        let line: String

        var tagged: String { "time=\(time.iso8601)" + (id.isEmpty ? "" : ";msgid=\(id)") + " " + line }
    }

    var hasIDs = true
    var playsEvents = true
    private(set) var kept: [StoredLine] = []
    private var count = 0

    init(hasIDs: Bool = true, playsEvents: Bool = true) {
        self.hasIDs = hasIDs
        self.playsEvents = playsEvents
    }

    var capabilities: String {
        "batch server-time message-tags echo-message draft/chathistory" + (playsEvents ? " draft/event-playback" : "")
    }

    func isupport(limit: Int) -> String {
        "CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii CHATHISTORY=\(limit) MSGREFTYPES="
            + (hasIDs ? "msgid,timestamp" : "timestamp")
    }

    /// Something happens. Returns the line as those in the room get it.
    mutating func happen(_ line: String, at time: Timestamp, isKept: Bool = true) -> String {
        count += 1
        let one = StoredLine(time: time, id: hasIDs && isKept ? "k\(count)" : "", line: line)
        if isKept { kept.append(one) }
        return "@" + one.tagged
    }

    /// What is played back of it.
    var shown: [StoredLine] { kept.filter { playsEvents || $0.line.contains("PRIVMSG") } }

    /// Forgets all but the newest.
    mutating func forget(allBut count: Int) { kept = kept.suffix(count) }

    /// What answers a request for history, or for the room's modes, which the session asks for by itself; nil for any other.
    func answer(_ request: String) -> [String]? {
        if request == "MODE #home" { return [":irc.test 324 ada #home +nt"] }
        let words = request.split(separator: " ").map(String.init)
        guard words.count >= 5, words[0] == "CHATHISTORY", words[2] == "#home",
            let limit = words.last.flatMap({ Int($0) })
        else { return nil }
        let page: [StoredLine]
        switch words[1] {
        case "LATEST": page = shown.filter { words[3] == "*" || isLater($0, than: words[3]) }.suffix(limit)
        case "BEFORE": page = shown.filter { isEarlier($0, than: words[3]) }.suffix(limit)
        case "BETWEEN":
            page = shown.filter { isEarlier($0, than: words[3]) && isLater($0, than: words[4]) }.suffix(limit)
        default: return nil
        }
        return [":irc.test BATCH +h chathistory #home"] + page.map { "@batch=h;" + $0.tagged }
            + [":irc.test BATCH -h"]
    }

    private func place(_ reference: String) -> (time: Timestamp, index: Int?) {
        let value = String(reference.drop { $0 != "=" }.dropFirst())
        guard reference.hasPrefix("msgid=") else { return (Timestamp(iso8601: value) ?? .earliest, nil) }
        let index = kept.firstIndex { $0.id == value }
        return (index.map { kept[$0].time } ?? .earliest, index)
    }

    private func isEarlier(_ one: StoredLine, than reference: String) -> Bool {
        let place = place(reference)
        guard let index = place.index else { return one.time < place.time }
        return kept.firstIndex { $0.id == one.id }.map { $0 < index } ?? false
    }

    private func isLater(_ one: StoredLine, than reference: String) -> Bool {
        let place = place(reference)
        guard let index = place.index else { return one.time > place.time }
        return kept.firstIndex { $0.id == one.id }.map { $0 > index } ?? false
    }
}

extension TestSession {
    /// The server answers everything that was asked, until nothing more is.
    mutating func answer(from server: HistoryServer) {
        for _ in 0..<100 {
            let batches = sent().compactMap { server.answer($0) }
            guard !batches.isEmpty else { return }
            for line in batches.joined() { hear(line) }
        }
    }

    /// The gap lines of `#home`, and what is said in it.
    var talkAndGaps: [String] {
        guard let buffer = buffer("#home") else { return [] }
        return (0..<buffer.lineCount).map { buffer.line(at: $0) }.compactMap {
            $0.kind == .gap ? "-- \($0.wording)" : $0.kind.isTalk ? $0.text : nil
        }
    }
}
