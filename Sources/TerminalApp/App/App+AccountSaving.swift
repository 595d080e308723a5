import Client
import Protocol
import TUI
import Transport

/// Keeping an account in `tui.toml`, and going where an invitation leads.
extension App {
    /// Asks whether an account is to be kept, once a network, where the file names none for its server, it would be found again, and there is
    /// somebody to ask who has not said no before.
    func offer(_ question: SaveAccountQuestion) {
        let destination = servers[question.network].destination
        // The file would name the account for another network.
        guard destination.isFirstOfServer, let (host, port) = placeInFile(of: destination) else { return }
        let known = preferences.server(host, port)
        guard (known?.account ?? preferences.account) == nil, known?.password == nil, known?.passwordCommand == nil,
            known?.certificate == nil, linear == nil || canAsk, servers[question.network].accountOffer.mayMake()
        else { return }
        var question = question
        (question.host, question.port) = (host, port)
        question.command = world.preferencesFile.command(toEnter: host, port: port)
        if let path = world.preferencesFile.path, world.preferencesFile.isCustom { question.file = path }
        guard linear != nil else { return screen.ask(question, at: milliseconds) }
        perform(input.ask(question))
    }

    /// The host and the port of the table that an account is kept in: the one for the port that was asked for, where there is one, else one
    /// for the port that the server has now. Nil for a server without a host.
    private func placeInFile(of destination: Destination) -> (host: String, port: UInt16)? {
        guard let host = destination.host, let port = destination.port, let known = destination.knownPort else {
            return nil
        }
        return (host, preferences.server(host, known) == nil ? port : known)
    }

    func answer(_ question: SaveAccountQuestion, _ isWanted: Bool) {
        let network = question.network
        let place = chat[network].visible ?? .server
        let destination = servers[network].destination
        guard isWanted, let host = question.host, let port = question.port else {
            // The person may have gone to another server before the answer.
            if let (host, port) = placeInFile(of: destination), host == question.host, port == question.port {
                servers[network].accountOffer.decline()
                scheduleSave()
            }
            return chat[network].note(
                "Not kept. /login logs in to it the next time.", in: place, at: clock.now)
        }
        let kept = SavedAccount(host: host, port: port, account: question.account, nick: question.nick)
        if let problem = keep(kept) {
            return chat[network].note("Not kept: \(problem)", kind: .error, in: place, at: clock.now)
        }
        chat[network].note(
            "Kept in \(world.preferencesFile.path ?? "tui.toml"): \(world.preferencesFile.command(toEnter: host, port: port)) logs you in as \(question.account).",
            in: place, at: clock.now)
        chat[network].note(
            "It asks for the password, which is not kept. With password-command = \"…\" in that [[server]] it does not ask.",
            in: place, at: clock.now)
    }

    /// Why it could not be written, with the remedy; nil where it was. Nothing is written that could not be read again.
    private func keep(_ kept: SavedAccount) -> String? {
        let path = world.preferencesFile.path ?? "tui.toml"
        do throws(PreferencesEdit.Problem) {
            guard let text = try kept.added(to: try readPreferencesFile()) else {
                return "\(path) has another way to log in to \(kept.host): change it there."
            }
            guard let read = try? Preferences(text, path).server(kept.host, kept.port),
                // If the table names no port, other servers would be told the account as well.
                read.port == kept.port, read.account == kept.account
            else {
                return "\(path) is written in a way that nothing can be added to; add a [[server]] by hand."
            }
            try writePreferencesFile(text)
            return nil
        } catch {
            return error.text.hasPrefix("tui.toml:") ? error.text : "\(path): \(error.text)"
        }
    }

    /// Asks for a password. Where there are several networks, the question says which one wants it.
    func ask(_ prompt: PasswordPrompt) {
        let prompt = chat.networks.count > 1 ? prompt.naming(chat.name(of: prompt.network)) : prompt
        linear == nil ? screen.ask(prompt) : askPassword(prompt)
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
        // Whoever has the secret of an invitation needs no password.
        if isHere, link.secret == nil {
            servers[network].failedLaunch?.link = link
        } else {
            servers[network].failedLaunch = nil
        }
        if isHere {
            servers[network].destination.follow(link)
        } else {
            servers[network].destination = Destination(
                link, through: preferences.proxy(to: link.host, port: link.port))
            servers[network].tls = nil
            servers[network].bouncerNetworks = OpenedBouncerNetworks()
            perform(input.changeServer(of: network, in: chat))
        }
        screen.setSecurity(.tls, of: network)
        if servers[network].destination.stateKey != stateKey { restoreState(of: network) }
    }
}
