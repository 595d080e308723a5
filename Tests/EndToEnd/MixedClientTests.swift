import Foundation
import Testing

/// People with different clients in one room.
@Suite(.serialized) struct MixedClientTests {
    @Test func `Two grillo-tui, an irssi and a WeeChat see what the others say`() throws {
        let room = try GrilloServer()
        let people = [
            try TmuxTerminal.grillo(room, nick: "anna"), try TmuxTerminal.grillo(room, nick: "bjorn"),
            try TmuxTerminal.irssi(room, nick: "ivo"), try TmuxTerminal.weechat(room, nick: "wanda"),
        ]
        var said: [String] = []
        let texts = [
            "Grüß dich, Zoë! Ça va, mañana? 1", "こんにちは、世界 2", "안녕 여러분, 你好 3", "Good night 🌙🦗 and 🎉 4",
            "Ελληνικά, кириллица, עברית 5", "漢字とemoji 🍣🍜 mixed, naïve 6", "plain and simple 7", "e\u{301} is é, fünf 8",
        ]
        for (number, text) in texts.enumerated() {
            try people[number % people.count].enter(text)
            said.append(text)
            for person in people { try person.waitForOrder(of: said) }
        }
        for person in people.prefix(2) {
            try person.waitForRows("the users' rule to be straight") { $0.ruleColumns() == [81] }
        }
    }

    @Test func `All at once, and everybody sees the same order`() throws {
        let room = try GrilloServer()
        let people = try ["anna", "berta", "carla"].map { try TmuxTerminal.grillo(room, nick: $0) }
        let irssi = try TmuxTerminal.irssi(room, nick: "ivo")
        for round in 1...4 {
            for (index, person) in people.enumerated() { try person.enter("«\(index)\(round)»") }
        }
        func order(_ terminal: TmuxTerminal) throws -> [String] {
            try terminal.waitForRows("twelve lines") { $0.marks.count == 12 }.marks
        }
        let first = try order(people[0])
        for index in 0..<3 {
            #expect(first.filter { $0.hasPrefix("«\(index)") } == (1...4).map { "«\(index)\($0)»" })
        }
        #expect(try order(people[1]) == first)
        #expect(try order(people[2]) == first)
        #expect(try order(irssi) == first)
    }

    @Test func `irssi comes in by TLS on the same port, and its commands are seen`() throws {
        let room = try GrilloServer()
        let anna = try TmuxTerminal.grillo(room, nick: "anna")
        let wanda = try TmuxTerminal.weechat(room, nick: "wanda")
        let ivo = try TmuxTerminal.irssi(room, nick: "ivo", tls: true)
        try anna.waitFor("ivo joined")
        try wanda.waitFor("ivo")

        try ivo.enter("/topic Où est la 図書館?")
        try anna.waitFor("ivo set the topic: Où est la 図書館?")
        #expect(try anna.rows[0].hasPrefix(" #lobby  Où est la 図書館?"))
        try wanda.waitFor("Où est la 図書館?")

        try ivo.enter("/me waves 👋")
        try anna.waitFor("ivo waves 👋")
        try wanda.waitFor("ivo waves 👋")

        try ivo.enter("/nick ivan")
        try anna.waitFor("ivo is now called ivan")
        try wanda.waitFor("ivan")

        try ivo.enter("/msg anna a word in your ear")
        try anna.waitFor("3 ivan 1!")
        try anna.press("M-a")
        try anna.waitFor("a word in your ear")
        #expect(try !anna.screen.contains("waves"))
        #expect(try !wanda.screen.contains("a word in your ear"))
        try anna.press("M-2")
        try anna.waitFor("waves")

        try ivo.enter("/part #lobby gone fishing 🎣")
        try anna.waitFor("ivan left (gone fishing 🎣)")
        try wanda.waitFor("gone fishing 🎣")
        try anna.waitFor("2 here")
    }

    @Test func `The commands of grillo-tui are seen by irssi and WeeChat`() throws {
        let room = try GrilloServer()
        let ivo = try TmuxTerminal.irssi(room, nick: "ivo")
        let wanda = try TmuxTerminal.weechat(room, nick: "wanda")
        let anna = try TmuxTerminal.grillo(room, nick: "anna")

        try anna.enter("/topic Sushi 🍣 à midi")
        try ivo.waitFor("Sushi 🍣 à midi")
        try wanda.waitFor("Sushi 🍣 à midi")
        try anna.enter("/me écoute")
        try ivo.waitFor("* anna écoute")
        try wanda.waitFor("anna écoute")
        try anna.enter("/nick ana")
        try ivo.waitFor("anna is now known as ana")
        try wanda.waitFor("anna is now known as ana")
        try anna.enter("/msg ivo 秘密")
        try ivo.waitFor("[Act: 3]")
        try ivo.press("M-3")
        try ivo.waitFor("秘密")
        try ivo.press("M-2")
        try ivo.waitFor("anna écoute")
        try anna.press("M-2")
        try anna.waitFor("anna écoute")
        try anna.enter("/part à bientôt")
        try ivo.waitFor("à bientôt")
        try wanda.waitFor("à bientôt")
        #expect(try !wanda.screen.contains("秘密"))
    }
}

extension TmuxTerminal {
    /// Waits until rows that hold these texts stand on the screen from the top down, each once.
    func waitForOrder(of texts: [String]) throws {
        try waitForRows("\(texts)") { rows in
            let places = texts.map { text in
                rows.indices.filter { rows[$0].precomposedStringWithCanonicalMapping.contains(text) }
            }
            return places.allSatisfy { $0.count == 1 } && places.flatMap { $0 } == places.flatMap { $0 }.sorted()
        }
    }
}

extension [String] {
    /// What stands in «», in order.
    var marks: [String] { flatMap { $0.matches(of: /«.+?»/).map { String($0.0) } } }

    /// The text behind the prompt in the last row; nil where there is no prompt.
    var typed: String? {
        guard let last, let prompt = last.firstIndex(of: "›") else { return nil }
        return String(last[prompt...].dropFirst().drop { $0 == " " })
    }

    /// The columns of the last `│` in those rows that have two: the rule between chat and users.
    func ruleColumns() -> Set<Int> {
        Set(
            compactMap { row in
                guard let last = row.lastIndex(of: "│"), row.firstIndex(of: "│") != last else { return nil }
                return row[..<last].unicodeScalars.reduce(0) { $0 + $1.columns }
            })
    }
}

extension Unicode.Scalar {
    /// Columns in a terminal, for the scripts that these tests write.
    fileprivate var columns: Int {
        switch value {
        case 0x300...0x36F: 0
        case 0x1100...0x115F, 0x2E80...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x1F300...0x1FAFF: 2
        default: 1
        }
    }
}
