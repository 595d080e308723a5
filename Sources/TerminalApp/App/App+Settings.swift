import Client
import Configuration
import Protocol
import TUI

/// `/set` and `/unset`: the person's own settings, told and changed while the program runs.
extension App {
    /// Answers where the command was entered.
    func answer(_ request: SettingRequest, of network: NetworkID) {
        answer(request, of: network, in: BufferAddress(network, chat[network].replyBuffer))
    }

    /// - Parameter place: the buffer in which it is answered.
    func answer(_ request: SettingRequest, of network: NetworkID, in place: BufferAddress) {
        let table = serverTable(of: network)
        do throws(Preferences.Problem) {
            switch request {
            case .tell(let name):
                let ignored = chat[network].ignored.filter { !ignoredByFile(of: network, preferences).contains($0) }
                for line in try settings.lines(about: name, of: table, ignored: ignored) {
                    tell(line, .info, in: place)
                }
            case .set(let name, let value): tell(try change(name, of: table, to: value, from: place), .info, in: place)
            case .unset(let name): tell(try change(name, of: table, to: nil, from: place), .info, in: place)
            case .setEvents(let display, let room):
                tell(try setEvents(display, inRoom: room, of: table, from: place), .info, in: place)
            }
        } catch {
            tell(error.text, .error, in: place)
        }
    }

    /// Changes a setting, and all that goes by it.
    ///
    /// - Parameters:
    ///   - value: as it was typed; nil for the value that holds without it.
    ///   - place: the buffer in which the person changes it.
    /// - Returns: the words that tell the person so.
    private func change(
        _ name: String, of table: ServerTable?, to value: String?, from place: BufferAddress
    ) throws(Preferences.Problem) -> String {
        guard let setting = LivePreferences.setting(named: name, of: table) else { throw LivePreferences.unknown(name) }
        let before = preferences
        let file = world.preferencesFile
        let activation = try settings.set(setting, to: value) { name throws(Preferences.Problem) in
            try ThemeFile(name, beside: file).read()
        }
        goByPreferences(insteadOf: before)
        // Also where they are the same languages: a dictionary may have been installed since.
        if case .key(let key) = setting, key.path == "spelling" { loadDictionaries(from: place) }
        let words = settings.line(about: setting)
        return switch activation {
        case .atOnce: "\(words)  (/save yes keeps it)"
        case .nextStart: "\(words)  (from the next start on, once /save yes has kept it)"
        }
    }

    /// Shows the people who come and go in a room in another way.
    ///
    /// - Returns: the words that tell the person so.
    private func setEvents(
        _ display: EventDisplay, inRoom room: String, of table: ServerTable?, from place: BufferAddress
    ) throws(Preferences.Problem) -> String {
        let words = "This room shows \(display.words) from now on"
        let rooms = chat[place.network].eventRooms(with: display, inRoom: room)
        guard let table, let value = ServerPreferences.roomsText(rooms) else {
            chat[place.network].setEvents(display, inRoom: room)
            return "\(words), until the program ends: the file has no place for the networks of a bouncer."
        }
        _ = try change(ServerPreferences.eventRoomsKey, of: table, to: value, from: place)
        return "\(words). /save yes keeps it."
    }

    /// The table of the file that is about a network; nil where none can be, as for the networks of a bouncer.
    func serverTable(of network: NetworkID) -> ServerTable? {
        let destination = servers[network].destination
        guard destination.bouncerNetwork == nil, let host = destination.host, let port = destination.knownPort else {
            return nil
        }
        return ServerTable(host: host, port: port, name: destination.stateName)
    }

    /// Has the screen and the sessions go by the preferences that are in force now.
    private func goByPreferences(insteadOf before: Preferences) {
        let preferences = preferences
        screen.settings = preferences.screen
        terminal?.usesMouse = preferences.screen.usesMouse
        linear?.events = preferences.screen.events
        if preferences.themeDefinition != before.themeDefinition {
            // A theme for one ground says nothing of the terminal's.
            let ground =
                before.themeDefinition.base.followsGround
                ? screen.theme.background : TerminalEnvironment { Environment[$0] }.background ?? .dark
            setGround(ground)
            if preferences.themeDefinition.base.followsGround { askForGround() }
        }
        let known = settings.chosen.knownSettings(themes: ThemeFile.names(beside: world.preferencesFile))
        for network in chat.networks {
            chat[network].choose(words: preferences.mentions, tellsTyping: preferences.typing)
            let ignored = (ignoredByFile(of: network, before), ignoredByFile(of: network, preferences))
            chat[network].changeIgnored(from: ignored.0, to: ignored.1)
            let lines = (lineChoices(for: network, before), lineChoices(for: network, preferences))
            chat[network].changeLineChoices(from: lines.0, to: lines.1)
            chat[network].setKnownSettings(known)
        }
    }
}
