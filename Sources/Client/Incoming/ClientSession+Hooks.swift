import Protocol

/// Telling the shell of lines that programs of the person's own wait for.
extension ClientSession {
    /// To be called with a line that was said just now. Nothing of the person's own, and nothing that is played back, is told.
    mutating func callHooks(_ line: LineContent, in id: BufferID) {
        guard !configuration.hooks.isEmpty, line.kind.isTalk, line.flags.isDisjoint(with: [.own, .history]),
            let buffer = buffers[id]
        else { return }
        let text = line.text.text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { DrawableText.plain(String($0)) }.joined(separator: "\n")
        let searched = configuration.hooks.contains(where: \.hasPattern) ? LineHook.searched(text) : []
        let isMention = line.flags.contains(.mention)
        let isCall = isMention && !buffer.isMuted && notificationLevel(in: id) != .none
        let numbers = configuration.hooks.indices.filter { number in
            let hook = configuration.hooks[number]
            return hook.isAbout(buffer.name, casemapping: casemapping) && hook.describes(searched, isCall: isCall)
        }
        guard !numbers.isEmpty else { return }
        emit(
            .hook(
                HookedLine(
                    hooks: numbers, time: line.time, room: buffer.name, kind: line.kind, nick: line.sender.text,
                    text: text, messageID: line.messageID.text, isMention: isMention)))
    }
}
