import Protocol

/// Writing lines into buffers, and calling the person for them.
extension ClientSession {
    /// Writes a line of the program's own into a buffer (the server's where it is closed): what the person should know, such as what the
    /// server says in a numeric, a host's new key, or an error. It is not sent anywhere. One paragraph, without line ends.
    package mutating func note(_ text: String, kind: LineKind = .info, in id: BufferID, at now: Timestamp) {
        let place = buffers[id] == nil ? .server : id
        append(LineContent(time: now, kind: kind, text: Bytes(text)), to: place)
    }

    /// Writes a line below all others in a buffer, counts it, and says so. Lines that are played back have their place elsewhere: see
    /// ``put(_:from:before:newestAbove:renamesMessages:in:at:)``.
    @discardableResult
    mutating func append(_ line: LineContent, to id: BufferID) -> LineID? {
        let isWatched = focus.isWatching(id)
        let place = buffers.update(id) { buffer in
            let place = buffer.scrollback.append(line)
            if let replyTo = line.replyTo { buffer.updateAnnotations(place) { $0.replyTo = replyTo } }
            if !buffer.typists.isEmpty, line.kind.isTalk || line.kind == .part || line.kind == .quit {
                let sender = line.sender.text
                buffer.typists.remove(sender)
            }
            buffer.readPosition.lineArrived(
                place, isNews: buffer.countsAsUnread(line.kind, line.flags, sender: line.sender),
                isMention: line.flags.contains(.mention), isWatched: isWatched)
            return place
        }
        guard let place else { return nil }
        markChanged(id)
        record(line, in: id)
        notifyPerson(line, place, in: id)
        callHooks(line, in: id)
        return place
    }

    /// Calls the person where they want to be called.
    private mutating func notifyPerson(_ line: LineContent, _ place: LineID, in id: BufferID) {
        guard line.kind.isTalk || line.flags.contains(.mention), !line.flags.contains(.own),
            let buffer = buffers.position(of: id), !buffers[buffer].isMuted
        else { return }
        switch notificationLevel(in: id) {
        case .all where id != .server || line.flags.contains(.mention): emit(.mention(id, place))
        case .mentions where line.flags.contains(.mention): emit(.mention(id, place))
        case .all, .mentions, .none: break
        }
    }
}
