import Chat
import Exchange
import Glibc
import Protocol
import TestSupport

/// Holds the export of a folder that was made of another export against that one, by what docs/import.md says that an import changes, and by
/// nothing else.
struct ExportComparison {
    /// The events that both have.
    private(set) var taken = 0
    /// The events that were not taken, or not as they were, since what they refer to is not there.
    private(set) var losses = 0
    /// The first line that is not what it should be; nil where all are.
    private(set) var difference: String?
    private var names: [String: String] = [:]
    private var last = EventNumber.none

    init(_ export: String, imported: String) throws { run(try LineCursor(export), try LineCursor(imported)) }

    private mutating func run(_ old: LineCursor, _ new: LineCursor) {
        guard Self.header(old) == Self.header(new) else { return note("the first line", old.line, new.line) }
        while let line = old.next(), difference == nil {
            guard let first = JSONParser.parse(line)?.members?.first else { return note("no object", line, nil) }
            switch first.name {
            // Files bring no rooms.
            case "room": continue
            case "event":
                if let event = imported(event: first.value.members ?? []) { compare(event, with: new.next()) }
            default:
                let end = Self.text(.object([.init("end", .number(taken))]))
                guard first.name == "end", new.next() == end[...], new.next() == nil, old.next() == nil else {
                    return note("the end", line, new.line)
                }
                return
            }
        }
        if difference == nil { note("the end", nil, nil) }
    }

    private mutating func note(_ what: String, _ one: Bytes?, _ other: Bytes?) {
        difference = "\(what):\n\(one?.text ?? "nothing")\n\(other?.text ?? "nothing")"
    }

    /// The first line without the moment of the export.
    private static func header(_ lines: LineCursor) -> [JSONValue.Member]? {
        lines.next().flatMap { JSONParser.parse($0)?.members?.filter { $0.name != "made" } }
    }

    /// - Parameter members: of an event as it is to be, under its old name.
    private mutating func compare(_ members: [JSONValue.Member], with line: Bytes?) {
        let beginning = Array("{\"event\":{\"msgid\":\"".utf8)
        var members = members
        guard let line, line.starts(with: beginning), let old = members[0].value.string else {
            return note("an event", Self.text(.object(members))[...], line)
        }
        let name = line.dropFirst(beginning.count).prefix { $0 != UInt8(ascii: "\"") }.text
        // Numbers rise from line to line.
        guard let number = EventNumber(msgid: name), number > last else { return note("a number", nil, line) }
        (last, names[old], taken) = (number, name, taken + 1)
        members[0].value = .string(name)
        let text = Self.text(.object([.init("event", .object(members))]))
        if text[...] != line { note("an event", text[...], line) }
    }

    private static func text(_ value: JSONValue) -> [UInt8] {
        var text: [UInt8] = []
        value.serialize(into: &text)
        return text
    }

    // MARK: What an import changes

    /// The event as the import leaves it, but for its own name; nil where it is not taken.
    private mutating func imported(event: [JSONValue.Member]) -> [JSONValue.Member]? {
        let account = event.first { $0.name == "account" }?.value.string
        // It belongs to no account.
        var event = event.filter { $0.name != "account" }
        func place(_ name: String) -> Int? { event.firstIndex { $0.name == name } }
        let kind = event[place("kind") ?? 0].value.string ?? ""
        guard ["quit", "nick"].contains(kind) || address(&event, from: account) else { return lost() }
        if kind == "redaction", let place = place("subject") {
            guard let name = names[event[place].value.string ?? ""] else { return lost() }
            event[place].value = .string(name)
        }
        let isSaid = ["message", "notice", "tagmsg"].contains(kind)
        if isSaid, place("text") == nil, place("tags") == nil { return event }
        var tags = place("tags").flatMap { event[$0].value.array } ?? []
        guard translate(&tags, isAlone: kind == "tagmsg") else { return nil }
        if !tags.contains(where: { $0.array?.first?.string == Event.importedTag }) {
            tags.append(.array([.string(Event.importedTag), .string("grillo")]))
        }
        if let place = place("tags") { event.remove(at: place) }
        return event + [.init("tags", .array(tags))]
    }

    /// Addresses an event to the room as it is called, or to the other of the two who talk.
    ///
    /// - Returns: false where it is from neither of the two, and so is not taken.
    private func address(_ event: inout [JSONValue.Member], from account: String?) -> Bool {
        func text(_ name: String) -> String? { event.first { $0.name == name }?.value.string }
        let conversations = event.first { $0.name == "in" }?.value.array ?? []
        guard let target = event.firstIndex(where: { $0.name == "target" }), conversations.count == 1 else {
            return true
        }
        var name = conversations[0].string
        if let talk = conversations[0].array?.compactMap(\.string), talk.count == 2 {
            let nick = text("source").map { $0.prefix { $0 != "!" } }.map(String.init)
            let sides = [account, nick].compactMap { $0.map { Casemapping.ascii.fold($0).description } }
            guard let side = sides.first(where: talk.contains) else { return false }
            name = side == talk[0] ? talk[1] : talk[0]
        }
        if let name, Casemapping.ascii.fold(event[target].value.string ?? "").description != name {
            event[target].value = .string(name)
        }
        return true
    }

    /// - Parameter isAlone: true where the tags are all of the event.
    /// - Returns: false where the event is not taken.
    private mutating func translate(_ tags: inout [JSONValue], isAlone: Bool) -> Bool {
        let place = tags.firstIndex { $0.array?.first?.string == "+draft/reply" }
        guard let place, let old = tags[place].array?.last?.string else { return true }
        if let name = names[old] {
            tags[place] = .array([.string("+draft/reply"), .string(name)])
            return true
        }
        losses += 1
        tags.remove(at: place)
        return !isAlone
    }

    private mutating func lost() -> [JSONValue.Member]? {
        losses += 1
        return nil
    }
}

/// The lines of a file, one after the other.
final class LineCursor {
    private let file: UnsafeMutablePointer<FILE>
    private var buffer: UnsafeMutablePointer<CChar>?
    private var capacity = 0
    /// The one that was read last, without its end; nil behind the last.
    private(set) var line: Bytes?

    struct Failure: Error {
        let path: String
    }

    init(_ path: String) throws {
        guard let file = fopen(path, "r") else { throw Failure(path: path) }
        self.file = file
    }

    deinit {
        fclose(file)
        free(buffer)
    }

    func next() -> Bytes? {
        let count = getline(&buffer, &capacity, file)
        line = count > 0 ? Array(UnsafeRawBufferPointer(start: buffer, count: count))[..<(count - 1)] : nil
        return line
    }
}
