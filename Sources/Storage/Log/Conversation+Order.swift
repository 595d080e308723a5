import Chat
import Protocol

extension Conversation {
    /// The order in which conversations are listed: rooms, then people; by their bytes.
    package func precedes(_ other: Conversation) -> Bool {
        switch (self, other) {
        case (.channel(let a), .channel(let b)): a < b
        case (.direct(let a, let c), .direct(let b, let d)): a == b ? c < d : a < b
        case (.channel, .direct): true
        case (.direct, .channel): false
        }
    }

    /// True for a direct conversation of this person.
    package func isDirect(of name: FoldedName) -> Bool {
        if case .direct(let a, let b) = self { a == name || b == name } else { false }
    }
}
