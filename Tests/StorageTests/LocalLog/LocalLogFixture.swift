import Dispatch
import Protocol
import TestSupport
import Testing

@testable import Storage

/// A log in a folder of its own, what it tells, and its answers waited for.
final class LocalLogFixture: Sendable {
    let folder = Scratch()
    let told = Box<[LocalLogIncident]>()
    var path: String { folder.file("log/net.sqlite") }

    init() { told.set([]) }

    func open(
        retention: Retention = .forEver, bounds: LocalLog.Bounds = LocalLog.Bounds(), at time: Int64 = 0
    ) throws -> LocalLog {
        let told = told
        return try LocalLog(
            path: path, retention: retention, bounds: bounds, now: { Timestamp(milliseconds: time) },
            onFailure: { told.set(told.value! + [$0]) })
    }
}

/// Waits for an answer.
func answer<Answer: Sendable>(_ ask: (@escaping @Sendable (Answer) -> Void) -> Void) -> Answer {
    let (box, done) = (Box<Answer>(), DispatchSemaphore(value: 0))
    ask {
        box.set($0)
        done.signal()
    }
    done.wait()
    return box.value!
}

extension LocalLog {
    func lines(_ room: Bytes, limit: Int = LocalLog.pageLimit) -> [LoggedLine] {
        answer { latest(room, limit: limit, then: $0) }
    }

    func texts(_ room: Bytes, limit: Int = LocalLog.pageLimit) -> [String] {
        lines(room, limit: limit).map { $0.text.text }
    }

    func found(
        _ typed: String, in room: Bytes? = nil, before position: LoggedPosition? = nil, limit: Int = 100
    ) -> [String] {
        answer { search(typed, in: room, before: position, limit: limit, then: $0) }.map { $0.line.text.text }
    }

    func closed() { answer { done in close { done(()) } } }
}

extension LoggedLine {
    static func said(
        _ text: String, at time: Int64, id: String = "", by sender: String = "ada", message: String? = nil,
        isOwn: Bool = false, _ origin: Origin = .live
    ) -> LoggedLine {
        LoggedLine(
            time: Timestamp(milliseconds: time), messageID: Bytes(id), sender: Bytes(sender), text: Bytes(text),
            message: Bytes(message ?? ":\(sender)!a@h PRIVMSG #a :\(text)"), isNews: true, isOwn: isOwn,
            origin: origin)
    }

    /// The same line as a page of history brings it.
    var replayed: LoggedLine {
        var line = self
        line.origin = .history
        return line
    }
}

extension ArraySlice: @retroactive ExpressibleByUnicodeScalarLiteral where Element == UInt8 {}
extension ArraySlice: @retroactive ExpressibleByExtendedGraphemeClusterLiteral where Element == UInt8 {}
extension ArraySlice: @retroactive ExpressibleByStringLiteral where Element == UInt8 {
    public init(stringLiteral value: String) { self.init(value) }
}
