import Client
import Dispatch
import Transport

/// Launches while the screen is there: the commands that print passwords run beside it.
extension App {
    /// Puts the options of a launch together. The commands that print passwords run beside the main thread, without the terminal.
    func prepare(
        _ arguments: LaunchOptions.Arguments, from place: BufferAddress,
        then done: @escaping @MainActor @Sendable (Result<LaunchOptions, LaunchOptions.Problem>) -> Void
    ) {
        var arguments = arguments
        arguments.mayUseTerminal = false
        let (preferences, hostKeyStore, loop) = (preferences, world.hostKeyStore, world.loop)
        guard arguments.runsCommand(preferences) else {
            return done(LaunchOptions.result(arguments, preferences, hostKeyStore))
        }
        let key = "\(arguments.host):\(arguments.port) \(arguments.server?.name ?? "")"
        guard servers.preparing.insert(key).inserted else {
            return tell("Its password-command has been asked already, and has not answered yet.", .info, in: place)
        }
        tell("Asking the password-command of \(arguments.host).", .info, in: place)
        // A queue of its own: the command may take as long as the person who is asked by it.
        DispatchQueue(label: "grillo.password-command", qos: .userInitiated).async { [arguments] in
            let result = LaunchOptions.result(arguments, preferences, hostKeyStore)
            loop.enqueue { [self] in
                servers.preparing.remove(key)
                guard programEnd == .running else { return }
                done(result)
                carryOut()
                drawSoon()
            }
        }
    }

    /// A network that had no password at the start is to be connected to: one that has it takes its place.
    func prepareAgain(_ network: NetworkID, _ arguments: LaunchOptions.Arguments) {
        var arguments = arguments
        // The invitation that has come until the command has answered is followed below.
        arguments.link = nil
        let isTyped = chat[network].hasTypedPassword
        arguments.isPasswordTyped = isTyped
        prepare(arguments, from: BufferAddress(network, .server)) { [self] result in
            // The network may be put away by now, be left alone with /disconnect, or be on its way by an invitation that needs no password.
            guard chat.contains(network), chat[network].phase == .connecting, let launch = servers[network].failedLaunch
            else { return }
            switch result {
            case .success(var options):
                if let link = launch.link { options.destination.follow(link) }
                let isShown = chat.shown.network == network
                openNetwork(options, shows: isShown, replacing: network)
                closeNetwork(network)
            // One has been typed while the command ran.
            case .failure where !isTyped && chat[network].hasTypedPassword: prepareAgain(network, launch)
            case .failure(let problem):
                chat[network].connectionFailed(cause: problem.text, isFinal: true, at: clock.now)
            }
        }
    }
}
