import Protocol
import Synchronization

@testable import Chat

/// A log that is a list: answers questions the obvious way, so that the rules in Chat can be tested without an engine.
struct ListLog {
    let events: [Event]

    func answer(_ query: Query) -> QueryResult {
        switch query {
        case .verify: .verdict(.wrong)
        case .page(let request): .page(HistoryPage(events: page(request), isEnd: isEnd(request)))
        case .targets(let request): .targets(targets(request))
        case .find(let number): .event(events.first { $0.number == number })
        case .search(let query): .found(search(query))
        case .checkPassword(let password, let credential, _):
            .verdict(credential.accepts(password: Array(password), using: .toy) ? .right : .wrong)
        case .makeCredential(let password, _):
            .credential(
                SCRAM.Credential(password: Array(password), salt: Array("salt".utf8), iterations: 4096, using: .toy))
        case .save, .erase: .saved
        }
    }

    /// True if a page that may be longer, to both sides where it is around a point, has nothing more.
    private func isEnd(_ request: HistoryRequest) -> Bool {
        var longer = request
        longer.limit += 2
        return page(longer).count == page(request).count
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

    private func search(_ query: SearchQuery) -> [Event] {
        events.reversed().filter { event in
            guard HistoryRequest.messageKinds.contains(event.kind), !event.isBlank else { return false }
            let isInScope = query.scopes.contains { scope in
                switch scope {
                case .conversation(let conversation, let floor):
                    event.conversations.contains(conversation) && event.number >= floor
                case .directs(let name):
                    event.conversations.contains {
                        if case .direct(let a, let b) = $0 { a == name || b == name } else { false }
                    }
                }
            }
            let nick = event.source.split(separator: "!")[0]
            return isInScope && (query.text.map { event.text.text.contains($0) } ?? true)
                && (query.from.map { $0 == Casemapping.ascii.fold(String(nick)) } ?? true)
                && (query.after.map { event.time >= $0 } ?? true) && (query.before.map { event.time <= $0 } ?? true)
        }.prefix(query.limit).map { $0 }
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
                if isDirect || request.channels[conversation].map({ event.number >= $0 }) == true {
                    latest[conversation] = event.time
                }
            }
        }
        let found = latest.filter { $0.value > low && $0.value < high }
            .map { HistoryTarget(conversation: $0.key, latest: $0.value) }.sorted { $0.latest < $1.latest }
        return Array(request.from <= request.to ? found.prefix(request.limit) : found.suffix(request.limit))
    }
}

extension SCRAM.Primitives {
    /// Arithmetic that is as good as the real one where nobody attacks it, and needs no library.
    static let toy = toy(counting: Counter())

    /// - Parameter counter: of the secrets that were made: the first is `nonce of the server`, the next have its number behind that.
    static func toy(counting counter: Counter) -> SCRAM.Primitives {
        SCRAM.Primitives(
            hash: toyHash, hmac: { toyHash($0 + [0x36] + $1) },
            stretch: { toyHash($0 + [0] + $1 + Array(String($2).utf8)) }, areEqual: { $0 == $1 },
            randomBytes: { _ in
                let count = counter.next()
                return Array("nonce of the server".utf8) + (count > 1 ? [count] : [])
            })
    }

    private static let toyHash: @Sendable ([UInt8]) -> [UInt8] = { bytes in
        (0..<4).flatMap { lane -> [UInt8] in
            var hash = 0xCBF2_9CE4_8422_2325 &+ UInt64(lane)
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            return (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
        }
    }
}

/// Counts from 1 on; from 255 on to 0.
final class Counter: Sendable {
    private let count = Mutex<UInt8>(0)

    func next() -> UInt8 {
        count.withLock { count in
            count &+= 1
            return count
        }
    }
}
