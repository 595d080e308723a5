/// Keeps the rooms of a crowd busy: there is a new message for as many deliveries as one makes. So the messages under way are counted by
/// the deliveries made in all: 64 that half of the room has heard make room for 32.
struct MessageGenerator {
    private struct Speaker {
        let session: Int
        let room: String
        let line: [UInt8]
    }

    private let speakers: [Speaker]
    private let window: Int
    /// Sessions that hear each message.
    private let others: Int
    private(set) var messages = 0

    /// - Parameter speakers: the sessions that speak, in turn, and the rooms in which they do.
    init(_ speakers: [(session: Int, room: String)], window: Int, bytes: Int, others: Int) {
        self.speakers = speakers.map { session, room in
            let text = [UInt8](repeating: UInt8(ascii: "x"), count: bytes)
            let line = Array("PRIVMSG \(room) :".utf8) + text + [0x0D, 0x0A]
            return Speaker(session: session, room: room, line: line)
        }
        (self.window, self.others) = (window, others)
    }

    /// Deliveries that all messages so far will have made.
    var expected: Int { messages * others }

    /// How many messages each session should have heard: all of its room but its own.
    func shares(of sessions: some Collection<LoadSession>) -> [Int] {
        var (said, own) = ([String: Int](), [Int: Int]())
        for (place, speaker) in speakers.enumerated() {
            let count = messages / speakers.count + (place < messages % speakers.count ? 1 : 0)
            said[speaker.room, default: 0] += count
            own[speaker.session, default: 0] += count
        }
        return sessions.enumerated().map { index, session in
            (session.room.flatMap { said[$0] } ?? 0) - (own[index] ?? 0)
        }
    }

    /// Sends as many as there is room for, each session's in one write, now that `deliveries` have come.
    mutating func fillWindow<Observer>(_ pool: inout SessionPool<Observer>, deliveries: Int) {
        let underWay = max(0, (expected - deliveries + others - 1) / others)
        guard underWay < window else { return }
        let first = messages
        for _ in underWay..<window {
            let speaker = speakers[messages % speakers.count]
            pool.queue(speaker.line[...], from: speaker.session)
            messages += 1
        }
        for message in first..<min(messages, first + speakers.count) {
            pool.flush(speakers[message % speakers.count].session)
        }
    }
}
