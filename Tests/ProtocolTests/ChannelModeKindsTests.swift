import Protocol
import Testing

struct ModeTests {
    private static let kinds = ChannelModeKinds(
        prefixes: [.init(mode: "o", symbol: "@"), .init(mode: "v", symbol: "+")], lists: ["b", "e"],
        alwaysWithParameter: ["k"], withParameterWhenSet: ["l"], flags: ["m", "n"])

    // https://modern.ircdocs.horse/#mode-message
    @Test func `Each letter gets the parameter that its kind takes`() {
        let changes = ModeChange.parse("+ovl-lk+b", ["alice", "bob", "5", "key", "*!*@x"], kinds: Self.kinds)
        #expect(
            changes == [
                ModeChange(isSet: true, mode: "o", parameter: "alice"),
                ModeChange(isSet: true, mode: "v", parameter: "bob"),
                ModeChange(isSet: true, mode: "l", parameter: "5"), ModeChange(isSet: false, mode: "l"),
                ModeChange(isSet: false, mode: "k", parameter: "key"),
                ModeChange(isSet: true, mode: "b", parameter: "*!*@x"),
            ])
    }

    @Test func `A letter without a sign is set, and a list without a mask is a question`() {
        #expect(
            ModeChange.parse("mb", [], kinds: Self.kinds) == [
                ModeChange(isSet: true, mode: "m"), ModeChange(isSet: true, mode: "b"),
            ])
    }

    @Test func `Changes are written the short way`() {
        let changes = ModeChange.parse("+o+v-m-n+b", ["a", "b", "*!*@x"], kinds: Self.kinds)
        let (modeString, parameters) = ModeChange.format(changes)
        #expect(modeString == "+ov-mn+b")
        #expect(parameters == ["a", "b", "*!*@x"])
    }

    @Test(arguments: [(1000, [6]), (12, [3, 3]), (11, [2, 2, 2]), (1, [1, 1, 1, 1, 1, 1])])
    func `Changes are parted so that each part has its bytes`(_ limit: Int, _ counts: [Int]) {
        let changes = (0..<6).map { ModeChange(isSet: $0.isMultiple(of: 2), mode: "b", parameter: "\($0)") }
        // Written, three are "+b-b+b 0 1 2".
        let parts = ModeChange.parts(of: changes, ofAtMost: limit)
        #expect(parts.flatMap { $0 } == changes)
        if limit > 4 {
            for part in parts {
                let (modeString, parameters) = ModeChange.format(part)
                #expect(([modeString] + parameters).joined(separator: " ").utf8.count <= limit)
            }
        }
        #expect(parts.count >= counts.count)
    }

    @Test func `Nothing has no parts`() {
        #expect(ModeChange.parts(of: [], ofAtMost: 100) == [])
    }
}

struct ISupportTests {
    private func support(_ tokens: String...) -> ISupport {
        var support = ISupport()
        support.apply(tokens)
        return support
    }

    // https://modern.ircdocs.horse/#rplisupport-005
    @Test func `Tokens come, change and go`() {
        var support = support("NICKLEN=30", "UTF8ONLY", "NETWORK=The\\x20Net")
        #expect(support.number("NICKLEN") == 30)
        #expect(support["UTF8ONLY"] == "")
        #expect(support["NETWORK"] == "The Net")
        support.apply(["NICKLEN=9", "-UTF8ONLY"])
        #expect(support.number("NICKLEN") == 9)
        #expect(support["UTF8ONLY"] == nil)
    }

    @Test func `PREFIX and CHANMODES say which modes take a parameter`() {
        let kinds = support("PREFIX=(qo)~@", "CHANMODES=beI,k,lf,mn").channelModeKinds
        #expect(kinds.prefixes.map(\.symbol) == ["~", "@"])
        #expect(kinds.lists == ["b", "e", "I"])
        #expect(kinds.withParameterWhenSet == ["l", "f"])
    }

    @Test(arguments: ["PREFIX=ov@+", "PREFIX=(ov)@", "CHANMODES=b,k"])
    func `A malformed token leaves what was assumed`(_ token: String) {
        #expect(support(token).channelModeKinds == .rfc1459)
    }

    @Test func `A server that says nothing means rfc1459`() {
        #expect(ISupport().casemapping == .rfc1459)
        #expect(support("CASEMAPPING=ascii").casemapping == .ascii)
    }
}
