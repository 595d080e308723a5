import Client
import Configuration
import Glibc
import Protocol
import SystemBasics
import TUI

/// Writing into `tui.toml` what the person has done: `/save`, and an account that is to be kept.
extension App {
    /// Shows what would be changed in the file where the command was entered, and changes it where that is confirmed.
    func saveSettings(of network: NetworkID, isConfirmed: Bool) {
        let place = chat[network].replyBuffer
        func tell(_ words: String, _ kind: LineKind = .info) {
            chat[network].note(words, kind: kind, in: place, at: clock.now)
        }
        let path = world.preferencesFile.path ?? "tui.toml"
        let (before, after): (String, String)
        let changes = settings.unsaved(except: mistypedTables)
        do {
            before = try readPreferencesFile()
            after = try settingsToSave(of: network, in: before, with: changes).saved(in: before)
        } catch {
            return tell("Nothing is changed: \(Self.sentence(error, about: path))", .error)
        }
        let leftOut = mistypedTables.filter { table in settings.unsaved.contains { $0.table == table } }.map(\.host)
        for host in leftOut.sorted() {
            tell(
                DrawableText.plain(
                    "Left out: the settings for \(host), which was never found. They can be saved once you were there.")
            )
        }
        let aliases = chat[network].aliases
        let servers = (try? Preferences(after, path))?.servers ?? settings.savedServers
        guard after != before else {
            settings.saved(changes, aliases, servers)
            return tell("\(path) says all \(leftOut.isEmpty ? "that there is to save" : "else").")
        }
        for line in SettingsDifference.lines(from: before, to: after) { tell(DrawableText.plain(line)) }
        guard isConfirmed else { return tell("/save yes changes these lines of \(path), and nothing else.") }
        do throws(PreferencesEdit.Problem) {
            // Whoever can read the file would read it there.
            if PrivateFile.isOpenToOthers(path), (try? Preferences(after, path))?.holdsPassword == true {
                throw PreferencesEdit.Problem(
                    text: "it would hold a password that others can read. chmod 600 makes it yours alone.")
            }
            try writePreferencesFile(after)
        } catch {
            return tell("Nothing is changed: \(Self.sentence(error, about: path))", .error)
        }
        let isForNextStart = changes.contains { $0.activation == .nextStart }
        settings.saved(changes, aliases, servers)
        tell("Written to \(path).\(isForNextStart ? " Some of it counts from the next start on." : "")")
    }

    /// A problem as a sentence; those of the reader name the file themselves.
    private static func sentence(_ problem: PreferencesEdit.Problem, about path: String) -> String {
        let words = problem.text.hasPrefix("tui.toml:") ? problem.text : "\(path): \(problem.text)"
        return words.last.map { ".?!".contains($0) } == true ? words : words + "."
    }

    /// True for a network whose name has never led to an address, and which `tui.toml` does not name either.
    func isPerhapsMistyped(_ network: NetworkID) -> Bool {
        let destination = servers[network].destination
        guard servers[network].isNameUnknown, let host = destination.host, let port = destination.knownPort else {
            return false
        }
        let table = ServerTable(host: host, port: port, name: destination.stateName)
        return table.index(in: settings.savedServers) == nil
    }

    /// The tables of networks whose names were perhaps mistyped: nothing of them is kept.
    var mistypedTables: Set<ServerTable> {
        Set(chat.networks.filter { isPerhapsMistyped($0) }.compactMap { serverTable(of: $0) })
    }

    /// The settings of a network that could be kept, beside those that the text of the file names, and the changes.
    private func settingsToSave(
        of network: NetworkID, in text: String, with changes: [SettingChange]
    ) -> SettingsToSave {
        let destination = servers[network].destination
        var settings = SettingsToSave()
        settings.changes = changes
        (settings.aliases, settings.aliasesBefore) = (chat[network].aliases, self.settings.savedAliases)
        // The table of a bouncer is about the bouncer itself; and a server that may not exist is not worth keeping.
        guard destination.bouncerNetwork == nil, let host = destination.host, let port = destination.knownPort,
            !isPerhapsMistyped(network)
        else { return settings }
        settings.server = (host, port)
        settings.name = destination.stateName
        settings.newName = destination.givenName
        // At the port that was asked for TLS is not spoken: the server says so anew.
        let speaksTLS = destination.speaksTLS && !destination.isMoved
        if speaksTLS == destination.isLocal { settings.tls = speaksTLS }
        settings.nick = chat[network].wantedNick
        settings.account = chat[network].account
        settings.ignored = chat[network].ignored
        // A text that cannot be read is refused when it is to be changed.
        if let known = try? Preferences(text, "tui.toml") {
            let table = destination.stateName.map { known.server(named: $0) } ?? known.server(host, port)
            settings.channels = chat[network].channels(keeping: table?.channels ?? known.channels)
        }
        return settings
    }

    /// The text of the file; empty where there is none yet.
    func readPreferencesFile() throws(PreferencesEdit.Problem) -> String {
        guard let path = world.preferencesFile.path else {
            throw .init(text: "HOME does not say where your files are. Set HOME, or XDG_CONFIG_HOME.")
        }
        let bytes: [UInt8]
        do throws(PrivateFile.Failure) {
            bytes = try PrivateFile.read(path)
        } catch .system(ENOENT) where !FileSystem.exists(path) {
            return ""
        } catch {
            throw .init(text: "it cannot be read: \(error.words). Name another file with --config.")
        }
        // The text that is written back must be the one that was read.
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .init(text: "it is no text in UTF-8. Mend it, or move it away.")
        }
        return text
    }

    /// Writes all of the file or nothing. A link stays one: the file that it leads to is written, and keeps its mode.
    func writePreferencesFile(_ text: String) throws(PreferencesEdit.Problem) {
        guard let path = world.preferencesFile.path else { return }
        // If it cannot be made, the file cannot be written either, which is told below.
        try? FileSystem.makeFolder(FileSystem.folder(of: path))
        let target = realpath(path) ?? path
        var status = stat()
        let mode = stat(target, &status) == 0 ? status.st_mode & 0o777 : 0o600
        // It would be replaced all the same, since its folder may be written.
        guard mode & 0o200 != 0 else { throw .init(text: "it is read-only. Make it writable to you.") }
        do {
            try PrivateFile.write(Array(text.utf8), to: target)
        } catch {
            throw .init(text: "it cannot be written: \(error.words). Make it writable to you.")
        }
        if mode != 0o600 { chmod(target, mode) }
    }

    /// The path without links; nil where it leads nowhere.
    private func realpath(_ path: String) -> String? {
        Glibc.realpath(path, nil).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
    }
}
