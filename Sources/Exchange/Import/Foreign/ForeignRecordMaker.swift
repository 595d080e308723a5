import Chat
import Foundation
import Protocol

/// Makes records of the lines of a log, in their order: knows when each happened, and who keeps the log.
struct ForeignRecordMaker {
    private let conversation: ForeignConversation
    private let program: String
    private let zone: TimeZone
    private var clock: WallClock
    /// The nick of whoever keeps the log, as far as it is known by now.
    private var keeper: String?
    /// The nick of somebody who came in with the line before. If the program then tells of the room, they are who keeps the log.
    private var arrived: String?
    /// As the log told it last.
    private var topic: Bytes?

    /// - Parameter program: whose log it is, with an `'s`.
    init(_ conversation: ForeignConversation, context: ForeignLogContext, program: String) {
        self.conversation = conversation
        self.program = program
        zone = context.timeZone
        clock = WallClock(in: context.timeZone)
        keeper = context.ownNick ?? conversation.keeper
    }

    /// The records and losses that a line makes.
    ///
    /// - Parameters:
    ///   - stamp: the time that stands before it.
    ///   - calendar: gives the time its day where it has none.
    mutating func items(
        of content: ForeignLine, _ stamp: ForeignLogLine.Stamp, line: Int, calendar: inout LogCalendar
    ) -> [ImportedItem] {
        switch stamp {
        case .moment(let time):
            return items(of: content, at: time, line: line)
        case .wallClock(let shown):
            return items(of: content, at: shown, line: line)
        case .second(let second):
            guard let (shown, isPastMidnight) = calendar.time(at: second, clock: &clock) else {
                let reason = "no date stands before it, and none behind it tells of its day: left out"
                return [.loss(ImportLoss(line: line, reason: reason))]
            }
            let items = items(of: content, at: shown, line: line)
            guard isPastMidnight else { return items }
            let reason = "the clock runs back and no date stands before it: taken as the next day"
            return [.loss(ImportLoss(line: line, reason: reason))] + items
        }
    }

    /// The loss of a line that the program is not known to write.
    func unknown(_ line: Int) -> ImportedItem {
        .loss(ImportLoss(line: line, reason: "no line of \(program) that is known: left out"))
    }

    private mutating func items(of content: ForeignLine, at shown: WallClockTime, line: Int) -> [ImportedItem] {
        let (time, isReal) = clock.moment(of: shown)
        let items = items(of: content, at: time, line: line)
        guard !isReal, !items.isEmpty else { return items }
        let reason =
            "no clock showed its time in \(zone.identifier), where it was put past it: taken as if it had not been"
        return [.loss(ImportLoss(line: line, reason: reason))] + items
    }

    private mutating func items(of content: ForeignLine, at time: Timestamp, line: Int) -> [ImportedItem] {
        clock.note(time)
        switch content {
        case .event(let event):
            return items(of: event, at: time, line: line)
        case .arrival(let topic):
            keeper = keeper ?? arrived
            self.topic = topic ?? self.topic
            return []
        case .remark:
            return []
        case .unknown:
            return [unknown(line)]
        }
    }

    private mutating func items(of event: ForeignEvent, at time: Timestamp, line: Int) -> [ImportedItem] {
        // News of the other of a private talk, such as a new nick, is no part of it.
        if conversation.partner != nil, event.kind.isStateChange { return [] }
        if conversation.partner == nil, event.isOfTalk { return [unknown(line)] }
        guard let nick = nick(of: event.actor) else {
            let reason = "by whoever kept the log, whose nick it does not tell: left out; `--nick NICK` names it"
            return [.loss(ImportLoss(line: line, reason: reason))]
        }
        // The server's name stands where a nick does when it sets modes.
        guard ForeignLimits.isNick(nick), event.subject.map(ForeignLimits.isNick) ?? true,
            let place = conversation.place(of: nick.text)
        else { return [unknown(line)] }
        let event = follow(event, by: nick)
        let isSpeech = event.kind == .message || event.kind == .notice
        if isSpeech, event.text.isEmpty { return [.loss(ImportLoss(line: line, reason: "says nothing: left out"))] }
        var record = ImportedRecord(
            time: time, kind: event.kind, source: nick.text, conversations: [place.conversation], target: place.target,
            side: place.side, subject: event.subject?.text, text: event.text, line: line)
        if let address = event.address, ForeignLimits.isAddress(address) { record.source += "!" + address.text }
        if event.kind == .nick || event.kind == .quit { record.target = "" }
        if record.text.contains(ASCII.carriageReturn) {
            record.text = record.text.filter { $0 != ASCII.carriageReturn }[...]
        }
        guard !isSpeech, record.text.count > ForeignLimits.line else { return [.record(record)] }
        record.text = record.text.prefix(ofAtMost: ForeignLimits.line)
        let reason = "longer than the \(ForeignLimits.line) bytes that one line of IRC can hold: cut there"
        return [.loss(ImportLoss(line: line, reason: reason)), .record(record)]
    }

    private func nick(of actor: ForeignEvent.Actor) -> Bytes? {
        switch actor {
        case .named(let nick): nick
        case .keeper: keeper.map { Bytes($0) }
        }
    }

    /// Notes what an event tells for those behind it.
    ///
    /// - Returns: the event, as what was told before it makes it clear.
    private mutating func follow(_ event: ForeignEvent, by nick: Bytes) -> ForeignEvent {
        var event = event
        arrived = event.kind == .join ? nick.text : nil
        if event.kind == .topic {
            if let topic, let new = event.topicChange?.removing(prefix: topic.text + "\" to \"") { event.text = new }
            topic = event.text
        }
        if event.kind == .nick, let new = event.subject, let keeper, Self.isSame(nick, Bytes(keeper)) {
            self.keeper = new.text
        }
        return event
    }

    private static func isSame(_ one: Bytes, _ other: Bytes) -> Bool {
        Casemapping.ascii.fold(one) == Casemapping.ascii.fold(other)
    }
}
