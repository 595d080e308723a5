import Chat
import Protocol

/// The rules for a page of history, the same for every engine.
///
/// In one conversation sequence, number and time rise together, and sequences have no gap. So a point is found by bisection
/// over the places, some 24 steps in ten million, and the page is read from there: the cost does not grow with the log.
extension LogReading {
    /// The events that a request asks for. Blank ones are left out.
    ///
    /// A page that is asked for by time does not end between two events of one millisecond, because the next one begins behind
    /// that millisecond: it has up to ``surplus`` events more than its limit then. How the one goes on who asks for the latest of
    /// all is not known: of that page the limit is exceeded by as much again at most.
    package func page(_ request: HistoryRequest) throws(LogError) -> HistoryPage {
        let surplus =
            switch request.span {
            case .latest(nil): min(max(request.limit, 0), surplus)
            case .latest, .before, .after, .around, .between: request.span.isByTime ? surplus : 0
            }
        return try page(request, surplus: surplus)
    }

    /// - Parameter surplus: how many events more than its limit a page may have so that it does not end between two of one
    ///   millisecond.
    func page(_ request: HistoryRequest, surplus: Int) throws(LogError) -> HistoryPage {
        guard request.limit > 0 else { return HistoryPage(events: [], isEnd: false) }
        return try inSnapshot { () throws(LogError) -> HistoryPage in
            let conversation = request.conversation
            var extent = try extent(of: conversation)
            if request.floor > .none {
                let first = try self.position(.event(request.floor), .first, in: conversation, extent: extent)
                extent = max(first, extent.lowerBound)..<max(first, extent.upperBound)
            }
            func position(_ point: HistoryRequest.Point, _ side: Side) throws(LogError) -> Int64 {
                try self.position(point, side, in: conversation, extent: extent)
            }
            func read(
                _ range: Range<Int64>, _ direction: ScanDirection, _ limit: Int
            ) throws(LogError) -> HistoryPage {
                try self.read(conversation, range, direction, limit, surplus, request.kinds)
            }
            let (first, end) = (extent.lowerBound, extent.upperBound)
            switch request.span {
            case .latest(nil): return try read(first..<end, .backward, request.limit)
            case .latest(let point?): return try read(position(point, .behind)..<end, .backward, request.limit)
            case .before(let point): return try read(first..<position(point, .first), .backward, request.limit)
            case .after(let point): return try read(position(point, .behind)..<end, .forward, request.limit)
            case .around(let point):
                let middle = try position(point, .first)
                let before = try read(first..<middle, .backward, request.limit / 2)
                let after = try read(middle..<end, .forward, request.limit - request.limit / 2)
                return HistoryPage(events: before.events + after.events, isEnd: before.isEnd && after.isEnd)
            case .between(let a, let b):
                let up = (low: try position(a, .behind), high: try position(b, .first))
                if up.low < up.high { return try read(up.low..<up.high, .forward, request.limit) }
                let down = (low: try position(b, .behind), high: try position(a, .first))
                guard down.low < down.high else { return HistoryPage(events: [], isEnd: true) }
                return try read(down.low..<down.high, .backward, request.limit)
            }
        }
    }

    /// The most events or conversations that a page may have beyond what was asked for, all of the millisecond at its end.
    package var surplus: Int { 4096 }

    /// The most places that a page may be looked for in, where most are of kinds that are not wanted.
    private var maxScannedPlaces: Int64 { 65_536 }

    /// Up to `limit` events of a range that are wanted, from one of its ends, and up to `surplus` more of the same millisecond as the last
    /// of them. It is the end if the whole range was looked through.
    private func read(
        _ conversation: Conversation, _ range: Range<Int64>, _ direction: ScanDirection, _ limit: Int,
        _ surplus: Int, _ kinds: Set<Event.Kind>?
    ) throws(LogError) -> HistoryPage {
        guard limit > 0 else { return HistoryPage(events: [], isEnd: range.isEmpty) }
        var found: [Event] = []
        /// True where the page goes on with an event, false where it ends before it.
        func goesOn(with event: Event) -> Bool {
            if found.count < limit { return true }
            return found.count - limit < surplus && event.time == found.last?.time
        }
        var (low, high) = (range.lowerBound, range.upperBound)
        var isEnd = high - low <= maxScannedPlaces
        if !isEnd {
            if direction == .forward { high = low + maxScannedPlaces } else { low = high - maxScannedPlaces }
        }
        // With one more it is mostly seen at once where the page ends.
        var portion = surplus > 0 && limit < Int.max ? limit + 1 : limit
        reading: while surplus > 0 || found.count < limit, low < high {
            let part = try scan(conversation, low...(high - 1), direction, limit: portion)
            guard let last = part.last else {
                low = high
                break
            }
            if direction == .forward { low = last.sequence + 1 } else { high = last.sequence }
            for placed in part {
                guard goesOn(with: placed.event) else {
                    isEnd = false
                    break reading
                }
                guard kinds?.contains(placed.event.kind) ?? true, !placed.event.isBlank else { continue }
                found.append(placed.event)
            }
            portion = min(portion, 1024) * 2
        }
        if direction == .backward { found.reverse() }
        return HistoryPage(events: found, isEnd: isEnd && low >= high)
    }

    /// The first sequence at a point, or the first one behind it.
    ///
    /// Every second step goes to where the point would be if places came evenly, which they nearly do: a few steps
    /// in ten million places, and never more than twice those of a bisection.
    private func position(
        _ point: HistoryRequest.Point, _ side: Side, in conversation: Conversation, extent: Range<Int64>
    ) throws(LogError) -> Int64 {
        let target = Double(point.measure)
        // The answer is within low...high; `below` was measured at low - 1, `above` at high.
        var (low, high) = (extent.lowerBound, extent.upperBound)
        var (below, above): (Double?, Double?)
        var guesses = true
        while low < high {
            var middle = low + (high - low) / 2
            if guesses, high - low > 8 {
                if let below, let above, above > below {
                    let part = min(max((target - below) / (above - below), 0), 1)
                    middle = min(low + Int64(part * Double(high - low)), high - 1)
                } else {
                    middle = above == nil ? high - 1 : low
                }
            }
            if below != nil, above != nil { guesses.toggle() }
            guard let place = try place(middle, in: conversation) else {
                throw .corrupt("a conversation has no place \(middle)")
            }
            let measure = Double(point.measure(of: place))
            if point.isBehind(place, side) {
                low = middle + 1
                below = measure
            } else {
                high = middle
                above = measure
            }
        }
        return low
    }
}

extension HistoryRequest.Span {
    /// True for a request that names a time: whoever makes it may go on by the time of the last event.
    fileprivate var isByTime: Bool {
        switch self {
        case .latest(let point): point?.isTime ?? false
        case .before(let point), .after(let point), .around(let point): point.isTime
        case .between(let a, let b): a.isTime || b.isTime
        }
    }
}

extension HistoryRequest.Point {
    fileprivate var isTime: Bool {
        if case .time = self { true } else { false }
    }

    /// The number that places are compared by.
    fileprivate var measure: Int64 {
        switch self {
        case .event(let number): number.rawValue
        case .time(let time): time.milliseconds
        }
    }

    fileprivate func measure(of place: ConversationPosition) -> Int64 {
        switch self {
        case .event: place.number.rawValue
        case .time: place.time.milliseconds
        }
    }

    /// True where the point that is looked for comes behind a place.
    fileprivate func isBehind(_ place: ConversationPosition, _ side: Side) -> Bool {
        side == .first ? measure(of: place) < measure : measure(of: place) <= measure
    }
}

/// Which side of a point is meant.
private enum Side {
    case first
    case behind
}
