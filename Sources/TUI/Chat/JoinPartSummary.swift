import Client

/// The words that tell of a run of joins, parts and quits in one row.
struct JoinPartSummary {
    private enum NetChange {
        case joined, left, splitOff, joinedAndLeft, leftAndRejoined
    }

    private let groups: [(verb: String, nicks: [String])]
    /// The person's own losses of the connection; nil where there was none.
    private let losses: String?

    init(_ lines: [Line]) {
        var netChanges: [String: NetChange] = [:]
        var order: [String] = []
        let lost = lines.count { $0.isOwn && $0.kind == .quit }
        let returned = lines.contains { $0.isOwn && $0.kind == .join }
        losses = lost == 0 && !returned ? nil : Self.losses(lost, returned: returned)
        for line in lines where line.kind.isJoinPartOrQuit && !line.isOwn {
            let comes = line.kind == .join
            if netChanges[line.sender] == nil { order.append(line.sender) }
            netChanges[line.sender] =
                switch netChanges[line.sender] {
                case nil: comes ? .joined : line.isSplitQuit ? .splitOff : .left
                case .joined, .leftAndRejoined: comes ? netChanges[line.sender] : .joinedAndLeft
                case .left, .splitOff, .joinedAndLeft: comes ? .leftAndRejoined : netChanges[line.sender]
                }
        }
        func nicks(_ netChange: NetChange) -> [String] {
            order.filter { netChanges[$0] == netChange }.map { DrawableText.plain($0) }
        }
        groups = [
            ("joined", nicks(.joined)), ("left", nicks(.left)), ("left in a net split", nicks(.splitOff)),
            ("came and went", nicks(.joinedAndLeft)),
            ("went and came back", nicks(.leftAndRejoined)),
        ].filter { !$0.nicks.isEmpty }
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
        return ((losses.map { [$0] } ?? []) + people).joined(separator: " · ")
    }
}
