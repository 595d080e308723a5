import Protocol

/// The people whom the person does not hear.
extension ClientSession {
    mutating func ignore(_ mask: String?, isAdded: Bool, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        guard let mask else {
            if ignored.isEmpty { note("You ignore nobody. /ignore nick hides what somebody says.", in: id, at: now) }
            for mask in ignored { note("Ignored: \(mask) (/ignore -\(mask) undoes it)", in: id, at: now) }
            return .done
        }
        let full = Hostmask.full(mask)
        if isAdded {
            guard full.contains(where: { $0 != "*" && $0 != "!" && $0 != "@" && $0 != "?" }) else {
                return .notSent(reason: "That would be everybody.")
            }
            preferences.ignore(full, casemapping: casemapping)
            note("\(full) is ignored. /ignore -\(mask) undoes it.", in: id, at: now)
        } else {
            guard preferences.stopIgnoring(full, casemapping: casemapping) else {
                return .notSent(reason: "\(DrawableText.plain(full)) is not ignored. /ignore lists who is.")
            }
            note("\(full) is not ignored any more.", in: id, at: now)
        }
        emit(.savedSessionChanged)
        return .done
    }

    /// Takes over the masks that the person's file names now, in place of those that it named before.
    package mutating func changeIgnored(from old: [String], to new: [String]) {
        guard old != new else { return }
        for mask in old where !new.contains(mask) { _ = preferences.stopIgnoring(mask, casemapping: casemapping) }
        for mask in new { preferences.ignore(mask, casemapping: casemapping) }
    }

    /// True if the person does not want to hear the sender of a message.
    func isIgnored(_ incoming: IncomingMessage) -> Bool {
        guard !ignored.isEmpty, !incoming.isOwn, let source = incoming.message.source else { return false }
        return preferences.ignores(source, casemapping: casemapping)
    }
}
