import Protocol

/// The joins, parts and other events of a room that ZNC's module `buffextras` tells in words among the lines that it plays back.
/// <https://wiki.znc.in/Buffextras>
enum BufferExtra {
    private static let sender = Array("*buffextras".utf8)

    /// True if a nick is the module's.
    static func isSender(_ nick: Bytes) -> Bool { nick.elementsEqual(sender) }

    /// The event that a message tells of, with its tags; nil where the message is none of the module's, or has words that are not known,
    /// since the module can speak other languages.
    static func event(in message: Message) -> Message? {
        guard message.command == "PRIVMSG", let nick = message.source?.nickOfSource, isSender(nick),
            message.parameters.count > 1
        else { return nil }
        let channel = message.parameters[0]
        let words = message.parameters[1]
        let mask = words.prefix { $0 != ASCII.space }
        guard !mask.isEmpty, let (command, parameters) = event(String(words.dropFirst(mask.count + 1).text)) else {
            return nil
        }
        let hasChannel = command != "QUIT" && command != "NICK"
        return Message(
            tags: message.tags, source: mask, command,
            (hasChannel ? [channel] : []) + parameters.map { Bytes($0) })
    }

    /// The command, and its parameters without the room, for the words behind the mask of whoever did it.
    private static func event(_ words: String) -> (Command, [String])? {
        if words == "joined" { return ("JOIN", []) }
        if let reason = reason(in: words, behind: "parted") { return ("PART", [reason]) }
        if let reason = reason(in: words, behind: "quit") { return ("QUIT", [reason]) }
        if let nick = rest(of: words, behind: "is now known as ") { return ("NICK", [nick]) }
        if let topic = rest(of: words, behind: "changed the topic to: ") { return ("TOPIC", [topic]) }
        if let modes = rest(of: words, behind: "set mode: ") {
            return ("MODE", modes.split(separator: " ").prefix(20).map(String.init))
        }
        guard let kick = rest(of: words, behind: "kicked ") else { return nil }
        let victim = String(kick.prefix { $0 != " " })
        let behind = String(kick.dropFirst(victim.count + 1))
        let reason = rest(of: behind, behind: "with reason: ") ?? rest(of: behind, behind: "Reason: ") ?? ""
        return ("KICK", [victim, unbracketed(reason)])
    }

    /// The reason of one who went, which versions of ZNC write in two ways: `quit: …` and `quit with message: […]`.
    private static func reason(in words: String, behind verb: String) -> String? {
        if let reason = rest(of: words, behind: verb + " with message: ") { return unbracketed(reason) }
        return rest(of: words, behind: verb + ": ") ?? (words == verb + ":" ? "" : nil)
    }

    private static func rest(of words: String, behind prefix: String) -> String? {
        words.hasPrefix(prefix) ? String(words.dropFirst(prefix.count)) : nil
    }

    private static func unbracketed(_ words: String) -> String {
        words.hasPrefix("[") && words.hasSuffix("]") && words.count > 1 ? String(words.dropFirst().dropLast()) : words
    }
}
