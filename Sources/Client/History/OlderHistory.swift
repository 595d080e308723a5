/// The state of the history above a buffer's oldest line.
package enum OlderHistory: Hashable, Sendable {
    /// The server keeps nothing, as far as is known.
    case none
    case more
    /// Being fetched.
    case loading
    /// The oldest line held is the first there is.
    case complete
    /// The last try failed; coming near the top again tries again.
    case failed
}
