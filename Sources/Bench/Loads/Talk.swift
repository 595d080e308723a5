/// What keeps a crowd's rooms busy: so many messages under way, and a new one for each that has been delivered to all.
struct Talk {
    private struct Speaker {
        let session: Int
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
            return Speaker(session: session, line: Array("PRIVMSG \(room) :".utf8) + text + [0x0D, 0x0A])
        }
        (self.window, self.others) = (window, others)
    }

    /// Deliveries that all messages so far will have made.
    var expected: Int { messages * others }

    /// Sends as many as there is room for, each session's in one write, now that `deliveries` have come.
    mutating func topUp<Ear>(_ crowd: inout Crowd<Ear>, deliveries: Int) {
        let underWay = (expected - deliveries + others - 1) / others
        guard underWay < window else { return }
        let first = messages
        for _ in underWay..<window {
            let speaker = speakers[messages % speakers.count]
            crowd.queue(speaker.line[...], from: speaker.session)
            messages += 1
        }
        for message in first..<min(messages, first + speakers.count) {
            crowd.flush(speakers[message % speakers.count].session)
        }
    }
}
