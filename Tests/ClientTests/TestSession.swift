import Protocol
import Testing

@testable import Client

/// A session and the server it talks to, played by the test: lines go in, what the session wants done is collected.
struct TestSession {
    var session: ClientSession
    var now = Timestamp(milliseconds: 1_700_000_000_000)
    private(set) var actions: [SessionAction] = []
    private var unread: [UInt8] = []

    init(
        nicks: [String] = ["ada"], channels: [SessionConfiguration.Channel] = ["#home"], password: String? = nil,
        limit: Int = 1_000_000, account: String? = nil, accountPassword: String? = nil, words: [String] = [],
        mechanism: SASLMechanism? = nil, hasCertificate: Bool = false, host: String? = nil, port: UInt16? = nil,
        log: LogPolicy = .off, logRooms: [String: LogPolicy] = [:], hooks: [LineHook] = [],
        showsLists: Bool = false
    ) {
        var configuration = SessionConfiguration(
            nicks: nicks, userName: "ada", realName: "Ada L", channels: channels, password: password,
            hostLabel: "irc.test",
            scrollbackLimit: limit)
        configuration.account = account
        configuration.accountPassword = accountPassword
        configuration.words = words
        configuration.mechanism = mechanism
        configuration.hasCertificate = hasCertificate
        configuration.host = host
        configuration.port = port
        configuration.log = log
        configuration.logRooms = logRooms
        configuration.hooks = hooks
        configuration.showsLists = showsLists
        session = ClientSession(configuration: configuration, seed: 1)
    }

    /// Registered on a server with these capabilities and 005 tokens, and in `#home`.
    static func inChannel(
        capabilities: String = "", isupport: String = "CHANTYPES=# PREFIX=(ohv)@%+ CASEMAPPING=ascii",
        nicks: [String] = ["ada"], members: String = "ada @bob +cara", hooks: [LineHook] = [],
        showsLists: Bool = false
    ) -> TestSession {
        var conversation = TestSession(nicks: nicks, hooks: hooks, showsLists: showsLists)
        conversation.connect()
        conversation.welcome(capabilities: capabilities, isupport: isupport)
        conversation.hear(
            ":ada!ada@host.test JOIN #home", ":irc.test 353 ada = #home :\(members)", ":irc.test 366 ada #home :End")
        if conversation.session.connection?.backgroundRequests.asked?.subject == .modes {
            conversation.hear(":irc.test 324 ada #home +")
        }
        conversation.session.setVisible(conversation.session.buffers.id(named: "#home"))
        conversation.collect()
        conversation.forget()
        return conversation
    }

    mutating func connect() {
        session.start(at: now)
        session.connected(at: now)
        collect()
    }

    mutating func welcome(capabilities: String = "", isupport: String = "") {
        hear(":irc.test CAP * LS :\(capabilities)")
        if !capabilities.isEmpty { hear(":irc.test CAP * ACK :\(capabilities)") }
        hear(":irc.test 001 \(session.nick) :Welcome")
        if !isupport.isEmpty { hear(":irc.test 005 \(session.nick) \(isupport) :are supported") }
        hear(":irc.test 422 \(session.nick) :No message of the day")
    }

    mutating func hear(_ lines: String...) {
        for line in lines { hear(bytes: Array((line + "\r\n").utf8)) }
    }

    mutating func hear(bytes: [UInt8]) {
        bytes.withUnsafeBytes { session.received($0, at: now) }
        collect()
    }

    @discardableResult
    mutating func enter(_ input: String, in name: String = "#home") -> SubmitOutcome {
        let id = name.isEmpty ? .server : session.buffers.id(named: name) ?? .server
        let outcome = session.submit(input, in: id, at: now)
        collect()
        return outcome
    }

    mutating func pass(seconds: Int64) {
        for _ in 0..<seconds {
            now = now.advanced(bySeconds: 1)
            session.tick(at: now)
        }
        collect()
    }

    /// The server answers what the session wants to know of `#home` by itself.
    mutating func answerBackgroundRequests() {
        hear(":s BATCH +own chathistory #home", ":s BATCH -own", ":s 324 ada #home +", ":s 315 ada #home :End")
        forget()
    }

    mutating func collect() {
        for action in session.drainActions() {
            actions.append(action)
            if case .send(let bytes) = action { unread += bytes }
        }
    }

    /// The lines that the session has sent since this was asked last.
    mutating func sent() -> [String] {
        defer { unread = [] }
        return unread.split(separator: ASCII.lineFeed).map { $0.dropLast().text }
    }

    /// The actions that the session has asked for since this was asked last.
    mutating func takeActions() -> [SessionAction] {
        defer { actions = [] }
        return actions
    }

    mutating func forget() {
        actions = []
        unread = []
    }

    func bufferID(_ name: String) -> BufferID { session.buffers.id(named: name) ?? .server }

    func buffer(_ name: String) -> Buffer? {
        name.isEmpty ? session.buffers[.server] : session.buffers.id(named: name).flatMap { session.buffers[$0] }
    }

    /// A buffer's lines as `kind sender: text`, those under way with a `~` before them.
    func lines(_ name: String = "#home") -> [String] {
        guard let buffer = buffer(name) else { return [] }
        return (0..<buffer.lineCount).map { index in
            let line = buffer.line(at: index)
            return (line.isPending ? "~" : "") + "\(line.kind) \(line.sender): \(line.wording)"
        }
    }

    /// The whole buffer has been on the screen.
    mutating func readAll(_ name: String = "#home") {
        guard let buffer = buffer(name) else { return }
        session.linesShown(buffer.id(at: 0), through: buffer.id(at: buffer.lineCount - 1), in: buffer.id, at: now)
        collect()
    }

    func members(_ name: String = "#home") -> String {
        (buffer(name)?.members.slice(0..<1000) ?? []).map { $0.prefixes + $0.nick }.joined(separator: " ")
    }
}
