import Client

/// What the screen keeps over restarts: drafts by place, lines sent earlier, and what the footer has taught.
package struct Keepsake: Equatable, Sendable {
    /// By server and buffer: `chat.example.org #lobby`.
    package var drafts: [String: String] = [:]
    /// From the oldest to the newest, their places by server and buffer.
    package var sent: [Recall.Sent] = []
    package var lessons: [String: Int] = [:]
    /// Masks of people who are not to be heard.
    package var ignored: [String] = []
    /// For what a buffer calls, by server and buffer.
    package var attention: [String: Attention] = [:]
    /// When the person was on a server last, in milliseconds since 1970.
    package var seen: [String: Int64] = [:]

    package init() {}

    /// Reads what ``text`` wrote; lines that make no sense are left out.
    package init(_ text: String) {
        // By line feeds and carriage returns only: what was typed may hold other line ends, which are no ends here.
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }) {
            let words = line.split(separator: "\t", omittingEmptySubsequences: false).map { Self.unescaped($0) }
            switch (words[0], words.count) {
            case ("draft", 3): drafts[words[1]] = words[2]
            case ("attention", 3): attention[words[1]] = Attention(rawValue: words[2])
            case ("seen", 3): seen[words[1]] = Int64(words[2])
            case ("ignored", 2): ignored.append(words[1])
            case ("sent", 2): sent.append(.init(words[1], in: ""))
            case ("sent", 3): sent.append(.init(words[2], in: words[1]))
            case ("lesson", 3): lessons[words[1]] = Int(words[2]) ?? 0
            default: break
            }
        }
    }

    /// A line each, its parts parted by tabs.
    package var text: String {
        var lines = sent.suffix(Recall.limit).map { line in
            "sent\t" + (line.place.isEmpty ? "" : Self.escaped(line.place) + "\t") + Self.escaped(line.text)
        }
        lines += drafts.sorted { $0.key < $1.key }.map { "draft\t\(Self.escaped($0.key))\t\(Self.escaped($0.value))" }
        lines += attention.sorted { $0.key < $1.key }.map { "attention\t\(Self.escaped($0.key))\t\($0.value.rawValue)" }
        lines += seen.sorted { $0.key < $1.key }.map { "seen\t\(Self.escaped($0.key))\t\($0.value)" }
        lines += ignored.map { "ignored\t\(Self.escaped($0))" }
        lines += lessons.sorted { $0.key < $1.key }.map { "lesson\t\(Self.escaped($0.key))\t\($0.value)" }
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
    /// - Parameter server: what the drafts' places begin with.
    package mutating func restore(_ keepsake: Keepsake, server: String) {
        recall = Recall(
            keepsake.sent.compactMap { line in
                if line.place.isEmpty { return line }
                return line.place.hasPrefix(server + " ")
                    ? .init(line.text, in: String(line.place.dropFirst(server.count + 1))) : nil
            })
        lessons = Lessons(keepsake.lessons)
        // What was laid aside for another server stays there.
        laidAside = [:]
        for (place, draft) in keepsake.drafts where place.hasPrefix(server + " ") {
            laidAside[String(place.dropFirst(server.count + 1))] = draft
        }
        for id in views.keys where views[id]?.draft.isEmpty == true { views[id] = nil }
    }

    /// Puts what is to be kept into what was kept before: other servers' drafts and lines stay, and so do those that another
    /// program of the same person has written down since, but for the buffers that are open here.
    package func keep(in keepsake: inout Keepsake, server: String, _ session: ClientSession) {
        let own = recall.lines.filter { Secrets.mayBeKept($0.text, in: $0.place) }.map {
            Recall.Sent($0.text, in: $0.place.isEmpty ? "" : "\(server) \($0.place)")
        }
        keepsake.sent.removeAll { line in
            let place = line.place.hasPrefix(server + " ") ? line.place.dropFirst(server.count + 1) : ""
            return own.contains(line) || !Secrets.mayBeKept(line.text, in: String(place))
        }
        keepsake.sent += own
        keepsake.lessons = lessons.used
        let open = Set(session.buffers.map { "\(server) \($0.name)" })
        keepsake.drafts = keepsake.drafts.filter { !open.contains($0.key) }
        for (id, view) in views where !view.draft.isEmpty && !view.draft.isPerhapsSecret {
            guard let buffer = session.buffers[id], Secrets.mayBeKept(view.draft.text, in: buffer.name) else {
                continue
            }
            keepsake.drafts["\(server) \(buffer.name)"] = view.draft.text
        }
    }
}

extension Keepsake {
    /// What the session is to take back of it.
    package func memory(server: String) -> SessionMemory {
        var memory = SessionMemory()
        memory.ignored = ignored
        memory.lastSeen = seen[server]
        for (place, level) in attention where place.hasPrefix(server + " ") {
            memory.places[String(place.dropFirst(server.count + 1)), default: .init()].attention = level
        }
        return memory
    }

    /// Takes what the session is to have back; other servers' part stays.
    package mutating func take(_ memory: SessionMemory, server: String) {
        ignored = memory.ignored
        seen[server] = memory.lastSeen
        attention = attention.filter { !$0.key.hasPrefix(server + " ") }
        for (name, place) in memory.places {
            if let level = place.attention { attention["\(server) \(name)"] = level }
        }
    }
}
