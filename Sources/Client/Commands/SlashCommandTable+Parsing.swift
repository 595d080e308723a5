import Protocol

/// Why an input line cannot be done, as a sentence.
package struct SlashCommandError: Error, Hashable, Sendable {
    package let reason: String
}

extension SlashCommandTable {
    /// Reads an input line: a command behind `/`, else speech. `//` is speech that begins with a slash.
    ///
    /// - Parameter channelTypes: the characters with which the names of rooms begin on this server; see ``Protocol/ISupport/channelTypes``.
    package func parse(_ input: String, channelTypes: String) -> Result<SlashCommand, SlashCommandError> {
        guard input.first == "/" else { return .success(.say(input)) }
        let body = input.dropFirst()
        if body.first == "/" { return .success(.say(String(body))) }
        let end = body.firstIndex { $0 == " " || $0.isNewline } ?? body.endIndex
        let name = String(body[..<end])
        let foreign = foreignName(of: name)
        switch ForeignCommand.meaning(of: foreign, arguments: body[end...], channelTypes: channelTypes) {
        case .command(let name, let arguments):
            return read(name, ArgumentReader(arguments[...], channelTypes: channelTypes))
        case .answer(let reason): return .failure(SlashCommandError(reason: reason))
        case nil: return read(name, ArgumentReader(body[end...], channelTypes: channelTypes))
        }
    }

    private func read(_ name: String, _ reader: ArgumentReader) -> Result<SlashCommand, SlashCommandError> {
        var reader = reader
        guard let entry = entry(named: name) else {
            return .failure(SlashCommandError(reason: reason(forUnknown: name)))
        }
        guard !entry.mustBeWrittenOut || entry.isCalled(name) else {
            return .failure(
                SlashCommandError(reason: "This command is not shortened: write /\(entry.name), if you mean it."))
        }
        guard let command = entry.parse(&reader) else {
            return .failure(SlashCommandError(reason: "Something is missing. Usage: \(entry.usage)"))
        }
        // Words that would be thrown away may be those that matter.
        guard reader.word() == nil else {
            let problem = entry.arguments.isEmpty ? "It takes no arguments." : "These are too many words."
            return .failure(SlashCommandError(reason: "\(problem) Usage: \(entry.usage)"))
        }
        return .success(command)
    }

    private func reason(forUnknown name: String) -> String {
        let shown = DrawableText.plain(String(name.prefix(32)))
        if name.isEmpty { return "A command's name comes right after the slash. /help lists them; // sends a slash." }
        if name.lowercased() == "dcc" {
            return "There is no DCC here. To give somebody a file, put it on the web and send the link."
        }
        let candidates = names(beginningWith: name)
        if candidates.count > 1 {
            return "/\(shown) could be " + candidates.map { "/" + $0 }.joined(separator: " or ") + "."
        }
        if let entry = suggestion(for: name) { return "There is no /\(shown). Did you mean /\(entry.name)?" }
        return "There is no /\(shown). /help lists what there is; // sends a slash."
    }
}

/// Takes what stands behind a command's name apart, from the left.
struct ArgumentReader {
    private var remaining: Substring
    private let channelTypes: String

    init(_ text: Substring, channelTypes: String) {
        remaining = text.trimmed
        self.channelTypes = channelTypes
    }

    /// The next word, which stays there.
    var next: String? {
        var reader = self
        return reader.word()
    }

    /// The next word.
    mutating func word() -> String? {
        guard !remaining.isEmpty else { return nil }
        let end = remaining.firstIndex(of: " ") ?? remaining.endIndex
        defer { remaining = remaining[end...].trimmed }
        return String(remaining[..<end])
    }

    /// The next word where it looks like a room's name.
    mutating func channel() -> String? {
        guard let first = remaining.first, channelTypes.contains(first) else { return nil }
        return word()
    }

    /// All words that are left.
    mutating func words() -> [String] {
        var words: [String] = []
        while let word = word() { words.append(word) }
        return words
    }

    /// All that is left; nil where nothing is.
    mutating func rest() -> String? {
        guard !remaining.isEmpty else { return nil }
        defer { remaining = "" }
        return String(remaining)
    }

    /// `#a,b key,key`: rooms with their keys; a name without a mark gets a `#`.
    mutating func channels() -> [SessionConfiguration.Channel]? {
        guard let names = word() else { return nil }
        let keys = word()?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
        let channels = names.split(separator: ",").enumerated().map { index, name in
            let full = channelTypes.contains(name.first ?? " ") ? String(name) : "#" + name
            let key = index < keys.count && !keys[index].isEmpty ? keys[index] : nil
            return SessionConfiguration.Channel(name: full, key: key)
        }
        return channels.isEmpty ? nil : channels
    }
}
