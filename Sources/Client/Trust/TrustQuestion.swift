import Basics

/// Asks the person if a server that no authority vouches for is the right one, before anything is said to it.
package struct TrustQuestion: Hashable, Sendable {
    package enum Answer: Hashable, Sendable {
        /// From now on, as long as it shows this key.
        case always
        /// Until the program ends.
        case once
        case no
    }

    package let network: NetworkID
    /// `host:port`.
    package let place: String
    package let shown: ShownKey

    package init(network: NetworkID = .first, place: String, shown: ShownKey) {
        self.network = network
        self.place = place
        self.shown = shown
    }

    /// The text of the question, one paragraph each. The fingerprint stands behind it.
    package var explanation: [String] {
        let problem = shown.problem.map { " (\($0))" } ?? ""
        return [
            "\(place) is new here, and no authority vouches for it\(problem). Nothing has been said to it yet.",
            "Is its key the one that “grillo serve” printed there? Whoever runs it can tell.",
        ]
    }

    /// The text and the fingerprint, one paragraph each. The fingerprint is as `grillo serve` prints it.
    package var paragraphs: [String] { explanation + ["Key fingerprint: \(groupedFingerprint)"] }

    /// The fingerprint in groups of four letters, for the eye.
    package var groupedFingerprint: String { GroupedFingerprint.text(shown.fingerprint) }

    /// The answers there are.
    package static let choices = [
        QuestionChoice("a", "trust always", word: "always"), QuestionChoice("o", "this once", word: "once"),
        QuestionChoice("n", "leave", word: "leave"),
    ]

    /// Reads an answer: a word, or its first letter.
    package static func answer(_ text: String) -> Answer? {
        switch text.lowercased() {
        case "a", "always": .always
        case "o", "once": .once
        case "n", "no", "leave": .no
        default: nil
        }
    }
}
