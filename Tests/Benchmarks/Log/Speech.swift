import Glibc
import Protocol
import Storage

/// What is said in the log that is measured: 12 words a line, each as frequent as words of that rank are where people talk.
struct Speech {
    static let room = Bytes("#bench")
    /// A twentieth of the lines is said here.
    static let smallRoom = Bytes("#small")

    private static let vocabulary = 50_000
    private static let nicks = (0..<300).map { "m\($0)" }
    private static let words = (0...vocabulary).map(word)

    private var seed: UInt64 = 1

    /// What is searched for: its name, what is typed, and the room; nil for all.
    static let searches: [(name: String, typed: String, room: Bytes?)] = [
        ("a word of half of the lines", words[1], nil),
        ("two letters", words[60], nil),
        ("a word of one line in a thousand", words[1000], nil),
        ("a word of a few lines", words[40_000], nil),
        ("a word that is nowhere", "nowhere", nil),
        ("one line, the oldest", "oldestline", nil),
        ("two common words", "\(words[1]) \(words[2])", nil),
        ("three words that seldom meet", "\(words[3]) \(words[500]) \(words[700])", nil),
        ("two common words that never meet", "even odd", nil),
        ("a phrase of common words", "\"\(words[1]) \(words[2]) \(words[3])\"", nil),
        ("the four most common words as a phrase", "\"\(words[1]) \(words[2]) \(words[3]) \(words[4])\"", nil),
        ("a word of a few lines, in the large room", words[40_000], room),
        ("a common word, in a small room", words[1], smallRoom),
        ("a common word, in a small room that never has it", "everywhere", smallRoom),
    ]

    /// Syllables, so many that each number has its own; the first 99 have two letters.
    private static func word(_ rank: Int) -> String {
        var (rest, letters) = (rank, "")
        repeat {
            letters = String(syllables[rest % syllables.count]) + letters
            rest /= syllables.count
        } while rest > 0
        return letters
    }

    private static let syllables = "bcdfghjklmnprstvwxyz".flatMap { first in "aeiou".map { "\(first)\($0)" } }

    mutating func line(_ number: Int, of count: Int, in room: Bytes, at time: Timestamp) -> LoggedLine {
        var said = (0..<12).map { _ in Self.words[rank()] } + [number.isMultiple(of: 2) ? "even" : "odd"]
        if number == 0 { said.append("oldestline") }
        if number == count - 1 { said.append("newestline") }
        if room == Self.room { said.append("everywhere") }
        let (text, nick) = (said.joined(separator: " "), Self.nicks[number % Self.nicks.count])
        return LoggedLine(
            time: time, sender: Bytes(nick), text: Bytes(text),
            message: Bytes(":\(nick)!u@h PRIVMSG \(room.text) :\(text)"), isNews: true)
    }

    /// A rank from 1 on, the first as frequent as all of them together that begin by another power of two: Zipf's law.
    private mutating func rank() -> Int {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(exp(Double(seed >> 11) / Double(1 << 53) * log(Double(Self.vocabulary))))
    }
}
