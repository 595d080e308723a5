import Protocol
import Testing

@testable import Client
@testable import TUI

/// What is kept where lines are told, and for whom.
struct LinearQueueTests {
    private func told(_ steps: [LinearStep]) -> String {
        steps.map { step in if case .printLines(let lines) = step { lines.joined(separator: "\n") } else { "" } }
            .joined()
    }

    /// Each line that is kept behind the name of the buffer that it is for; `-` where it goes to the one that is shown in its turn.
    private func kept(_ input: LinearInput, _ session: ClientSession) -> [String] {
        var input = input
        var lines: [String] = []
        while let line = input.takeFirst() {
            lines.append("\(line.buffer.flatMap { session.buffers[$0.buffer]?.name } ?? "-") \(line.text)")
        }
        return lines
    }

    /// Somebody at a terminal, in the rooms `#lobby` and `#den` and in a query with bob, who has lost the server.
    private func lost() -> (LinearInput, ClientSession) {
        var session = ClientSession.inLobby()
        session.hear(":ana!u@h JOIN #den", ":bob!u@h PRIVMSG ana :hi")
        session.setVisible(session.buffers.id(named: "#lobby"))
        session.disconnected(cause: "lost", at: noon)
        var input = LinearInput(isInteractive: true)
        input.queuesUntilJoined = false
        return (input, session)
    }

    private func show(_ name: String, _ input: inout LinearInput, _ session: inout ClientSession) {
        #expect(input.take("/2", session) == [.run("/2")])
        session.setVisible(session.buffers.id(named: name))
        input.bufferShown()
    }

    @Test func `A line is for the buffer that it was typed in, whatever is shown when it can be sent`() {
        var (input, session) = lost()
        show("bob", &input, &session)
        _ = input.take("secret for bob", session)
        show("#den", &input, &session)
        _ = input.take("hello all", session)
        #expect(kept(input, session) == ["bob secret for bob", "#den hello all"])
        // Refused, it stays for the same.
        if let line = input.takeFirst() { input.putBack(line, session, at: noon) }
        #expect(kept(input, session) == ["bob secret for bob", "#den hello all"])
    }

    @Test func `A command that is refused offline stands before the line that was typed for what it shows`() {
        var (input, session) = lost()
        #expect(input.take("/query bob", session) == [.run("/query bob")])
        let reason = session.offlineReason
        #expect(told(input.refused("/query bob", session, because: reason)) == "error: " + reason)
        _ = input.take("secret for bob", session)
        #expect(kept(input, session) == ["#lobby /query bob", "- secret for bob"])
        // The person would rather be elsewhere.
        show("#den", &input, &session)
        _ = input.take("hello all", session)
        #expect(kept(input, session) == ["#lobby /query bob", "- secret for bob", "#den hello all"])
        // In its turn the command has shown its buffer.
        _ = input.takeFirst()
        session.setVisible(session.buffers.id(named: "bob"))
        input.assignBuffer(session)
        #expect(kept(input, session) == ["bob secret for bob", "#den hello all"])
        // What is no matter of the connection is not tried again.
        #expect(told(input.refused("/qurey bob", session, because: "no such command")) == "error: no such command")
        #expect(input.queuedCount == 2)
    }

    @Test func `Before one is in for the first time, what is typed goes in its order by itself`() {
        var session = ClientSession(
            configuration: SessionConfiguration(nicks: ["ana"], channels: [], hostLabel: "localhost"), seed: 1)
        session.start(at: noon)
        session.connectionFailed(cause: "connection refused", at: noon)
        var input = LinearInput(isInteractive: true)
        #expect(input.take("/query bob", session) == [.run("/query bob")])
        let words = told(input.refused("/query bob", session, because: session.offlineReason))
        #expect(words == "error: Not online yet: your line is kept, and goes by itself once you are.")
        #expect(input.take("secret for bob", session) == [.sendQueued])
        #expect(kept(input, session) == ["- /query bob", "- secret for bob"])
    }

    @Test func `What is typed in the server's own buffer goes to the one that is shown next`() {
        var input = LinearInput(isInteractive: true)
        input.queuesUntilJoined = false
        var session = ClientSession.online()
        _ = input.take("hello", session)
        if let line = input.takeFirst() { input.putBack(line, session, at: noon) }
        #expect(kept(input, session) == ["- hello"] && input.isRefused(session))
        session = .inLobby()
        #expect(!input.isRefused(session))
        input.assignBuffer(session)
        #expect(kept(input, session) == ["#lobby hello"])
    }

    @Test func `What was typed in a room is not refused for another, and waits for it alone`() {
        var session = ClientSession.inLobby()
        session.hear(":ana!u@h JOIN #den")
        var input = LinearInput(isInteractive: false)
        input.queuesUntilJoined = false
        _ = input.take("hello", session)
        session.hear(":mara!u@h KICK #lobby ana :out")
        if let line = input.takeFirst() { input.putBack(line, session, at: noon) }
        session.setVisible(session.buffers.id(named: "#den"))
        #expect(input.isRefused(session))
        session.hear(":ana!u@h JOIN #lobby")
        #expect(!input.isRefused(session))
    }

    // MARK: Enough is kept

    /// Lines from a file or another program, `count` of them.
    private func piped(_ count: Int, _ session: ClientSession) -> (LinearInput, [LinearStep]) {
        var input = LinearInput(isInteractive: false)
        input.queuesUntilJoined = false
        let steps = (0..<count).flatMap { input.take("line \($0)", session) }
        return (input, steps)
    }

    @Test func `What a program has said and was read is kept, however much it was, and no more is read`() {
        let session = ClientSession.inLobby()
        let (input, steps) = piped(300, session)
        #expect(input.queuedCount == 300 && input.mustPauseReading(session.phase) && told(steps) == "")
        #expect(steps.allSatisfy { $0 == .sendQueued })
        // Where reading goes on, there is an end to it.
        var idle = session
        idle.disconnected(cause: "lost", at: noon)
        _ = idle.perform(.disconnect(nil), in: .server, at: noon)
        let (refused, words) = piped(1000, idle)
        #expect(refused.queuedCount == LinearInput.maxQueuedLines && !refused.mustPauseReading(idle.phase))
        #expect(
            told(words)
                == "error: Not taken, nor what comes after it: 256 lines wait already. They go once you are online.")
    }

    @Test(arguments: [(LinearInput.maxQueuedLines - 1, false), (LinearInput.maxQueuedLines, true), (1000, true)])
    func `A program that cannot say what it has said, nor be read any more, is not waited for`(
        count: Int, isStuck: Bool
    ) {
        var session = ClientSession.inLobby()
        var (input, _) = piped(count, session)
        session.hear(":mara!u@h KICK #lobby ana :out")
        if let line = input.takeFirst() { input.putBack(line, session, at: noon) }
        func isGivenUp(after seconds: Int) -> Bool {
            input.isStuck(session, hasEnded: false, at: noon.advanced(bySeconds: Int64(seconds)), seconds: 10)
        }
        #expect(!isGivenUp(after: 10) && isGivenUp(after: 11) == isStuck)
        session.hear(":ana!u@h JOIN #lobby")
        #expect(!isGivenUp(after: 11))
    }
}
