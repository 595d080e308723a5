import Client
import Protocol

/// What Tab offers: the words that begin like the one before the cursor, one after the other.
struct Completion: Equatable, Sendable {
    /// Where the word begins, in characters.
    let start: Int
    /// Where it ends by now.
    var end: Int
    let choices: [String]
    var next = 0
}

extension Screen {
    /// Puts the next choice for the word before the cursor in its place. Nicks come by who spoke last; at the start of a
    /// line they get a colon.
    mutating func complete(_ session: ClientSession, _ shown: Buffer) {
        var draft = views[shown.id]?.draft ?? InputLine()
        var completion = self.completion ?? begin(draft, session, shown)
        guard !completion.choices.isEmpty else { return }
        let choice = completion.choices[completion.next % completion.choices.count]
        completion.next += 1
        lastFrame = nil
        draft.replace(completion.start..<completion.end, with: choice)
        completion.end = draft.cursor
        views[shown.id, default: ChatView()].draft = draft
        self.completion = completion
    }

    private func begin(_ draft: InputLine, _ session: ClientSession, _ shown: Buffer) -> Completion {
        var start = draft.cursor
        while start > 0, !draft.characters[start - 1].isWhitespace { start -= 1 }
        let word = String(draft.characters[start..<draft.cursor])
        return Completion(start: start, end: draft.cursor, choices: choices(for: word, start: start, session, shown))
    }

    private func choices(for word: String, start: Int, _ session: ClientSession, _ shown: Buffer) -> [String] {
        guard let first = word.unicodeScalars.first else { return [] }
        let casemapping = session.isupport.casemapping
        let wanted = casemapping.fold(word).bytes
        func begins(_ name: String) -> Bool { casemapping.fold(name).bytes.starts(with: wanted) }
        if first == "/", start == 0 {
            return CommandTable.standard.names(beginningWith: String(word.dropFirst())).map { "/\($0) " }
        }
        if first == "#" || first == "&" {
            return session.buffers.filter { $0.kind == .room && begins($0.name) }.map { $0.name + " " }
        }
        let people = shown.members.unordered.filter { begins($0.nick) && $0.nick != session.nick }
        let nicks = people.sorted { ($0.lastSpoke, $1.nick) > ($1.lastSpoke, $0.nick) }.map(\.nick)
        let talks = session.buffers.filter { $0.kind == .query && begins($0.name) }.map(\.name)
        return (nicks + talks.filter { !nicks.contains($0) }).map { $0 + (start == 0 ? ": " : " ") }
    }
}
