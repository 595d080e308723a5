import Client
import Protocol

/// The lines by which two texts of `tui.toml` differ, as they are shown to a person.
package enum SettingsDifference {
    /// The most lines that are shown.
    package static let limit = 200

    /// The lines that go, each behind `- `, and those that come, each behind `+ `, in the order of the file. Comments are left out, and so is
    /// what stands in quotes where it may be a secret.
    package static func lines(from old: String, to new: String) -> [String] {
        let (old, new) = (split(old), split(new))
        var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var (lines, i, j): ([String], Int, Int) = ([], 0, 0)
        while i < old.count || j < new.count {
            if removed.contains(i) {
                lines.append("- " + shown(old[i]))
                i += 1
            } else if inserted.contains(j) {
                lines.append("+ " + shown(new[j]))
                j += 1
            } else {
                (i, j) = (i + 1, j + 1)
            }
        }
        let all = lines.filter { $0.count > 2 }
        return all.count <= limit ? all : all.prefix(limit) + ["… and \(all.count - limit) lines more"]
    }

    private static func split(_ text: String) -> [Bytes] {
        Array(text.utf8).split(separator: ASCII.lineFeed, omittingEmptySubsequences: false).map { line in
            Bytes(line.last == ASCII.carriageReturn ? line.dropLast() : line)
        }
    }

    /// True if a value, as it stands in the file, is a text that holds a password where it is that of an alias.
    private static func isAliasWithPassword(_ value: Substring) -> Bool {
        let text = value.drop { " \"'".contains($0) }
        guard text.first == "/" else { return false }
        var aliases = AliasTable()
        do throws(SlashCommandError) {
            try aliases.set("line", to: String(text))
        } catch {
            return true
        }
        return aliases.holdsPassword("line")
    }

    /// A line without its comment.
    private static func shown(_ line: Bytes) -> String {
        var (end, quote): (Int, UInt8?) = (0, nil)
        while end < line.count, quote != nil || line[end] != UInt8(ascii: "#") {
            let byte = line[end]
            if let open = quote {
                if byte == ASCII.backslash, open == UInt8(ascii: "\"") { end += 1 } else if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
            end += 1
        }
        let text = line.prefix(end).text
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let key = words.prefix { $0 != "=" }
        // A link may hold the keys of rooms, and the text of an alias a password.
        let isSecret =
            isAliasWithPassword(words.dropFirst(key.count + 1)) || key.contains("password") || words.contains("://")
            || words.contains("{")
        return isSecret ? "\(key.isEmpty ? "" : key + "= ")…" : words
    }
}
