import Configuration
import Glibc
import Protocol
import SystemBasics

/// The configuration file: TOML, its keys the flags' names, with tables for what has many. Its keys are ``ServerConfiguration/schema``.
package enum ConfigurationFile {
    /// A mistake in a file, in one line: the place, the mistake, and what to do.
    package struct Problem: Error, Hashable, CustomStringConvertible {
        package let description: String
        /// The key that is wrong; nil where nothing of the file could be read.
        var key: String?

        /// True where the data folder that was read with the mistake, or the one that holds where none is named, is the right one.
        package var leavesDataFolder: Bool { key.map { $0 != "data" } ?? false }
    }

    /// The file `grillo.toml` in the folder that a service manager made for the service's configuration; nil where there is none.
    /// `variable` looks up an environment variable.
    package static func standard(_ variable: (String) -> String?) -> String? {
        let file = ServiceDirectories(variable).configuration.map { $0 + "/grillo.toml" }
        return file.flatMap { access($0, F_OK) == 0 ? $0 : nil }
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
        do throws(ConfigurationProblem) {
            try ServerConfiguration.schema.read(text, into: &configuration)
        } catch {
            throw Problem(error, in: file)
        }
    }
}

extension ConfigurationFile.Problem {
    init(_ problem: ConfigurationProblem, in file: String) {
        switch problem {
        case .refusedText(let line, let words): description = "\(file):\(line): \(words)"
        case .syntax(let line, let words, let isAboutValue):
            let remedy =
                isAboutValue ? "texts stand in quotes; numbers, true and false do not" : "mend that line"
            description = "\(file):\(line): \(words): \(remedy)"
        case .unreadable(let words): description = "\(file): \(words)"
        case .key(let path, let line, let reason):
            description = "\(file):\(line): \(Self.words(for: reason, of: path))".printable
            key = path
        }
    }

    private static func words(for reason: ValueProblem.Reason, of path: String) -> String {
        switch reason {
        case .notText: "'\(path)' must be a text, and not empty"
        case .notFileName: "'\(path)' must be a file's name"
        case .notFlag: "'\(path)' must be true or false"
        case .notInteger(let bounds):
            "'\(path)' must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .notOne(let words): "'\(path)' must be one of \(words.map(TOML.text).joined(separator: ", "))"
        case .notList: "'\(path)' must be a list"
        case .notTexts: "'\(path)' must be a list of texts"
        case .notTable: "'\(path)' must be a table: write [\(path)]"
        case .notTables: "'\(path)' must be tables: write [[\(path)]]"
        case .unknownKey(let keys): "there is no key '\(path)'\(suggestion(for: path, among: keys))"
        case .rule(let words): "'\(path)' \(words)"
        }
    }

    private static func suggestion(for path: String, among keys: [String]) -> String {
        let nearest = keys.map { ($0, EditDistance.between($0, path)) }.min { $0.1 < $1.1 }
        guard let (name, distance) = nearest, distance <= max(2, path.count / 3) else {
            return "; grillo serve --help names them"
        }
        return "; did you mean '\(name)'?"
    }
}
