import Protocol

/// Changes of what is kept that somebody waits for, and what becomes of other changes of the same accounts meanwhile.
extension Network {
    /// Changes that are with the log.
    struct PendingSave {
        let session: SessionID
        let changes: [RegistryChange]
    }

    /// Changes the registry once the log has stored the changes, whether the session that asked is still here then or not; `proceed` is
    /// told whether it did. It does not where the log is storing another value of the same account, or its removal: the value given here was
    /// made without that one, and would undo it.
    func save(_ changes: [RegistryChange], for session: Session, then proceed: @escaping (Bool) -> Void) {
        if changes.contains(where: { $0.account.map(isBeingSaved) == true }) { return proceed(false) }
        ask(.save(changes), for: session) { proceed($0 == .saved) }
    }

    /// To be called with the answer, before the session hears of it.
    func finishSave(_ question: UInt64, _ answer: QueryResult) {
        guard let saving = pendingSaves.removeValue(forKey: question) else { return }
        releasePendingAccountNames(by: saving.session)
        if answer == .saved { for change in saving.changes { applyChange(change, from: sessions[saving.session]) } }
        for account in saving.changes.compactMap(\.account) { saveDeferredSettings(of: account) }
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
        guard isBeingSaved(name) else { return change(.saveSettings(name, account.settings)) }
        registry.apply(.saveSettings(name, account.settings))
        for key in Set(before.keys).union(account.settings.keys) where before[key] != account.settings[key] {
            deferredSettings[name, default: [:]][key] = .some(account.settings[key])
        }
    }

    private func saveDeferredSettings(of name: FoldedName) {
        guard !isBeingSaved(name), let left = deferredSettings.removeValue(forKey: name),
            var settings = registry.accounts[name]?.settings
        else { return }
        for (key, value) in left { settings[key] = value }
        change(.saveSettings(name, settings))
    }

    private func isBeingSaved(_ account: FoldedName) -> Bool {
        pendingSaves.values.contains { $0.changes.contains { $0.account == account } }
    }
}

extension RegistryChange {
    /// The account of which it makes another value, or none; nil for what does not change the whole of one.
    fileprivate var account: FoldedName? {
        switch self {
        case .saveAccount(let account): account.folded
        case .removeAccount(let name): name
        case .saveSettings, .reserveNick, .releaseNick, .saveChannel, .removeChannel, .markRead, .renameChannel,
            .saveBan,
            .removeBan, .saveInvitation, .useInvitation, .removeInvitation, .note:
            nil
        }
    }
}
