import Protocol

@testable import Chat

/// A log that is a list: answers questions the obvious way, so that the rules in Chat can be tested without an engine.
struct ListLog {
    let events: [Event]

    func answer(_ query: Query) -> Answer {
        switch query {
        case .verify: .verdict(.wrong)
        case .page(let request): .events(page(request))
        case .targets(let request): .targets(targets(request))
        }
    }

    private func page(_ request: HistoryRequest) -> [Event] {
        let all = events.filter { event in
            event.conversations.contains(request.conversation) && event.number >= request.floor && !event.isBlank
                && request.kinds?.contains(event.kind) ?? true
        }
        func isBefore(_ event: Event, _ point: HistoryRequest.Point) -> Bool {
            switch point {
            case .event(let number): event.number < number
            case .time(let time): event.time < time
            }
        }
        func isAfter(_ event: Event, _ point: HistoryRequest.Point) -> Bool {
            switch point {
            case .event(let number): event.number > number
            case .time(let time): event.time > time
            }
        }
        switch request.span {
        case .latest(let point):
            return Array(all.filter { event in point.map { isAfter(event, $0) } ?? true }.suffix(request.limit))
        case .before(let point): return Array(all.filter { isBefore($0, point) }.suffix(request.limit))
        case .after(let point): return Array(all.filter { isAfter($0, point) }.prefix(request.limit))
        case .around(let point):
            let before = Array(all.filter { isBefore($0, point) }.suffix(request.limit / 2))
            return before + all.filter { !isBefore($0, point) }.prefix(request.limit - request.limit / 2)
        case .between(let a, let b):
            let up = all.filter { isAfter($0, a) && isBefore($0, b) }
            if !up.isEmpty { return Array(up.prefix(request.limit)) }
            return Array(all.filter { isAfter($0, b) && isBefore($0, a) }.suffix(request.limit))
        }
    }

    private func targets(_ request: TargetsRequest) -> [HistoryTarget] {
        let (low, high) = (min(request.from, request.to), max(request.from, request.to))
        var latest: [Chat.Conversation: Timestamp] = [:]
        for event in events where request.kinds?.contains(event.kind) ?? true {
            for conversation in event.conversations {
                let isDirect =
                    if case .direct(let a, let b) = conversation { a == request.name || b == request.name } else {
                        false
                    }
                if isDirect || request.rooms[conversation].map({ event.number >= $0 }) == true {
                    latest[conversation] = event.time
                }
            }
        }
        let found = latest.filter { $0.value > low && $0.value < high }
            .map { HistoryTarget(conversation: $0.key, latest: $0.value) }.sorted { $0.latest < $1.latest }
        return Array(request.from <= request.to ? found.prefix(request.limit) : found.suffix(request.limit))
    }
}
