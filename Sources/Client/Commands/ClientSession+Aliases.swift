import Protocol

/// The person's own commands: /alias and /unalias.
extension ClientSession {
    mutating func alias(_ name: String?, _ text: String?, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard let name else {
            if aliases.isEmpty { note("You have none. Such as: /alias hi /me waves at $1", in: id, at: now) }
            for name in aliases.names { tellAlias(name, in: id, at: now) }
            return .done
        }
        guard let text else {
            guard aliases[AliasTable.bare(name)] != nil else { return noAlias(name) }
            tellAlias(AliasTable.bare(name), in: id, at: now)
            return .done
        }
        do throws(SlashCommandError) {
            try preferences.aliases.set(name, to: text)
        } catch {
            return .notSent(reason: "Not taken: \(error.reason).")
        }
        emit(.aliasesChanged)
        tellAlias(AliasTable.bare(name), in: id, at: now)
        return .done
    }

    mutating func unalias(_ name: String, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard preferences.aliases.remove(name) else { return noAlias(name) }
        emit(.aliasesChanged)
        note("/\(DrawableText.plain(AliasTable.bare(name))) is gone.", in: id, at: now)
        return .done
    }

    /// The lines that an input stands for: see ``AliasTable/lines(for:nick:room:)``.
    func lines(for input: String, in id: BufferID) throws(SlashCommandError) -> [EnteredLine] {
        try aliases.lines(for: input, nick: nick, room: buffers[id]?.name ?? "")
    }

    private mutating func tellAlias(_ name: String, in id: BufferID, at now: Timestamp) {
        guard let text = aliases.shownText(name) else { return }
        note(DrawableText.plain("/\(name) stands for \(text)"), in: id, at: now)
    }

    private func noAlias(_ name: String) -> SubmitOutcome {
        .notSent(reason: "You have no /\(DrawableText.plain(AliasTable.bare(name))). /alias lists those that you have.")
    }
}
