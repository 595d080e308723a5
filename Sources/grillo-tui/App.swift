import Client
import Dispatch
import Glibc
import Protocol
import TUI
import Transport

/// The program: a session, a screen and a terminal, and what happens between them.
///
/// Everything here runs on the main thread, a turn at a time. A turn that reads from the network is bounded in time, and
/// the screen is drawn at most about sixty times a second, so that keys are answered at once also in a flood.
@MainActor
final class App {
    /// How long a turn may go on taking in what the server sent.
    private static let turn: Int64 = 3_000_000
    /// Between two frames, unless a key asks for one.
    private static let frame: Int64 = 16_000_000

    private let destination: Destination
    private let terminal: NcursesTerminal
    private let lanes = LaneGroup(count: 1)
    private let hosts = KnownHosts.standard
    private let tls: TLSContext?
    /// The server behind `--serve`.
    private let hosted: HostedServer?
    private var session: ClientSession
    private var screen: Screen
    private var wire: Wire?
    /// Counts the connections asked for: one that was waited for is dropped when another takes its place.
    private var dialNumber = 0
    private var second: (any DispatchSourceTimer)?
    private var lastFrame: Int64 = 0
    private var isFramePlanned = false
    /// Whether something but time has happened to the session since the last frame.
    private var isSessionChanged = true
    private var leavingStatus: Int32?
    private var isStopping = false

    /// Takes over the terminal and the main thread; ends the program with one line where that cannot be.
    static func run(_ destination: Destination, _ person: Person, _ hosted: HostedServer?) -> Never {
        do {
            let tls = destination.speaksTLS ? try TLSContext.client() : nil
            guard let signals = NcursesTerminal.prepare() else {
                fail(
                    "cannot make a pipe: \(String(cString: strerror(errno))). Close some programs and try again.",
                    status: .inputOutput)
            }
            let app = App(destination, person, try NcursesTerminal(), tls, hosted)
            app.begin()
            app.run(signals)
        } catch let error as TLSContextError {
            fail("\(error.description).", status: .inputOutput)
        } catch TerminalError.notATerminal {
            fail("standard input and output must be a terminal. Run it without pipes or redirection.", status: .usage)
        } catch TerminalError.unknown(let name) {
            fail(
                name.isEmpty
                    ? "TERM is not set, so it is not known how to draw. Set it to your terminal's kind, such as TERM=xterm-256color."
                    : "nothing is known of a terminal called “\(name)”. Set TERM to a kind that is, such as TERM=xterm-256color.",
                status: .usage)
        } catch {
            fail("\(error)", status: .inputOutput)
        }
    }

    private init(
        _ destination: Destination, _ person: Person, _ terminal: NcursesTerminal, _ tls: TLSContext?,
        _ hosted: HostedServer?
    ) {
        self.hosted = hosted
        self.destination = destination
        self.terminal = terminal
        self.tls = tls
        var configuration = SessionConfiguration(
            nicks: [person.nick], rooms: person.rooms.map { SessionConfiguration.Room(name: $0) },
            hostLabel: destination.label)
        configuration.welcome = hosted?.waysIn ?? []
        session = ClientSession(configuration: configuration, seed: UInt64.random(in: .min ... .max))
        screen = Screen(
            width: terminal.width, height: terminal.height, shaper: Shaper(scalarWidth: NcursesTerminal.scalarWidth),
            clock: LocalClock(offset: { Clocks.localOffset($0) }), theme: Theme(colors: terminal.colors))
        screen.security = destination.speaksTLS ? .tls : .plain
    }

    private func run(_ signals: Int32) -> Never {
        let second = DispatchSource.makeTimerSource(queue: .main)
        second.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(50))
        second.setEventHandler { @Sendable [self] in MainActor.assumeIsolated { secondPassed() } }
        self.second = second
        second.activate()
        MainLoop.run(watching: [
            (STDIN_FILENO, { @MainActor @Sendable [self] in keysPressed() }),
            (signals, { @MainActor @Sendable [self] in signalsArrived(signals) }),
        ])
    }

    private func begin() {
        session.start(at: Clocks.now)
        carryOut()
        drawNow()
    }

    private func secondPassed() {
        session.tick(at: Clocks.now)
        carryOut()
        drawNow()
    }

    // MARK: The keyboard

    private func keysPressed() {
        let events = terminal.readKeys(at: Clocks.monotonic / 1_000_000)
        if events.isEmpty, terminal.isGone { return leave(status: 0) }
        answer(events)
        if terminal.isPasting { lookForPasteEnd() }
    }

    private func lookForPasteEnd() {
        DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(350)) { [self] in
            MainActor.assumeIsolated {
                answer(terminal.finishLatePaste(at: Clocks.monotonic / 1_000_000))
                if terminal.isPasting { lookForPasteEnd() }
            }
        }
    }

    private func answer(_ events: [InputEvent]) {
        guard !events.isEmpty, leavingStatus == nil else { return }
        for event in events {
            for intent in screen.handle(event, session) { carryOut(intent) }
        }
        drawNow()
    }

    private func carryOut(_ intent: Intent) {
        switch intent {
        case .submit(let text, let id):
            switch session.submit(text, in: id, at: Clocks.now) {
            case .done: screen.submitted(in: id)
            case .notSent(let reason): screen.refused(reason)
            }
        case .show(let id):
            session.setVisible(id)
            isSessionChanged = true
        case .quit: _ = session.perform(.quit(nil), in: session.visible ?? .server, at: Clocks.now)
        case .redraw: terminal.redrawAll()
        case .suspend: suspend()
        }
        carryOut()
    }

    // MARK: What the session wants

    private func carryOut() {
        for action in session.drainActions() {
            isSessionChanged = true
            switch action {
            case .send(let bytes): wire?.send(bytes)
            case .connect(let delay): connect(after: delay)
            case .close: wire?.close()
            case .show(let id): session.setVisible(id)
            case .buffersChanged: screen.forgetClosed(session.buffers)
            case .changed, .mention: break
            case .quit: leave(status: 0)
            }
        }
    }

    private func connect(after delay: Int) {
        dialNumber += 1
        let number = dialNumber
        guard delay > 0 else { return dial() }
        DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(delay)) { [self] in
            MainActor.assumeIsolated {
                guard number == dialNumber, leavingStatus == nil else { return }
                session.dialing()
                dial()
                drawSoon()
            }
        }
    }

    private func dial() {
        let wire = Wire(
            on: lanes.lanes[0], told: { [self] wire, event in happened(event, on: wire) },
            arrived: { [self] wire in bytesArrived(on: wire) })
        self.wire = wire
        wire.dial(destination, tls, hosts)
    }

    // MARK: The network

    private func happened(_ event: Wire.Event, on wire: Wire) {
        guard wire === self.wire else { return }
        switch event {
        case .opened: session.connected(at: Clocks.now)
        case .metFirst(let key):
            screen.refused("First meeting with \(destination.label), key \(key). It is remembered.")
        case .closed(let reason):
            if leavingStatus != nil { return end() }
            takeAll(from: wire)
            session.disconnected(cause: words(reason), at: Clocks.now)
        case .failed(let error):
            if !session.hasBeenOnline, dialNumber == 1 { return giveUp(error) }
            session.connectionFailed(cause: error.description, at: Clocks.now)
        }
        carryOut()
        drawSoon()
    }

    private func bytesArrived(on wire: Wire) {
        guard wire === self.wire else { return }
        let end = Clocks.monotonic + Self.turn
        while let bytes = wire.take() {
            take(bytes)
            guard Clocks.monotonic < end else {
                carryOut()
                drawSoon()
                DispatchQueue.main.async { [self] in MainActor.assumeIsolated { bytesArrived(on: wire) } }
                return
            }
        }
        carryOut()
        drawSoon()
    }

    private func takeAll(from wire: Wire) {
        while let bytes = wire.take() { take(bytes) }
    }

    private func take(_ bytes: [UInt8]) {
        let now = Clocks.now
        bytes.withUnsafeBytes { session.received($0, at: now) }
    }

    private func words(_ reason: CloseReason) -> String {
        switch reason {
        case .peerClosed: "the server closed the connection"
        default: reason.description.prefix(1).lowercased() + reason.description.dropFirst()
        }
    }

    // MARK: The screen

    private func drawNow() {
        guard leavingStatus == nil else { return }
        lastFrame = Clocks.monotonic
        terminal.show(screen.draw(session, at: Clocks.now, sessionChanged: isSessionChanged))
        isSessionChanged = false
    }

    /// Draws now if the last frame is old enough, else when it is.
    private func drawSoon() {
        guard !isFramePlanned else { return }
        let wait = lastFrame + Self.frame - Clocks.monotonic
        guard wait > 0 else { return drawNow() }
        isFramePlanned = true
        DispatchQueue.main.asyncAfter(deadline: .now() + .nanoseconds(Int(wait))) { [self] in
            MainActor.assumeIsolated {
                isFramePlanned = false
                drawNow()
            }
        }
    }

    private func suspend() {
        terminal.suspend()
        screen.resize(width: terminal.width, height: terminal.height)
        drawNow()
    }

    // MARK: Signals

    private func signalsArrived(_ pipe: Int32) {
        var numbers = [UInt8](repeating: 0, count: 64)
        let count = read(pipe, &numbers, numbers.count)
        for number in Set(numbers.prefix(max(count, 0))) {
            switch Int32(number) {
            case SIGWINCH, SIGCONT:
                if Int32(number) == SIGCONT { terminal.redrawAll() }
                terminal.resize()
                screen.resize(width: terminal.width, height: terminal.height)
                drawNow()
            case SIGTSTP: suspend()
            default: leave(status: 128 + Int32(number))
            }
        }
    }

    // MARK: The end

    /// Gives the terminal back, says goodbye to the server, and ends the program once that has left.
    private func leave(status: Int32) {
        guard leavingStatus == nil else { return }
        leavingStatus = status
        terminal.restore()
        if session.phase != .ended {
            _ = session.perform(.quit(nil), in: .server, at: Clocks.now)
            for case .send(let bytes) in session.drainActions() { wire?.send(bytes) }
        }
        guard let wire else { return end() }
        wire.close()
        DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(300)) { [self] in
            MainActor.assumeIsolated { end() }
        }
    }

    private func end() {
        let status = leavingStatus ?? 0
        guard let hosted else { exit(status) }
        guard !isStopping else { return }
        isStopping = true
        hosted.stop { exit(status) }
    }

    /// The very first connection did not come about: nothing is lost by ending here.
    private func giveUp(_ error: DialError) {
        terminal.restore()
        let remedy =
            switch error {
            case .nameNotFound: "Check its spelling."
            case .refused: "Start a server there with “grillo serve”, or name another port: grillo-tui HOST PORT."
            case .timedOut where destination.speaksTLS:
                "Check the address, and whether TLS is spoken on that port; --no-tls speaks plain IRC."
            case .unreachable, .timedOut, .other: "Check the address and the network."
            case .notTLS: "If you trust the network in between, --no-tls speaks plain IRC."
            case .tlsFailed: "Check the port; --no-tls speaks plain IRC, if you trust the network in between."
            case .refusedByTrust: "Nothing was sent to it."
            }
        fail("\(error). \(remedy)", status: .unreachable)
    }
}
