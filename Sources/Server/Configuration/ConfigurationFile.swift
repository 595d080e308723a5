import Glibc
import Protocol
import SystemBasics
import TOMLKit

/// The configuration file: TOML, its keys the flags' names, with tables for what has many.
///
/// Every key stands once, in ``ConfigurationKey/all``: reading, checking and the errors are made from there.
package enum ConfigurationFile {
    /// What is wrong in a file: where, what, and what to do. One line.
    package struct Problem: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// More than anybody writes.
    private static let largest = 1 << 20

    /// Reads a file into `configuration`; what it does not name stays as it is.
    package static func load(_ file: String, into configuration: inout ServerConfiguration) throws(Problem) {
        let bytes: [UInt8]
        do {
            let descriptor = try FileSystem.open(file, O_RDONLY)
            defer { close(descriptor) }
            bytes = try FileSystem.read(descriptor, atMost: largest + 1)
        } catch {
            throw unreadable(file, error)
        }
        guard bytes.count <= largest else { throw unreadable(file, SystemError(EFBIG)) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Problem(description: "\(file) is not UTF-8: save it as that")
        }
        try read(text, from: file, into: &configuration)
    }

    private static func unreadable(_ file: String, _ error: SystemError) -> Problem {
        Problem(description: "\(file) cannot be read: \(error): check its name and its mode")
    }

    /// Reads `text` into `configuration`; what it does not name stays as it is.
    /// - Parameter file: the file's name, for the errors.
    package static func read(
        _ text: String, from file: String, into configuration: inout ServerConfiguration
    ) throws(Problem) {
        if let (line, words) = TOMLPrecheck.problem(in: text) {
            throw Problem(description: "\(file):\(line): \(words)")
        }
        let root: TOMLTable
        do {
            root = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let words = error.description.printable
            let remedy =
                TOMLPrecheck.isAboutValue(words)
                ? "texts stand in quotes; numbers, true and false do not" : "mend that line"
            throw Problem(description: "\(file):\(error.source.begin.line): \(words): \(remedy)")
        } catch {
            throw Problem(description: "\(file): \(error)")
        }
        try read(root, table: "", text, file, into: &configuration)
    }

    private static func read(
        _ table: TOMLTable, table name: String, _ text: String, _ file: String,
        into configuration: inout ServerConfiguration
    ) throws(Problem) {
        for key in table.keys.sorted() {
            let path = name.isEmpty ? key : name + "." + key
            guard let value = table[key] else { continue }
            if let inner = value.table, ConfigurationKey.all.contains(where: { $0.path.hasPrefix(path + ".") }) {
                try read(inner, table: path, text, file, into: &configuration)
                continue
            }
            let place = "\(file):\(line(of: key, in: name, text))"
            guard let known = ConfigurationKey.all.first(where: { $0.path == path }) else {
                throw Problem(description: "\(place): there is no key '\(path)'\(suggestion(for: path))")
            }
            if let problem = known.read(value, &configuration) {
                throw Problem(description: "\(place): '\(path)' \(problem)")
            }
        }
    }

    private static func suggestion(for path: String) -> String {
        let nearest = ConfigurationKey.all.map { ($0.path, EditDistance.between($0.path, path)) }.min { $0.1 < $1.1 }
        guard let (name, distance) = nearest, distance <= max(2, path.count / 3) else {
            return "; grillo serve --help names them"
        }
        return "; did you mean '\(name)'?"
    }

    /// The line on which a key of a table is set; 1 where that cannot be told.
    private static func line(of key: String, in table: String, _ text: String) -> Int {
        var current = ""
        for (number, line) in text.lines.enumerated() {
            let words = line.drop { $0 == " " || $0 == "\t" }
            if words.hasPrefix("[") {
                current = String(words.dropFirst().prefix { $0 != "]" }.filter { $0 != "[" && $0 != " " })
                if current == (table.isEmpty ? key : table + "." + key) { return number + 1 }
            }
            let name = words.prefix { $0 != "=" && $0 != " " && $0 != "\t" }.filter { $0 != "\"" && $0 != "'" }
            if current == table, name == key || name.hasPrefix(key + ".") { return number + 1 }
            if name == table + "." + key { return number + 1 }
        }
        return 1
    }
}
