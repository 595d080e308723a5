import Basics

/// The servers met before, each with its key: a file of lines `host:port SHA256:… YYYY-MM-DD [authority]`. The fingerprint may
/// stand in groups of four letters.
///
/// One that is pinned must show that key, vouched for or not. One that an authority vouched for may show another key, but must be
/// vouched for. Lines that make no sense are kept as they are.
package struct KnownHosts: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var place: String
        package var fingerprint: String
        /// The day of the first meeting, `YYYY-MM-DD`.
        package var firstSeen: String
        package var isVouchedFor: Bool

        fileprivate init?(_ line: Substring) {
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 3, words[1].hasPrefix("SHA256:") else { return nil }
            // Somebody may have copied a fingerprint in by hand, in the groups that `grillo serve` prints. A day is longer than a group.
            let isGrouped = words[1].utf8.count == "SHA256:".utf8.count + GroupedFingerprint.groupLength
            let groups = words[2...].prefix { isGrouped && $0.utf8.count <= GroupedFingerprint.groupLength }
            let rest = words[groups.endIndex...]
            guard let day = rest.first else { return nil }
            self.init(
                place: words[0], fingerprint: words[1] + groups.joined(), firstSeen: day,
                isVouchedFor: rest.dropFirst().contains("authority"))
        }

        init(place: String, fingerprint: String, firstSeen: String, isVouchedFor: Bool) {
            self.place = place
            self.fingerprint = fingerprint
            self.firstSeen = firstSeen
            self.isVouchedFor = isVouchedFor
        }

        fileprivate var line: String { "\(place) \(fingerprint) \(firstSeen)" + (isVouchedFor ? " authority" : "") }
    }

    private var lines: [String]

    /// Reads what ``text`` wrote, also with the line ends of other systems: an editor may have put them there.
    package init(_ text: String = "") { lines = text.split(whereSeparator: \.isNewline).map(String.init) }

    package var text: String { lines.map { $0 + "\n" }.joined() }

    /// The entry about a server, given as `host:port`; nil if there is none. The last line about the server counts.
    package func entry(for place: String) -> Entry? {
        let place = place.lowercased()
        return lines.lazy.reversed().compactMap { Entry($0[...]) }.first { $0.place.lowercased() == place }
    }

    /// Keeps a key from `day` on.
    package mutating func remember(_ place: String, _ shown: ShownKey, on day: String) {
        let entry = Entry(
            place: place.lowercased(), fingerprint: shown.fingerprint, firstSeen: day, isVouchedFor: shown.isVouchedFor)
        lines.append(entry.line)
    }
}
