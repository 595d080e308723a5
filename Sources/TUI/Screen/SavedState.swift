import Client
import Protocol

/// The state that is kept over restarts: drafts by place, lines sent earlier, the rooms and talks that were open, and the keys that the footer
/// has taught.
package struct SavedState: Equatable, Sendable {
    /// A line that was sent.
    package struct SentLine: Hashable, Sendable {
        package let text: String
        /// By server and buffer: `chat.example.org #lobby`. Empty for a line that is had again everywhere.
        package let place: String

        package init(_ text: String, in place: String) {
            self.text = text
            self.place = place
        }
    }

    /// A room that the person was in.
    package struct Room: Equatable, Sendable {
        /// By server and name: `chat.example.org #lobby`.
        package let place: String
        /// A secret; nil where the room has none, as far as we know.
        package let key: String?

        package init(_ place: String, key: String? = nil) {
            self.place = place
            self.key = key
        }
    }

    /// By server and buffer: `chat.example.org #lobby`.
    package var drafts: [String: String] = [:]
    /// From the oldest to the newest.
    package var sent: [SentLine] = []
    package var keyHints: [String: Int] = [:]
    /// Masks of people who are not to be heard, by server.
    package var ignored: [String: [String]] = [:]
    /// Those of earlier versions, which had one list for all servers. It holds for a server until ``ignored`` has a list of its own for it.
    package var ignoredEverywhere: [String] = []
    /// Nicks of whom the person wants to hear when they come and go, by server.
    package var friends: [String: [String]] = [:]
    /// For what a buffer calls, by server and buffer.
    package var attention: [String: NotificationLevel] = [:]
    /// When the person was on a server last, in milliseconds since 1970.
    package var seen: [String: Int64] = [:]
    /// How a server compared names last, by server.
    package var casemappings: [String: Casemapping] = [:]
    /// The rooms to enter again, in their order.
    package var rooms: [Room] = []
    /// The talks to open again, by server and nick, in their order.
    package var talks: [String] = []
    /// The buffers that are pinned here, by server and name.
    package var pinned: [String] = []
    /// The buffers in the order by hand, by server and name.
    package var order: [String] = []
    /// The buffers that stand side by side; several where programs for other servers ran, too.
    package var splits: [SavedSplit] = []
    /// The servers where the person did not want an account to be kept.
    package var declined: Set<String> = []

    package init() {}

    /// Reads what ``text`` wrote; lines that make no sense are left out.
    package init(_ text: String) {
        // By line feeds and carriage returns only: the typed text may hold other line ends, which are no ends here.
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }) {
            let words = line.split(separator: "\t", omittingEmptySubsequences: false).map { Self.unescaped($0) }
            switch (words[0], words.count) {
            case ("draft", 3): drafts[words[1]] = words[2]
            case ("attention", 3): attention[words[1]] = NotificationLevel(rawValue: words[2])
            case ("seen", 3): seen[words[1]] = Int64(words[2])
            case ("casemapping", 3): casemappings[words[1]] = Casemapping(rawValue: words[2])
            case ("ignored", 2): ignoredEverywhere.append(words[1])
            // Without a mask it says that the server's list is empty.
            case ("ignored", 3): ignored[words[1], default: []] += words[2].isEmpty ? [] : [words[2]]
            case ("friend", 3): friends[words[1], default: []].append(words[2])
            case ("room", 2): rooms.append(.init(words[1]))
            case ("room", 3): rooms.append(.init(words[1], key: words[2]))
            case ("talk", 2): talks.append(words[1])
            case ("pinned", 2): pinned.append(words[1])
            case ("order", 2): order.append(words[1])
            case ("split", 4) where ["left", "right"].contains(words[3]):
                splits.append(.init(left: words[1], right: words[2], isLeftTypedInto: words[3] == "left"))
            case ("declined", 2): declined.insert(words[1])
            case ("sent", 2): sent.append(.init(words[1], in: ""))
            case ("sent", 3): sent.append(.init(words[2], in: words[1]))
            case ("lesson", 3): keyHints[words[1]] = Int(words[2]) ?? 0
            default: break
            }
        }
    }

    /// A line each, its parts parted by tabs.
    package var text: String {
        var lines = sent.suffix(InputHistory.limit).map { line in
            "sent\t" + (line.place.isEmpty ? "" : Self.escaped(line.place) + "\t") + Self.escaped(line.text)
        }
        lines += drafts.sorted { $0.key < $1.key }.map { "draft\t\(Self.escaped($0.key))\t\(Self.escaped($0.value))" }
        lines += attention.sorted { $0.key < $1.key }.map { "attention\t\(Self.escaped($0.key))\t\($0.value.rawValue)" }
        lines += seen.sorted { $0.key < $1.key }.map { "seen\t\(Self.escaped($0.key))\t\($0.value)" }
        lines += casemappings.sorted { $0.key < $1.key }
            .map { "casemapping\t\(Self.escaped($0.key))\t\($0.value.rawValue)" }
        lines += ignoredEverywhere.map { "ignored\t\(Self.escaped($0))" }
        for (server, masks) in ignored.sorted(by: { $0.key < $1.key }) {
            lines += (masks.isEmpty ? [""] : masks).map { "ignored\t\(Self.escaped(server))\t\(Self.escaped($0))" }
        }
        for (server, nicks) in friends.sorted(by: { $0.key < $1.key }) {
            lines += nicks.map { "friend\t\(Self.escaped(server))\t\(Self.escaped($0))" }
        }
        lines += rooms.map { room in
            "room\t" + Self.escaped(room.place) + (room.key.map { "\t" + Self.escaped($0) } ?? "")
        }
        lines += talks.map { "talk\t\(Self.escaped($0))" }
        lines += pinned.map { "pinned\t\(Self.escaped($0))" }
        lines += order.map { "order\t\(Self.escaped($0))" }
        lines += splits.map { split in
            "split\t\(Self.escaped(split.left))\t\(Self.escaped(split.right))\t"
                + (split.isLeftTypedInto ? "left" : "right")
        }
        lines += declined.sorted().map { "declined\t\(Self.escaped($0))" }
        lines += keyHints.sorted { $0.key < $1.key }.map { "lesson\t\(Self.escaped($0.key))\t\($0.value)" }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                result.append(scalar == "n" ? "\n" : scalar == "t" ? "\t" : scalar == "r" ? "\r" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}

extension Screen {
    /// Takes over what was kept when the program ran last.
    ///
    /// - Parameter server: the text that the places of the network's drafts begin with, before a space.
    package mutating func restore(_ savedState: SavedState, server: String, of network: NetworkID) {
        let sent = savedState.sent.compactMap { line -> InputHistory.Entry? in
            if line.place.isEmpty { return .init(line.text, in: nil) }
            guard line.place.hasPrefix(server + " ") else { return nil }
            return .init(line.text, in: .init(network, String(line.place.dropFirst(server.count + 1))))
        }
        // The lines that are had again everywhere are read from the file each time.
        let others = inputState.history.lines.filter { $0.place.map { $0.network != network } ?? false }
        inputState.history = InputHistory(others + sent)
        inputState.keyHints = KeyHints(savedState.keyHints)
        // The drafts that were laid aside for another server stay there.
        inputState.pendingDrafts[network] = [:]
        for (buffer, draft) in savedState.drafts where buffer.hasPrefix(server + " ") {
            inputState.pendingDrafts[network, default: [:]][String(buffer.dropFirst(server.count + 1))] = draft
        }
        for id in panes.views.keys where id.network == network && inputState.isDraftEmpty(id) { panes.views[id] = nil }
        inputState.drafts = inputState.drafts.filter { !$0.value.isEmpty }
        restoreSplit(savedState, server: server, of: network)
    }

    /// Puts what is to be kept into what was kept before: other servers' drafts and lines stay, and so do those that another
    /// program of the same person has written down since, but for the buffers that are open here.
    package func save(
        in savedState: inout SavedState, server: String, of network: NetworkID, chat: ChatModel
    ) {
        let own = inputState.history.lines.filter { line in
            line.place.map { $0.network == network } ?? true
                && PasswordMasking.mayBeSaved(line.text, in: line.place?.buffer ?? "")
        }.map { SavedState.SentLine($0.text, in: $0.place.map { "\(server) \($0.buffer)" } ?? "") }
        let known = Set(own)
        savedState.sent.removeAll { line in
            let buffer = line.place.hasPrefix(server + " ") ? line.place.dropFirst(server.count + 1) : ""
            return known.contains(line) || !PasswordMasking.mayBeSaved(line.text, in: String(buffer))
        }
        savedState.sent += own
        savedState.keyHints = inputState.keyHints.used
        let open = Set(chat[network].buffers.map { "\(server) \($0.name)" })
        savedState.drafts = savedState.drafts.filter { !open.contains($0.key) }
        for (id, draft) in inputState.drafts
        where id.network == network && !draft.isEmpty && !draft.mayContainPassword {
            guard let buffer = chat[id], PasswordMasking.mayBeSaved(draft.text, in: buffer.name) else {
                continue
            }
            savedState.drafts["\(server) \(buffer.name)"] = draft.text
        }
    }
}
