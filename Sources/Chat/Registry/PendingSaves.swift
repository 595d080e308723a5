import Protocol

/// Changes of the registry that the log is storing because somebody waits for them.
struct PendingSave {
    let session: SessionID
    let changes: [RegistryChange]
}

/// All changes that the log is storing, and what waits for it meanwhile: names of accounts that are being registered, and settings of
/// accounts of which it is storing another value.
final class PendingSaves {
    private var byQuestion: [UInt64: PendingSave] = [:]
    private var accountNames: [FoldedName: SessionID] = [:]
    /// By account; nil for a setting that was taken away.
    private var deferredSettings: [FoldedName: [String: String?]] = [:]

    /// True where neither a name nor a setting waits.
    var nothingWaits: Bool { accountNames.isEmpty && deferredSettings.isEmpty }

    // MARK: What the log is storing

    /// The changes that the log was asked to store by a question, while it has not answered.
    subscript(question: UInt64) -> PendingSave? {
        get { byQuestion[question] }
        set { byQuestion[question] = newValue }
    }

    /// Takes out the changes of a question that the log has answered, and frees the names of accounts that its session had reserved. Nil if
    /// the question was another one.
    func finish(_ question: UInt64) -> PendingSave? {
        guard let save = byQuestion.removeValue(forKey: question) else { return nil }
        releaseNames(by: save.session)
        return save
    }

    /// True while the log is storing a value of an account, or its removal.
    func isSaving(_ account: FoldedName) -> Bool {
        byQuestion.values.contains { $0.changes.contains { $0.account == account } }
    }

    /// True while the log is storing a value of another account that has this certificate.
    func isGiving(_ certificate: [UInt8], toOtherThan account: FoldedName) -> Bool {
        byQuestion.values.lazy.flatMap(\.changes).contains { change in
            guard case .saveAccount(let other) = change else { return false }
            return other.folded != account && other.certificates.contains(certificate)
        }
    }

    // MARK: Names of accounts

    func isReserved(_ name: FoldedName) -> Bool { accountNames[name] != nil }

    /// True for a name that another session registers.
    func isReserved(_ name: FoldedName, byOtherThan session: SessionID) -> Bool {
        accountNames[name].map { $0 != session } ?? false
    }

    /// Keeps a name for an account that a session registers.
    func reserve(_ name: FoldedName, for session: SessionID) { accountNames[name] = session }

    /// Frees the names that a session would have registered; unless the log is storing something for it already.
    func releaseNames(by session: SessionID) {
        guard !accountNames.isEmpty, !byQuestion.values.contains(where: { $0.session == session }) else { return }
        accountNames = accountNames.filter { $0.value != session }
    }

    // MARK: Settings

    /// Keeps those settings of an account that are different now, until they can be stored.
    func deferSettings(of account: FoldedName, from old: [String: String], to new: [String: String]) {
        for key in Set(old.keys).union(new.keys) where old[key] != new[key] {
            deferredSettings[account, default: [:]][key] = .some(new[key])
        }
    }

    /// - Returns: the settings of an account that can be stored now, each with its value, or nil where it was taken away; nil for none.
    func takeDeferredSettings(of account: FoldedName) -> [String: String?]? {
        isSaving(account) ? nil : deferredSettings.removeValue(forKey: account)
    }
}

extension RegistryChange {
    /// The account of which it makes another value, or none; nil for what does not change the whole of one.
    var account: FoldedName? {
        switch self {
        case .saveAccount(let account): account.folded
        case .removeAccount(let name): name
        case .saveSettings, .savePresence, .saveMetadata, .reserveNick, .releaseNick, .saveChannel, .removeChannel,
            .markRead, .renameChannel, .saveBan, .removeBan, .saveInvitation, .useInvitation, .removeInvitation, .note:
            nil
        }
    }
}
