import Protocol

/// Metadata moves with its user: as somebody comes, logs in or out, or turns out to be here already.
extension Network {
    /// Rooms and people whose marks are looked at in one step of telling what is different.
    private static let marksPerStep = 64

    /// Takes over what a session told of itself before it was registered, as far as there is room for it; nothing for a user who may not
    /// speak, or where it would take long to know that.
    ///
    /// - Parameter isNew: true for a user of whose coming nobody has been told yet: nor is anybody told of this.
    func takeEarlyMetadata(of session: Session, for user: User, isNew: Bool) {
        let early = session.registration.metadata
        session.registration.metadata = [:]
        if early.isEmpty { return }
        guard session.origin.isExemptFromLimits || checkLists(user), !isMuted(user) else { return }
        for (key, value) in early.sorted(by: { $0.key < $1.key }) {
            let known = profile(of: user)
            guard known[key] != nil || known.count < settings.limits.metadataKeys else { continue }
            if !isNew {
                change(key, to: value, of: .user(user), by: session)
            } else if known[key] != value {
                store(value, for: key, about: nil, of: user)
            }
        }
    }

    /// To be called when a user has logged in to another account, or out: what an account does not have yet it takes over from the guest,
    /// and everybody is told of what is different.
    ///
    /// - Parameters:
    ///   - before: what the user had until then.
    ///   - session: the one that has logged in or out; it is told all that its user has now.
    func moveMetadata(of user: User, from before: AccountMetadata, by session: Session) {
        let guest = user.metadata
        user.metadata = AccountMetadata()
        takeOver(guest, for: user)
        tellChanges(of: user, since: before, except: session)
        tellOwnMetadata(to: session, since: before)
    }

    /// The same for a guest who turns out to be a user who is here already.
    ///
    /// - Parameter session: the guest's, which is the user's by now.
    func moveMetadata(of guest: User, to user: User, by session: Session) {
        let before = allMetadata(of: user)
        let known = allMetadata(of: guest)
        let metadata = guest.metadata
        guest.metadata = AccountMetadata()
        takeOver(metadata, for: user)
        tellChanges(of: user, since: before, except: session)
        tellOwnMetadata(to: session, since: known)
    }

    /// Puts what a guest had to an account, where that has nothing under the same key and there is room for it.
    private func takeOver(_ guest: AccountMetadata, for user: User) {
        if user.account == nil { return }
        let knownProfile = profile(of: user)
        var count = knownProfile.count
        for (key, value) in guest.profile.sorted(by: { $0.key < $1.key }) where knownProfile[key] == nil {
            guard count < settings.limits.metadataKeys else { break }
            store(value, for: key, about: nil, of: user)
            count += 1
        }
        let knownMarks = allMarks(of: user)
        count = knownMarks.count
        for (target, values) in guest.marks.sorted(by: { $0.key < $1.key }) {
            if knownMarks[target] == nil {
                guard count < settings.limits.metadataMarks else { continue }
                count += 1
            }
            for (key, value) in values.sorted(by: { $0.key < $1.key }) where knownMarks[target]?[key] == nil {
                store(value, for: key, about: target, of: user)
            }
        }
    }

    private func tellChanges(of user: User, since before: AccountMetadata, except session: Session) {
        let after = profile(of: user)
        let changed = Set(before.profile.keys).union(after.keys).filter { before.profile[$0] != after[$0] }.sorted()
        for key in changed { tell(key, after[key], of: user, except: session) }
        charge(session, forTelling: changed.count, of: user)
        for other in user.sessions where other !== session { tellMarks(to: other, since: before.marks) }
    }

    /// Tells a session all that its user has by now, whatever it subscribes to, and of its keys what is gone.
    ///
    /// - Parameter before: what the session knows of its user.
    private func tellOwnMetadata(to session: Session, since before: AccountMetadata) {
        guard let draft = session.metadataDraft, let user = session.user, !session.isClosing else { return }
        let after = profile(of: user)
        let lines = Set(before.profile.keys).union(after.keys).sorted().map { key in
            after[key].map { metadataLine(key, $0, of: user.nick, for: session, in: draft) }
                ?? goneLine(key, of: user.nick, for: session, in: draft)
        }
        if !lines.isEmpty { giveMetadata(lines, about: user.nick, to: session) }
        tellMarks(to: session, since: before.marks)
    }

    /// Tells a session of the marks of its user's that are others by now, as its socket takes that; one that is gone is 0.
    ///
    /// - Parameter before: the marks that the session knows.
    private func tellMarks(to session: Session, since before: [FoldedName: [String: String]]) {
        guard let user = session.user, session.metadataDraft != nil, !session.subscriptions.isEmpty else { return }
        let after = allMarks(of: user)
        let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
        if changed.isEmpty { return }
        var rest = changed[...]
        let answer = LongAnswer { [unowned self] in
            guard let draft = session.metadataDraft, session.user === user, !rest.isEmpty else { return nil }
            let names = rest.prefix(Self.marksPerStep)
            rest = rest.dropFirst(Self.marksPerStep)
            return names.flatMap { name in
                let (old, new) = (before[name] ?? [:], marks(of: user, on: name))
                let shownName = markedTarget(named: name.description, by: user)?.name ?? name.description
                return session.subscriptions.keys.filter { old[$0] != new[$0] }.map { key in
                    metadataLine(key, new[key] ?? "0", of: shownName, for: session, in: draft)
                }
            }
        }
        give(answer, to: session)
    }
}
