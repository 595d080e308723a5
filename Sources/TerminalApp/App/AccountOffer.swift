/// Offers once to keep the account of a network's server, and not again where the person did not want that.
struct AccountOffer {
    private var isMade = false
    /// True where the person has said, in this program or an earlier one, that no account of the server is to be kept.
    private(set) var isDeclined = false

    /// - Returns: true once, unless it was declined.
    mutating func mayMake() -> Bool {
        guard !isMade, !isDeclined else { return false }
        isMade = true
        return true
    }

    mutating func decline() { isDeclined = true }

    /// Takes back what was kept of the server that the network is for.
    mutating func restore(isDeclined: Bool) { self.isDeclined = isDeclined }
}
