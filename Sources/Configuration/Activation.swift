/// The moment from which a changed value of a key counts for a program that runs.
package enum Activation: Hashable, Sendable {
    /// Once the program has read its file again.
    case atOnce
    /// Once the program has been started anew.
    case nextStart

    /// As people are told, to be read behind “counts”.
    package var words: String {
        switch self {
        case .atOnce: "at once"
        case .nextStart: "from the next start on"
        }
    }
}
