import Client

/// The number of buffers out of sight, of those among them with news, and of those that call the person.
struct HiddenBuffers: Equatable {
    var count = 0
    var news = 0
    var calls = 0

    /// `3 new 1!`: how many have news, and in how many of them the person is called; `37 quiet` where nothing is new.
    var wording: String { news == 0 ? "\(count) quiet" : "\(news) new" + (calls > 0 ? " \(calls)!" : "") }

    /// The same in a sign or two.
    var short: String { calls > 0 ? "\(calls)!" : "\(news > 0 ? news : count)" }

    func style(_ theme: Theme) -> Style { calls > 0 ? theme.mentionNick : news > 0 ? theme.heading : theme.quiet }
}

/// Counts the buffers in any part of an order. It is made once in linear time, and then asked at once.
struct HiddenBufferCounts {
    /// The sums of all that stands before each place.
    private var sums = [HiddenBuffers()]

    /// - Parameter urgencies: those of the buffers in their order; nil for what is no buffer.
    init(_ urgencies: some Sequence<Buffer.Urgency?>) {
        var sum = HiddenBuffers()
        for urgency in urgencies {
            if let urgency {
                sum.count += 1
                if urgency > .quiet { sum.news += 1 }
                if urgency == .call { sum.calls += 1 }
            }
            sums.append(sum)
        }
    }

    /// - Precondition: the range lies within the order.
    subscript(range: Range<Int>) -> HiddenBuffers {
        let (before, all) = (sums[range.lowerBound], sums[range.upperBound])
        return HiddenBuffers(
            count: all.count - before.count, news: all.news - before.news, calls: all.calls - before.calls)
    }

    /// Those from a place on.
    subscript(range: PartialRangeFrom<Int>) -> HiddenBuffers { self[range.lowerBound..<(sums.count - 1)] }

    /// Those before a place.
    subscript(range: PartialRangeUpTo<Int>) -> HiddenBuffers { self[0..<range.upperBound] }
}
