import Client
import Protocol
import TUI
import Transport

/// The networks that are opened and put away while the program runs.
extension App {
    /// Opens a network behind the others and connects to it. To be called once the program has started.
    ///
    /// - Parameters:
    ///   - shows: true if its server's buffer takes the screen.
    ///   - former: the network whose place it takes; nil for none.
    @discardableResult
    package func openNetwork(
        _ options: LaunchOptions, shows: Bool, replacing former: NetworkID? = nil
    ) -> NetworkID {
        // The file is read for the new network: it must hold the lines that were typed since it was written.
        if hasTyped { saveState() }
        let network = add(options)
        if let former {
            let before = chat[former]
            chat[network].takePlace(of: before)
        }
        if shows { show(BufferAddress(network, .server)) }
        if servers[network].failedLaunch == nil { chat[network].start(at: clock.now) }
        screen.forgetClosed(chat)
        carryOut()
        drawSoon()
        return network
    }

    /// Adds a network behind the others, without connecting to it.
    func add(_ options: LaunchOptions) -> NetworkID {
        let destination = named(options.destination)
        let network = addNetwork(options.loginOptions.configuration(for: destination), at: destination, tls: nil)
        tellFailure(of: options, network)
        return network
    }

    /// The session of a network and the way to its server are added here together, so that there is never one without the other.
    ///
    /// - Parameter tls: nil where the server speaks no TLS, and where that is to be made for it.
    func addNetwork(_ configuration: SessionConfiguration, at destination: Destination, tls: TLSContext?) -> NetworkID {
        let network = chat.nextNetwork
        servers.add(ServerAccess(destination, tls), of: network)
        chat.add(Self.makeSession(configuration, of: network, preferences, world))
        shareAliases(of: chat.shown.network)
        screen.setSecurity(destination.security, of: network)
        restoreState(of: network)
        return network
    }

    /// Says why a network is not connected to at the start.
    func tellFailure(of options: LaunchOptions, _ network: NetworkID) {
        guard let failure = options.failure else { return }
        servers[network].failedLaunch = failure.arguments
        chat[network].note(
            "Not connected: \(failure.text) /reconnect tries again.", kind: .error, in: .server, at: clock.now)
    }

    /// A destination with a name that no other network has on the screen.
    func named(_ destination: Destination) -> Destination {
        var destination = destination
        let wanted = destination.shownName
        // Two ports of one host.
        let port = destination.name == nil ? destination.knownPort : nil
        let name = freeName(wanted, or: port.map { "\(wanted):\($0)" })
        if name != wanted { destination.goBy(name) }
        return destination
    }

    /// A name for a network that no other has on the screen: the wanted one, or another that is made of it.
    ///
    /// - Parameters:
    ///   - next: the one to be tried first where the wanted one is taken.
    ///   - network: the one that is to have it; nil for one that is still to be added.
    func freeName(_ wanted: String, or next: String? = nil, for network: NetworkID? = nil) -> String {
        // One that had no password gives its name to the one that takes its place.
        let named = chat.networks.filter { $0 != network && servers[$0].failedLaunch == nil }
        let taken = Set(named.map { chat.name(of: $0).lowercased() })
        var name = wanted
        if taken.contains(name.lowercased()), let next { name = next }
        var number = 2
        while taken.contains(name.lowercased()) {
            name = "\(wanted)-\(number)"
            number += 1
        }
        return name
    }

    // MARK: /connect

    /// Opens the network that a text names. Where it is open already it is shown, connected to again if it is down, and the rooms of the
    /// text are entered.
    ///
    /// - Parameters:
    ///   - text: see ``Client/ConnectTarget``.
    ///   - place: the buffer in which the person asked for it, and is told of mistakes.
    ///   - isFollowed: true for a link that somebody else wrote: the nick in it is not taken.
    func openNetwork(_ text: String, from place: BufferAddress, isFollowed: Bool = false) {
        let target: ConnectTarget
        do throws(SlashCommandError) {
            target = try ConnectTarget(text)
        } catch {
            return tell(error.reason, .error, in: place)
        }
        if !isFollowed, !chat.isOwnNetworkWord(text), openBouncerNetwork(named: text, from: place) {
            carryOut()
            return drawSoon()
        }
        var arguments = LaunchOptions.Arguments(target, preferences)
        if isFollowed { arguments.nick = nil }
        arguments.currentNick = chat[place.network].wantedNick
        if let network = network(for: arguments) {
            tellUnusedOptions(of: target, network)
            if target.isForEveryStart { keep(network, atEveryStart: true) }
            return goBack(to: network, by: target, isFollowed: isFollowed)
        }
        prepare(arguments, from: place) { [self] result in
            switch result {
            case .success(var options):
                options.destination.name = options.destination.name ?? target.name
                let network = openNetwork(options, shows: true)
                if let name = target.name, servers[network].destination.name != name {
                    let words = "It is called \(chat.name(of: network)): tui.toml says so, or a network has that name."
                    tell(DrawableText.plain(words), .info, in: .init(network, .server))
                }
                keep(network, atEveryStart: target.isForEveryStart)
            case .failure(let problem): tell("Not connected: \(problem.text)", .error, in: place)
            }
        }
    }

    /// Says that a network which is open keeps its name, and the way to its server.
    private func tellUnusedOptions(of target: ConnectTarget, _ network: NetworkID) {
        let destination = servers[network].destination
        var unused: [String] = []
        if let name = target.name, name != chat.name(of: network) { unused.append("-network") }
        // A link that says so is no option.
        if let usesTLS = target.usesTLS, target.address?.usesTLS == nil, usesTLS != destination.speaksTLS {
            unused.append(usesTLS ? "-tls" : "-notls")
        }
        guard !unused.isEmpty else { return }
        let options = unused.joined(separator: " and ") + (unused.count == 1 ? " changes" : " change")
        tell(
            "This network is open already: \(options) nothing. /disconnect and /close it first.", .info,
            in: .init(network, .server))
    }

    /// Has a network connected to at every start; or says how that is done, where `tui.toml` does not name it.
    private func keep(_ network: NetworkID, atEveryStart isForEveryStart: Bool) {
        let place = BufferAddress(network, .server)
        switch (table(of: servers[network].destination, settings.chosen), isForEveryStart) {
        case (nil, false):
            tell(
                "Open until you leave. To come here at every start: /set server.autoconnect true, then /save yes.",
                .info,
                in: place)
        case (let table, true) where table?.isAutoconnected != true:
            answer(.set("server.autoconnect", to: "true"), of: network, in: place)
        case (_, _): break
        }
    }

    /// The network that is open for some arguments. It is never one of a bouncer's: its address leads to the bouncer itself.
    private func network(for arguments: LaunchOptions.Arguments) -> NetworkID? {
        let stateName = arguments.stateName(preferences)
        return chat.networks.first { network in
            let destination = servers[network].destination
            return destination.host?.lowercased() == arguments.host.lowercased()
                && destination.knownPort == arguments.port
                && destination.stateName == stateName && destination.bouncerNetwork == nil
        }
    }

    /// - Parameter isFollowed: true for a link that somebody else wrote: whoever they are, they do not say by which key a server is known that
    ///   has been spoken to already.
    private func goBack(to network: NetworkID, by target: ConnectTarget, isFollowed: Bool) {
        if chat.shown.network != network { show(BufferAddress(network, .server)) }
        let place = BufferAddress(network, .server)
        switch (chat[network].phase, target.link) {
        case (.online, let link?):
            guard link.secret != nil else { break }
            tell(
                "You are in already, so the invitation was not used. To come in by it: /disconnect, then /connect with it.",
                .info, in: place)
        case (.idle, let link?), (.waiting, let link?), (.connecting, let link?), (.registering, let link?):
            guard isFollowed else {
                chat[network].enter(with: link, at: clock.now)
                break
            }
            tell(
                "This network is open already: of a link that somebody wrote, only the room counts. To use it: /connect with the link.",
                .info, in: place)
        case (.idle, nil), (.waiting, nil): chat[network].reconnectNow(at: clock.now)
        case (.connecting, nil), (.registering, nil), (.online, nil), (.ended, _): break
        }
        if !target.channels.isEmpty { chat[network].enterWhenOnline(target.channels, at: clock.now) }
        carryOut()
        drawSoon()
    }

    // MARK: Links

    /// Asks whether a link of a message is to be followed.
    func ask(_ question: LinkQuestion) {
        guard linear != nil else { return screen.ask(question) }
        guard canAsk else { return printLines(["error: There is no terminal to ask on. /connect LINK opens it."]) }
        perform(input.ask(question))
    }

    // MARK: /networks and /close

    func listNetworks(in place: BufferAddress) {
        for network in chat.networks {
            let destination = servers[network].destination
            let way = destination.target.description
            let name = chat.name(of: network)
            tell("\(name) (\(way)): \(chat[network].stateWords(at: clock.now))", .info, in: place)
            listClosedNetworks(of: network, in: place)
        }
        for server in preferences.servers where network(for: .init(server)) == nil {
            let name = server.name ?? server.host
            let arguments = LaunchOptions.Arguments(server)
            tell("\(name) (\(arguments.host):\(arguments.port)): not open, /connect \(name)", .info, in: place)
        }
    }

    /// Puts a network away with its buffers; what is typed there is kept for the next time. The last one stays.
    func closeNetwork(_ network: NetworkID) {
        guard let next = chat.network(beside: network) else {
            return tell(
                "This is the only network, and stays. /quit ends grillo-tui.", .error, in: .init(network, .server))
        }
        saveState()
        // Nothing else would tell then that its name was perhaps mistyped.
        if isPerhapsMistyped(network), let table = serverTable(of: network) { settings.forgetChanges(of: table) }
        perform(input.remove(network, in: chat))
        if chat.shown.network == network { show(BufferAddress(next, .server)) }
        guard chat.remove(network) else { return }
        servers.remove(network)
        screen.forget(network, chat)
    }

    /// Tells the person something in a buffer; in the one that is shown where its network was put away.
    func tell(_ words: String, _ kind: LineKind, in place: BufferAddress) {
        let place = chat.contains(place.network) ? place : chat.shownBuffer.address
        chat[place.network].note(words, kind: kind, in: place.buffer, at: clock.now)
    }
}
