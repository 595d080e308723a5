import Testing

@testable import Client

@Suite struct EmojiNameTests {
    @Test(arguments: [
        ("tada", "🎉"), (":tada:", "🎉"), (":TAD", "🎉"), ("+1", "👍"), (":fir", "🔥"), ("pirate", "🏴‍☠️"), ("x", "❌"),
    ]) func `The best match comes first`(letters: String, emoji: String) {
        #expect(EmojiNames.matches(letters).first?.emoji == emoji)
    }

    @Test(arguments: ["", ":", "::", "zzzz", "👍", " "]) func `Where nothing fits nothing is offered`(letters: String) {
        #expect(EmojiNames.matches(letters).isEmpty)
    }

    @Test func `Each emoji is offered once, and not too many`() {
        let matches = EmojiNames.matches("heart")
        #expect(matches.first?.name == "heart")
        #expect(Set(matches.map(\.emoji)).count == matches.count && matches.count > 5)
        #expect(EmojiNames.matches("a").count == 20)
    }

    @Test func `Every row is one emoji with names that can be typed, and no name stands twice`() {
        let all = EmojiNames.all
        #expect(all.count > 300)
        #expect(Set(all.map(\.name)).count == all.count)
        for match in all {
            #expect(match.emoji.count == 1 && !match.emoji.utf8.allSatisfy { $0 < 0x80 }, "\(match)")
            #expect(EmojiNames.isBeginning(":" + match.name), "\(match)")
        }
    }

    @Test(arguments: [
        ("look :tad", ["🎉 "]), (":tada:", ["🎉 "]), ("/me :tad", ["🎉 "]), ("/topic :rocke", ["🚀 "]),
    ]) func `A name behind a colon is completed`(text: String, choices: [String]) {
        let talk = TestSession.inChannel()
        let offer = talk.session.completion(of: text, cursor: text.count, in: talk.bufferID("#home"))
        #expect(offer?.choices == choices)
        #expect(offer?.range.upperBound == text.count)
    }

    @Test(arguments: ["look:", "http://x", ":", ":)", "::", "a:tad"]) func `What is no name is left alone`(text: String)
    {
        let talk = TestSession.inChannel()
        #expect(talk.session.completion(of: text, cursor: text.count, in: talk.bufferID("#home")) == nil)
    }
}
