/// The capabilities and the tokens of 005 that clients are told.
final class Offer {
    /// All capabilities that there are, but for those that the settings rule out or the host took back.
    private(set) var capabilities: Capabilities
    /// The tokens of 005.
    private(set) var iSupportTokens: [String]

    init(_ settings: Settings, _ reachability: Reachability, withAccounts hasAccounts: Bool) {
        capabilities = .available(with: settings, withAccounts: hasAccounts)
        iSupportTokens = ISupportToken.all(for: settings, reachability: reachability).map(\.text)
    }

    /// Puts other tokens in the place of those that are there.
    func setTokens(_ tokens: [ISupportToken]) { iSupportTokens = tokens.map(\.text) }

    /// Offers capabilities again.
    ///
    /// - Returns: those of them that were not on offer.
    func add(_ capabilities: Capabilities) -> Capabilities {
        let added = capabilities.subtracting(self.capabilities)
        self.capabilities.formUnion(added)
        return added
    }

    /// Takes capabilities back.
    ///
    /// - Returns: those of them that were on offer.
    func remove(_ capabilities: Capabilities) -> Capabilities {
        let removed = capabilities.intersection(self.capabilities)
        self.capabilities.subtract(removed)
        return removed
    }
}
