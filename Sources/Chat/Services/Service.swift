import Protocol

/// The doors for clients that know no commands for accounts and rooms: what is said to NickServ and ChanServ.
///
/// Nothing that is said to them is kept or shown to anybody, and nobody can take their nicks.
enum Service: String, CaseIterable {
    case nickServ = "NickServ"
    case chanServ = "ChanServ"

    var name: String { rawValue }
    var source: String { "\(name)!\(name)@services" }

    var commands: [ServiceCommand] {
        switch self {
        case .nickServ: ServiceCommand.nickServ
        case .chanServ: ServiceCommand.chanServ
        }
    }

    static func named(_ name: String) -> Service? {
        guard name.utf8.count == 8 else { return nil }
        let folded = Casemapping.ascii.fold(name)
        return allCases.first { Casemapping.ascii.fold($0.name) == folded }
    }
}

/// One thing that can be said to a service.
struct ServiceCommand {
    typealias Handler = (Network) -> (ServiceCall) -> Void

    let name: String
    let syntax: String
    let summary: String
    /// Words without which it is explained instead.
    let minimum: Int
    let handler: Handler

    init(_ name: String, _ syntax: String, _ summary: String, minimum: Int = 0, _ handler: @escaping Handler) {
        self.name = name
        self.syntax = syntax
        self.summary = summary
        self.minimum = minimum
        self.handler = handler
    }
}

/// One command that somebody said to a service.
struct ServiceCall {
    let service: Service
    let session: Session
    let user: User
    /// Behind the command.
    let words: [String]
}

extension Network {
    /// NICKSERV and NS, CHANSERV and CS.
    func nickServ(_ session: Session, _ message: Message) { call(session, .nickServ, message) }
    func chanServ(_ session: Session, _ message: Message) { call(session, .chanServ, message) }

    private func call(_ session: Session, _ service: Service, _ message: Message) {
        let text = message.parameters.map(\.text).joined(separator: " ")
        call(session, service, Bytes(text))
    }

    func call(_ session: Session, _ service: Service, _ text: Bytes) {
        guard let user = session.user else { return }
        let words = text.split(separator: ASCII.space).map(\.text)
        let call = ServiceCall(service: service, session: session, user: user, words: Array(words.dropFirst()))
        guard let name = words.first?.uppercased(), name != "HELP" else { return help(call) }
        guard let command = service.commands.first(where: { $0.name == name }) else {
            return tell(call, "Unknown command. HELP lists what there is.")
        }
        guard call.words.count >= command.minimum else {
            return tell(call, "Say it like this: \(command.name) \(command.syntax)")
        }
        command.handler(self)(call)
    }

    private func help(_ call: ServiceCall) {
        for command in call.service.commands {
            tell(
                call,
                [command.name, command.syntax, "- " + command.summary].filter { !$0.isEmpty }.joined(separator: " "))
        }
    }

    func tell(_ call: ServiceCall, _ text: String) {
        respond(Message(source: call.service.source, "NOTICE", call.session.displayName, text), to: call.session)
    }
}
