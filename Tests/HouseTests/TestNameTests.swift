import Foundation
import TestSupport
import Testing

/// The names of the tests are sentences, in all folders in the same way.
@Suite struct TestNameTests {
    /// The first words that are written in small letters wherever they stand: programs, commands, capabilities and modes as they are typed.
    private static let typedWords: Set<String> = [
        "account-tag", "ascii", "away-notify", "extended-join", "extended-monitor", "grillo", "grillo-tui", "irssi",
        "multi-prefix", "n", "nc", "no-implicit-names", "openssl", "restore", "rfc1459", "rfc1459-strict", "send",
        "server-time", "tail", "weechat",
    ]

    @Test func `A name begins with a capital letter, unless its first word is typed otherwise`() throws {
        let files = try Repository.swiftFiles(below: Repository.root.appending(path: "Tests"))
        let names = files.flatMap { file in
            file.text.matches(of: /(?:func `|@(?:Test|Suite)\(\s*")([^`"]+)/).map { String($0.output.1) }
        }
        #expect(names.count > 1500)
        let wrong = names.filter { name in
            name.first?.isLowercase == true && !Self.typedWords.contains(String(name.prefix { $0 != " " }))
        }
        #expect(wrong == [])
    }
}
