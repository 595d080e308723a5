import Chat
import Dispatch
import Glibc
import Protocol
import Storage
import Synchronization

/// What the host does to accounts from outside: through its own door while a server runs on the folder, and through the folder
/// while none does. Both ways lead to the same rules.
package struct AccountDesk: Sendable {
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let registered: String
        /// The nick under which its owner is here.
        package let nick: String?
    }

    /// Why something was not done; in words, and whether it was the system's fault.
    package struct Refusal: Error, CustomStringConvertible {
        package let description: String
    }

    private let folder: String

    package init(folder: String) { self.folder = folder }

    package func add(_ name: String, password: String) throws { _ = try ask("ADD", name, password) }

    package func setPassword(of name: String, to password: String) throws { _ = try ask("PASSWORD", name, password) }

    /// - Parameter erasing: also takes what the account said out of the history.
    package func remove(_ name: String, erasing: Bool) throws { _ = try ask(erasing ? "ERASE" : "REMOVE", name) }

    package func list() throws -> [Entry] {
        try ask("LIST").compactMap { message in
            guard message.text(at: 0) == "LIST", let name = message.text(at: 1), let time = message.text(at: 2),
                let nick = message.text(at: 3)
            else { return nil }
            return Entry(name: name, registered: time, nick: nick == "*" ? nil : nick)
        }
    }

    /// The lines of the answer, without the last, which says that it was done.
    private func ask(_ words: String...) throws -> [Message] {
        guard words.allSatisfy({ !$0.isEmpty && !$0.utf8.contains { [0, 10, 13].contains($0) } }) else {
            throw Refusal(description: "A name or a password is one line, and not empty")
        }
        let question = Message("ACCOUNT", words.map { Bytes($0) })
        var answer: [Message] = []
        let isOver: (Message) -> Bool = { message in
            answer.append(message)
            return message.command == "ERROR" || message.command == "FAIL"
                || (message.command == "ACCOUNT" && message.text(at: 0) == "SUCCESS")
        }
        do {
            let folder = try DataFolder(path: folder)
            try ClosedServer(folder).answer(question, isOver)
        } catch let error as StartError where error.isAlreadyServed {
            try HostDoor(folder: folder).answer(question, isOver)
        }
        let last = answer.popLast()
        guard last?.command == "ACCOUNT" else {
            throw Refusal(description: last?.parameters.last?.text ?? "The server gave no answer")
        }
        return answer
    }
}

/// A server that is not running: its rules, on its folder, for one question.
private struct ClosedServer {
    private let folder: DataFolder

    init(_ folder: DataFolder) { self.folder = folder }

    func answer(_ question: Message, _ isOver: (Message) -> Bool) throws {
        let queue = DispatchQueue(label: "grillo.accounts")
        let archive = try Archive(.sqlite(path: folder.database, .full), deliverOn: queue, settled: { _ in })
        var registry = archive.registry
        var changes = registry.missingNotes
        for change in changes { registry.apply(change) }
        let network = Network(
            settings: Settings(), lastNumber: archive.end.number, registry: registry, cipher: .openSSL,
            at: max(WallClock.now(), archive.end.time))
        // What presence is restored to is this program's own business.
        _ = network.takeEffects()
        let session = SessionID(rawValue: 1)
        let host = Origin(
            address: "local", host: "localhost", isHost: true, isSecure: true, isExemptFromLimits: true, isLocal: true)
        network.open(session, from: host, at: WallClock.now())
        network.receive(.message(question), from: session, at: WallClock.now())
        var wasAnswered = false
        while !wasAnswered {
            let effects = network.takeEffects()
            if effects.isEmpty { break }
            for effect in effects {
                switch effect {
                case .keep(let change): changes.append(change)
                case .deliver(let delivery), .answer(let delivery):
                    for line in delivery.lines.split(separator: ASCII.lineFeed) {
                        guard let message = try? Message(parsing: line.dropLast(), limits: .fromServer) else {
                            continue
                        }
                        if isOver(message) { wasAnswered = true }
                    }
                case .ask(_, let query):
                    network.answer(session, with: try answer(query, archive), at: WallClock.now())
                case .awaitDrain: network.continueAnswer(to: session, at: WallClock.now())
                default: break
                }
            }
        }
        archive.submit(changes.map(LogEntry.change))
        archive.flush()
        try archive.catchUp()
        try archive.close()
    }

    private func answer(_ query: Query, _ archive: Archive) throws -> Answer {
        switch query {
        case .makeCredential(let password, _): return .credential(.make(password: Array(password)))
        case .save(let changes):
            try wait { archive.save(changes, then: $0) }
            return .saved
        case .erase(let account):
            _ = try wait { archive.erase(account: account, then: $0) }
            return .saved
        default: return .failed
        }
    }

    private func wait<Value: Sendable>(_ body: (@escaping Archive.Answer<Value>) -> Void) throws -> Value {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<Value, LogError>?>(nil)
        body { answer in
            result.withLock { $0 = answer }
            done.signal()
        }
        done.wait()
        guard let result = result.withLock({ $0 }) else { throw LogError.other("there was no answer") }
        return try result.get()
    }
}

/// The door of a server that runs.
private struct HostDoor {
    private let path: String

    init(folder: String) { path = DataFolder.door(in: folder) }

    func answer(_ question: Message, _ isOver: (Message) -> Bool) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw unreachable }
        defer { close(descriptor) }
        try connect(descriptor)
        var line = question.serialized()[...]
        while !line.isEmpty {
            let count = line.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw unreachable }
            line = line.dropFirst(count)
        }
        var unread: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw unreachable }
            unread += buffer[..<count]
            while let end = unread.firstIndex(of: ASCII.lineFeed) {
                let message = try? Message(
                    parsing: unread[..<end].filter { $0 != ASCII.carriageReturn }[...], limits: .fromServer)
                unread.removeFirst(end + 1)
                if let message, isOver(message) { return }
            }
        }
    }

    private func connect(_ descriptor: Int32) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < capacity else { throw unreachable }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw unreachable }
    }

    private var unreachable: StartError {
        StartError("the server at \(path) does not answer", remedy: "try again, or stop it first", .unavailable)
    }
}
