import Chat
import Foundation
import Protocol

/// A log that irssi wrote.
typealias IrssiLog = ForeignLog<IrssiSyntax>
/// A log that WeeChat's logger wrote.
typealias WeeChatLog = ForeignLog<WeeChatSyntax>
/// A log that ZNC's module `log` wrote, of one day.
typealias ZNCLog = ForeignLog<ZNCSyntax>

/// A log of one conversation in one file, which another program wrote line by line.
struct ForeignLog<Syntax: ForeignLogSyntax>: ImportSource {
    let format = Syntax.format
    let path: String
    private let context: ForeignLogContext
    private let conversation: ForeignConversation
    private let firstDay: CalendarDay?

    /// The nick of whoever kept the log of a private talk; nil in a room.
    var keeper: String? { conversation.keeper }

    /// True where a file looks like one.
    ///
    /// - Parameter beginning: the first bytes of the file, 4 KiB or less.
    static func recognizes(path: String, beginning: [UInt8]) -> Bool { Syntax.recognizes(beginning) }

    init(path: String, context: ForeignLogContext) throws(ImportProblem) {
        self.path = path
        self.context = context
        guard let name = context.room ?? Syntax.conversationName(in: path) else {
            throw ImportProblem(
                "the name of \(path.printable) does not tell of which room it is",
                remedy: "name the room with `--room '#ROOM'`")
        }
        let named = try ForeignConversation(name, keeper: context.ownNick, path: path)
        let facts = try Self.facts(in: path, about: named, context.timeZone)
        firstDay = Syntax.day(in: path) ?? facts.firstDay
        guard Syntax.days != .inName || firstDay != nil else {
            throw ImportProblem(
                "the name of \(path.printable) does not tell its day",
                remedy: "call it as ZNC did, like `2026-11-30.log`")
        }
        switch named {
        case .room:
            conversation = named
        case .talk(let partner, let keeper):
            // A talk that is left out may be with anybody.
            guard let keeper = keeper ?? facts.keeper ?? (context.takesTalks ? nil : partner) else {
                throw ImportProblem(
                    "\(path.printable) is a private talk with \(partner.printable), and does not tell with whom",
                    remedy: "name whoever kept it with `--nick NICK`")
            }
            conversation = .talk(with: partner, keeper: keeper)
        }
    }

    /// Hands over all that the log has, in its order.
    func read(_ take: (ImportedItem) throws(ImportProblem) -> Void) throws(ImportProblem) {
        var reader = try LogFileReader(path)
        var maker = ForeignRecordMaker(conversation, context: context, program: Syntax.program)
        var calendar = LogCalendar(firstDay, spansDays: Syntax.days == .betweenLines)
        while let line = try reader.next() {
            for repair in line.repairs { try take(.loss(ImportLoss(line: line.number, reason: repair))) }
            guard !line.text.allSatisfy({ $0 == ASCII.space }) else { continue }
            switch Syntax.parse(line.text) {
            case nil:
                try take(maker.unknown(line.number))
            case .date(let time, _):
                calendar.note(time)
            case .stamped(let stamp, let content):
                for item in maker.items(of: content, stamp, line: line.number, calendar: &calendar) { try take(item) }
            }
        }
    }

    /// Facts that a log tells only further on, and that must be known for its first line.
    private struct Facts {
        var firstDay: CalendarDay?
        var keeper: String?
    }

    /// The most times that the clock may run back before the first date: more midnights have passed in no log.
    private static var mostRunsBack: Int { 10_000 }

    /// Reads as far as all is told.
    private static func facts(
        in path: String, about conversation: ForeignConversation, _ zone: TimeZone
    ) throws(ImportProblem) -> Facts {
        var reader = try LogFileReader(path)
        var facts = Facts()
        var needsDay = Syntax.days == .betweenLines
        var needsKeeper = conversation.partner != nil && conversation.keeper == nil
        var runsBack: [LogCalendar.RunBack] = []
        var second: Int?
        while needsDay || needsKeeper, runsBack.count < mostRunsBack, let line = try reader.next() {
            switch Syntax.parse(line.text) {
            case nil:
                break
            case .date(let time, let occasion):
                guard needsDay else { break }
                needsDay = false
                facts.firstDay = firstDay(before: time.day, occasion, runsBack, zone, isFirst: second == nil)
            case .stamped(let stamp, let content):
                if needsKeeper, case .event(let event) = content, let keeper = conversation.keeper(speakingIn: event) {
                    facts.keeper = keeper
                    needsKeeper = false
                }
                guard needsDay, case .second(let shown) = stamp else { break }
                if let second, let back = LogCalendar.RunBack(from: second, to: shown) { runsBack.append(back) }
                second = shown
            }
        }
        guard !needsDay else {
            throw ImportProblem(
                "\(path.printable) tells times, and nowhere a date",
                remedy:
                    "write its first day on a line before all others, like `--- Log opened Mon Nov 30 18:00:00 2026`")
        }
        return facts
    }

    /// The day of the first line of a log, by the first date that it tells; nil where that says nothing of what stands before it.
    ///
    /// - Parameter runsBack: each time that the clock ran back before that date.
    private static func firstDay(
        before date: CalendarDay, _ occasion: ForeignLogLine.DateLine, _ runsBack: [LogCalendar.RunBack],
        _ zone: TimeZone, isFirst: Bool
    ) -> CalendarDay? {
        var day: CalendarDay
        switch occasion {
        case .opened: return isFirst ? date : nil
        case .changed: day = date.advanced(by: -1)
        case .closed: day = date
        }
        // Back from the date, whose day is known. A clock that was put back is on the same day as before.
        var clock = WallClock(in: zone)
        for back in runsBack.reversed() where LogCalendar.isPastMidnight(back, on: day, clock: &clock) {
            day = day.advanced(by: -1)
        }
        return day
    }
}
