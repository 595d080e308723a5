import Protocol

/// The lines in which a session is told of metadata.
extension Network {
    /// 761, as an answer.
    func keyValue(_ key: String, _ value: String, of target: String, for session: Session) -> Message {
        makeReply(to: session, numeric: .keyValue, parameters: [target, key, "*", value])
    }

    /// 766, as an answer.
    func keyNotSet(_ key: String, of target: String, for session: Session) -> Message {
        makeReply(to: session, numeric: .keyNotSet, parameters: [target, key, "Key not set"])
    }

    /// An entry that a session is told of without having asked for that entry.
    func metadataLine(
        _ key: String, _ value: String, of target: String, for session: Session, in draft: MetadataDraft
    ) -> Message {
        switch draft {
        case .two: Message(source: settings.serverName, "METADATA", target, key, "*", value)
        case .three: keyValue(key, value, of: target, for: session)
        }
    }

    /// A key of which a session is told, without having asked, that it is not set any more.
    func goneLine(_ key: String, of target: String, for session: Session, in draft: MetadataDraft) -> Message {
        switch draft {
        case .two: metadataLine(key, "", of: target, for: session, in: draft)
        case .three: keyNotSet(key, of: target, for: session)
        }
    }

    /// The remark on one of several keys that is none.
    func invalidKey(_ word: String, in draft: MetadataDraft) -> Message {
        Message(
            source: settings.serverName, draft.keyRemark, "METADATA", "INVALID_KEY", shown(word, atMost: 64),
            "That is no key")
    }

    /// Answers with a batch of lines.
    func giveMetadata(_ lines: [Message], about target: String, to session: Session) {
        var rest: [Message]? = lines
        giveMetadataBatch("metadata", [target], to: session) {
            defer { rest = nil }
            return rest
        }
    }

    /// Answers with a batch whose lines are made bit by bit; nil from `makeLines` ends it.
    func giveMetadataBatch(
        _ type: String, _ parameters: [String], to session: Session, _ makeLines: @escaping () -> [Message]?
    ) {
        let reference = makeBatchReference()
        giveBatch(type, reference, parameters, to: session) {
            makeLines()?.map { $0.tagged(inBatch: reference) }
        }
    }
}

extension Message {
    /// As a line of a batch.
    func tagged(inBatch reference: String) -> Message {
        var message = self
        message.tags.append(Tag("batch", reference))
        return message
    }
}
