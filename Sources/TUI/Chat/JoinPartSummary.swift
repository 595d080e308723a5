import Client
import Protocol

/// The words that tell of a run of joins, parts, quits and changes of nick in one row.
struct JoinPartSummary {
    private enum NetChange {
        case none, joined, left, splitOff, joinedAndLeft, leftAndRejoined

        /// True if somebody is there in the end.
        var isThere: Bool {
            switch self {
            case .none, .joined, .leftAndRejoined: true
            case .left, .splitOff, .joinedAndLeft: false
            }
        }
    }

    /// Somebody in the run, under all nicks that they had in it.
    private struct Person {
        let firstNick: String
        var lastNick: String
        var netChange = NetChange.none

        init(_ nick: String) { (firstNick, lastNick) = (nick, nick) }

        /// The last nick of who is there in the end. Who is gone is told by the first, by which they are known.
        var nick: String { DrawableText.plain(netChange.isThere ? lastNick : firstNick) }

        /// Another, who came in, takes the nick of this one, who has gone: that is one person who is back.
        ///
        /// - Returns: false where it is not so, and nothing changes.
        mutating func comeBack(as other: Person) -> Bool {
            guard !netChange.isThere, other.netChange == .joined else { return false }
            (lastNick, netChange) = (other.lastNick, .leftAndRejoined)
            return true
        }

        mutating func take(_ line: Line) {
            let comes = line.kind == .join
            netChange =
                switch netChange {
                case .none: comes ? .joined : line.isSplitQuit ? .splitOff : .left
                case .joined, .leftAndRejoined: comes ? netChange : .joinedAndLeft
                case .left, .splitOff, .joinedAndLeft: comes ? .leftAndRejoined : netChange
                }
        }
    }

    private let groups: [(verb: String, nicks: [String])]
    /// Those who did nothing but take another nick: `mt is now mt_`.
    private let renamed: [String]
    /// The person's own losses of the connection; nil where there was none.
    private let losses: String?

    init(_ lines: [Line]) {
        let lost = lines.count { $0.isOwn && $0.kind == .quit }
        let returned = lines.contains { $0.isOwn && $0.kind == .join }
        losses = lost == 0 && !returned ? nil : Self.losses(lost, returned: returned)
        let people = Self.people(lines)
        func nicks(_ netChange: NetChange) -> [String] { people.filter { $0.netChange == netChange }.map(\.nick) }
        let stayed = people.filter { $0.netChange == .none }
        renamed = stayed.filter { $0.firstNick != $0.lastNick }.map {
            "\(DrawableText.plain($0.firstNick)) is now \($0.nick)"
        }
        groups = [
            ("joined", nicks(.joined)), ("left", nicks(.left)), ("left in a net split", nicks(.splitOff)),
            ("came and went", nicks(.joinedAndLeft)),
            ("went and came back", nicks(.leftAndRejoined)),
            ("changed nick and back", stayed.filter { $0.firstNick == $0.lastNick }.map(\.nick)),
        ].filter { !$0.nicks.isEmpty }
    }

    /// The others of the run, in the order in which each of them is first in it.
    private static func people(_ lines: [Line]) -> [Person] {
        /// Nil in the place of somebody who turned out to be another of them.
        var people: [Person?] = []
        /// By the nick that each has, or had in the end.
        var places: [String: Int] = [:]
        for line in lines where !line.isOwn && (line.kind.isJoinPartOrQuit || line.kind == .nick) {
            var place = places[line.sender] ?? people.count
            if place == people.count { people.append(Person(line.sender)) }
            places[line.sender] = place
            if line.kind == .nick {
                people[place]?.lastNick = line.target
                if let holder = places[line.target], holder != place, let person = people[place],
                    people[holder]?.comeBack(as: person) == true
                {
                    people[place] = people[holder]
                    people[max(holder, place)] = nil
                    place = min(holder, place)
                }
                places[line.sender] = nil
                places[line.target] = place
            } else {
                people[place]?.take(line)
            }
        }
        return people.compactMap { $0 }
    }

    private static func losses(_ count: Int, returned: Bool) -> String {
        switch (count, returned) {
        case (0, _): "you joined"
        case (1, true): "you were offline for a while"
        case (1, false): "you went offline"
        default: "you were offline \(count) times"
        }
    }

    /// The most names that fit.
    func text(fitting width: Int, shaper: Shaper) -> String {
        for limit in [8, 5, 3, 2, 1] {
            let text = text(names: limit)
            if shaper.width(text) <= width { return text }
        }
        return text(names: 0)
    }

    private func text(names limit: Int) -> String {
        let people = groups.map { verb, nicks in
            guard limit > 0 else { return "\(nicks.count) \(verb)" }
            guard nicks.count > limit + 1 || (nicks.count > limit && limit == 1) else {
                let last = nicks.count > 1 ? " and " + (nicks.last ?? "") : ""
                return (nicks.count > 1 ? nicks.dropLast() : nicks[...]).joined(separator: ", ") + last + " " + verb
            }
            return nicks.prefix(limit).joined(separator: ", ") + " and \(nicks.count - limit) more \(verb)"
        }
        return ((losses.map { [$0] } ?? []) + people + renames(limit)).joined(separator: " · ")
    }

    private func renames(_ limit: Int) -> [String] {
        guard renamed.count > limit else { return renamed }
        let rest = renamed.count - limit
        return renamed.prefix(limit) + [limit == 0 ? "\(rest) changed nick" : "\(rest) more changed nick"]
    }
}
