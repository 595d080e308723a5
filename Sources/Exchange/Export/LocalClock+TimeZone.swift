import Foundation
import Protocol

extension LocalClock {
    /// The clock on the wall of a time zone, with the summer times that it has had.
    init(_ timeZone: TimeZone) {
        self.init { timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0.seconds))) }
    }

    /// `YYYY-MM-DD hh:mm:ss`.
    func dateAndSecond(_ time: Timestamp) -> String {
        let text = local(time).iso8601
        return text.prefix(10) + " " + text.dropFirst(11).prefix(8)
    }
}
