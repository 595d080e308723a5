import Protocol

/// CAP. <https://ircv3.net/specs/extensions/capability-negotiation.html>
extension Network {
    func cap(_ session: Session, _ message: Message) {
        guard let subcommand = message.text(at: 0) else {
            return reply(session, .needMoreParameters, "CAP", "Not enough parameters")
        }
        switch subcommand.uppercased() {
        case "LS": listCapabilities(session, version: message.text(at: 1).flatMap { Int($0) })
        case "LIST": sendCapabilities(session, "LIST", session.capabilities.names)
        case "REQ": requestCapabilities(session, message.text(at: 1) ?? "")
        case "END":
            guard session.user == nil else { return }
            session.isNegotiating = false
            registerIfReady(session)
        default:
            reply(session, .invalidCapabilityCommand, shown(subcommand), "Invalid CAP subcommand")
        }
    }

    private func listCapabilities(_ session: Session, version: Int?) {
        if session.user == nil { session.isNegotiating = true }
        if let version, version > session.capabilityVersion { session.capabilityVersion = version }
        // Who speaks 302 is told of changes without asking for it.
        if session.capabilityVersion >= 302 { session.capabilities.insert(.capNotify) }
        sendCapabilities(session, "LS", Capabilities.offered.map(\.name))
    }

    /// Lists names on as many lines as they need; only 302 knows that a line can be followed by another.
    private func sendCapabilities(_ session: Session, _ subcommand: String, _ names: [String]) {
        let overhead = settings.serverName.utf8.count + session.displayName.utf8.count + subcommand.utf8.count + 16
        var lines: [String] = []
        var line = ""
        for name in names {
            if !line.isEmpty, overhead + line.utf8.count + 1 + name.utf8.count > LineLimits.fromServer.body {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? name : " " + name
        }
        lines.append(line)
        if session.capabilityVersion < 302 { lines = Array(lines.prefix(1)) }
        for (index, line) in lines.enumerated() {
            let continues = index < lines.count - 1
            respondCap(session, [subcommand] + (continues ? ["*"] : []) + [line])
        }
    }

    /// All of a request is granted, or nothing of it.
    private func requestCapabilities(_ session: Session, _ request: String) {
        if session.user == nil { session.isNegotiating = true }
        var wanted = session.capabilities
        for word in request.split(separator: " ") {
            let isRemoval = word.hasPrefix("-")
            let name = isRemoval ? word.dropFirst() : word
            guard let listing = Capabilities.offered.first(where: { $0.name == name }),
                !(isRemoval && listing.capability == .capNotify && session.capabilityVersion >= 302)
            else { return respondCap(session, ["NAK", request]) }
            if isRemoval { wanted.remove(listing.capability) } else { wanted.insert(listing.capability) }
        }
        respondCap(session, ["ACK", request])
        session.capabilities = wanted
        for room in session.user?.rooms ?? [] { room.forgetAudience() }
    }

    private func respondCap(_ session: Session, _ parameters: [String]) {
        respond(
            Message(
                source: Bytes(settings.serverName), "CAP",
                ([session.displayName] + parameters).map { Bytes($0) }), to: session)
    }
}
