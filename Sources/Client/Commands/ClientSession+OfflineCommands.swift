import Protocol

/// The commands that work without a connection too: help, putting a buffer away, leaving.
extension ClientSession {
    /// The commands that can do something on this server, under their headings.
    package var availableCommands: [SlashCommandTable.Section] {
        let capabilities = capabilities
        let sections = SlashCommandTable.standard.sections.map { section in
            SlashCommandTable.Section(
                section.heading,
                section.entries.filter {
                    $0.capabilities.isEmpty || $0.capabilities.contains(where: capabilities.contains)
                })
        }
        return sections + (aliases.isEmpty ? [] : [ownCommands])
    }

    /// The person's own commands, each with the text that it stands for.
    private var ownCommands: SlashCommandTable.Section {
        let entries = aliases.names.map { name in
            SlashCommandTable.Entry(name, [], "", aliases.shownText(name) ?? "") { _ in nil }
        }
        return SlashCommandTable.Section("Your own", entries)
    }

    /// The same as lines of text: a command and what it does in each.
    package var commandList: [String] {
        let entries = availableCommands.flatMap(\.entries)
        let width = entries.map(\.usage.count).max() ?? 0
        return entries.map { $0.usage + String(repeating: " ", count: width - $0.usage.count + 2) + $0.help }
            + [
                "A name may be cut short (/sea), unless it acts on people or asks for a password.",
                "// sends a line that begins with a slash.",
            ]
    }

    /// Tells about one command; without a name, asks for the list of all.
    mutating func help(_ name: String?, in id: BufferID, at now: Timestamp) -> SubmitOutcome {
        let table = SlashCommandTable.standard
        guard let name else {
            emit(.showCommands)
            return .done
        }
        let bare = name.first == "/" ? String(name.dropFirst()) : name
        if aliases[bare] != nil { return alias(bare, nil, in: id, at: now) }
        let entry = table.entry(named: ForeignCommand.ownName(of: bare) ?? bare)
        // What a name means in other programs goes before one of ours that begins so.
        if case .answer(let words) = ForeignCommand.meaning(of: bare, arguments: "", channelTypes: "") {
            note(words, in: id, at: now)
            return .done
        }
        guard let entry else {
            let hint = table.suggestion(for: bare).map { " Did you mean /\($0.name)?" } ?? " /help lists them all."
            return .notSent(reason: "There is no /\(DrawableText.plain(bare)).\(hint)")
        }
        let aliases =
            entry.aliases.isEmpty ? "" : " (also " + entry.aliases.map { "/" + $0 }.joined(separator: ", ") + ")"
        note("\(entry.usage): \(entry.help)\(aliases)", in: id, at: now)
        return .done
    }

    mutating func close(_ buffer: Buffer, at now: Timestamp) -> SubmitOutcome {
        guard buffer.kind != .server else { return closeNetwork() }
        let isLeft = buffer.kind == .channel && buffer.isJoined
        if isLeft { send("PART", buffer.name) }
        if buffer.kind == .channel { forgetRememberedChannel(buffer.name) }
        if buffer.kind == .query { markLogReadToEnd(of: buffer.id, at: now) }
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

    mutating func split(with name: String?) -> SubmitOutcome {
        emit(.split(with: name))
        return .done
    }

    mutating func unsplit() -> SubmitOutcome {
        emit(.unsplit)
        return .done
    }

    mutating func save(isConfirmed: Bool) -> SubmitOutcome {
        emit(.saveSettings(confirmed: isConfirmed))
        return .done
    }

    mutating func set(_ request: SettingRequest) -> SubmitOutcome {
        emit(.changeSetting(request))
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

    /// Asks for a network to be opened. What can be told to be a mistake without knowing the names of networks is told here.
    mutating func openNetwork(_ text: String, in buffer: Buffer) -> SubmitOutcome {
        guard !text.isEmpty else { return followLastLink(in: buffer) }
        do throws(SlashCommandError) {
            _ = try ConnectTarget(text)
        } catch {
            return .notSent(reason: error.reason)
        }
        emit(.openNetwork(text))
        return .done
    }

    /// Lines in which a link is looked for, from the newest on.
    private static var maxLinesForLink: Int { 200 }

    private mutating func followLastLink(in buffer: Buffer) -> SubmitOutcome {
        let end = buffer.scrollback.count
        for index in (max(0, end - Self.maxLinesForLink)..<end).reversed() where buffer.line(at: index).kind.isTalk {
            let text = DrawableText.plain(buffer.line(at: index).text)
            for range in LinkFinder.ranges(in: text).reversed() {
                guard let question = try? LinkQuestion(String(text[range])) else { continue }
                emit(.askToFollow(question))
                return .done
            }
        }
        return .notSent(reason: "No link to a chat server was said here. Usage: /connect \(ConnectTarget.usage)")
    }

    mutating func listNetworks() -> SubmitOutcome {
        emit(.listNetworks)
        return .done
    }

    /// Asks for the network to be put away with all its buffers, where it is not connected.
    private mutating func closeNetwork() -> SubmitOutcome {
        guard connection == nil else {
            return .notSent(
                reason:
                    "This network is connected. /disconnect first, then /close puts it away; /quit ends grillo-tui."
            )
        }
        emit(.closeNetwork)
        return .done
    }

    mutating func quit(_ reason: String?) -> SubmitOutcome {
        emit(.quit(reason: reason))
        return .done
    }

    /// The program ends: leaves the server for good.
    package mutating func sayGoodbye(_ reason: String?, at now: Timestamp) {
        markLogRead(at: now)
        lifecycle.end()
        guard connection != nil else { return }
        send("QUIT", reason ?? "")
        emit(.close)
    }
}
