import Protocol

/// MODE and the numerics about it. <https://modern.ircdocs.horse/#mode-message>
extension ClientSession {
    mutating func receiveMode(_ incoming: IncomingMessage) {
        let target = incoming.bytes(0)
        if ownNick.matcher.matches(target) {
            receiveUserModes(incoming.text(1), replacing: false)
            append(incoming.line(.mode, text: incoming.bytes(1)), to: .server)
            return
        }
        guard let id = buffers.id(named: target) else { return }
        apply(incoming, from: 1, to: id)
        resetTypingRefusal(in: id)
        append(incoming.line(.mode, text: Bytes(incoming.words(from: 1))), to: id)
    }

    mutating func receiveUserModes(_ modeString: String, replacing: Bool) {
        connection?.identity.applyModes(modeString, replacing: replacing)
        markChanged(visible ?? .server)
    }

    /// 324, 329, 331 to 333.
    mutating func receiveChannelNumeric(_ numeric: UInt16, _ incoming: IncomingMessage) {
        let channel = incoming.bytes(1)
        guard let id = buffers.id(named: channel) else {
            if let words = words(ofUnentered: numeric, incoming: incoming) {
                note(words, in: replyBuffer, at: incoming.time)
            }
            return
        }
        switch numeric {
        case 324:
            // The answer to our own question behind our entering, at the earliest.
            connection?.playback.close(id)
            buffers.update(id) { $0.modes = [:] }
            apply(incoming, from: 2, to: id)
            // All modes are named here: a room without this one has no key.
            buffers.update(id) { if $0.modes["k"] == nil { $0.membership.key = nil } }
            if !backgroundRequestAnswered(.modes, in: id, at: incoming.now) {
                note(Self.modes(of: incoming), in: id, at: incoming.time)
            }
        case 331, 332, 333: receiveTopicNumeric(numeric, incoming, in: id)
        default: break
        }
        markChanged(id)
    }

    private static func modes(of incoming: IncomingMessage) -> String {
        let modes = incoming.words(from: 2)
        return "\(incoming.drawn(1)) has " + (modes.isEmpty || modes == "+" ? "no modes." : "the modes \(modes).")
    }

    /// The same numerics about a room that one is not in.
    private func words(ofUnentered numeric: UInt16, incoming: IncomingMessage) -> String? {
        let channel = incoming.drawn(1)
        switch numeric {
        case 324: return Self.modes(of: incoming)
        case 329: return Sentence.moment(seconds: incoming.text(2)).map { "\(channel) was made \($0)." }
        case 331: return "\(channel) has no topic."
        case 332: return "The topic of \(channel): \(incoming.lastText)"
        case 333:
            let setter = DrawableText.plain(incoming.bytes(2).nickOfSource.text)
            return "\(setter) set it" + (Sentence.moment(seconds: incoming.text(3)).map { " \($0)." } ?? ".")
        default: return nil
        }
    }

    private mutating func apply(_ incoming: IncomingMessage, from index: Int, to id: BufferID) {
        let kinds = isupport.channelModeKinds
        let parameters = incoming.message.parameters.dropFirst(index + 1).map(\.text)
        for change in ModeChange.parse(incoming.text(index), parameters, kinds: kinds).prefix(64) {
            if let rank = kinds.prefixes.first(where: { $0.mode == change.mode }) {
                guard let nick = change.parameter else { continue }
                buffers.update(id) { buffer in
                    _ = buffer.members.update(nick) { $0.setRank(rank, change.isSet, among: kinds.prefixes) }
                }
            } else if !kinds.lists.contains(change.mode), change.mode.isASCII {
                buffers.update(id) { buffer in
                    // A parameter that is longer than any line of a server's is none.
                    let parameter = change.parameter.flatMap { $0.utf8.count <= LineLimits.fromClient.body ? $0 : nil }
                    buffer.modes[change.mode] = change.isSet ? parameter ?? "" : nil
                    if change.mode == "k" { buffer.learnKey(change) }
                }
            }
        }
    }
}

extension Buffer {
    /// The key that enters the room again is the one that it has now. A server that does not show it writes `*`: then the last one known stays.
    fileprivate mutating func learnKey(_ change: ModeChange) {
        guard change.isSet else {
            membership.key = nil
            return
        }
        if let new = change.parameter, !new.isEmpty, new.utf8.count <= LineLimits.fromClient.body,
            new.contains(where: { $0 != "*" })
        {
            membership.key = new
        }
    }
}

extension Member {
    /// Gives or takes a rank; the symbols stay in the server's order.
    mutating func setRank(_ rank: ChannelModeKinds.Prefix, _ isSet: Bool, among prefixes: [ChannelModeKinds.Prefix]) {
        var held = Set(self.prefixes)
        if isSet { held.insert(rank.symbol) } else { held.remove(rank.symbol) }
        self.prefixes = String(prefixes.map(\.symbol).filter(held.contains))
    }
}
