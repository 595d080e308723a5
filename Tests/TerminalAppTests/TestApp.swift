import Glibc
import Protocol
import Synchronization
import TUI
import TerminalApp
import TestSupport
import Transport

/// An app in a world that a test plays: the terminal, standard input and output, the server and the clock.
@MainActor
final class TestApp {
    let clock: FakeClock
    let loop: ManualEventLoop
    let terminal = FakeTerminal()
    let stream = FakeStream()
    let connector = FakeConnector()
    let programs = FakePrograms()
    let dictionaries: any DictionaryLoader
    let messageLog: any MessageLog
    let directory: StateDirectory
    private let scratch: Scratch
    private let recorder = ExitRecorder()
    private let app: App
    private let signals: (read: Int32, write: Int32)

    /// - Parameters:
    ///   - scratch: what is kept lies in there.
    ///   - isLinear: whether lines come and go instead of a screen.
    ///   - canAsk: whether a person sits at the lines.
    ///   - messageLog: where lines are kept.
    ///   - clipboardProgram: takes what is copied.
    init(
        in scratch: Scratch = Scratch(), isLinear: Bool = false, canAsk: Bool = false,
        localServer: (any LocalServer)? = nil, account: String? = nil, toml: String = "", isAutoconnected: Bool = false,
        messageLog: any MessageLog = FakeLog(), clipboardProgram: ClipboardProgram? = nil,
        dictionaries: any DictionaryLoader = FakeDictionaries()
    ) throws {
        self.scratch = scratch
        self.dictionaries = dictionaries
        self.messageLog = messageLog
        clock = FakeClock()
        loop = ManualEventLoop(clock)
        directory = StateDirectory(path: scratch.file("state"))
        let hostKeyStore = HostKeyStore(in: directory)
        var descriptors: [Int32] = [-1, -1]
        precondition(pipe(&descriptors) == 0)
        signals = (descriptors[0], descriptors[1])
        (stream.isInteractive, stream.canAsk) = (canAsk, canAsk)
        var arguments = LaunchOptions.Arguments(host: "irc.test", port: 6667)
        (arguments.tls, arguments.nick, arguments.channels) = (false, "ada", ["#home"])
        arguments.account = account
        var preferences = try Preferences(toml, "tui.toml")
        preferences.theme = .builtIn(.dark)
        let networks =
            isAutoconnected
            ? try LaunchOptions.autoconnected(preferences, hostKeyStore)
            : [try LaunchOptions(arguments, preferences, hostKeyStore)]
        var dependencies = AppDependencies(
            terminal: isLinear ? nil : terminal, stream: stream, loop: loop, clock: clock, connector: connector,
            localServer: localServer, preferencesFile: PreferencesFile(named: scratch.file("tui.toml")),
            stateDirectory: directory, hostKeyStore: hostKeyStore, messageLog: messageLog,
            clipboardProgram: clipboardProgram, primitives: .unused,
            scalarWidth: { _ in 1 }, exit: { [recorder] in recorder.record($0) })
        dependencies.programs = programs
        dependencies.dictionaries = dictionaries
        app = App(
            networks[0], preferences, dependencies, others: Array(networks.dropFirst()), tls: nil)
        app.start(signals: signals.read)
    }

    deinit {
        close(signals.read)
        close(signals.write)
    }

    /// The connection that was asked for last.
    var connection: FakeConnection { connector.connections.last! }
    /// The ends of the program that were asked for.
    var exits: [ProgramExit] { recorder.exits }

    /// The text of the file of drafts and of what was sent; nil where there is none.
    var savedText: String? {
        guard case .success(let text) = StateDirectory.read(directory.file("screen")) else { return nil }
        return text
    }

    /// Registers with the server and enters `#home`.
    func enter() { enter("#home", on: connection) }

    /// Registers with the server of a connection and enters a room.
    func enter(_ channel: String, on connection: FakeConnection) {
        connection.tell(.opened(isVouchedFor: false, ownerToken: nil))
        connection.tell(
            ":irc.test CAP * LS :", ":irc.test 001 ada :Welcome",
            ":irc.test 005 ada CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii :are supported", ":irc.test 422 ada :none")
        connection.tell(
            ":ada!u@h JOIN \(channel)", ":irc.test 353 ada = \(channel) :@ada bob",
            ":irc.test 366 ada \(channel) :End")
        loop.advance(by: .milliseconds(100))
    }

    /// Adds a network, in the room `#tea`, to which it connects.
    func addNetwork(_ host: String) {
        app.openNetwork(
            LaunchOptions(
                Destination(target: .tcp(host: host, port: 6667), serverName: host, speaksTLS: false, label: host),
                LoginOptions(nick: "ada", channels: ["#tea"], account: nil)),
            shows: false)
    }

    /// Types at the terminal.
    func type(_ text: String) {
        terminal.typed = Array(text.utf8)
        loop.makeReadable(STDIN_FILENO)
    }

    /// Gives standard input something to read.
    func give(_ read: LinearRead) {
        stream.reads.append(read)
        loop.makeReadable(STDIN_FILENO)
    }

    func give(_ text: String) { give(.bytes(Array(text.utf8))) }

    func signal(_ number: Int32) {
        _ = write(signals.write, [UInt8(number)], 1)
        loop.makeReadable(signals.read)
    }
}

/// Records how a program wanted to end.
private final class ExitRecorder: Sendable {
    private let recorded = Mutex<[ProgramExit]>([])

    var exits: [ProgramExit] { recorded.withLock { $0 } }

    func record(_ programExit: ProgramExit) { recorded.withLock { $0.append(programExit) } }
}

extension SCRAM.Primitives {
    /// For what logs in to nothing.
    fileprivate static let unused = SCRAM.Primitives(
        hash: { $0 }, hmac: { $0 + $1 }, stretch: { password, _, _ in password }, areEqual: { $0 == $1 },
        randomBytes: { [UInt8](repeating: 7, count: $0) })
}
