import Protocol

/// The choices for the word that the person is typing.
package struct CompletionOffer: Hashable, Sendable {
    /// The word that is replaced, in characters of the input.
    package var range: Range<Int>
    /// The best first, each with what follows it: `mara: ` at the line's beginning.
    package var choices: [String]
}

extension ClientSession {
    /// The choices for the word before the cursor: nicks (those who spoke last first), rooms, or commands, as the place of the word wants
    /// it, and emoji for a word that begins with a colon. Nil if there is nothing to offer.
    ///
    /// - Parameters:
    ///   - cursor: counted in characters from the beginning.
    ///   - networks: the words that `/connect` takes beside the names of the configuration.
    package func completion(
        of input: String, cursor: Int, in id: BufferID, networks: [String] = []
    ) -> CompletionOffer? {
        let before = Array(input.prefix(max(0, cursor)))
        let start = (before.lastIndex { $0 == " " || $0.isNewline } ?? -1) + 1
        let word = String(before[start...])
        let isCommand = before.first == "/" && !(before.count > 1 && before[1] == "/")
        let choices: [String]
        if isCommand, start == 0 {
            choices = commandNames(beginningWith: String(word.dropFirst())).map { "/\($0) " }
        } else if EmojiNames.isBeginning(word) {
            choices = EmojiNames.matches(word).map { $0.emoji + " " }
        } else if isCommand {
            let words = String(before[1..<start]).split(separator: " ")
            guard let name = words.first, let argument = argument(at: words.count - 1, of: String(name)) else {
                return nil
            }
            choices =
                argument == .settingValue
                ? values(ofSetting: String(words[1]), beginningWith: word)
                : self.choices(
                    for: word, argument: argument, in: id, suffix: " ", networks: configuration.networkNames + networks)
        } else {
            let isChannel = word.first.map { isupport.channelTypes.contains($0) } ?? false
            choices = self.choices(
                for: word, argument: isChannel ? .channel : .nick, in: id, suffix: start == 0 && !isChannel ? ": " : " "
            )
        }
        return choices.isEmpty ? nil : CompletionOffer(range: start..<before.count, choices: choices)
    }

    /// The kind of thing that an argument names; nil where there is no such command. For the person's own it may be anybody or any room.
    private func argument(at index: Int, of command: String) -> SlashCommandTable.Argument? {
        if aliases[command] != nil { return .target }
        return SlashCommandTable.standard.entry(named: command)?.argument(at: index)
    }

    /// The commands, and the person's own behind them.
    private func commandNames(beginningWith prefix: String) -> [String] {
        SlashCommandTable.standard.names(beginningWith: prefix)
            + aliases.names.filter { $0.hasPrefix(prefix.lowercased()) }
    }

    private func choices(
        for word: String, argument: SlashCommandTable.Argument, in id: BufferID, suffix: String, networks: [String] = []
    ) -> [String] {
        switch argument {
        case .none, .settingValue: []
        case .profileKey:
            MetadataKey.profile.map(\.rawValue).filter { $0.hasPrefix(word.lowercased()) }.map { $0 + suffix }
        case .network: Self.names(beginningWith: word, among: networks).map { $0 + suffix }
        case .setting:
            configuration.settings.map(\.name).filter { $0.lowercased().hasPrefix(word.lowercased()) }
                .map { $0 + suffix }
        case .command where word.first == "/":
            commandNames(beginningWith: String(word.dropFirst())).map { "/" + $0 + suffix }
        case .command: commandNames(beginningWith: word).map { $0 + suffix }
        case .alias: aliases.names.filter { $0.hasPrefix(AliasTable.bare(word)) }.map { $0 + suffix }
        case .channel: channels(beginningWith: word, in: id).map { $0 + suffix }
        case .nick:
            // A room may stand before the nick that is wanted: /kick #room nick.
            isChannelName(word)
                ? channels(beginningWith: word, in: id).map { $0 + suffix }
                : nicks(beginningWith: word, in: id).map { $0 + suffix }
        case .target: (nicks(beginningWith: word, in: id) + channels(beginningWith: word, in: id)).map { $0 + suffix }
        }
    }

    /// The names of networks that begin so, or have a bouncer's name and a slash before that.
    private static func names(beginningWith word: String, among networks: [String]) -> [String] {
        let wanted = word.lowercased()
        return networks.filter { name in
            let lowered = name.lowercased()
            return lowered.hasPrefix(wanted)
                || lowered.firstIndex(of: "/").map { lowered[$0...].dropFirst().hasPrefix(wanted) } == true
        }
    }

    private func values(ofSetting name: String, beginningWith word: String) -> [String] {
        let setting = configuration.settings.first { $0.name.lowercased() == name.lowercased() }
        return setting?.values.filter { $0.lowercased().hasPrefix(word.lowercased()) } ?? []
    }

    /// The room on the screen first, then the others as they stand.
    private func channels(beginningWith word: String, in id: BufferID) -> [String] {
        let wanted = casemapping.fold(word).bytes
        let bare = casemapping.fold("#" + word).bytes
        return buffers.filter { buffer in
            guard buffer.kind == .channel else { return false }
            let name = casemapping.fold(buffer.name).bytes
            return name.starts(with: wanted) || (!isChannelName(word) && name.starts(with: bare))
        }.sorted { ($0.id == id ? 0 : 1, $0.id) < ($1.id == id ? 0 : 1, $1.id) }.map(\.name)
    }

    private func nicks(beginningWith word: String, in id: BufferID) -> [String] {
        guard let buffer = buffers[id] else { return [] }
        let wanted = casemapping.fold(word).bytes
        let own = casemapping.fold(nick)
        func begins(_ name: String) -> Bool {
            let folded = casemapping.fold(name)
            return folded.bytes.starts(with: wanted) && folded != own
        }
        // With nothing typed yet, those who have spoken; in a big room all others would be too many.
        let members = buffer.members.unordered.filter { begins($0.nick) && (!word.isEmpty || $0.lastSpoke > 0) }
        let sorted = members.sorted { a, b in
            a.lastSpoke != b.lastSpoke
                ? a.lastSpoke > b.lastSpoke : casemapping.fold(a.nick) < casemapping.fold(b.nick)
        }.map(\.nick)
        var seen = Set(sorted.map { casemapping.fold($0) })
        let talks = (buffers.filter { $0.kind == .query }.map(\.name) + preferences.friends.nicks)
            .filter { begins($0) && seen.insert(casemapping.fold($0)).inserted }
        let isTalk = buffer.kind == .query && begins(buffer.name)
        return isTalk ? [buffer.name] + talks.filter { $0 != buffer.name } : sorted + talks
    }
}
