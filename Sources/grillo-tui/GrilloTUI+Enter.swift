import Glibc
import Protocol
import Server
import SystemBasics
import TUI
import TerminalApp
import Transport

/// The app in its world: the terminal, the loop of the main thread, and the server that the person hosts.
extension GrilloTUI {
    /// Takes over the terminal and the main thread; ends the program with one line where that cannot be.
    ///
    /// - Parameter networks: at least one.
    @MainActor
    static func enter(
        _ networks: [LaunchOptions], _ preferences: Preferences, _ preferencesFile: PreferencesFile,
        _ stateDirectory: StateDirectory, _ hostKeyStore: HostKeyStore, _ hosted: HostedServer?, isLinear: Bool
    ) -> Never {
        do {
            let destination = networks[0].destination
            // With several networks, one without TLS leaves the others theirs.
            let tls = destination.speaksTLS && networks.count == 1 ? try TLSContext.client(destination.identity) : nil
            guard let signals = Curses.prepare(), let loop = PollEventLoop() else {
                fail(
                    "cannot make a pipe: \(SystemError(errno)). Close some programs and try again.",
                    status: .inputOutput)
            }
            let dependencies = AppDependencies(
                terminal: isLinear ? nil : try NcursesTerminal(),
                stream: StandardStream(), loop: loop, clock: SystemClock(),
                connector: DialingConnector(to: loop) {
                    OwnerToken.fetch(for: $0, in: $1 ?? HostedServer.standardFolder)
                },
                localServer: hosted,
                preferencesFile: preferencesFile, stateDirectory: stateDirectory, hostKeyStore: hostKeyStore,
                messageLog: LocalLogs(in: stateDirectory, keeping: preferences.logRetention),
                clipboardProgram: ClipboardProgram({ Environment[$0] }, isInstalled: ClipboardProgram.isInstalled),
                primitives: .openSSL,
                scalarWidth: Curses.scalarWidth,
                exit: { end($0) })
            let app = App(networks[0], preferences, dependencies, others: Array(networks.dropFirst()), tls: tls)
            app.start(signals: signals)
            loop.run()
        } catch let error as TLSContextError {
            fail("\(error.description).", status: .inputOutput)
        } catch TerminalError.notATerminal {
            fail("standard input and output must be a terminal. Run it without pipes or redirection.", status: .usage)
        } catch TerminalError.unknown(let name) {
            fail(
                name.isEmpty
                    ? "TERM is not set. Set it to the type of your terminal, such as TERM=xterm-256color."
                    : "the terminal type “\(name)” is not known. Set TERM to one that is, such as TERM=xterm-256color.",
                status: .usage)
        } catch {
            fail("\(error)", status: .inputOutput)
        }
    }

    /// True where the command line says where to go, or who goes there: then no network is entered that it does not name.
    var namesServer: Bool {
        host != nil || data != nil || tls != nil || nick != nil || account != nil || !room.isEmpty
    }

    /// The networks to connect to: the one of the command line, or all that are marked so where it names none. Never empty.
    static func networks(
        _ arguments: LaunchOptions.Arguments, _ preferences: Preferences, _ hostKeyStore: HostKeyStore, isNamed: Bool
    ) -> [LaunchOptions] {
        do {
            let marked = isNamed ? [] : try LaunchOptions.autoconnected(preferences, hostKeyStore)
            return marked.isEmpty ? [try LaunchOptions(arguments, preferences, hostKeyStore)] : marked
        } catch {
            fail(error.text, status: .configuration)
        }
    }
}
