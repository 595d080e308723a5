/// The sequences of the keys of one terminal, as its description has them: <https://invisible-island.net/ncurses/man/terminfo.5.html>.
struct TerminfoKeys: Sendable {
    /// A longer one is no key.
    private static let longest = 32

    private var keys: [[UInt8]: Key] = [:]
    /// All that a longer sequence begins with.
    private var beginnings: Set<[UInt8]> = []
    private var firsts: Set<UInt8> = []
    private var longest = 0

    /// Takes the sequences that begin with a control character or no character, and not Esc by itself: typed text stays typed text.
    init(_ sequences: [[UInt8]: Key]) {
        for (sequence, key) in sequences where sequence != [0x1B] && sequence.count <= Self.longest {
            guard let first = sequence.first, !(0x20...0x7E).contains(first) else { continue }
            keys[sequence] = key
            firsts.insert(first)
            longest = max(longest, sequence.count)
            for count in 1..<sequence.count { beginnings.insert(Array(sequence[..<count])) }
        }
    }

    /// The key whose sequence these bytes begin with, the longest there is, and its length.
    func match(_ bytes: [UInt8]) -> (Key, Int)? {
        guard let first = bytes.first, firsts.contains(first) else { return nil }
        for count in stride(from: min(bytes.count, longest), to: 0, by: -1) {
            if let key = keys[Array(bytes[..<count])] { return (key, count) }
        }
        return nil
    }

    /// Tells that all these bytes are the beginning of a longer sequence.
    func goesOn(behind bytes: [UInt8]) -> Bool { beginnings.contains(bytes) }
}
