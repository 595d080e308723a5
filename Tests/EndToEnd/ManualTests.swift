import Foundation
import TestSupport
import Testing

/// The pages of the manual and what shells complete, as `make manual` writes them: they tell all that the programs know.
@Suite(.timeLimit(.minutes(1))) struct ManualTests {
    /// What `make manual` writes, in a folder of its own.
    private struct Manual {
        let folder = Scratch()

        init(environment: [String: String] = [:]) throws {
            let script = Repository.root.appending(path: "Packaging/manual").path
            let outcome = try ProgramResult.of(
                script, [Programs.folder.path, folder.path + "/manual"], environment: environment)
            try #require(outcome.code == 0, "\(outcome.errors)")
        }

        func file(_ name: String) -> String { folder.path + "/manual/share/" + name }

        func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

        /// A page as it is read: each character for itself.
        func page(_ name: String) throws -> String {
            let escapes = [("\\-", "-"), ("\\(aq", "'"), ("\\(dq", "\""), ("\\(ti", "~"), ("\\(ha", "^"), ("\\&", "")]
            return try escapes.reduce(text("man/man\(name.suffix(1))/\(name)")) {
                $0.replacing($1.0, with: $1.1)
            }
        }
    }

    private static let pages = ["grillo.1", "grillo-tui.1", "grillo.toml.5", "tui.toml.5"]

    // MARK: The pages

    /// A command as the program tells of it: the words that call it, and what may stand behind them.
    private struct Command {
        var words: [String] = []
        var options: [String] = []
        var values: [String] = []
    }

    /// All commands of a program but `help`, which is the parser's own.
    private static func commands(of program: String) throws -> [Command] {
        let help = try ProgramResult.of(program, ["--experimental-dump-help"]).output
        let root = try #require(try JSONSerialization.jsonObject(with: Data(help.utf8)) as? [String: Any])
        var found: [Command] = []
        func visit(_ command: [String: Any], below words: [String]) {
            guard let name = command["commandName"] as? String, name != "help" else { return }
            var entry = Command(words: words + [name])
            for argument in command["arguments"] as? [[String: Any]] ?? []
            where argument["shouldDisplay"] as? Bool == true {
                let names = (argument["names"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
                entry.options += names.map { $0.count == 1 ? "-" + $0 : "--" + $0 }
                if names.isEmpty { entry.values += [argument["valueName"] as? String ?? "?"] }
            }
            found.append(entry)
            for inner in command["subcommands"] as? [[String: Any]] ?? [] { visit(inner, below: entry.words) }
        }
        visit(try #require(root["command"] as? [String: Any]), below: [])
        return found
    }

    @Test func `Every command of the server has its part of the page, with every option`() throws {
        let page = try Manual().page("grillo.1")
        let commands = try Self.commands(of: Programs.grillo)
        #expect(commands.count > 20)
        for command in commands.dropFirst() {
            let name = command.words.joined(separator: " ")
            let start = try #require(page.range(of: "\n.Ss \"\(name)\"\n"), "\(name)")
            let part = page[start.upperBound...].split(separator: "\n.S")[0]
            for option in command.options where !["-h", "--help", "--version"].contains(option) {
                let isTold = part.split(separator: "\n").contains {
                    $0.hasPrefix(".It Fl ") && "\($0) ".contains("Fl \(option.dropFirst()) ")
                }
                #expect(isTold, "\(name) \(option)")
            }
            for value in command.values { #expect(part.contains("\n.It Ar \(value)"), "\(name) \(value)") }
        }
    }

    @Test func `Every option of the client is on its page`() throws {
        let page = try Manual().page("grillo-tui.1")
        let command = try #require(try Self.commands(of: Programs.tui).first)
        #expect(command.options.count > 10 && command.values == ["host", "port"])
        for option in command.options { #expect(page.contains("Fl \(option.dropFirst())"), "\(option)") }
        for value in command.values { #expect(page.contains("\n.It Ar \(value)\n"), "\(value)") }
    }

    @Test func `Every key of both files is on its page`() throws {
        let manual = try Manual()
        let examples = [
            ("grillo.toml.5", try ProgramResult.of(Programs.grillo, ["serve", "--print-config"]).output),
            ("tui.toml.5", try ProgramResult.of(Programs.tui, ["--print-config"]).output),
        ]
        for (name, example) in examples {
            let page = try manual.page(name)
            let keys = example.matches(of: #/\n#([a-z-]+|"[^"\n]+") = /#).map { String($0.output.1) }
            #expect(keys.count > 30)
            for key in keys {
                #expect(["\(key) = ", "\(key), such as "].contains { page.contains($0) }, "\(name): \(key)")
            }
            for table in example.matches(of: #/\n#?(\[\[?[a-z]+\]\]?)/#).map({ String($0.output.1) }) {
                let path = table.filter { !"[]".contains($0) }
                #expect(page.contains(table) || page.contains("\(path)."), "\(name): \(table)")
            }
        }
    }

    @Test func `Every page has its sections`() throws {
        let manual = try Manual()
        for name in Self.pages {
            let page = try manual.page(name)
            let ofFile = ["KEYS", "FILES"]
            let ofProgram = ["OPTIONS", "ENVIRONMENT", "FILES", "EXIT STATUS"]
            let sections =
                ["NAME", "SYNOPSIS", "DESCRIPTION"] + (name.hasSuffix("5") ? ofFile : ofProgram)
                + ["EXAMPLES", "SEE ALSO"]
            for section in sections {
                #expect(
                    page.contains("\n.Sh \(section)\n") || page.contains("\n.Sh \"\(section)\"\n"),
                    "\(name): \(section)")
            }
        }
    }

    @Test func `Nothing on a page is wrong in its language`() throws {
        let manual = try Manual()
        for name in Self.pages {
            let outcome = try ProgramResult.of(
                named: "mandoc", ["-T", "lint", manual.file("man/man\(name.suffix(1))/\(name)")])
            // The other pages are not where this system keeps its own.
            let words = (outcome.output + outcome.errors).split(separator: "\n")
            #expect(words.filter { !$0.contains("referenced manual not found: Xr ") } == [])
        }
    }

    @Test func `The pages are the same for everybody, and as old as they are said to be`() throws {
        let epoch = ["SOURCE_DATE_EPOCH": "1700000000"]
        let one = try Manual(environment: epoch)
        let other = try Manual(environment: epoch.merging(["HOME": "/nowhere", "XDG_STATE_HOME": "/elsewhere"]) { $1 })
        for name in Self.pages {
            let page = try one.page(name)
            #expect(page.hasPrefix(".Dd November 14, 2023\n"))
            #expect(try other.page(name) == page, "\(name)")
        }
    }

    // MARK: What shells complete

    @Test(arguments: ["grillo", "grillo-tui"]) func `Each shell has something to complete a program with`(
        program: String
    ) throws {
        let manual = try Manual()
        let bash = manual.file("bash-completion/completions/\(program)")
        #expect(try ProgramResult.of(named: "bash", ["-n", bash]).code == 0)
        #expect(try manual.text("zsh/site-functions/_\(program)").hasPrefix("#compdef \(program)\n"))
        #expect(try manual.text("fish/vendor_completions.d/\(program).fish").contains("complete -c '\(program)'"))
    }

    /// What bash offers behind the words that stand there.
    private static func completions(of line: String, _ manual: Manual) throws -> Set<String> {
        let script = """
            source "$1"; COMP_LINE=$2; COMP_POINT=${#2}; read -ra COMP_WORDS <<<"$2"
            [[ $2 == *' ' ]] && COMP_WORDS+=(''); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            function=$(complete -p grillo | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            "$function" grillo "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"; printf '%s\\n' "${COMPREPLY[@]}"
            """
        let file = manual.file("bash-completion/completions/grillo")
        let outcome = try ProgramResult.of(named: "bash", ["-c", script, "bash", file, line])
        return Set(outcome.output.split(separator: "\n").map { $0.filter { $0 != " " } })
    }

    @Test func `Commands, options and words to choose from are completed`() throws {
        let manual = try Manual()
        #expect(try Self.completions(of: "grillo se", manual) == ["serve", "send"])
        #expect(try Self.completions(of: "grillo account re", manual) == ["remove"])
        #expect(try Self.completions(of: "grillo serve --durability ", manual) == ["full", "os"])
        #expect(try Self.completions(of: "grillo serve --tls-", manual) == ["--tls-cert", "--tls-key"])
        #expect(try Self.completions(of: "grillo operator ana --right re", manual) == ["redact", "reload"])
        _ = try manual.folder.write("", to: "here.toml")
        let path = manual.folder.path
        #expect(try Self.completions(of: "grillo serve --config \(path)/he", manual) == ["\(path)/here.toml"])
    }
}
