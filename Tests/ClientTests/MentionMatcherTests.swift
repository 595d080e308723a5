import Protocol
import Testing

@testable import Client

/// The words of a line that speak of the person.
@Suite struct MentionMatcherTests {
    private func found(_ names: [String], in text: String) -> [String] {
        let matcher = MentionMatcher(names.map { NameMatcher(name: $0, casemapping: .ascii) })
        return matcher.ranges(in: text).map { String(text[$0]) }
    }

    @Test(arguments: [
        ("ada", "ada, ADA! adam", ["ada", "ADA"]), ("ada", "", []), ("ada", "ad", []), ("", "ada", []),
        ("ada", "https://x.org/ada ada", ["ada"]), ("straße", "STRASSE und Straße", ["STRASSE", "Straße"]),
        ("élan", "vive l’e\u{301}lan", ["e\u{301}lan"]), ("小明", "小明你好小明", ["小明", "小明"]),
        ("ada", "#ada _ada_", ["ada"]), ("aa", "aaa aa", ["aa"]),
    ]) func `A name is found wherever it stands as a word`(name: String, text: String, expected: [String]) {
        #expect(found([name], in: text) == expected)
    }

    @Test func `Of words that overlap the one further left is told, each place once`() {
        #expect(found(["ada", "ada lovelace", "lovelace"], in: "ada lovelace") == ["ada", "lovelace"])
        #expect(found(["bo", "ada"], in: "ada and bo") == ["ada", "bo"])
        #expect(MentionMatcher().ranges(in: "ada") == [])
    }

    @Test func `A session finds its own nick and the words of its person`() {
        let configuration = SessionConfiguration(nicks: ["ana"], hostLabel: "localhost")
        #expect(ClientSession(configuration: configuration, seed: 1).mentionMatcher.ranges(in: "Ana").count == 1)
    }
}
