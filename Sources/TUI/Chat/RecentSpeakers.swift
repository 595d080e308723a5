import Client
import Protocol

/// The people who spoke in some lines, each with the time of the last word. Who takes another nick takes it along.
struct RecentSpeakers: Sendable {
    private var times: [FoldedName: Timestamp] = [:]

    /// Takes a line that stands behind all that were taken.
    mutating func take(_ index: Int, of scrollback: Scrollback, _ casemapping: Casemapping) {
        let kind = scrollback.kind(at: index)
        if kind.isTalk {
            times[casemapping.fold(scrollback[index].sender)] = scrollback.time(at: index)
        } else if kind == .nick {
            let line = scrollback[index]
            if let time = times.removeValue(forKey: casemapping.fold(line.sender)) {
                times[casemapping.fold(line.target)] = time
            }
        }
    }

    /// The time at which somebody spoke last; nil where they did not.
    func lastWord(of nick: String, _ casemapping: Casemapping) -> Timestamp? { times[casemapping.fold(nick)] }
}
