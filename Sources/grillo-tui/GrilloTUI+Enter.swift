import Glibc
import Protocol
import Server
import SystemBasics
import TerminalApp
import Transport

/// The app in its world: the terminal, the loop of the main thread, and the server that the person hosts.
extension GrilloTUI {
    /// Takes over the terminal and the main thread; ends the program with one line where that cannot be.
    @MainActor
    static func enter(
        _ options: LaunchOptions, _ preferences: Preferences, _ preferencesFile: PreferencesFile,
        _ stateDirectory: StateDirectory, _ hostKeyStore: HostKeyStore, _ hosted: HostedServer?, isLinear: Bool
    ) -> Never {
        do {
            let destination = options.destination
            let tls = destination.speaksTLS ? try TLSContext.client(destination.identity) : nil
            guard let signals = Curses.prepare(), let loop = PollEventLoop() else {
                fail(
                    "cannot make a pipe: \(SystemError(errno)). Close some programs and try again.",
                    status: .inputOutput)
            }
            let dependencies = AppDependencies(
                terminal: isLinear ? nil : try NcursesTerminal(capturesMouse: preferences.capturesMouse),
                stream: StandardStream(), loop: loop, clock: SystemClock(),
                connector: DialingConnector(to: loop) {
                    OwnerToken.fetch(for: $0, in: $1 ?? HostedServer.standardFolder)
                },
                localServer: hosted,
                preferencesFile: preferencesFile, stateDirectory: stateDirectory, hostKeyStore: hostKeyStore,
                primitives: .openSSL,
                scalarWidth: Curses.scalarWidth,
                exit: { end($0) })
            let app = App(options, preferences, dependencies, tls: tls)
            app.start(signals: signals)
            loop.run()
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
}
