import Protocol
import TUI

/// The world around an ``App``: all that it does not work out itself.
@MainActor
package struct AppDependencies {
    /// Nil where lines are told instead of a screen.
    package var terminal: (any Terminal)?
    package var loop: EventLoop
    /// Nil where the person hosts none.
    package var localServer: (any LocalServer)?
    package var requestOwnerToken: OwnerTokenRequest
    package var stateDirectory: StateDirectory
    package var hostKeyStore: HostKeyStore
    /// Hashes for logging in by SCRAM.
    package var primitives: SCRAM.Primitives
    /// The columns that the terminal gives a scalar.
    package var scalarWidth: Shaper.ScalarWidth
    /// Ends the program. Called from any thread.
    package var exit: @Sendable (ProgramExit) -> Void

    package init(
        terminal: (any Terminal)?, loop: EventLoop, localServer: (any LocalServer)?,
        requestOwnerToken: @escaping OwnerTokenRequest, stateDirectory: StateDirectory, hostKeyStore: HostKeyStore,
        primitives: SCRAM.Primitives, scalarWidth: @escaping Shaper.ScalarWidth,
        exit: @escaping @Sendable (ProgramExit) -> Void
    ) {
        self.terminal = terminal
        self.loop = loop
        self.localServer = localServer
        self.requestOwnerToken = requestOwnerToken
        self.stateDirectory = stateDirectory
        self.hostKeyStore = hostKeyStore
        self.primitives = primitives
        self.scalarWidth = scalarWidth
        self.exit = exit
    }
}
