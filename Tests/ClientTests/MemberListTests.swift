import Basics
import Protocol
import Testing

@testable import Client

@Suite struct MemberListTests {
    private static let rules = MemberList.Rules(casemapping: .ascii, prefixes: ChannelModeKinds.rfc1459.prefixes)

    @Test func `Ten thousand members, come and gone in any order, stay sorted`() {
        var list = MemberList(rules: Self.rules)
        var random = SplitMix64(seed: 7)
        let numbers = Array(0..<10_000).shuffled(using: &random)
        for number in numbers {
            list.insert(Member(nick: "nick\(number)", prefixes: ["", "", "@", "+"][number % 4]))
        }
        for number in numbers where number % 3 == 0 { list.remove("NICK\(number)") }
        for number in numbers where number % 5 == 1 { list.update("nick\(number)") { $0.prefixes = "@" } }
        let all = list.slice(0..<20_000)
        let expected = all.sorted { a, b in
            let (x, y) = (Self.rules.rank(of: a), Self.rules.rank(of: b))
            return x != y ? x < y : Casemapping.ascii.fold(a.nick) < Casemapping.ascii.fold(b.nick)
        }
        #expect(all.count == 6666)
        #expect(list.count == 6666)
        #expect(all.map(\.nick) == expected.map(\.nick))
        #expect(list.slice(4000..<4030).map(\.nick) == all[4000..<4030].map(\.nick))
        #expect(list.slice(6660..<6700).count == 6)
        #expect(list.slice(9000..<9010).isEmpty)
        #expect(list.rankCounts == (0...2).map { rank in all.count { Self.rules.rank(of: $0) == rank } })
        for place in stride(from: 0, to: all.count, by: 111) { #expect(list.place(of: all[place].nick) == place) }
        #expect(list.place(of: "nobody") == nil && list.place(of: all[5].nick.uppercased()) == 5)
    }

    @Test func `Ranks and those who are away are counted through all changes`() {
        var list = MemberList(rules: Self.rules)
        #expect(list.rankCounts == [0, 0, 0] && list.awayCount == 0)
        for nick in ["a", "b", "c"] { list.insert(Member(nick: nick)) }
        list.update("a") { $0.isAway = true }
        list.update("a") { $0.prefixes = "@" }
        list.update("b") { ($0.nick, $0.prefixes, $0.isAway) = ("z", "+", true) }
        #expect(list.rankCounts == [1, 1, 1] && list.awayCount == 2)
        list.insert(Member(nick: "A"))
        list.remove("z")
        list.remove("z")
        #expect(list.rankCounts == [0, 0, 2] && list.awayCount == 0)
        list.update("c") { $0.isAway = true }
        list.setRules(.init(casemapping: .ascii, prefixes: [.init(mode: "q", symbol: "~")]))
        #expect(list.rankCounts == [0, 2] && list.awayCount == 1)
        list.removeAll()
        #expect(list.rankCounts == [0, 0] && list.awayCount == 0)
    }

    @Test func `Other rules sort everybody anew`() {
        var list = MemberList(rules: Self.rules)
        for (nick, prefixes) in [("a", ""), ("b", "~"), ("c", "@")] {
            list.insert(Member(nick: nick, prefixes: prefixes))
        }
        #expect(list.slice(0..<3).map(\.nick) == ["c", "a", "b"])
        list.setRules(
            .init(casemapping: .ascii, prefixes: [.init(mode: "q", symbol: "~"), .init(mode: "o", symbol: "@")]))
        #expect(list.slice(0..<3).map(\.nick) == ["b", "c", "a"])
    }
}
