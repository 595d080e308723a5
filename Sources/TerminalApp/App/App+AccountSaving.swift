import Client
import Glibc
import Protocol
import SystemBasics
import TUI
import Transport

/// Keeping an account in `tui.toml`, and going where an invitation leads.
extension App {
    /// Asks whether an account is to be kept, where it would be found again and there is somebody to ask.
    func offer(_ question: SaveAccountQuestion) {
        let destination = servers[question.network].destination
        guard let host = destination.host, let port = destination.port else { return }
        var question = question
        (question.host, question.port) = (host, port)
        question.command = world.preferencesFile.command(toEnter: host, port: port)
        if let path = world.preferencesFile.path, world.preferencesFile.isCustom { question.file = path }
        guard linear != nil else { return screen.ask(question) }
        guard canAsk else { return }
        perform(input.ask(question))
    }

    func answer(_ question: SaveAccountQuestion, _ isWanted: Bool) {
        let network = question.network
        let place = chat[network].visible ?? .server
        guard isWanted, let host = question.host, let port = question.port else {
            return chat[network].note(
                "Not kept. /login logs in to it the next time.", in: place, at: clock.now)
        }
        let kept = SavedAccount(
            host: host, port: port, account: question.account, password: question.password)
        if let problem = keep(kept) {
            return chat[network].note("Not kept: \(problem)", kind: .error, in: place, at: clock.now)
        }
        chat[network].note(
            "Kept in \(world.preferencesFile.path ?? "tui.toml"): \(world.preferencesFile.command(toEnter: host, port: port)) logs you in as \(question.account).",
            in: place, at: clock.now)
    }

    /// Why it could not be written, with the remedy; nil where it was. Nothing is written that could not be read again.
    private func keep(_ kept: SavedAccount) -> String? {
        guard let path = world.preferencesFile.path else {
            return "HOME does not say where your files are. Set HOME, or XDG_CONFIG_HOME."
        }
        // A link stays one: the file that it leads to is written.
        let target = realpath(path, nil).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
        let before: String
        switch StateDirectory.read(path) {
        case .success(let text): before = text
        case .failure(let failure): return "\(path) cannot be read: \(failure.words). Name another file with --config."
        }
        guard let text = kept.added(to: before) else {
            return "\(path) has another way to log in to \(kept.host): change it there."
        }
        guard let read = try? Preferences(text, path).server(kept.host, kept.port),
            // If the table names no port, other servers would be told the password as well.
            read.port == kept.port, read.account == kept.account, read.password == kept.password
        else {
            return "\(path) is written in a way that nothing can be added to; add a [[server]] by hand."
        }
        // If it cannot be made, the file cannot be written either, which is told below.
        try? FileSystem.makeFolder(FileSystem.folder(of: path))
        do {
            try PrivateFile.write(Array(text.utf8), to: target ?? path)
            return nil
        } catch {
            return "\(path) cannot be written: \(error.words). Make it writable to you."
        }
    }

    /// Hands over the text that was typed unseen. It can lead to another server: the state of this one is written down first.
    func submit(_ secret: String?, for prompt: PasswordPrompt) {
        if prompt.takesInvitation { saveState() }
        chat[prompt.network].submitPassword(secret, for: prompt, at: clock.now)
    }

    /// The connections of a network to come go to the server of an invitation, and to no other.
    ///
    /// - Parameter isHere: true if that is the server of the session: then the person is known there by the certificate that they have.
    func enter(_ network: NetworkID, with link: InvitationLink, isHere: Bool) {
        let stateKey = servers[network].destination.stateKey
        if isHere {
            servers[network].destination.follow(link)
        } else {
            servers[network].destination = Destination(
                link, through: preferences.proxy(to: link.host, port: link.port))
            servers[network].tls = nil
            perform(input.changeServer(of: network, in: chat))
        }
        screen.setSecurity(.tls, of: network)
        if servers[network].destination.stateKey != stateKey { restoreState(of: network) }
    }
}
