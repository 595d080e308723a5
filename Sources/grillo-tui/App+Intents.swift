import Client
import Glibc
import Protocol
import TUI
import TerminalApp

/// What the person asks for by their keys.
extension App {
    func carryOut(_ intent: Intent) {
        let now = Clocks.now
        switch intent {
        case .submit(let text, let id):
            let name = session.buffers[id]?.name ?? ""
            let outcome = session.submit(text, in: id, at: now)
            finish(outcome, in: id, named: name, isRemembered: !session.isSecret(text, in: id))
        case .secret(let secret, let prompt): submit(secret, for: prompt)
        case .show(let id): show(id)
        case .markRead(let id): session.markRead(in: id, at: now)
        case .quit: _ = session.perform(.quit(nil), in: session.visible ?? .server, at: now)
        case .redraw: terminal?.redrawAll()
        case .suspend: suspend()
        case .copy(let text): terminal?.tell(TerminalWords.copy(text))
        case .open(let url): open(url)
        case .wantOlder(let id): session.needsOlder(in: id, at: now)
        case .wantTime(let time, let id): session.goto(time, in: id, at: now)
        case .reply(let text, let line, let id):
            let name = session.buffers[id]?.name ?? ""
            let outcome = session.reply(to: line, text, in: id, at: now)
            finish(outcome, in: id, named: name, isRemembered: !session.isSecret(text, in: id))
        case .react(let text, let line, let id): tell(session.react(to: line, text, in: id, at: now))
        case .redact(let line, let id): tell(session.redact(line, in: id, at: now))
        case .resend(let line, let id): tell(session.resend(line, in: id, at: now))
        case .cancelWaiting:
            for (id, taken) in session.cancelWaiting(at: now) {
                screen.takeBack(taken, in: id, named: session.buffers[id]?.name ?? "")
            }
        case .searchServer(let text, let id): tell(session.searchServer(text, in: id, at: now))
        case .trust(let answer): self.answer(answer)
        case .keep(let isWanted, let question): answer(question, isWanted)
        case .openFound(let found): tell(session.open(found, at: now))
        }
        carryOut()
    }

    func show(_ id: BufferID) {
        screen.willShow(id, session)
        session.setVisible(id)
        isSessionChanged = true
    }

    /// Says why something could not be done; what is typed stays.
    private func tell(_ outcome: SubmitOutcome) {
        if case .notSent(let reason) = outcome { screen.refused(reason) }
        isSessionChanged = true
    }

    func finish(_ outcome: SubmitOutcome, in id: BufferID, named name: String, isRemembered: Bool = true) {
        switch outcome {
        case .done: screen.submitted(in: id, named: name, isRemembered: isRemembered)
        case .notSent(let reason): screen.refused(reason)
        }
        planKeeping()
    }

    /// Hands an address to whatever the desktop opens addresses with.
    private func open(_ url: String) {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), !url.hasPrefix("-") else { return }
        let words: [UnsafeMutablePointer<CChar>?] = [strdup("xdg-open"), strdup(url), nil]
        defer { words.forEach { free($0) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var child: pid_t = 0
        // Its end is of no interest: the kernel is told so, that none is left as a zombie.
        signal(SIGCHLD, SIG_IGN)
        if posix_spawnp(&child, "xdg-open", &actions, nil, words, environ) != 0 {
            screen.refused("There is no xdg-open here to open it with. The address: \(url)")
        }
    }

    // MARK: Calling the person

    /// Milliseconds in which one call is enough, however many speak of the person.
    private static let callPause: Int64 = 3000

    /// Somebody spoke of the person.
    func call(_ id: BufferID, _ line: LineID) {
        let now = Clocks.now
        guard now.milliseconds(since: calledAt) >= Self.callPause || now < calledAt else { return }
        calledAt = now
        guard let buffer = session.buffers[id], let index = buffer.index(of: line) else { return }
        let said = buffer.line(at: index)
        guard preferences.bell || preferences.notifications else { return }
        let words = TerminalWords.notification(
            buffer.kind == .query ? said.sender : "\(said.sender) in \(said.audience)\(buffer.name)", said.text,
            rings: preferences.bell, showsText: preferences.notifications)
        terminal?.tell(words)
    }

    // MARK: What is kept

    private static var statePath: String { StateDirectory.path + "/screen" }

    func restoreState() {
        let keepsake = Keepsake((try? StateDirectory.read(Self.statePath).get()) ?? "")
        screen.restore(keepsake, server: destination.keptAs)
        var memory = keepsake.memory(server: destination.keptAs)
        memory.ignored += preferences.ignore.filter { !memory.ignored.contains($0) }
        session.restore(memory)
    }

    /// Writes what is typed and was sent, if it is not what was written last. Of two programs that run at once, each
    /// writes over its own server's part, there only over the drafts of the buffers that are open in it. Who is ignored is one list for
    /// all: the last to write has its way.
    ///
    /// A file that cannot be read stays as it is: what is in it is not known, and not to be lost.
    func keepState() {
        guard case .success(let text) = StateDirectory.read(Self.statePath) else { return }
        var keepsake = Keepsake(text)
        let before = keepsake
        screen.keep(in: &keepsake, server: destination.keptAs, session)
        var memory = session.memory(at: Clocks.now)
        memory.ignored.removeAll { preferences.ignore.contains($0) }
        keepsake.take(memory, server: destination.keptAs)
        guard keepsake != before, StateDirectory.make() else { return }
        _ = StateDirectory.write(keepsake.text, to: Self.statePath)
    }

    /// It is written a few seconds after what is not written yet was typed, and at the end.
    func planKeeping() {
        if ticksToKeeping == 0 { ticksToKeeping = 5 }
    }
}
