import Protocol

/// How far a buffer has been read, here and on the person's other screens, and what is unread in it.
struct ReadPosition: Sendable {
    /// Messages that have not been read.
    private(set) var unread = 0
    /// Those of them that named the person.
    private(set) var mentions = 0
    /// The first message of those counted as unread.
    private(set) var firstUnread: LineID?
    /// The line that the rule of what is new stands above.
    private(set) var rule: LineID?
    /// The newest line of those that are counted.
    private var newestUnread: LineID?
    /// See ``SeenEnd``.
    private var seen = SeenEnd()
    /// Everything below this id has been read.
    private(set) var end = LineID(0)
    /// The same as a time, as the server knows it or is to be told; nil where it has said nothing.
    private(set) var marker: Timestamp?
    /// The end that the server has been told, or has told.
    private var toldEnd = LineID(0)
    /// The end that the log on this machine has been told.
    private var loggedEnd = LineID(0)
    /// The names that the log on this machine is to be told of, too.
    var formerLogNames = FormerLogNames()
    /// The time after which lines have not been read, if the server knows no marker.
    private var unreadSince: Timestamp?
    /// True while what was read before is still to be heard from the server.
    private var isUnknown = true
    /// The end where it is no more than assumed, from ``unreadSince`` or from nothing: a marker that comes later knows better, also where it is
    /// earlier.
    private var assumedEnd: LineID?

    /// A line has come below all others.
    ///
    /// - Parameters:
    ///   - isNews: true where it counts as unread.
    ///   - isWatched: true where the person is looking: then the rule stays.
    mutating func lineArrived(_ place: LineID, isNews: Bool, isMention: Bool, isWatched: Bool) {
        if isNews {
            unread += 1
            if firstUnread == nil {
                firstUnread = place
                if !isWatched { placeRule() }
            }
        }
        if isMention { mentions += 1 }
        if isNews || isMention { newestUnread = place }
    }

    /// A line has come among the others, at the ``end`` or below it. The rule stays where it is.
    mutating func lineInserted(_ place: LineID, isNews: Bool, isMention: Bool) {
        if isNews {
            unread += 1
            firstUnread = min(firstUnread ?? place, place)
        }
        if isMention { mentions += 1 }
        if isNews || isMention { newestUnread = max(newestUnread ?? place, place) }
    }

    /// Counts what is unread anew: after history has come, or what was read has changed. Of very much, only some.
    ///
    /// - Parameter isNews: tells whether the line at a place counts as unread.
    mutating func recount(in scrollback: Scrollback, isNews: (Int) -> Bool) {
        unread = 0
        mentions = 0
        firstUnread = nil
        newestUnread = nil
        var index = scrollback.index(notBelow: end)
        let last = min(scrollback.count, index + 20_000)
        while index < last {
            let (isNew, isMention) = (isNews(index), scrollback.flags(at: index).contains(.mention))
            if isNew {
                unread += 1
                if firstUnread == nil { firstUnread = scrollback.id(at: index) }
            }
            if isMention { mentions += 1 }
            if isNew || isMention { newestUnread = scrollback.id(at: index) }
            index += 1
        }
    }

    /// Everything below a place has been read, and perhaps more.
    mutating func moveEnd(to place: LineID) { end = max(end, place) }

    /// Counts the lines until a time as read, and those behind it as not read. Nothing changes once the newest page of history has told how
    /// far the person has read.
    mutating func setEnd(behind time: Timestamp, in scrollback: Scrollback) {
        guard isUnknown else { return }
        end = scrollback.id(at: scrollback.firstIndex(laterThan: time, in: 0..<scrollback.count))
    }

    /// Puts the rule above the first message that is unread, or else above those that were passed over.
    mutating func placeRule() {
        if firstUnread != nil { seen.passedOver = nil }
        rule = firstUnread ?? seen.passedOver
    }

    mutating func removeRule() { (rule, seen.passedOver) = (nil, nil) }

    // MARK: Visits

    /// These lines are on the screen, and the person is looking.
    mutating func linesShown(_ top: LineID, through bottom: LineID) {
        if let first = seen.passedOver, first >= top { seen.passedOver = nil }
        seen.end = bottom >= newestUnread ?? bottom ? bottom.next : nil
    }

    /// The person leaves the buffer. If the newest line was in sight, the lines until it count as read, also those further up that were not
    /// seen: the rule stays above these until something new comes. Lines that came later are unread.
    ///
    /// - Returns: true where more is read by it, and the count is to be done anew, and the rule placed then.
    mutating func left(in scrollback: Scrollback) -> Bool {
        placeRule()
        guard let seenEnd = seen.end else { return false }
        seen.end = nil
        guard let firstUnread, firstUnread < seenEnd else { return false }
        seen.passedOver = firstUnread
        // Lines under way have no place yet.
        moveEnd(to: min(seenEnd, scrollback.endID))
        return true
    }

    // MARK: The server's marker

    /// Counts lines that are later than this time as not read, if the server knows no marker.
    mutating func setUnreadSince(_ time: Timestamp) { unreadSince = time }

    /// Takes a marker of the server's; one that is not later than the last is none.
    ///
    /// - Returns: false where nothing changes.
    mutating func take(_ time: Timestamp, in scrollback: Scrollback) -> Bool {
        let isFirst = marker == nil
        if let marker, time <= marker { return false }
        marker = time
        return applyMarker(in: scrollback, canMoveBack: isFirst && (isUnknown || end == assumedEnd))
    }

    /// The newest page of history has come: what was read before is known by now.
    ///
    /// - Returns: false where nothing changes.
    mutating func newestPageArrived(in scrollback: Scrollback) -> Bool {
        guard isUnknown else { return false }
        let isApplied = applyMarker(in: scrollback, canMoveBack: true)
        isUnknown = false
        assumedEnd = marker == nil ? end : nil
        return isApplied
    }

    /// Everything up to the marker is read, and, where nothing was known before, everything behind it is not.
    private mutating func applyMarker(in scrollback: Scrollback, canMoveBack: Bool) -> Bool {
        guard let marker = marker ?? unreadSince else { return false }
        let place = scrollback.id(at: scrollback.firstIndex(laterThan: marker, in: 0..<scrollback.count))
        end = canMoveBack ? place : max(end, place)
        toldEnd = end
        loggedEnd = end
        return true
    }

    /// True where the server or the log has told how far was read.
    var hasMarker: Bool { marker != nil }

    /// True where more has been read than the server has been told.
    var isAheadOfServer: Bool { end != toldEnd }

    /// The server has been told, as far as it can be.
    mutating func told() { toldEnd = end }

    /// True where more has been read than the log on this machine has been told.
    var isAheadOfLog: Bool { end != loggedEnd }

    /// The log has been told.
    mutating func logged() { loggedEnd = end }

    /// Moves the marker to the time of the newest message that has been read.
    ///
    /// - Returns: false where the server knows of that already.
    mutating func advanceMarker(to time: Timestamp) -> Bool {
        guard time > marker ?? Timestamp(milliseconds: 0) else { return false }
        marker = time
        return true
    }
}

/// The part of a buffer that the person has seen while it is on the screen, and what they left above it.
private struct SeenEnd: Sendable {
    /// One past the newest line that was in sight; nil while the reader is further up, or has seen nothing yet.
    var end: LineID?
    /// The first message of those that count as read though they were never in sight.
    var passedOver: LineID?
}
