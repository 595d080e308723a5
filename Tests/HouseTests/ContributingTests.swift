import Foundation
import TestSupport
import Testing

/// The pages for those who work on the code. The files that they name are there, and the code has the pieces that they tell of for every
/// command of the server and of the client.
@Suite struct ContributingTests {
    private static let chat = Repository.sources.appending(path: "Chat")
    private static let slashCommands = Repository.sources.appending(path: "Client/Commands")

    @Test(arguments: ["ARCHITECTURE.md", "CONTRIBUTING.md"])
    func `Every file and folder that a page names is there`(page: String) throws {
        let text = try Repository.text(of: Repository.root.appending(path: page))
        let paths = Set(text.matches(of: /`((?:Sources|Tests|Modules|docs)\/[^`\s]+)`/).map { String($0.output.1) })
        #expect(paths.count > 25)
        let missing = paths.filter {
            !FileManager.default.fileExists(atPath: Repository.root.appending(path: $0).path)
        }
        #expect(missing.sorted() == [])
    }

    // MARK: A command of the server

    /// The rows of the table of commands as they are written: the command, and the method that answers it.
    private static func rows() throws -> [(command: String, method: String)] {
        let files = try Repository.swiftFiles(below: chat)
        let table = try #require(files.first { $0.path == "CommandTable.swift" })
        return try table.code.split(separator: "CommandRule(").dropFirst().map { row in
            let command = try #require(row.prefixMatch(of: /\s*"([A-Z]+)"/))
            let method = try #require(row.firstMatch(of: /Network\.(\w+)\)/))
            return (String(command.output.1), String(method.output.1))
        }
    }

    @Test func `Every method that answers a command has a row in the table`() throws {
        let rows = try Self.rows()
        #expect(Set(rows.map(\.command)).count == rows.count)
        let answering = try Repository.swiftFiles(below: Self.chat).flatMap { file in
            file.code.matches(of: /func (\w+)\(_ session: Session, _ message: Message\)/).map { String($0.output.1) }
        }
        let methods = Set(rows.map(\.method))
        #expect(answering.count > 50)
        #expect(answering.filter { !methods.contains($0) } == [])
    }

    @Test func `Every command is sent by a test, by its own name or by another of the same method`() throws {
        let tests = try Repository.swiftFiles(below: Repository.root.appending(path: "Tests/ChatTests"))
        let words = Set(tests.flatMap { Self.sentCommands(in: $0.code) })
        let rows = try Self.rows()
        let tested = Set(rows.filter { words.contains($0.command) }.map(\.method))
        #expect(rows.filter { !tested.contains($0.method) }.map(\.command) == [])
    }

    /// The commands with which lines begin that are handed to what sends them, or to a test as its arguments. An answer that is expected is
    /// no such line.
    private static func sentCommands(in code: String) -> Set<String> {
        var commands: Set<String> = []
        for call in code.matches(of: /(?:send|ask|@Test)\(/) {
            var depth = 1
            let parameters = code[call.range.upperBound...].prefix { letter in
                if letter == "(" { depth += 1 } else if letter == ")" { depth -= 1 }
                return depth > 0
            }
            commands.formUnion(parameters.matches(of: /"([A-Z]{2,})\b/).map { String($0.output.1) })
        }
        return commands
    }

    // MARK: A storage engine

    @Test func `The contract of engines is run against every engine that keeps a history`() throws {
        let history = try Repository.text(
            of: Repository.sources.appending(path: "Server/Configuration/ServerConfiguration+History.swift"))
        let fixture = try Repository.text(of: Repository.root.appending(path: "Tests/StorageTests/EngineFixture.swift"))
        func engines(in text: String) -> Set<String> {
            Set(text.matches(of: /\b([A-Z]\w*Engine)\(/).map { String($0.output.1) })
        }
        #expect(engines(in: history).count > 1)
        #expect(engines(in: history).subtracting(engines(in: fixture)).sorted() == [])
    }

    // MARK: A command of the client

    @Test func `Every slash command is made of what somebody types`() throws {
        let files = try Repository.swiftFiles(below: Self.slashCommands)
        let declared = try #require(files.first { $0.path == "SlashCommand.swift" })
        let cases = declared.code.prefix { $0 != "}" }.matches(of: /\n    case (\w+)/).map { String($0.output.1) }
        let tables = files.filter { $0.name.hasPrefix("SlashCommandTable") }
        // A row makes a case where a value of its closure begins with a dot: behind a brace, a parenthesis, `return`, `in`, or a choice.
        // The kinds of arguments have names of commands, too: they are left out.
        let maker = /(?:[{(?:]|\breturn|\bin)\s*\.(\w+)/
        let made = Set(
            tables.flatMap { table in
                table.code.replacing(/names: \[[^\]]*\]/, with: "").matches(of: maker)
                    .map { String($0.output.1) }
            })
        #expect(cases.count > 30)
        #expect(cases.filter { !made.contains($0) } == [])
    }
}
