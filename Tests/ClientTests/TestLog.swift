import Protocol

@testable import Client

/// A log in memory that does what a session asks of it, when a test says so.
struct TestLog {
    var records: [LogRecord] = []
    var markers: [Bytes: Timestamp] = [:]

    /// Does all that a session wants, until nothing more is.
    mutating func serve(_ talk: inout TestSession) {
        for _ in 0..<100 {
            let actions = talk.takeActions()
            guard !actions.isEmpty else { return }
            for action in actions { serve(action, &talk) }
            talk.collect()
        }
    }

    private mutating func serve(_ action: SessionAction, _ talk: inout TestSession) {
        if case .record(let new) = action { records += new }
        if case .markLogRead(let room, let time) = action { markers[room] = max(markers[room] ?? time, time) }
        if case .forgetLog(let room) = action { records.removeAll { $0.room == room } }
        if case .renameLog(let room, let name) = action, !records.contains(where: { $0.room == name }) {
            for index in records.indices where records[index].room == room { records[index].room = name }
            markers[name] = markers.removeValue(forKey: room)
        }
        if case .redactLog(let messageID, let room) = action {
            for index in records.indices where records[index].messageID == messageID && records[index].room == room {
                (records[index].text, records[index].message) = ([], [])
            }
        }
        if case .readLog(let query) = action {
            talk.session.logAnswered(answer(to: query), to: query, at: talk.now)
        }
    }

    private func answer(to query: LogQuery) -> LogAnswer {
        let known = records.filter { query.room == nil || $0.room == query.room }
        switch query.part {
        case .latest:
            return LogAnswer(known.suffix(query.limit), readUntil: query.room.flatMap { markers[$0] })
        case .before(let time): return LogAnswer(known.filter { $0.time < time }.suffix(query.limit))
        case .around(let time):
            return LogAnswer(
                known.filter { $0.time <= time }.suffix(query.limit / 2)
                    + known.filter { $0.time > time }.prefix(query.limit / 2))
        case .unreadRooms:
            let unread = known.filter { record in
                record.isNews && !record.message.isEmpty && markers[record.room].map { $0 < record.time } == true
            }
            let last = unread.indices.filter { index in
                !unread[(index + 1)...].contains { $0.room == unread[index].room }
            }
            return LogAnswer(last.map { unread[$0] }.suffix(query.limit))
        case .matching(let text): return LogAnswer(known.filter { $0.text.text.contains(text) })
        }
    }

    /// Puts in what somebody said.
    mutating func add(
        _ text: String, at time: Timestamp, id: String = "", sender: String = "bob", room: String = "#home",
        tags: String = ""
    ) {
        records.append(
            LogRecord(
                room: Bytes(room), time: time, messageID: Bytes(id), sender: Bytes(sender), text: Bytes(text),
                message: Bytes("\(tags):\(sender) PRIVMSG \(room) :\(text)"), isNews: true))
    }

    /// The words that are kept.
    var texts: [String] { records.filter { !$0.text.isEmpty }.map(\.text.text) }

    /// True if a text is anywhere in what is kept.
    func holds(_ text: String) -> Bool {
        records.contains { $0.text.text.contains(text) || $0.message.text.contains(text) }
    }
}

extension TestSession {
    /// In `#home`, on a server with these capabilities, so many seconds after the usual time.
    static func logged(
        _ log: LogPolicy = .missing, rooms: [String: LogPolicy] = [:], capabilities: String = "",
        isupport: String = "CHANTYPES=# PREFIX=(ohv)@%+ CASEMAPPING=ascii", nick: String = "ada",
        after seconds: Int64 = 0
    ) -> TestSession {
        var talk = TestSession(nicks: [nick], log: log, logRooms: rooms)
        talk.now = talk.now.advanced(bySeconds: seconds)
        talk.connect()
        talk.welcome(capabilities: capabilities, isupport: isupport)
        talk.hear(
            ":\(nick)!a@h JOIN #home", ":irc.test 353 \(nick) = #home :\(nick) @bob +cara",
            ":irc.test 366 \(nick) #home :End")
        return talk
    }

    /// The server answers the PING that is out.
    mutating func pong() {
        for line in sent() where line.hasPrefix("PING") {
            let token = line.dropFirst(5).drop { $0 == ":" }
            hear(":irc.test PONG irc.test :\(token)")
        }
    }

    /// What is said in a buffer.
    func talkTexts(_ name: String = "#home") -> [String] {
        guard let buffer = buffer(name) else { return [] }
        return (0..<buffer.lineCount).map { buffer.line(at: $0) }.filter(\.kind.isTalk).map(\.text)
    }
}
