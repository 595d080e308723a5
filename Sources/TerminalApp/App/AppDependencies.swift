import Protocol
import TUI

/// The world around an ``App``: all that it does not work out itself.
@MainActor
package struct AppDependencies {
    /// Nil where lines are told instead of a screen.
    package var terminal: (any Terminal)?
    package var stream: any LinearStream
    package var loop: any EventLoop
    package var clock: any MachineClock
    package var connector: any ServerConnector
    /// Nil where the person hosts none.
    package var localServer: (any LocalServer)?
    package var preferencesFile: PreferencesFile
    package var stateDirectory: StateDirectory
    package var hostKeyStore: HostKeyStore
    package var messageLog: any MessageLog
    /// Takes what is copied, besides the terminal; nil where there is none.
    package var clipboardProgram: ClipboardProgram?
    package var dictionaries: any DictionaryLoader = EnchantLoader()
    package var programs: any ProgramRunner = SystemProgramRunner()
    /// Hashes for logging in by SCRAM.
    package var primitives: SCRAM.Primitives
    /// The columns that the terminal gives a scalar.
    package var scalarWidth: Shaper.ScalarWidth
    /// Ends the program. Called from any thread.
    package var exit: @Sendable (ProgramExit) -> Void

    package init(
        terminal: (any Terminal)?, stream: any LinearStream, loop: any EventLoop,
        clock: any MachineClock, connector: any ServerConnector,
        localServer: (any LocalServer)?,
        preferencesFile: PreferencesFile, stateDirectory: StateDirectory, hostKeyStore: HostKeyStore,
        messageLog: any MessageLog, clipboardProgram: ClipboardProgram? = nil, primitives: SCRAM.Primitives,
        scalarWidth: @escaping Shaper.ScalarWidth,
        exit: @escaping @Sendable (ProgramExit) -> Void
    ) {
        self.terminal = terminal
        self.stream = stream
        self.loop = loop
        self.clock = clock
        self.connector = connector
        self.localServer = localServer
        self.preferencesFile = preferencesFile
        self.stateDirectory = stateDirectory
        self.hostKeyStore = hostKeyStore
        self.messageLog = messageLog
        self.clipboardProgram = clipboardProgram
        self.primitives = primitives
        self.scalarWidth = scalarWidth
        self.exit = exit
    }
}
