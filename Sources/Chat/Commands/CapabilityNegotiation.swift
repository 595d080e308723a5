import Protocol

/// CAP. <https://ircv3.net/specs/extensions/capability-negotiation.html>
extension Network {
    func cap(_ session: Session, _ message: Message) {
        guard let subcommand = message.text(at: 0) else {
            return reply(session, .needMoreParameters, "CAP", "Not enough parameters")
        }
        switch subcommand.uppercased() {
        case "LS": listCapabilities(session, version: message.text(at: 1).flatMap { Int($0) })
        case "LIST": sendCapabilities(session, "LIST", session.capabilities.definitions.map(\.name))
        case "REQ": requestCapabilities(session, message.text(at: 1) ?? "")
        case "END":
            guard session.user == nil else { return }
            session.registration.isNegotiating = false
            registerIfReady(session)
        default:
            reply(session, .invalidCapabilityCommand, shown(subcommand), "Invalid CAP subcommand")
        }
    }

    private func listCapabilities(_ session: Session, version: Int?) {
        if session.user == nil { session.registration.isNegotiating = true }
        if let version { session.registration.ask(forVersion: version) }
        // A client that speaks 302 is told of changes without asking for it.
        if session.registration.capabilityVersion >= 302 { session.capabilities.insert(.capNotify) }
        var shown = offer.capabilities
        if !tellsStrictTransport(to: session, version: version ?? 301) { shown.remove(.strictTransport) }
        let whole = names(of: shown, version: version ?? 301, for: session)
        guard session.registration.capabilityVersion >= 302, version ?? 301 >= 302,
            wrapped(session, whole, "LS").count > 1,
            let (names, source) = oneLine(of: shown, for: session)
        else { return sendCapabilities(session, "LS", whole) }
        respond(makeCap(session, ["LS", names.joined(separator: " ")], from: source), to: session)
    }

    /// Shortens the list of a newcomer so that it fits on one line, if that is possible: some clients read only the first line, and never
    /// ask for `sasl`. It leaves out what its reader knows anyway, then what is of no use before registration, which is told with the
    /// welcome, and then what its reader has no use for; if that is not enough, the server's name in front of it is cut. A client ignores
    /// the line without any source (HexChat, WeeChat before 3.4), and has no use for that name yet.
    private func oneLine(of capabilities: Capabilities, for session: Session) -> (names: [String], source: Bytes)? {
        guard session.user == nil else { return nil }
        var names: [String] = []
        var (short, plain) = (capabilities, Capabilities())
        // 302 brings it. <https://ircv3.net/specs/extensions/capability-negotiation#cap-notify>
        short.remove(.capNotify)
        for attempt in 0...2 {
            session.registration.deferredCapabilities = attempt == 0 ? [] : short.intersection(.deferrable)
            // If PLAIN may be said, every mechanism may, and a client needs no list to choose one that is safe. If it may not, no
            // account is made either.
            if attempt == 2 {
                if session.origin.isConfidential { plain.insert(.sasl) } else { short.remove(.accountRegistration) }
            }
            names = short.texts(settings, reachability, session.origin, plain: plain, isEarly: attempt > 0)
            if wrapped(session, names, "LS").count == 1 { return (names, Bytes(settings.serverName)) }
        }
        let line = makeCap(session, ["LS", names.joined(separator: " ")])
        let excess = line.serialized().count - LineLimits.fromServer.body
        let source = Bytes(settings.serverName).prefix(ofAtMost: max(settings.serverName.utf8.count - excess, 1))
        guard !source.isEmpty, wrapped(session, names, "LS", from: source).count == 1 else {
            session.registration.deferredCapabilities = []
            return nil
        }
        return (names, source)
    }

    /// Tells a session, with its welcome, of what the list that it was given left out.
    /// <https://ircv3.net/specs/extensions/capability-negotiation#the-cap-new-subcommand>
    func tellDeferredCapabilities(to session: Session) {
        let deferred = session.registration.deferredCapabilities.intersection(offer.capabilities)
        session.registration.deferredCapabilities = []
        tell(session, "NEW", deferred)
    }

    /// Only who understands values understands it. This machine itself is called by names that no authority vouches for.
    /// <https://ircv3.net/specs/extensions/sts>
    private func tellsStrictTransport(to session: Session, version: Int) -> Bool {
        guard let policy = reachability.strictTransport, version >= 302 else { return false }
        let origin = session.origin
        return !origin.isLocal && !origin.isHost && (origin.isSecure || policy.seconds > 0)
    }

    /// Names with their values, where the reader knows of values.
    private func names(of capabilities: Capabilities, version: Int, for session: Session) -> [String] {
        version >= 302
            ? capabilities.texts(settings, reachability, session.origin) : capabilities.definitions.map(\.name)
    }

    /// Lists names on as many lines as they need; only 302 knows that a line can be followed by another.
    private func sendCapabilities(_ session: Session, _ subcommand: String, _ names: [String]) {
        var lines = wrapped(session, names, subcommand)
        if session.registration.capabilityVersion < 302 { lines = Array(lines.prefix(1)) }
        for (index, line) in lines.enumerated() {
            let continues = index < lines.count - 1
            respondCap(session, [subcommand] + (continues ? ["*"] : []) + [line])
        }
    }

    /// A line that is followed by another has `*` in it, which takes two bytes more.
    private func wrapped(
        _ session: Session, _ names: [String], _ subcommand: String, from source: Bytes? = nil
    ) -> [String] {
        let head = makeCap(session, [subcommand, "", ""], from: source).serialized().count - 2
        let space = LineLimits.fromServer.body - head
        let whole = names.joined(separator: " ")
        if whole.utf8.count <= space { return [whole] }
        var lines: [String] = []
        var line = ""
        for name in names {
            if !line.isEmpty, line.utf8.count + 1 + name.utf8.count > space - 2 {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? name : " " + name
        }
        return lines + [line]
    }

    /// All of a request is granted, or nothing of it.
    private func requestCapabilities(_ session: Session, _ request: String) {
        if session.user == nil { session.registration.isNegotiating = true }
        var wanted = session.capabilities
        for word in request.split(separator: " ") {
            let isRemoval = word.hasPrefix("-")
            let name = isRemoval ? word.dropFirst() : word
            guard let listing = offer.capabilities.definitions.first(where: { $0.name == name }),
                listing.capability != .strictTransport,
                !(isRemoval && listing.capability == .capNotify && session.registration.capabilityVersion >= 302)
            else { return answerRequest(session, "NAK", request) }
            if isRemoval { wanted.remove(listing.capability) } else { wanted.insert(listing.capability) }
        }
        // Nobody follows both texts at a time.
        if wanted.contains([.metadata2, .metadata3]) { return answerRequest(session, "NAK", request) }
        answerRequest(session, "ACK", request)
        if session.batch != nil, !wanted.contains([.multiline, .batch]) { session.batch = nil }
        let draft = session.metadataDraft
        setCapabilities(of: session, to: wanted)
        for channel in session.user?.channels ?? [] { channel.forgetAudience() }
        // The second draft tells a client of itself when it asks for the capability. For those who asked earlier the welcome does so.
        if session.metadataDraft == .two, draft != .two { tellOwnMetadata(to: session) }
    }

    /// The keys that a session subscribes to go with the draft in which it named them.
    private func setCapabilities(of session: Session, to capabilities: Capabilities) {
        let draft = session.metadataDraft
        session.capabilities = capabilities
        if session.metadataDraft != draft { session.subscriptions = MetadataSubscriptions() }
    }

    /// Repeats a request in its own words, on several lines where it would be cut on one.
    private func answerRequest(_ session: Session, _ subcommand: String, _ request: String) {
        let words = request.split(separator: " ").map(String.init)
        let lines = wrapped(session, words, subcommand)
        for line in lines.count > 1 ? lines : [request] { respondCap(session, [subcommand, line]) }
    }

    private func respondCap(_ session: Session, _ parameters: [String]) {
        respond(makeCap(session, parameters), to: session)
    }

    /// - Parameter source: the bytes that stand for the server's name; nil for that name.
    private func makeCap(_ session: Session, _ parameters: [String], from source: Bytes? = nil) -> Message {
        Message(
            source: source ?? Bytes(settings.serverName), "CAP", ([session.displayName] + parameters).map { Bytes($0) })
    }

    // MARK: Changes

    /// Offers capabilities again, or takes them back, and tells who wants to know.
    /// <https://ircv3.net/specs/extensions/capability-negotiation#the-cap-new-subcommand>
    package func offer(_ capabilities: Capabilities, at time: Timestamp) {
        advance(to: time)
        tellOfChange("NEW", offer.add(capabilities))
    }

    package func withdraw(_ capabilities: Capabilities, at time: Timestamp) {
        advance(to: time)
        let removed = offer.remove(capabilities)
        for session in sessions.sorted {
            guard !session.capabilities.isDisjoint(with: removed) else { continue }
            setCapabilities(of: session, to: session.capabilities.subtracting(removed))
            for channel in session.user?.channels ?? [] { channel.forgetAudience() }
        }
        tellOfChange("DEL", removed)
    }

    /// Tells who wants to know that capabilities that are on offer have another value.
    func tellOfNewValues(_ capabilities: Capabilities) {
        tellOfChange("NEW", offer.capabilities.intersection(capabilities))
    }

    private func tellOfChange(_ subcommand: String, _ capabilities: Capabilities) {
        guard !capabilities.isEmpty else { return }
        for session in sessions.sorted where session.has(.capNotify) { tell(session, subcommand, capabilities) }
    }

    /// Tells one session of a change of what is on offer: NEW with values, DEL without.
    private func tell(_ session: Session, _ subcommand: String, _ capabilities: Capabilities) {
        guard !capabilities.isEmpty else { return }
        let version = subcommand == "NEW" ? session.registration.capabilityVersion : 301
        for line in wrapped(session, names(of: capabilities, version: version, for: session), subcommand) {
            respondCap(session, [subcommand, line])
        }
    }
}
