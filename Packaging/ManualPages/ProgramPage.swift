/// The page of a program, from its help.
struct ProgramPage {
    private let program: CommandHelp
    private let notes: PageNotes

    init(_ help: ProgramHelp, _ notes: PageNotes) {
        (program, self.notes) = (help.command, notes)
    }

    func text(of date: String) -> String {
        var page = MdocWriter()
        notes.writeHead(date, program.abstract ?? "", to: &page)
        page.heading("Sh", "SYNOPSIS")
        for command in program.leaves { writeSynopsis(of: command, to: &page) }
        page.heading("Sh", "DESCRIPTION")
        page.prose(
            [program.abstract, program.discussion, notes.description].compactMap { $0 }.joined(separator: "\n\n"))
        writeOptions(to: &page)
        if program.leaves.count > 1 { writeCommands(to: &page) }
        notes.writeTail(to: &page)
        return page.text
    }

    /// All of its arguments where the program is one command; of several commands, a word for the options of each.
    private func writeSynopsis(of command: CommandHelp, to page: inout MdocWriter) {
        page.line("Nm")
        let path = command.path.dropFirst()
        if !path.isEmpty { page.line("Cm", path.map(MdocWriter.Part.word)) }
        if path.isEmpty {
            for argument in command.ownArguments where argument.kind != .positional {
                page.line("Op", argument.synopsis)
            }
        } else if command.ownArguments.contains(where: { $0.kind != .positional }) {
            page.line("Op", .macro("Ar"), .word("option ..."))
        }
        for argument in command.ownArguments where argument.kind == .positional {
            page.line(argument.isOptional ? "Op" : "Ar", argument.isOptional ? argument.synopsis : argument.value)
        }
    }

    private func writeOptions(to page: inout MdocWriter) {
        page.heading("Sh", "OPTIONS")
        if program.leaves.count > 1 { page.prose("Every command takes these:") }
        writeTerms(program.ownArguments + program.standardArguments, to: &page)
    }

    private func writeCommands(to page: inout MdocWriter) {
        page.heading("Sh", "COMMANDS")
        for command in program.subcommands ?? [] where command.commandName != "help" {
            page.heading("Ss", command.path.joined(separator: " "))
            page.prose([command.abstract, command.discussion].compactMap { $0 }.joined(separator: "\n\n"))
            writeTerms(command.ownArguments, to: &page)
            for leaf in command.leaves where leaf.path != command.path {
                page.heading("Ss", leaf.path.joined(separator: " "))
                page.prose([leaf.abstract, leaf.discussion].compactMap { $0 }.joined(separator: "\n\n"))
                writeTerms(leaf.ownArguments, to: &page)
            }
        }
    }

    private func writeTerms(_ arguments: [ArgumentHelp], to page: inout MdocWriter) {
        guard !arguments.isEmpty else { return }
        page.terms { page in
            for argument in arguments {
                page.line("It", argument.term)
                page.prose(argument.meaning)
                guard let more = argument.discussion else { continue }
                // The keys of a file have a page of their own.
                if let file = notes.file, argument.names?.contains(where: { $0.name == "config" }) == true {
                    page.line("Pp")
                    page.line("See", to: file)
                } else {
                    page.line("Pp")
                    page.prose(more)
                }
            }
        }
    }
}

extension MdocWriter {
    /// A sentence that leads to another page.
    fileprivate mutating func line(_ words: String, to page: PageNotes.Reference) {
        prose(words)
        line("Xr", .macro(page.name), .macro("\(page.section)"), .macro("."))
    }
}

extension ArgumentHelp {
    /// The value of an option, or an argument, as a line of a macro ends.
    fileprivate var value: [MdocWriter.Part] { [.word(valueName ?? "value")] + (isRepeating ? [.macro("...")] : []) }

    /// As it stands in a list: all its names.
    fileprivate var term: [MdocWriter.Part] {
        switch kind {
        case .positional: [.macro("Ar")] + value
        case .option: flags + [.macro("Ar"), .word(valueName ?? "value")]
        case .flag: flags
        }
    }

    /// As it stands in a synopsis: by the first name that is a word.
    fileprivate var synopsis: [MdocWriter.Part] {
        let name = (names ?? []).first { $0.kind == .long } ?? names?.first
        let flag = name.map { [MdocWriter.Part.macro("Fl"), .word($0.flag)] } ?? []
        return switch kind {
        case .positional: [.macro("Ar")] + value
        case .option: flag + [.macro("Ar")] + value
        case .flag: flag
        }
    }

    private var flags: [MdocWriter.Part] {
        (names ?? []).enumerated().flatMap { number, name in
            (number > 0 ? [MdocWriter.Part.macro(",")] : []) + [.macro("Fl"), .word(name.flag)]
        }
    }
}
