import Protocol

/// The commands that work without a connection too: help, putting a buffer away, leaving.
extension ClientSession {
    mutating func help(_ name: String?, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        let table = SlashCommandTable.standard
        guard let name else {
            let capabilities = capabilities
            let entries = table.entries.filter {
                $0.capabilities.isEmpty || $0.capabilities.contains(where: capabilities.contains)
            }
            let width = entries.map(\.usage.count).max() ?? 0
            for entry in entries {
                let gap = String(repeating: " ", count: width - entry.usage.count + 2)
                note(entry.usage + gap + entry.help, in: id, at: now)
            }
            note("A name may be cut short (/j), and // sends a line that begins with a slash.", in: id, at: now)
            return .done
        }
        let bare = name.first == "/" ? String(name.dropFirst()) : name
        guard let entry = table.entry(named: bare) else {
            let hint = table.suggestion(for: bare).map { " Did you mean /\($0.name)?" } ?? " /help lists them all."
            return .notSent(reason: "There is no /\(DrawableText.plain(bare)).\(hint)")
        }
        let aliases =
            entry.aliases.isEmpty ? "" : " (also " + entry.aliases.map { "/" + $0 }.joined(separator: ", ") + ")"
        note("\(entry.usage): \(entry.help)\(aliases)", in: id, at: now)
        return .done
    }

    mutating func close(_ buffer: Buffer) -> SubmitOutcome {
        guard buffer.kind != .server else {
            return .notSent(reason: "The server's own buffer stays. /quit leaves altogether.")
        }
        let isLeft = buffer.kind == .channel && buffer.isJoined
        if isLeft { send("PART", buffer.name) }
        let position = buffers.position(of: buffer.id) ?? 0
        buffers.close(buffer.id)
        if isLeft { forgetUnsharedProfiles() }
        emit(.buffersChanged)
        if visible == buffer.id {
            let next = buffers[Swift.min(Swift.max(position, 1), buffers.count - 1)].id
            focus.closed(next: next)
            emit(.show(next))
        }
        return .done
    }

    mutating func reconnect(at now: Timestamp) -> SubmitOutcome {
        reconnectNow(at: now)
        return .done
    }

    /// Leaves the server and waits for the person to come back.
    mutating func disconnect(_ reason: String?, at now: Timestamp) -> SubmitOutcome {
        guard phase != .idle, phase != .ended else { return .notSent(reason: "Not connected. /reconnect connects.") }
        if connection != nil { send("QUIT", reason ?? "") }
        emit(.close)
        dropConnection(cause: "you have left", at: now)
        lifecycle.pause()
        note("You are offline. /reconnect connects again.", in: .server, at: now)
        return .done
    }

    mutating func quit(_ reason: String?) -> SubmitOutcome {
        lifecycle.end()
        if connection != nil {
            send("QUIT", reason ?? "")
            emit(.close)
        }
        emit(.quit)
        return .done
    }
}
