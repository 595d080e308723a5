import TerminalApp
import Testing

@Suite struct TypedNameTests {
    @Test(arguments: ["ann", "[ann]", "a-b", "_", "élan", "李", "a1"]) func `What some server takes is a nick`(
        _ name: String
    ) {
        #expect(TypedName.isNick(name))
    }

    @Test(arguments: [
        "", "-ann", "1ann", "a b", "ann,bob", "a!b", "a@b", ":a", "#a", "a\u{0}", "a\u{7F}", "a\u{A0}b", "²a",
    ])
    func `What no server takes is none`(_ name: String) {
        #expect(!TypedName.isNick(name))
    }

    @Test(arguments: [
        ("den", "#den"), ("#den", "#den"), ("&den", "&den"), ("+den", "+den"), ("!den", "!den"), ("", ""),
    ])
    func `A room's name gains the sign that was left out`(typed: String, name: String) {
        #expect(TypedName.channel(typed) == name)
    }
}
