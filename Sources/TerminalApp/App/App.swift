import Client
import Glibc
import Protocol
import TUI
import Transport

/// The program: a session, a screen and a terminal, and what happens between them.
///
/// Everything here runs on the main thread, a turn at a time. A turn that reads from the network is bounded in time, and
/// the screen is drawn at most about sixty times a second, so that keys are answered at once also in a flood.
///
/// The one type with many variables: it is where the pure values meet the world, and each variable is a part of either, or one thing that
/// was planned for a later turn.
@MainActor
package final class App {
    /// How long a turn may go on taking in what the server sent.
    static let readBudget: Int64 = 3_000_000
    /// Between two frames, unless a key asks for one.
    static let frameInterval: Int64 = 16_000_000

    var destination: Destination
    let preferences: Preferences
    /// Nil where lines are told instead.
    let terminal: (any Terminal)?
    let stream: any LinearStream
    var linear: LinearView?
    /// Of a line that is not complete yet.
    var typedBytes: [UInt8] = []
    /// The lines that are typed with `--linear`, and the questions asked there.
    var input: LinearInput
    var hasInputEnded = false
    /// Whether no more is read until some of what is kept has gone.
    var isInputPaused = false
    let startedAt = SystemClock.now
    let loop: any EventLoop
    let connector: any ServerConnector
    let hostKeyStore: HostKeyStore
    /// Made when it is needed first.
    var tls: TLSContext?
    /// What is asked of a server that nobody vouches for.
    var trustQuestion: TrustQuestion?
    /// Whether somebody vouches for the server that we are connected to.
    var isVouchedFor = false
    /// For how long that server wants nothing but TLS, as it said last.
    var strictSeconds: Int?
    /// The server behind `--serve`.
    let localServer: (any LocalServer)?
    let stateDirectory: StateDirectory
    let exit: @Sendable (ProgramExit) -> Void
    var chat: ChatModel
    var screen: Screen
    var serverConnection: (any ServerConnection)?
    /// When the person was last called.
    var notifiedAt = Timestamp(milliseconds: 0)
    /// Counts the connections asked for: one that was waited for is dropped when another takes its place.
    var dialNumber = 0
    /// When it is looked next for the end of what was typed in part, in milliseconds.
    var plannedDecoderDeadline: Int64?
    var lastFrame: Int64 = 0
    var isFramePlanned = false
    /// Whether the next piece of a search is on its way.
    var isSearching = false
    /// Whether the person has done anything since the program began but answer what they were asked.
    var hasTyped = false
    /// Until the first attempt to connect has come to something.
    var isFirstAttempt = true
    var askedForBackground: Int64 = 0
    /// Seconds until what is typed is written down; 0 where that is not planned.
    var secondsUntilSave = 0
    var leavingStatus: Int32?
    var isStopping = false

    /// - Parameters:
    ///   - options: the server, and the person who goes there.
    ///   - tls: made for the first server, nil where that one speaks no TLS.
    package init(
        _ options: LaunchOptions, _ preferences: Preferences, _ dependencies: AppDependencies, tls: TLSContext?
    ) {
        destination = options.destination
        self.preferences = preferences
        self.tls = tls
        terminal = dependencies.terminal
        stream = dependencies.stream
        input = LinearInput(isInteractive: dependencies.stream.isInteractive)
        loop = dependencies.loop
        localServer = dependencies.localServer
        connector = dependencies.connector
        stateDirectory = dependencies.stateDirectory
        hostKeyStore = dependencies.hostKeyStore
        exit = dependencies.exit
        var configuration = options.loginOptions.configuration(for: destination)
        configuration.welcome = localServer?.waysIn ?? []
        configuration.words = preferences.mentions
        configuration.tellsTyping = preferences.typing
        var session = ClientSession(configuration: configuration, seed: UInt64.random(in: .min ... .max))
        session.cryptography = Client.SASLCryptography(
            primitives: dependencies.primitives, randomBytes: { Transport.Cryptography.randomBytes($0) })
        session.utcOffsetSeconds = SystemClock.localOffset(SystemClock.now)
        chat = ChatModel(session)
        let clock = LocalClock(offset: { SystemClock.localOffset($0) })
        let background =
            preferences.theme
            ?? Environment["COLORFGBG"].flatMap { TerminalBackground.isLight(colorFGBG: $0) }
            .map { $0 ? .light : .dark }
        var settings = preferences.screen
        settings.clipboard = Clipboard(term: Environment["TERM"] ?? "", isInTmux: Environment["TMUX"] != nil)
        screen = Screen(
            width: terminal?.width ?? 80, height: terminal?.height ?? 24,
            shaper: Shaper(scalarWidth: dependencies.scalarWidth), clock: clock,
            theme: Theme(terminal?.colors ?? .none, background ?? .dark), settings: settings)
        screen.setSecurity(destination.speaksTLS ? .tls : .plain, of: .first)
        if terminal == nil { linear = LinearView(clock: clock) }
        restoreState()
    }

    /// The session of the one network that there is, where it lies.
    var session: ClientSession {
        _read { yield chat[.first] }
        _modify { yield &chat[.first] }
    }

    /// Names a buffer of ``session`` to the screen.
    func address(_ id: BufferID) -> BufferAddress { BufferAddress(session.network, id) }

    /// Starts the session, draws, and waits for what happens in the turns of the loop.
    ///
    /// - Parameter signals: a descriptor that signals are read from, a byte each.
    package func start(signals: Int32) {
        begin()
        watch(signals)
    }

    private func watch(_ signals: Int32) {
        loop.watch(STDIN_FILENO) { [self] in keysPressed() }
        loop.watch(signals) { [self] in signalsArrived(signals) }
        loop.after(.seconds(1)) { [self] in secondPassed() }
    }

    private func begin() {
        if preferences.theme == nil, let terminal {
            askedForBackground = SystemClock.monotonic
            terminal.askForBackground()
        }
        session.start(at: SystemClock.now)
        carryOut()
        drawNow()
    }

    private func secondPassed() {
        loop.after(.seconds(1)) { [self] in secondPassed() }
        session.tick(at: SystemClock.now)
        carryOut()
        if secondsUntilSave > 0 {
            secondsUntilSave -= 1
            if secondsUntilSave == 0 { saveState() }
        }
        drawNow()
    }
}
