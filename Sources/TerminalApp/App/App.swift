import Client
import Glibc
import Protocol
import TUI
import Transport

/// The client as a program: it carries keys to the screen, bytes to the sessions, and the actions that these ask for to
/// the terminal, the network and the files.
///
/// Everything here runs on the main thread, a turn at a time. A turn that reads from the network is bounded in time, and
/// the screen is drawn at most about sixty times a second, so that keys are answered at once also in a flood.
///
/// Each variable is a value with rules of its own, or remembers one thing from one turn to a later one.
@MainActor
package final class App {
    /// How long a turn may go on taking in what the server sent, in nanoseconds.
    static let readBudget: Int64 = 3_000_000

    let world: AppDependencies
    var settings: LivePreferences
    var chat: ChatModel
    var screen: Screen
    /// Nil where there is a screen.
    var linear: LinearView?
    /// The lines that are typed with `--linear`, and the questions asked there.
    var input: LinearInput
    var lineReader: LineReader
    /// The way to the server of each network.
    var servers: ServerAccessList
    var frames = FramePacing()
    var terminalWaits = TerminalWaits()
    /// True while the next piece of a search is on its way.
    var isSearching = false
    var notifications = NotificationPacing()
    var saving = SaveCountdown()
    var programs = RunningPrograms()
    /// True where the person has done anything since the program began but answer what they were asked.
    var hasTyped = false
    var programEnd = ProgramEnd.running
    /// True while the log is stored that is to be stored before the end.
    var isLogClosing = false

    /// - Parameters:
    ///   - options: the server, and the person who goes there.
    ///   - others: the same for the networks that are connected to beside that one from the start.
    ///   - tls: made for the first server, nil where that one speaks no TLS, or it is to be made when it is needed.
    package init(
        _ options: LaunchOptions, _ preferences: Preferences, _ dependencies: AppDependencies,
        others: [LaunchOptions] = [], tls: TLSContext?
    ) {
        world = dependencies
        settings = LivePreferences(preferences)
        input = LinearInput(isInteractive: world.stream.isInteractive)
        lineReader = LineReader(startedAt: world.clock.now)
        servers = ServerAccessList(ServerAccess(options.destination, tls), of: .first)
        let (terminal, machine) = (world.terminal, world.clock)
        var configuration = options.loginOptions.configuration(for: options.destination)
        configuration.welcome = world.localServer?.waysIn ?? []
        chat = ChatModel(Self.makeSession(configuration, of: .first, preferences, dependencies))
        let clock = LocalClock(offset: { machine.localOffset($0) })
        let environment = TerminalEnvironment { Environment[$0] }
        screen = Screen(
            width: terminal?.width ?? 80, height: terminal?.height ?? 24,
            shaper: Shaper(scalarWidth: dependencies.scalarWidth), clock: clock,
            theme: Theme(
                terminal?.colors ?? .none, preferences.themeDefinition, ground: environment.background ?? .dark),
            settings: preferences.screen,
            clipboard: environment.clipboard, clipboardProgram: dependencies.clipboardProgram?.name)
        screen.setSecurity(options.destination.security, of: .first)
        if terminal == nil { linear = LinearView(clock: clock, events: preferences.screen.events) }
        restoreState(of: .first)
        tellFailure(of: options, .first)
        for options in others { _ = add(options) }
    }

    static func makeSession(
        _ configuration: SessionConfiguration, of network: NetworkID, _ preferences: Preferences,
        _ world: AppDependencies
    ) -> ClientSession {
        var configuration = configuration
        configuration.words = preferences.mentions
        configuration.tellsTyping = preferences.typing
        configuration.aliases = preferences.aliases
        configuration.hooks = preferences.hooks.map(\.lines)
        configuration.showsLists = world.terminal != nil
        configuration.networkNames = preferences.servers.compactMap(\.name)
        configuration.networkHosts = preferences.servers.map(\.host)
        configuration.settings = preferences.knownSettings(themes: ThemeFile.names(beside: world.preferencesFile))
        var session = ClientSession(
            configuration: configuration, seed: UInt64.random(in: .min ... .max), network: network)
        session.cryptography = Client.SASLCryptography(
            primitives: world.primitives, randomBytes: { Transport.Cryptography.randomBytes($0) })
        session.utcOffsetSeconds = world.clock.localOffset(world.clock.now)
        return session
    }

    /// The session of the network whose buffer is on the screen, where it lies.
    var session: ClientSession {
        _read { yield chat.shown }
        _modify { yield &chat[chat.shown.network] }
    }

    /// Names a buffer of ``session`` to the screen.
    func address(_ id: BufferID) -> BufferAddress { BufferAddress(session.network, id) }

    /// What the program goes by.
    var preferences: Preferences { settings.inForce }
    var loop: any EventLoop { world.loop }
    var clock: any MachineClock { world.clock }
    /// Nil where lines are told instead.
    var terminal: (any Terminal)? { world.terminal }

    /// Milliseconds on a clock that never goes back.
    var milliseconds: Int64 { clock.monotonic / 1_000_000 }

    /// Starts the sessions, draws, and waits for what happens in the turns of the loop.
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
        watchLog()
        terminal?.usesMouse = preferences.screen.usesMouse
        loadDictionaries(from: BufferAddress(chat.shown.network, .server))
        if preferences.themeDefinition.base.followsGround { askForGround() }
        for network in chat.networks where servers[network].failedLaunch == nil { chat[network].start(at: clock.now) }
        carryOut()
        drawNow()
    }

    private func secondPassed() {
        loop.after(.seconds(1)) { [self] in secondPassed() }
        world.programs.reapLaunched()
        for network in chat.networks { chat[network].tick(at: clock.now) }
        carryOut()
        if saving.secondPassed() {
            saveState()
        }
        screen.askLater(at: milliseconds)
        drawNow()
    }
}
