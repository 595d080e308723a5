import Protocol
import TestSupport

/// Conversations made from a seed, and what was told in them: the same before and after a change that is to change nothing.
package struct Recording: Sendable {
    package let name: String
    /// How many seeds there are, from 0 on.
    package let count: UInt64
    /// Plays the conversation of a seed.
    package let play: @Sendable (_ seed: UInt64) -> Transcript

    package static let all = [network, client]

    /// A server's rules: what each session is told.
    static let network = Recording(name: "network", count: 700) { seed in
        var random = SeededGenerator(seed: seed)
        let crowd = SimulatedNetwork()
        crowd.transcript = Transcript()
        for _ in 0..<60 { crowd.act(Array(NetworkScript.act(using: &random).utf8)[...]) }
        crowd.finish()
        return crowd.transcript ?? Transcript()
    }

    /// A client's side and its screen: what is sent, and what is drawn.
    static let client = Recording(name: "client", count: 300) { seed in
        var random = SeededGenerator(seed: seed)
        var person = SimulatedClient()
        person.transcript = Transcript()
        for _ in 0..<60 {
            person.act(Array(ClientScript.act(using: &random).utf8)[...])
            if random.chance(5) { person.draw() }
        }
        person.draw()
        return person.transcript ?? Transcript()
    }
}

/// A line in which `{x}` stands for one of the words of a kind.
struct Template {
    let text: String
    let kinds: [Character: [String]]

    func filled(using random: inout SeededGenerator) -> String {
        var result = ""
        var rest = text[...]
        while let place = rest.firstIndex(of: "{"), let end = rest[place...].firstIndex(of: "}") {
            result += rest[..<place]
            let kind = rest[rest.index(after: place)]
            result += random.pick(kinds[kind] ?? [""])
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
