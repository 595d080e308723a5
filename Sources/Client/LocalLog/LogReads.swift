import Protocol

/// The questions to the log on this machine that are not answered yet, and what of the last server counts for it.
struct LogReads: Sendable {
    enum Purpose: Sendable {
        /// A page of a buffer's history.
        case page(HistoryFetch)
        case search
        /// The lines of a talk among those of a page of the server's.
        case amongPage(BufferID)
        /// How far a buffer has been read, where its page is the server's.
        case readMark(BufferID)
        /// The talks that have lines which were not read.
        case unreadTalks
    }

    private struct Asked: Sendable {
        let purpose: Purpose
        /// The first tick after the question; nil until then.
        var since: Timestamp?
    }

    /// A log that has not answered for so many milliseconds counts as none.
    static let timeout: Int64 = 5_000
    /// So many questions are out at most: a few for each buffer that a server can make us open.
    static let maxAsked = 4000

    /// So many rooms and talks with lines that were not read are told at most.
    static let maxUnreadRooms = 1000

    private var asked: [Int: Asked] = [:]
    private var lastNumber = 0
    /// True if the server that we were connected to last kept no history that can be asked for.
    private(set) var wasHistoryMissing = false
    /// The casemapping by which the names of the log are folded; nil where it is not known.
    private(set) var casemapping: Casemapping?

    /// Notes a question.
    ///
    /// - Returns: nil where too many are out.
    mutating func ask(_ purpose: Purpose, _ part: LogQuery.Part, of room: Bytes?, limit: Int) -> LogQuery? {
        guard asked.count < Self.maxAsked else { return nil }
        lastNumber += 1
        asked[lastNumber] = Asked(purpose: purpose)
        return LogQuery(number: lastNumber, room: room, part: part, limit: limit)
    }

    /// Takes the purpose of a question that is answered; nil where nobody waits for it any more.
    mutating func answered(_ query: LogQuery) -> Purpose? { asked.removeValue(forKey: query.number)?.purpose }

    /// True while a page is awaited of which something holds.
    func awaitsPage(where holds: (HistoryFetch) -> Bool) -> Bool {
        asked.values.contains { if case .page(let request) = $0.purpose { holds(request) } else { false } }
    }

    /// Forgets the questions about a buffer.
    mutating func forget(_ buffer: BufferID) {
        asked = asked.filter {
            switch $0.value.purpose {
            case .page(let request): request.buffer != buffer
            case .readMark(let id), .amongPage(let id): id != buffer
            case .search, .unreadTalks: true
            }
        }
    }

    /// Another server has another log: forgets all questions. Those that are asked next have other numbers.
    mutating func forgetAll() {
        asked = [:]
        casemapping = nil
    }

    /// Takes back the casemapping by which the names were folded when the program ran last.
    mutating func restore(_ casemapping: Casemapping?) { self.casemapping = casemapping }

    /// The names are folded by this casemapping from now on.
    ///
    /// - Returns: the one by which they were folded until now; nil where it is not known.
    mutating func fold(by casemapping: Casemapping) -> Casemapping? {
        defer { self.casemapping = casemapping }
        return self.casemapping
    }

    mutating func wentOffline(isHistoryMissing: Bool) { wasHistoryMissing = isHistoryMissing }

    /// Time has passed.
    ///
    /// - Returns: the purposes of the questions that are not answered in time, in the order in which they were asked.
    mutating func takeOverdue(at now: Timestamp) -> [Purpose] {
        guard !asked.isEmpty else { return [] }
        var overdue: [Int] = []
        for (number, question) in asked {
            // The clock can have been set back.
            let since = min(question.since ?? now, now)
            asked[number]?.since = since
            if now.milliseconds(since: since) >= Self.timeout { overdue.append(number) }
        }
        return overdue.sorted().compactMap { asked.removeValue(forKey: $0)?.purpose }
    }
}
