import Protocol
import Testing

@testable import Storage

@Suite struct SearchTokenizerTests {
    private func words(_ text: String) -> [String] { SearchTokenizer.words(of: text.utf8) }

    @Test(arguments: [
        ("Hello, World!", ["hello", "world"]), ("don't", ["don", "t"]), ("v1.2-rc3", ["v1", "2", "rc3"]), ("", []),
        ("...", []), ("snake_case", ["snake", "case"]),
    ])
    func `Letters and digits make words in lower case`(_ text: String, _ expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test(arguments: [
        ("Crème Brûlée", "creme brulee"), ("cafe\u{301}", "cafe"), ("Straße", "strasse"), ("Łódź", "lodz"),
        ("ΌΣΟΣ όσος", "οσοσ οσοσ"), ("ЁЛКА ёлка", "елка елка"), ("Ørsted", "orsted"),
        ("İstanbul ıspanak", "istanbul ispanak"),
        ("ＡＢＣ１２３", "abc123"), ("Việt Nam", "viet nam"), ("שָׁלוֹם", "שלום"), ("مُحَمَّد", "محمد"),
    ])
    func `Case and accents do not count`(_ text: String, _ expected: String) {
        #expect(words(text).joined(separator: " ") == expected)
    }

    @Test(arguments: [
        ("日本語", ["日", "本", "語"]), ("ひらがな", ["ひ", "ら", "が", "な"]), ("か\u{3099}", ["が"]), ("ｶﾞ", ["ガ"]),
        ("한국어", ["한", "국", "어"]), ("\u{1112}\u{1161}\u{11AB}", ["한"]), ("ไทย", ["ไ", "ท", "ย"]),
        ("在Grillo里", ["在", "grillo", "里"]), ("𠮷野家", ["𠮷", "野", "家"]), ("東京。", ["東", "京"]),
    ])
    func `What is written without spaces is a word for each character`(_ text: String, _ expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test func `Hindi keeps its vowels, and a picture is a word`() {
        #expect(words("नमस्ते दुनिया").count == 2)
        #expect(words("good 👍🏽 job") == ["good", "👍", "🏽", "job"])
    }

    @Test func `Colours, bold and the frame of an action are left out`() {
        #expect(words("\u{2}bo\u{2}ld \u{3}04,12red\u{3} \u{3}7x \u{4}ff0000hex") == ["bold", "red", "x", "hex"])
        #expect(words("\u{1}ACTION waves\u{1}") == ["waves"])
        #expect(words("ACTION waves") == ["action", "waves"])
    }

    @Test func `Bytes that are no text do no harm`() {
        #expect(SearchTokenizer.words(of: [0x61, 0xFF, 0x62, 0x00, 0x63]) == ["a", "b", "c"])
    }

    @Test func `No text makes a word that an index or a query could take for its own`() {
        for scalar in (0..<0x3100 as Range<UInt32>).compactMap(Unicode.Scalar.init) {
            for word in words("a\(scalar)b") {
                #expect(
                    word.unicodeScalars.allSatisfy { !"\"*^:+-(){} \u{91}".unicodeScalars.contains($0) },
                    "\(scalar.value)")
            }
        }
    }

    @Test func `A word without end is cut`() {
        let word = words(String(repeating: "a", count: 5000))
        #expect(word.count == 1 && word[0].utf8.count == SearchTokenizer.longestWord)
    }

    // MARK: Patterns

    private func matches(_ typed: String, _ text: String) -> Bool {
        SearchPattern(typed).matches(words(text))
    }

    @Test func `Every word must occur, in any order`() {
        #expect(matches("fast was", "That was fast!"))
        #expect(!matches("fast slow", "That was fast!"))
        #expect(!matches("fas", "That was fast!"))
    }

    @Test func `What stands in quotes must occur as it stands`() {
        #expect(matches("\"was fast\"", "That was fast!"))
        #expect(!matches("\"fast was\"", "That was fast!"))
        #expect(matches("that \"was fast", "That was fast!"))
        #expect(!matches("\"that fast\"", "That was fast!"))
    }

    @Test func `日本 is found in 日本語, and 本日 is not`() {
        #expect(matches("日本", "これは日本語です"))
        #expect(!matches("本日", "これは日本語です"))
    }

    @Test(arguments: ["", "   ", "\"\"", "!!!", "\"", "* - ^"])
    func `Nothing to look for is found nowhere`(_ typed: String) {
        #expect(SearchPattern(typed).isEmpty)
        #expect(!matches(typed, "anything"))
    }
}
