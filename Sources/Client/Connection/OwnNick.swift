import Protocol

/// Our nick: the one we have or had last, the one the person asked for, and those that are tried while the server refuses.
struct OwnNick: Sendable {
    /// As the server has it, or will be asked for it; while there is no connection, as it was last.
    private(set) var current: String
    /// Finds ``current`` in texts.
    private(set) var matcher: NameMatcher
    /// The one that the person asked for last, and the one of theirs that the server gave.
    private var requested: String?
    private var granted: String?
    /// Why a nick was refused before the welcome, until that has been told.
    private var refusal: String?
    /// The configured ones, in order.
    private let configured: [String]
    private var fallback: NickFallback

    /// - Parameter configured: the nicks to try, not empty.
    init(configured: [String]) {
        self.configured = configured
        current = configured[0]
        matcher = NameMatcher(name: configured[0], casemapping: .rfc1459)
        fallback = NickFallback(wanted: configured)
    }

    /// The nick that the person would have if nobody else had it.
    var wanted: String { granted ?? configured[0] }

    /// - Parameter casemapping: the server's. To be told again where that changes.
    mutating func set(_ nick: String, casemapping: Casemapping) {
        current = nick
        matcher = NameMatcher(name: nick, casemapping: casemapping)
    }

    /// The nick to ask a new connection for.
    mutating func first() -> String {
        fallback = NickFallback(wanted: (granted.map { [$0] } ?? []) + configured)
        return fallback.next(limit: nil)
    }

    /// The nick to ask for since the current one was refused.
    ///
    /// - Parameters:
    ///   - isMalformed: the server does not take its characters.
    ///   - limit: the most bytes that the server takes; nil while that is not known.
    ///   - reason: why, as one clause.
    mutating func next(isMalformed: Bool, limit: Int?, because reason: String) -> String {
        refusal = reason
        let next = fallback.next(limit: limit)
        let simple = isMalformed ? NickFallback.simplified(current) : current
        return simple == current ? next : simple
    }

    /// Why a nick was refused since this was asked last.
    mutating func takeRefusal() -> String? {
        defer { refusal = nil }
        return refusal
    }

    /// The person asks for a nick.
    mutating func request(_ nick: String) { requested = nick }

    /// The server gave a nick, which is set already: where the person asked for it, it is theirs from now on.
    mutating func grant(_ nick: String) {
        if let requested, matcher.matches(Bytes(requested)) { granted = nick }
    }
}
