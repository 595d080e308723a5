import Protocol

/// Putting the text of an alias in the place of its name.
extension AliasTable {
    /// Aliases that are replaced for one input, those that stand in the text of others among them.
    private static let maxReplaced = 32
    /// Lines that one input stands for.
    private static let maxLines = 64

    /// The lines that an input stands for, each to be taken as if it had been typed, but for its ``EnteredLine/kind``; the input alone where
    /// it begins with no alias.
    ///
    /// In the text of an alias `$1` to `$9` stand for the words behind its name, `$2-` for the second and all that follow, `$*` for all,
    /// `$nick` for the person's nick, `$room` for the name of the buffer and `$$` for a dollar. Where none of the words is named they stand
    /// behind the text. A `;` with a command behind it begins the next line; one among the words begins none.
    ///
    /// A line that is an `/exec` is for the shell as it stands, since others choose names and words: it has the words as its own `$1`, `$*`
    /// and so on, and the names as variables, which `$nick` and `$room` become.
    ///
    /// - Throws: the mistake, as a sentence, where aliases stand for each other without end, or for too much.
    package func lines(for input: String, nick: String, room: String) throws(SlashCommandError) -> [EnteredLine] {
        guard !isEmpty, input.first == "/" else { return [EnteredLine(input)] }
        var lines: [EnteredLine] = []
        var replacedCount = 0
        // The next one last.
        var pending = [EnteredLine(input)]
        while let line = pending.popLast() {
            guard line.kind != .speech, let call = AliasCall(line.text), let text = self[call.name] else {
                lines.append(line)
                continue
            }
            let shown = DrawableText.plain(call.name)
            replacedCount += 1
            guard replacedCount <= Self.maxReplaced else {
                throw SlashCommandError(
                    reason: "/\(shown) stands for itself, or for too many others. /alias \(shown) shows its text.")
            }
            let parts = call.expanded(text, nick: nick, room: room) { isForShell($0) }
            guard let parts, lines.count + pending.count + parts.count <= Self.maxLines else {
                throw SlashCommandError(reason: "/\(shown) becomes too long. /alias \(shown) shows its text.")
            }
            pending += parts.reversed()
        }
        return lines
    }

    /// True if one of the lines that an alias stands for holds a password, or that is not known.
    package func holdsPassword(_ name: String) -> Bool {
        guard let lines = try? lines(for: "/" + name, nick: "", room: "") else { return true }
        return lines.contains { PasswordMasking.containsPassword($0.text, to: "") }
    }

    /// The text of an alias as it is shown; nil where there is none of that name. No password is in it.
    func shownText(_ name: String) -> String? {
        self[name].map { holdsPassword(name) ? "… (not shown, since a password may be in it)" : $0 }
    }

    /// True for a line that is an `/exec`.
    private func isForShell(_ line: Substring) -> Bool {
        guard let call = AliasCall(line), self[call.name] == nil else { return false }
        return SlashCommandTable.standard.entry(named: call.name)?.name == "exec"
    }
}
