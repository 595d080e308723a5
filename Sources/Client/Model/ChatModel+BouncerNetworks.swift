import Protocol

/// The networks of bouncers, by the words that `/connect` takes for them.
extension ChatModel {
    /// A network of a bouncer, and the network of the screen that leads to the bouncer itself.
    package typealias KnownBouncerNetwork = (bouncer: NetworkID, network: BouncerNetwork)

    /// The networks that a word names, in whatever case: `NAME`, or `BOUNCER/NAME`. They are several where more than one bouncer has a network
    /// of that name.
    ///
    /// A name alone has no dot, colon or slash, so that no bouncer can give a network the name of somebody else's server.
    package func bouncerNetworks(named word: String) -> [KnownBouncerNetwork] {
        let wanted = word.lowercased()
        let isPlain = Self.isPlainWord(word)
        return networks.compactMap { bouncer in
            let lead = name(of: bouncer) + "/"
            let network = self[bouncer].bouncerNetworks.first { network in
                (isPlain ? network.label : lead + network.label).lowercased() == wanted
            }
            return network.map { (bouncer, $0) }
        }
    }

    /// True if a word, in whatever case, leads to this machine or a table of the person's own, so that it names no network of a bouncer.
    package func isOwnNetworkWord(_ word: String) -> Bool {
        let configuration = shown.configuration
        let own = ["localhost"] + configuration.networkNames + configuration.networkHosts
        return own.contains { $0.lowercased() == word.lowercased() }
    }

    /// The word that names a network of a bouncer and no other: its name, with that of the bouncer before it where it has to be. Nil where
    /// none does, as where it has a blank.
    package func word(for network: BouncerNetwork, of bouncer: NetworkID) -> String? {
        let label = network.label
        let isEnough =
            Self.isPlainWord(label) && !isOwnNetworkWord(label) && bouncerNetworks(named: label).count == 1
        let word = isEnough ? label : name(of: bouncer) + "/" + label
        guard DrawableText.plain(word) == word, !word.contains(where: \.isWhitespace), !word.contains("://"),
            (try? ConnectTarget(word)) != nil
        else { return nil }
        let named = bouncerNetworks(named: word)
        return named.count == 1 && named[0].network.id == network.id ? word : nil
    }

    /// The words for all networks of bouncers.
    package var bouncerNetworkWords: [String] {
        networks.flatMap { bouncer in self[bouncer].bouncerNetworks.compactMap { word(for: $0, of: bouncer) } }
    }

    private static func isPlainWord(_ name: String) -> Bool { !name.contains { ".:/ ".contains($0) } }
}
