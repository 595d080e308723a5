/// Commands that other programs let name the network that they are for: `/join -libera #room`, `/msg -server libera bob hello`.
extension ForeignCommand {
    static let elsewhere = ["join", "msg", "query", "notice", "part"].map { name in
        ForeignCommand([name], for: []) { arguments in
            let words = arguments.words[...]
            let rest = withoutNetwork(words)
            // A reason for leaving may begin with a dash.
            guard rest.count < words.count, name != "part" || rest.first.map(arguments.isChannel) == true else {
                return nil
            }
            return forShownNetwork(name)
        }
    }

    /// The answer to a command that names a network.
    static func forShownNetwork(_ name: String) -> Meaning {
        .answer("/\(name) is for the network on the screen: go to a buffer of the one that you mean first.")
    }

    /// The services of bouncers whose nicks begin with a dash, as nobody else's.
    private static let dashedServices: Set<String> = ["-sbnc", "-psybnc"]

    /// The words behind a command, without the options that begin them.
    static func withoutNetwork<Word: StringProtocol>(_ words: ArraySlice<Word>) -> ArraySlice<Word> {
        var rest = words
        while let first = rest.first, first.first == "-", first.count > 1, !dashedServices.contains(first.lowercased())
        {
            rest = rest.dropFirst(first.lowercased() == "-server" ? 2 : 1)
        }
        return rest
    }
}
