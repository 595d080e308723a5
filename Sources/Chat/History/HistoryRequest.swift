import Protocol

/// Which part of a conversation somebody wants to read. <https://ircv3.net/specs/extensions/chathistory>
package struct HistoryRequest: Hashable, Sendable {
    package var conversation: Conversation
    package var span: Span
    /// The most events of the page; a few more where a page that is asked for by time would end within a millisecond.
    package var limit: Int
    /// The first event that may be read: for one who may read only from a join on. That event itself may be read.
    package var floor: EventNumber
    /// The kinds of events that are wanted; nothing stands for all. Without `event-playback` it is ``messageKinds``.
    package var kinds: Set<Event.Kind>?

    package init(
        _ span: Span, in conversation: Conversation, limit: Int, floor: EventNumber = .none,
        kinds: Set<Event.Kind>? = nil
    ) {
        self.conversation = conversation
        self.span = span
        self.limit = limit
        self.floor = floor
        self.kinds = kinds
    }

    /// The kinds of events that every client understands in a page of history.
    package static let messageKinds: Set<Event.Kind> = [.message, .notice]

    /// A place in the course of events. An event with this number or time need not exist.
    package enum Point: Hashable, Sendable {
        case event(EventNumber)
        case time(Timestamp)
    }

    package enum Span: Hashable, Sendable {
        /// The newest, but none at or before the point.
        case latest(after: Point?)
        /// The last ones before the point, without it.
        case before(Point)
        /// The first ones after the point, without it.
        case after(Point)
        /// Half of the limit before the point; the point itself and those after it fill the other half.
        case around(Point)
        /// Counted from the first point towards the second, without either. The first may be the later one.
        case between(Point, Point)
    }
}

/// A page of a conversation.
package struct HistoryPage: Hashable, Sendable {
    /// In rising order.
    package var events: [Event]
    /// True if nothing more of what was asked for lies behind the page, in the direction of the request; around a point in both. False
    /// also where that is not known.
    package var isEnd: Bool

    package init(events: [Event], isEnd: Bool) {
        self.events = events
        self.isEnd = isEnd
    }
}

/// Which conversations somebody took part in lately. <https://ircv3.net/specs/extensions/chathistory#targets>
package struct TargetsRequest: Hashable, Sendable {
    /// The rooms to look at, each with the first event that may be read in it.
    package var channels: [Conversation: EventNumber]
    /// The name whose direct conversations are looked at.
    package var name: FoldedName?
    /// Counted from this moment towards ``to``, without either. It may be the later one.
    package var from: Timestamp
    package var to: Timestamp
    package var limit: Int
    /// The kinds of events that count as the latest of a conversation; nil for all.
    package var kinds: Set<Event.Kind>?

    package init(
        channels: [Conversation: EventNumber], directsOf name: FoldedName?, from: Timestamp, to: Timestamp, limit: Int,
        kinds: Set<Event.Kind>? = HistoryRequest.messageKinds
    ) {
        self.channels = channels
        self.name = name
        self.from = from
        self.to = to
        self.limit = limit
        self.kinds = kinds
    }
}

/// A conversation and when something was last said in it.
package struct HistoryTarget: Hashable, Sendable {
    package var conversation: Conversation
    package var latest: Timestamp

    package init(conversation: Conversation, latest: Timestamp) {
        self.conversation = conversation
        self.latest = latest
    }
}
