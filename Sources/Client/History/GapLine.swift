import Protocol

/// The mark of a place at which lines may be missing. A line of the kind ``LineKind/gap`` in the scrollback has one: see ``Line/gap``.
package struct GapLine: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// The missed lines are being fetched.
        case loading
        /// The server has more: it is fetched when the view comes near.
        case open
        /// All that was missed stands below.
        case recovered
        /// The server keeps nothing that is older than what has come. Nobody knows if something older was missed.
        case cut
        /// The server cannot be asked, or refused.
        case notRecovered
        /// The lines that have come may be all, or may not: nothing tells.
        case unsure
    }

    package enum Cause: Hashable, Sendable {
        case offline
        /// One had left the room.
        case left
        /// One went to an older place, and what lies between has not been fetched.
        case jump
    }

    package var cause: Cause
    package var state: State
    /// Between these moments; nil where that is not known.
    package var since: Timestamp?
    package var until: Timestamp?
    /// How many messages have been recovered so far.
    package var missed = 0
    /// True if a moment with more lines than a page was passed over: see ``GapResolution``.
    var hasPassedMoment = false
    /// See ``Buffer/known(before:)``.
    var known: LinesAbove?

    /// In one line: `4 min offline · 37 missed · recovered`.
    package var wording: String {
        var parts: [String] = []
        if cause == .jump {
            parts.append("not fetched yet")
        } else if let since, let until {
            let seconds = max(0, until.seconds(since: since))
            parts.append("\(Self.duration(seconds)) \(cause == .offline ? "offline" : "away")")
        } else {
            parts.append(cause == .offline ? "offline" : "away")
        }
        switch state {
        case .loading: parts.append("loading")
        case .open where cause == .jump: break
        case .open: parts.append("more than \(missed) missed")
        case .recovered where missed == 0: parts.append("nothing missed")
        case .recovered: parts += ["\(missed) missed", "recovered"]
        case .cut where missed == 0: parts.append("nothing kept from then")
        case .cut: parts += ["\(missed) recovered", "older ones are not kept"]
        case .notRecovered: parts.append("not recovered")
        case .unsure where missed == 0: break
        case .unsure: parts.append("\(missed) recovered, perhaps not all")
        }
        return parts.joined(separator: " · ")
    }

    /// `40 s`, `4 min`, `3 h`, `2 d`.
    private static func duration(_ seconds: Int64) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3600) h"
        default: "\(seconds / 86_400) d"
        }
    }
}
