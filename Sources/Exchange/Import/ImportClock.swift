import Chat
import Protocol
import Storage

/// Gives imported events their times. Time never runs back.
///
/// Most logs know the second, while clients page through history by time: the lines of a conversation that such a log has in one second are
/// a millisecond apart, as far as the second has room. All others keep their time, unless that would run back within a second.
struct ImportClock {
    private var latest = Timestamp.earliest
    /// The last event of each conversation in the second of the latest one.
    private var latestIn: [Conversation: Timestamp] = [:]

    /// - Parameter isExact: true where the source knows the millisecond.
    mutating func time(of event: Event, isExact: Bool) -> Timestamp {
        let second = Timestamp(seconds: event.time.seconds)
        if second > latest { latestIn.removeAll(keepingCapacity: true) }
        var time = event.time
        if !isExact, time == second {
            let last = event.conversations.compactMap { latestIn[$0] }.max()
            if let last { time = min(last.advanced(byMilliseconds: 1), second.advanced(byMilliseconds: 999)) }
        }
        latest = max(latest, time)
        if latestIn.count < Self.capacity {
            for conversation in event.conversations { latestIn[conversation] = latest }
        }
        return latest
    }

    /// The most conversations of one second that are told apart.
    private static let capacity = 4096
}

extension ImportFormat {
    /// True where the times of its events are exact to the millisecond.
    var isExact: Bool {
        switch self {
        case .grillo, .ergo: true
        case .weechat, .irssi, .znc: false
        }
    }

    /// The seconds in which an event may have been whose time it tells: a log of irssi's has minutes, unless it was set up otherwise.
    var length: Int64 {
        switch self {
        case .grillo, .ergo, .weechat, .znc: 1
        case .irssi: StagedLine.minute
        }
    }
}
