import Client
import Protocol
import TUI

/// The actions that the person asks for by their keys.
extension App {
    func carryOut(_ intent: Intent) {
        let now = clock.now
        switch intent {
        case .submit(let text, let place):
            let name = chat[place]?.name ?? ""
            let outcome = chat[place.network].submit(text, in: place.buffer, at: now)
            finish(outcome, in: place, named: name, isRemembered: mayRemember(text, in: place))
        case .perform(let command, let place):
            showRefusal(chat[place.network].perform(command, in: place.buffer, at: now))
        case .requestCard(let nick, let network): chat[network].requestWhoisCard(of: nick, at: now)
        case .secret(let secret, let prompt): submit(secret, for: prompt)
        case .show(let place): show(place)
        case .markRead(let place): chat[place.network].markRead(in: place.buffer, at: now)
        case .quit: quit(nil)
        case .redraw: terminal?.redrawAll()
        case .suspend: suspend()
        case .copy(let text): copy(text)
        case .open(let url): open(url)
        case .loadOlder(let place): chat[place.network].fetchOlderHistory(in: place.buffer, at: now)
        case .jumpToTime(let time, let place): chat[place.network].goto(time, in: place.buffer, at: now)
        case .reply(let text, let line, let place):
            let name = chat[place]?.name ?? ""
            let outcome = chat[place.network].reply(to: line, text: text, in: place.buffer, at: now)
            finish(outcome, in: place, named: name, isRemembered: mayRemember(text, in: place))
        case .react(let text, let line, let place):
            showRefusal(chat[place.network].react(to: line, text: text, in: place.buffer, at: now))
        case .redact(let line, let place): showRefusal(chat[place.network].redact(line, in: place.buffer, at: now))
        case .resend(let line, let place): showRefusal(chat[place.network].resend(line, in: place.buffer, at: now))
        case .cancelWaiting(let network):
            for (id, taken) in chat[network].cancelWaiting(at: now) {
                let place = BufferAddress(network, id)
                screen.takeBack(taken, in: place, named: chat[place]?.name ?? "")
            }
        case .searchServer(let text, let place):
            showRefusal(chat[place.network].searchServer(text, in: place.buffer, at: now))
        case .trust(let answer, let network): self.answer(answer, of: network)
        case .keep(let isWanted, let question): answer(question, isWanted)
        case .followLink(let isWanted, let question):
            if isWanted { openNetwork(question.link, from: chat.shownBuffer.address, isFollowed: true) }
        case .openFound(let found, let network): showRefusal(chat[network].open(found, at: now))
        }
        carryOut()
    }

    private func mayRemember(_ text: String, in place: BufferAddress) -> Bool {
        !chat[place.network].containsPassword(text, in: place.buffer)
    }

    func show(_ place: BufferAddress) {
        screen.willShow(place, chat)
        chat.show(place)
    }

    /// Says why something could not be done; the typed text stays.
    private func showRefusal(_ outcome: SubmitOutcome) {
        if case .notSent(let reason) = outcome { screen.showNote(reason) }
    }

    func finish(_ outcome: SubmitOutcome, in place: BufferAddress, named name: String, isRemembered: Bool = true) {
        switch outcome {
        case .done: screen.submitted(in: place, named: name, isRemembered: isRemembered)
        case .notSent(let reason): screen.showNote(reason)
        }
        scheduleSave()
    }

    /// Hands a text to the clipboards that there are.
    private func copy(_ text: String) {
        if screen.clipboard != .none { terminal?.write(EscapeSequences.copy(text)) }
        guard let program = world.clipboardProgram else { return }
        world.programs.run(program.run(taking: text)) { [loop = world.loop] outcome in
            loop.enqueue { [self] in taken(by: program, outcome) }
        }
    }

    private func taken(by program: ClipboardProgram, _ outcome: ProgramOutcome) {
        guard programEnd == .running, let problem = outcome.problem(seconds: ClipboardProgram.seconds) else { return }
        let cause = CommandOutput(bytes: outcome.output).rows.first { !$0.isEmpty }.map { ": \($0)" } ?? "."
        screen.showNote("Not copied by \(program.name), which \(problem)\(cause)")
        drawSoon()
    }

    /// Hands an address to whatever the desktop opens addresses with.
    private func open(_ url: String) {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), !url.hasPrefix("-"),
            let cause = world.programs.launch(["xdg-open", url])
        else { return }
        screen.showNote("xdg-open, which would open it, cannot be started: \(cause). The address: \(url)")
    }

    // MARK: Calling the person

    /// Somebody spoke of the person.
    func notify(_ place: BufferAddress, _ line: LineID) {
        guard notifications.mayCall(at: clock.now) else { return }
        guard let buffer = chat[place], let index = buffer.index(of: line) else { return }
        let said = buffer.line(at: index)
        guard preferences.bell || preferences.notifications else { return }
        let name = chat.name(of: buffer)
        let words = EscapeSequences.notification(
            buffer.kind == .query ? name : "\(said.sender) in \(said.audience)\(name)",
            said.text,
            rings: preferences.bell, showsText: preferences.notifications)
        terminal?.write(words)
    }

    // MARK: The saved state

    private var statePath: String { world.stateDirectory.file("screen") }

    func restoreState(of network: NetworkID) {
        let savedState = SavedState((try? StateDirectory.read(statePath).get()) ?? "")
        goOnWithLog(of: network)
        let stateKey = servers[network].destination.stateKey
        let keptKey = ([stateKey] + formerStateKeys(of: network)).first { savedState.knows($0) } ?? stateKey
        screen.restore(savedState, server: keptKey, of: network)
        var memory = savedState.memory(server: keptKey)
        memory.ignored += ignoredByFile(of: network, preferences).filter { !memory.ignored.contains($0) }
        chat[network].restore(memory)
        servers[network].accountOffer.restore(isDeclined: savedState.declined.contains(keptKey))
    }

    /// The names under which the state of a network may have been kept before. One that another open network or table of `tui.toml` has now, or
    /// a network of the same id at a bouncer there, is not among them.
    private func formerStateKeys(of network: NetworkID) -> [String] {
        let destination = servers[network].destination
        let own = table(of: destination, preferences)
        let tables = preferences.servers.filter { $0 != own }.map { server in
            let arguments = LaunchOptions.Arguments(server)
            return Destination.stateKey(arguments.host, arguments.port, arguments.stateName(preferences))
        }
        var taken = tables + chat.networks.map { servers[$0].destination.stateKey }
        if let id = destination.bouncerNetwork { taken += tables.flatMap { ["\($0)//\(id)", "\($0)/\(id)"] } }
        let folded = Set(taken.map { $0.lowercased() })
        return destination.formerStateKeys.filter { !folded.contains($0.lowercased()) }
    }

    private func goOnWithLog(of network: NetworkID) {
        world.messageLog.goOn(with: formerStateKeys(of: network), as: servers[network].destination.stateKey)
    }

    /// The server of a network has moved to another port, and was reached there over TLS: what was kept under that port counts where there is
    /// nothing else, in the file or here.
    func serverMoved(_ network: NetworkID) {
        let savedState = SavedState((try? StateDirectory.read(statePath).get()) ?? "")
        let isKnown = savedState.knows(servers[network].destination.stateKey)
        if isKnown || servers[network].hasTyped || chat[network].hasBeenOnline {
            goOnWithLog(of: network)
        } else {
            restoreState(of: network)
        }
        openLog(of: network)
    }

    /// The masks of the people whom preferences say not to hear: in all networks, and in this one.
    func ignoredByFile(of network: NetworkID, _ preferences: Preferences) -> [String] {
        let destination = servers[network].destination
        let table = destination.bouncerNetwork == nil ? table(of: destination, preferences) : nil
        return (preferences.ignore + (table?.ignore ?? [])).map { Hostmask.full($0) }
    }

    /// The lines that preferences say to keep and to show of a network; of a bouncer's, as of the bouncer itself.
    func lineChoices(for network: NetworkID, _ preferences: Preferences) -> LineChoices {
        preferences.lineChoices(by: table(of: servers[network].destination, preferences))
    }

    /// The table of preferences that counts for a server, or for the bouncer that leads to it.
    func table(of destination: Destination, _ preferences: Preferences) -> ServerPreferences? {
        guard let host = destination.host, let port = destination.knownPort else { return nil }
        return destination.stateName.map { preferences.server(named: $0) } ?? preferences.server(host, port)
    }

    /// Writes the drafts and the lines that were sent, if they are not what was written last. Of two programs that run at once, each writes
    /// over its own servers' parts, there only over the drafts of the buffers that are open in it.
    ///
    /// A file that cannot be read stays as it is: its content is not known, and not to be lost.
    func saveState() {
        guard case .success(let text) = StateDirectory.read(statePath) else { return }
        var savedState = SavedState(text)
        let before = savedState
        for network in chat.networks {
            let stateKey = servers[network].destination.stateKey
            screen.save(in: &savedState, server: stateKey, of: network, chat: chat)
            var memory = chat[network].savedSession(at: clock.now)
            let ignored = ignoredByFile(of: network, preferences)
            memory.ignored.removeAll { ignored.contains($0) }
            savedState.take(memory, server: stateKey)
            if servers[network].accountOffer.isDeclined { savedState.declined.insert(stateKey) }
        }
        screen.saveSplit(in: &savedState, chat) { servers[$0].destination.stateKey }
        guard savedState != before, world.stateDirectory.make() else { return }
        _ = StateDirectory.write(savedState.text, to: statePath)
    }

    /// It is written a few seconds after what is not written yet was typed, and at the end.
    func scheduleSave() { saving.start() }
}
