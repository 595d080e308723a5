/// The parts of a page besides options and keys.
struct PageNotes {
    /// Another page.
    struct Reference {
        let name: String
        let section: Int
    }

    let name: String
    let section: Int
    /// The line behind the name, for pages of no program.
    var summary = ""
    /// Paragraphs of the description, behind those of the program's help.
    var description = ""
    /// Variables of the environment, with what each is for.
    var environment: [(name: String, use: String)] = []
    var files: [(path: String, use: String)] = []
    /// Empty for what is no program.
    var exitStatus: [(code: String, meaning: String)] = []
    /// Words that lead to lines that are typed, or that stand in a file.
    var examples: [(purpose: String, lines: [String])] = []
    var seeAlso: [Reference] = []
    /// The page of the file that `--config` names.
    var file: Reference?

    func writeHead(_ date: String, _ summary: String, to page: inout MdocWriter) {
        page.line("Dd", .macro(date))
        page.line("Dt", .macro(name.uppercased()), .macro("\(section)"))
        page.line("Os")
        page.heading("Sh", "NAME")
        page.line("Nm", .word(name))
        // A description is no sentence, and has no full stop.
        let words = (summary.hasSuffix(".") ? summary.dropLast() : summary[...]).split(separator: " ")
        page.line("Nd", words.map { .word(String($0)) })
    }

    func writeTail(to page: inout MdocWriter) {
        Self.writeTerms("ENVIRONMENT", "Ev", environment.map { ($0.name, $0.use) }, to: &page)
        Self.writeTerms("FILES", "Pa", files.map { ($0.path, $0.use) }, to: &page)
        Self.writeTerms("EXIT STATUS", "Li", exitStatus.map { ($0.code, $0.meaning) }, to: &page)
        if !examples.isEmpty { page.heading("Sh", "EXAMPLES") }
        for (number, example) in examples.enumerated() {
            if number > 0 { page.line("Pp") }
            page.prose(example.purpose)
            page.literal(example.lines)
        }
        page.heading("Sh", "SEE ALSO")
        for (number, other) in seeAlso.enumerated() {
            let comma = number + 1 < seeAlso.count ? [MdocWriter.Part.macro(",")] : []
            page.line("Xr", [.macro(other.name), .macro("\(other.section)")] + comma)
        }
    }

    private static func writeTerms(
        _ heading: String, _ macro: String, _ terms: [(String, String)], to page: inout MdocWriter
    ) {
        guard !terms.isEmpty else { return }
        page.heading("Sh", heading)
        page.terms { page in
            for (term, words) in terms {
                page.line("It", .macro(macro), .word(term))
                page.prose(words)
            }
        }
    }
}
