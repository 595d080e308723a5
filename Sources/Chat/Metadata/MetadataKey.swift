import Protocol

/// The name of an entry of metadata, such as `display-name`. <https://ircv3.net/specs/extensions/metadata#keys-and-values>
struct MetadataKey: Hashable {
    let name: String

    /// Reads a key as a client wrote it; nil where that is none. In the second draft capitals count as small letters, in the third they
    /// are no part of a key. A colon, which only the second allows, is refused in both: nobody who follows the third could name the key.
    ///
    /// - Parameter limit: the most bytes.
    init?(_ word: String, in draft: MetadataDraft, limit: Int) {
        let name: String
        switch draft {
        case .two: name = Casemapping.ascii.fold(word).description
        case .three: name = word
        }
        guard 1...max(limit, 1) ~= name.utf8.count, name.utf8.allSatisfy(Self.isAllowed) else { return nil }
        self.name = name
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
            UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// True for a mark that somebody sets on a room or a person for its own sessions alone: `0` or `1`, and others see nothing of it.
    /// <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/metadata.md>
    var isMark: Bool { Self.marks.contains(name) }

    private static let marks: Set = ["soju.im/blocked", "soju.im/muted", "soju.im/pinned"]

    /// The keys that WHOIS tells, in this order: those that people read.
    static let shownInWhois = ["display-name", "pronouns", "status", "homepage"]
}
