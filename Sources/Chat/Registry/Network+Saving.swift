import Protocol

/// Changes of what is kept that somebody waits for, and what becomes of other changes of the same accounts meanwhile.
extension Network {
    /// Changes the registry once the log has stored the changes, whether the session that asked is still here then or not. The log is
    /// not asked while it is storing another value of the same account, or its removal: the value given here was made without that one,
    /// and would undo it.
    ///
    /// - Parameter proceed: is told whether the log has stored the changes.
    func save(_ changes: [RegistryChange], for session: Session, then proceed: @escaping (Bool) -> Void) {
        if changes.contains(where: { $0.account.map(pendingSaves.isSaving) == true }) { return proceed(false) }
        ask(.save(changes), for: session) { proceed($0 == .saved) }
    }

    /// To be called with the answer, before the session hears of it.
    func finishSave(_ question: UInt64, _ answer: QueryResult) {
        guard let save = pendingSaves.finish(question) else { return }
        if answer == .saved { for change in save.changes { applyChange(change, from: sessions[save.session]) } }
        for account in save.changes.compactMap(\.account) { saveDeferredSettings(of: account) }
    }

    /// Changes what is set of an account. It counts from now on, and is kept over a restart: at once, or, while the log is storing
    /// another value of the whole account, when that is stored, because that would come behind it and undo it.
    ///
    /// - Parameter body: changes ``Account/settings`` and nothing else.
    func changeSettings(of name: FoldedName, _ body: (inout Account) -> Void) {
        guard var account = registry.accounts[name] else { return }
        let before = account.settings
        body(&account)
        guard account.settings != before else { return }
        guard pendingSaves.isSaving(name) else { return change(.saveSettings(name, account.settings)) }
        registry.apply(.saveSettings(name, account.settings))
        pendingSaves.deferSettings(of: name, from: before, to: account.settings)
    }

    private func saveDeferredSettings(of name: FoldedName) {
        guard let deferred = pendingSaves.takeDeferredSettings(of: name),
            var settings = registry.accounts[name]?.settings
        else { return }
        for (key, value) in deferred { settings[key] = value }
        change(.saveSettings(name, settings))
    }
}
