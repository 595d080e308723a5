import Basics
import Protocol

/// The logging in on one connection: the exchange that goes on, and what is known from those before.
/// <https://ircv3.net/specs/extensions/sasl-3.2>
struct SASLLogin: Sendable {
    /// A message of the server's, put together.
    enum Received: Sendable {
        /// More of it follows.
        case partial
        case step(SASLClientExchange.Step)
        /// It is too long, or no base64.
        case malformed
    }

    /// So many bytes of base64 a server's message has at most: what SCRAM says has some hundred.
    private static let longestAnswer = 16_000
    /// So long is one line of a message; one that is full is followed by another.
    private static let partLength = 400

    private(set) var exchange: SASLClientExchange?
    /// When the server was last asked something in it, or answered.
    private(set) var movedAt = Timestamp(milliseconds: 0)
    /// True once a password, or a certificate, has been refused.
    private(set) var isRefused = false
    /// True if the last exchange used SCRAM, in which a server proves that it knows the password, and the server did not prove it.
    private(set) var isServerUnproved = false
    /// True once the account's password has been told as the server's own.
    private var isToldAsServerPassword = false
    /// The ways to log in that have been tried.
    private var tried: Set<SASLMechanism> = []
    /// The ways to log in, as 908 named them.
    private var named: [String]?
    /// The parts of what the server says.
    private var answer: [UInt8] = []

    /// True once any way to log in has been tried.
    var hasTriedAny: Bool { !tried.isEmpty }

    func hasTried(_ mechanism: SASLMechanism) -> Bool { tried.contains(mechanism) }

    /// True if the server names this way to log in, or names no ways at all.
    ///
    /// - Parameter offered: the value of the server's capability `sasl`.
    func isKnown(_ mechanism: SASLMechanism, offered: String?) -> Bool {
        let known = named ?? Self.mechanisms(offered ?? "")
        return known.isEmpty || known.contains(mechanism.rawValue)
    }

    /// 908: the ways that the server knows.
    mutating func name(_ list: String) { named = Self.mechanisms(list) }

    /// The person typed another password: every way may be tried once more.
    mutating func forgetTried() { tried = [] }

    mutating func begin(_ exchange: SASLClientExchange, at now: Timestamp) {
        tried.insert(exchange.mechanism)
        self.exchange = exchange
        answer = []
        movedAt = now
    }

    /// Takes one AUTHENTICATE of the server's.
    mutating func receive(_ part: String, at now: Timestamp) -> Received {
        guard exchange != nil else { return .partial }
        movedAt = now
        if part != "+" { answer += Array(part.utf8) }
        let isFull = part.utf8.count == Self.partLength
        guard part.utf8.count <= Self.partLength, answer.count <= Self.longestAnswer,
            let challenge = isFull ? [] : Base64.decode(answer.text)
        else {
            answer = []
            return .malformed
        }
        guard !isFull else { return .partial }
        answer = []
        guard let step = exchange?.receive(challenge) else { return .partial }
        return .step(step)
    }

    /// Takes a key that was made.
    mutating func derived(_ key: [UInt8], for derivation: KeyDerivation, at now: Timestamp) -> SASLClientExchange.Step?
    {
        movedAt = now
        return exchange?.derived(key, for: derivation)
    }

    /// This side ends the exchange; the server is to be told.
    mutating func giveUp() { exchange?.giveUp() }

    /// The exchange is over.
    ///
    /// - Returns: nil where there is none.
    mutating func end() -> SASLClientExchange? {
        guard let ended = exchange else { return nil }
        exchange = nil
        answer = []
        isServerUnproved = ended.mechanism == .scram && !ended.canSucceed
        return ended
    }

    /// The exchange is over without having been answered; of a server that logged us in nothing is said.
    mutating func drop() {
        exchange = nil
        answer = []
    }

    mutating func refuse() { isRefused = true }

    /// The account's password is to be told as the server's own, which happens once a connection.
    ///
    /// - Returns: false if it was told before.
    mutating func tellAsServerPassword() -> Bool {
        defer { isToldAsServerPassword = true }
        return !isToldAsServerPassword
    }

    mutating func clockSetBack(to now: Timestamp) { movedAt = min(movedAt, now) }

    private static func mechanisms(_ list: String) -> [String] {
        list.uppercased().split(separator: ",").map(String.init)
    }
}
