/// The rest of a command that is being typed.
extension SlashCommandTable {
    /// The letters that a command's name still lacks, if it is the only one that begins so, and the arguments that are still to come, as they
    /// are shown: `ite [nick] [room]` for `/inv`, ` [reason]` for `/kick bob`.
    ///
    /// - Parameter channelTypes: the characters with which the names of rooms begin on this server; see ``Protocol/ISupport/channelTypes``.
    /// - Returns: nil for text that is no command, for a name that is unknown or could be several, and where nothing is missing.
    package func missing(from input: String, channelTypes: String) -> String? {
        let body = input.dropFirst()
        guard input.first == "/", let first = body.first, first != "/", first != " ", !body.contains(where: \.isNewline)
        else { return nil }
        let words = body.split(separator: " ", maxSplits: Self.maxWords)
        guard let name = words.first?.lowercased(), let entry = entry(named: name) else { return nil }
        let isWordOpen = body.last != " "
        let isNameOpen = isWordOpen && words.count == 1
        let isShortened = !entry.isCalled(name)
        // It means something else, as in other programs.
        if isShortened, ForeignCommand.isKnown(name) { return nil }
        let letters = isNameOpen && isShortened ? entry.name.dropFirst(name.count) : ""
        let arguments = entry.arguments(behind: words.dropFirst(), channelTypes: channelTypes).joined(separator: " ")
        let missing = letters + (isWordOpen && !arguments.isEmpty ? " " : "") + arguments
        return missing.isEmpty ? nil : missing
    }

    /// Words of an input that are looked at: no command has more arguments.
    private static var maxWords: Int { 8 }
}

extension SlashCommandTable.Entry {
    /// The arguments one by one: what stands in brackets, and what is joined by “or”, is one.
    var argumentList: [String] {
        var list: [String] = []
        var depth = 0
        var isJoined = false
        for word in arguments.split(separator: " ") {
            if depth > 0 || isJoined || word == "or", let last = list.indices.last {
                list[last] += " " + word
            } else {
                list.append(String(word))
            }
            isJoined = word == "or"
            depth += word.count { $0 == "[" } - word.count { $0 == "]" }
        }
        return list
    }

    /// The arguments that are still to come behind these words. A room that may be left out is so by any other word.
    fileprivate func arguments(behind words: ArraySlice<Substring>, channelTypes: String) -> ArraySlice<String> {
        var list = argumentList[...]
        for word in words {
            guard let next = list.first, !next.hasSuffix("…"), let first = word.first else { break }
            if channelTypes.contains(first), let room = list.firstIndex(of: "[room]") {
                list = list[(room + 1)...]
                continue
            }
            let isLeftOut = next == "[room]" || (next == "[target]" && "+-".contains(first))
            list = list.dropFirst(isLeftOut ? 2 : 1)
        }
        return list
    }
}
