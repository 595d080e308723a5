/// The moment from which a changed value of a key counts for a program that runs.
package enum Activation: Hashable, Sendable {
    /// Once the program has read its file again.
    case atOnce
    /// Once the program has been started anew.
    case nextStart
}
