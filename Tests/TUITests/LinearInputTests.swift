import Protocol
import Testing

@testable import Client
@testable import TUI

/// The lines that are typed with `--linear`.
struct LinearInputTests {
    private let keeping = SaveAccountQuestion(account: "ana", place: "irc.test")
    private let trusting = TrustQuestion(
        place: "irc.test:6697", shown: ShownKey(fingerprint: "SHA256:x", isVouchedFor: false, problem: nil))

    private func login(_ account: String, isExpected: Bool = false) -> PasswordPrompt {
        PasswordPrompt(purpose: .login, account: account, question: "Password for \(account):", isExpected: isExpected)
    }

    /// Input of somebody who is in already.
    private func online() -> (LinearInput, ClientSession) {
        var input = LinearInput(isInteractive: true)
        input.queuesUntilJoined = false
        return (input, .inLobby())
    }

    private func kept(_ input: LinearInput) -> [String] {
        var input = input
        var lines: [String] = []
        while let line = input.takeFirst() { lines.append(line.text) }
        return lines
    }

    /// The first line that is kept is refused.
    private func putBack(_ input: inout LinearInput, _ session: ClientSession, at now: Timestamp) {
        guard let line = input.takeFirst() else { return }
        input.putBack(line, session, at: now)
    }

    private func told(_ steps: [LinearStep]) -> String {
        steps.map { step in if case .printLines(let lines) = step { lines.joined(separator: "\n") } else { "" } }
            .joined()
    }

    // MARK: What is no answer

    @Test(arguments: ["no", "yes", "", "/login bob"])
    func `What is typed where a password was asked for is said to nobody, whatever the answer is`(end: String) {
        var (input, session) = online()
        let asked = told(input.ask(login("ana")))
        #expect(asked.hasPrefix("Password for ana is wanted.") && asked.hasSuffix("yes or no?"))
        for line in ["hunter2", "hunter2 ", "Yes please"] {
            #expect(told(input.take(line, session)) == "Not taken, and said to nobody. yes or no?")
        }
        let steps = input.take(end, session)
        switch end {
        case "yes":
            #expect(steps == [.echoOff, .printLines(["Password for ana:"])])
            #expect(input.take("hunter2", session) == [.echoOn, .answer(.secret("hunter2", login("ana")))])
        case "/login bob":
            #expect(steps == [.answer(.secret(nil, login("ana"))), .sendQueued] && kept(input) == [end])
            return
        default: #expect(steps == [.answer(.secret(nil, login("ana"))), .sendQueued])
        }
        #expect(kept(input) == [] && !input.isAsking && input.hasTyped)
    }

    @Test func `At every other question a line waits, and goes with the answer`() {
        for answer in ["y", "no"] {
            var (input, session) = online()
            _ = input.ask(keeping)
            #expect(told(input.take("a long line to everybody", session)) == "Your line waits. yes or no?")
            #expect(input.take(answer, session) == [.answer(.keep(answer == "y", keeping)), .sendQueued])
            #expect(kept(input) == ["a long line to everybody"])
        }
        var (input, session) = online()
        session.disconnected(cause: "lost", at: noon)
        _ = input.ask(trusting)
        #expect(told(input.take("hello", session)) == "Your line waits. Enter it: always, once or no?")
        #expect(told(input.take("", session)) == "Enter it: always, once or no?")
        // There is nobody yet whom it could go to.
        #expect(input.take("once", session) == [.answer(.trust(.once, .first))])
        #expect(kept(input) == ["hello"])
    }

    // MARK: One question after the other

    @Test func `An answer is to the question that was told, and no password is for another account`() {
        var (input, session) = online()
        _ = input.ask(login("new", isExpected: true))
        #expect(input.ask(login("bob")) == [] && input.ask(keeping) == [] && input.next() == [])
        // It is being answered.
        #expect(input.ask(login("new")) == [])
        #expect(
            input.take("sesame", session) == [.echoOn, .answer(.secret("sesame", login("new", isExpected: true)))])
        // What that asks by itself comes first.
        #expect(input.ask(login("once more", isExpected: true)).first == .echoOff)
        _ = input.take("sesame", session)
        #expect(told(input.next()).hasPrefix("Password for bob is wanted."))
        #expect(input.ask(trusting) == [])
        #expect(input.take("no", session) == [.answer(.secret(nil, login("bob"))), .sendQueued])
        #expect(told(input.next()).hasPrefix("Keep the account ana"))
        #expect(input.take("no", session) == [.answer(.keep(false, keeping)), .sendQueued])
        #expect(told(input.next()).contains("SHA256:x"))
        #expect(input.take("no", session) == [.answer(.trust(.no, .first)), .sendQueued])
        #expect(input.next() == [] && !input.isAsking)
    }

    @Test func `A question that is asked anew keeps its place`() {
        var (input, session) = online()
        _ = input.ask(login("bob"))
        _ = input.ask(keeping)
        let anew = PasswordPrompt(purpose: .login, account: "bob", question: "Refused. Password for bob:")
        #expect(told(input.ask(anew)).hasPrefix("Refused. Password for bob is wanted."))
        #expect(input.take("yes", session) == [.echoOff, .printLines(["Refused. Password for bob:"])])
    }

    @Test func `However often a server asks, few questions wait`() {
        var (input, session) = online()
        for number in 0..<1000 { _ = input.ask(login("a\(number)")) }
        var count = 0
        while input.isAsking {
            _ = input.take("no", session)
            _ = input.next()
            count += 1
        }
        #expect(count == 9)
    }

    @Test func `Nothing that one server asked or was to hear goes to the next`() {
        var (input, session) = online()
        _ = input.ask(login("ana", isExpected: true))
        for question in [input.ask(login("bob")), input.ask(trusting), input.ask(keeping)] { #expect(question == []) }
        _ = input.take("grillo://other", session)
        let chat = ChatModel(session)
        #expect(input.changeServer(of: .first, in: chat) == [])
        #expect(told(input.next()).hasPrefix("Keep the account ana"))
        _ = input.take("for the people there", session)
        let words = told(input.changeServer(of: .first, in: chat))
        #expect(words == "Not sent, as it was typed for another server: a line.")
        #expect(kept(input) == [] && input.isAsking)
    }

    @Test func `What was typed or asked for another network stays when a server is left`() {
        var (input, session) = online()
        _ = input.take("later", session)
        _ = input.ask(login("bob"))
        #expect(input.changeServer(of: NetworkID(1), in: ChatModel(session)) == [])
        #expect(kept(input) == ["later"] && input.isAsking)
    }

    @Test func `Where the input ends, every question has its answer`() {
        for isSecret in [true, false] {
            var input = LinearInput(isInteractive: true)
            _ = isSecret ? input.ask(login("ana", isExpected: true)) : input.ask(trusting)
            _ = input.ask(keeping)
            #expect(
                input.end()
                    == (isSecret
                        ? [.echoOn, .answer(.secret(nil, login("ana", isExpected: true)))]
                        : [.answer(.trust(.no, .first))]) + [.answer(.keep(false, keeping))]
            )
            #expect(!input.isAsking && input.next() == [] && input.end() == [])
        }
    }

    // MARK: Enough is kept

    private func filled(
        _ count: Int = LinearInput.maxQueuedLines, isInteractive: Bool = true, queuesUntilJoined: Bool = false
    )
        -> LinearInput
    {
        var input = LinearInput(isInteractive: isInteractive)
        input.queuesUntilJoined = queuesUntilJoined
        for number in 0..<count { _ = input.take("line \(number)", ClientSession.inLobby()) }
        return input
    }

    @Test func `No more is read only where what is kept goes by itself`() {
        let phases: [ConnectionPhase] = [.idle, .connecting, .registering, .online, .waiting(until: noon), .ended]
        func held(_ input: LinearInput) -> [ConnectionPhase] { phases.filter { input.mustPauseReading($0) } }
        #expect(held(filled()) == [])
        #expect(held(filled(queuesUntilJoined: true)) == [.connecting, .registering, .online])
        #expect(held(filled(isInteractive: false)) == [.connecting, .registering, .online, .waiting(until: noon)])
        var going = filled()
        going.sending = .whenServerAllows
        #expect(held(going) == [.online])
        // An answer is read in any case.
        _ = going.ask(login("ana"))
        #expect(held(going) == [])
        #expect(held(filled(LinearInput.maxQueuedLines - 1, isInteractive: false)) == [])
    }

    @Test func `What cannot be kept is refused, once, and no line is said to wait that does not`() {
        var input = filled(LinearInput.maxQueuedLines - 1)
        let session = ClientSession.inLobby()
        #expect(told(input.take("the last", session)) == "")
        #expect(told(input.take("too many", session)).hasPrefix("error: Not taken, nor what comes after it: 256"))
        #expect(input.take("and more", session) == [] && input.take("", session) == [.sendQueued])
        #expect(input.queuedCount == LinearInput.maxQueuedLines)
        _ = input.ask(keeping)
        #expect(told(input.take("and more", session)) == "yes or no?")
        _ = input.take("no", session)
        _ = input.takeFirst()
        #expect(told(input.take("there is room", session)) == "" && kept(input).last == "there is room")
        #expect(filled().isFull)
    }

    @Test func `A command does not wait behind what cannot go`() {
        var lost = ClientSession.inLobby()
        lost.disconnected(cause: "lost", at: noon)
        var input = filled(1)
        #expect(input.take("/quit", lost) == [.run("/quit")])
        // What comes from a file goes in its order.
        var piped = filled(1, isInteractive: false)
        #expect(piped.take("/quit", lost) == [.sendQueued])
        // Before one is in, it is what is to be done there.
        var first = LinearInput(isInteractive: true)
        var entering = ClientSession(
            configuration: SessionConfiguration(nicks: ["ana"], channels: [], hostLabel: "localhost"), seed: 1)
        #expect(first.take("/join #den", entering) == [.run("/join #den")])
        entering.start(at: noon)
        #expect(first.take("/join #den", entering) == [.sendQueued])
        // What was refused in a room goes nowhere until something has changed.
        var session = ClientSession.inLobby()
        session.hear(":mara!u@h KICK #lobby ana :out")
        #expect(input.take("/topic x", session) == [.sendQueued])
        putBack(&input, session, at: noon)
        #expect(input.isRefused(session) && input.take("/join #lobby", session) == [.run("/join #lobby")])
        putBack(&input, session, at: noon.advanced(bySeconds: 5))
        #expect(!input.isStuck(session, hasEnded: true, at: noon.advanced(bySeconds: 10), seconds: 10))
        #expect(input.isStuck(session, hasEnded: true, at: noon.advanced(bySeconds: 11), seconds: 10))
        // Somebody may type what helps.
        #expect(!input.isStuck(session, hasEnded: false, at: noon.advanced(bySeconds: 11), seconds: 10))
        session.hear(":ana!u@h JOIN #lobby")
        #expect(!input.isStuck(session, hasEnded: true, at: noon.advanced(bySeconds: 11), seconds: 10))
        #expect(!input.isRefused(session) && input.take("/topic x", session) == [.sendQueued])
    }
}
