import Chat
import Exchange
import Foundation
import Protocol
import TestSupport

extension Harness {
    /// The logs of other programs. The first byte tells of which, the others are the file.
    static let foreignLogs = Harness(name: "foreign-logs", longestInput: 4096) { (input) throws(BrokenRule) in
        let folder = Scratch()
        guard let kind = input.first, let source = foreignSource(kind, input.dropFirst(), in: folder) else { return }
        let items = try foreignItems(source)
        try require(foreignItems(source) == items, "each reading gives the same")
        withExtendedLifetime(folder) {}
        for item in items {
            switch item {
            case .loss(let loss):
                try require(loss.line > 0, "a loss has a line")
                try require(loss.reason == loss.reason.printable, "a loss is one printable line: \(loss.reason)")
            case .record(let record):
                let isSpeech = record.kind == .message || record.kind == .notice
                try require(record.text.isValidUTF8, "a text is in UTF-8")
                try require(
                    !record.text.contains {
                        $0 == 0 || $0 == ASCII.carriageReturn || $0 == ASCII.lineFeed && !isSpeech
                    },
                    "a text is of one line where it cannot be of more")
                try require(!record.source.isEmpty && !record.source.contains(" "), "a source is a word")
                try require(record.conversations.count == 1, "a log tells of one conversation")
            }
        }
    }

    /// The log as its program would have called it; nil where that is refused.
    private static func foreignSource(_ kind: UInt8, _ bytes: Bytes, in folder: Scratch) -> (any ImportSource)? {
        let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt
        let context = ForeignLogContext(timeZone: berlin, takesTalks: true)
        let names = [
            "irc.here.#garden.weechatlog", "#garden.log", "here_#garden_20261025.log", "irc.here.bob.weechatlog",
            "export.json",
        ]
        let path = folder.file(names[Int(kind) % names.count])
        guard (try? Data(bytes).write(to: URL(filePath: path))) != nil else { return nil }
        return switch Int(kind) % names.count {
        case 0, 3: try? ImportFormat.open(path, as: .weechat, context)
        case 1: try? ImportFormat.open(path, as: .irssi, context)
        case 2: try? ImportFormat.open(path, as: .znc, context)
        default: try? ErgoExport(path: path, context: context)
        }
    }

    private static func foreignItems(_ source: any ImportSource) throws(BrokenRule) -> [ImportedItem] {
        var items: [ImportedItem] = []
        do throws(ImportProblem) {
            try source.read { item throws(ImportProblem) in items.append(item) }
        } catch {
            throw BrokenRule(description: "a log that was opened is read: \(error.cause)")
        }
        return items
    }
}
