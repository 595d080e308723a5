/// Which nick to try next while the server refuses those before: the configured ones, then the first with `_` and `__` behind it,
/// then with numbers, always within the length that the server is known, or likely, to allow.
struct NickFallback: Sendable {
    private let wanted: [String]
    private var attempts = 0

    init(wanted: [String]) { self.wanted = wanted }

    /// The next nick. RFC 1459 promises nine letters: numbers are put behind so many, unless more are known to fit.
    mutating func next(limit: Int?) -> String {
        defer { attempts += 1 }
        if attempts < wanted.count { return wanted[attempts] }
        let turn = attempts - wanted.count
        let base = wanted[0]
        if turn < 2 { return Self.fit(base, suffix: turn == 0 ? "_" : "__", limit: limit ?? base.utf8.count + 2) }
        return Self.fit(base, suffix: String(turn - 1), limit: limit ?? 9)
    }

    /// The nick as a strict server would take it, for after 432: its letters, digits and signs only.
    static func simplified(_ nick: String) -> String {
        let plain = nick.unicodeScalars.filter {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" || $0 == "-"
        }
        let start = plain.drop { ("0"..."9").contains($0) || $0 == "-" }
        return start.isEmpty ? "guest" : fit(String(String.UnicodeScalarView(start)), suffix: "", limit: 9)
    }

    private static func fit(_ base: String, suffix: String, limit: Int) -> String {
        var stem = base
        while stem.count > 1, stem.utf8.count + suffix.utf8.count > limit { stem.removeLast() }
        return stem + suffix
    }
}
