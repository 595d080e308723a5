import Protocol

/// Words about somebody who is away, as the person was told them.
struct AwayReply: Sendable {
    /// Milliseconds after which the same words are told again, since they may have come back meanwhile and gone again.
    static let lifetime: Int64 = 3_600_000

    let words: String
    let toldAt: Timestamp

    func holds(_ words: String, at now: Timestamp) -> Bool {
        self.words == words && toldAt <= now && now.milliseconds(since: toldAt) < Self.lifetime
    }
}

/// The answers that are under way on one connection to what the person asked, and those that need not be told again.
struct AwaitedReplies: Sendable {
    /// So many nicks are told in answer to /names: nobody reads more.
    private static let maxNames = 10_000
    /// So many people's words are remembered.
    private static let maxAway = 1000

    /// True once the person has asked for anything on this connection: the lines that come before that are the server's greeting.
    private(set) var hasTyped = false
    /// The people whom the person knows to be away, with the words that the person was told.
    private var away: [FoldedName: AwayReply] = [:]
    /// The nick in the answer to a WHOIS that has begun and not ended.
    private var whoisNick: FoldedName?
    /// The same of a WHOWAS.
    private var whowasNick: FoldedName?
    /// Rooms whose NAMES the person asked for, with the nicks so far.
    private var names: [FoldedName: [String]] = [:]
    /// Lists of which a line has come and the end has not, by the numerics of their ends.
    private var begunLists: Set<UInt16> = []
    /// Answers to WHOIS that are shown on cards.
    var cards = WhoisCards()

    mutating func personAsked() { hasTyped = true }

    // MARK: Names

    mutating func expectNames(of channel: FoldedName) { names[channel] = [] }

    /// Adds to the answer, where the person asked for it. Of very many, only some.
    mutating func addNames(_ nicks: @autoclosure () -> [String], of channel: FoldedName) {
        guard let known = names[channel]?.count, known < Self.maxNames else { return }
        names[channel]?.append(contentsOf: nicks())
    }

    /// Takes the whole answer; nil where the person did not ask.
    mutating func takeNames(of channel: FoldedName) -> [String]? { names.removeValue(forKey: channel) }

    // MARK: Lists

    /// A line of a list came.
    ///
    /// - Parameter end: the numeric that ends it.
    mutating func beganList(endingWith end: UInt16) { begunLists.insert(end) }

    /// A list has ended.
    ///
    /// - Returns: true if there was nothing in the list.
    mutating func endedList(_ end: UInt16) -> Bool { begunLists.remove(end) == nil }

    // MARK: Away

    mutating func beganWhois(of nick: FoldedName) { whoisNick = nick }

    mutating func endedWhois() { whoisNick = nil }

    mutating func beganWhowas(of nick: FoldedName) { whowasNick = nick }

    /// True while what is said of a nick tells who bore it.
    func isWhowas(of nick: FoldedName) -> Bool { whowasNick == nick }

    mutating func endedWhowas() { whowasNick = nil }

    /// Notes that somebody is away.
    ///
    /// - Returns: true if the person is to be told: always in the answer to a WHOIS, else unless the person knows it already.
    mutating func isNews(_ words: String, about nick: FoldedName, at now: Timestamp) -> Bool {
        guard whoisNick != nick else { return true }
        guard away[nick]?.holds(words, at: now) != true else { return false }
        if away.count >= Self.maxAway { away = [:] }
        away[nick] = AwayReply(words: words, toldAt: now)
        return true
    }

    /// Somebody speaks or comes in: that they are away is news again. Not every server tells when they are back.
    mutating func forgetAway(_ nick: @autoclosure () -> FoldedName) {
        guard !away.isEmpty else { return }
        away[nick()] = nil
    }

    /// Somebody has another nick.
    mutating func renamed(_ old: FoldedName, to new: @autoclosure () -> FoldedName) {
        if let words = away.removeValue(forKey: old) { away[new()] = words }
    }
}
