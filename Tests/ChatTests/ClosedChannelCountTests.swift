import Protocol
import Testing

@testable import Chat

/// How many rooms may be closed in a day, and by whom one is held back.
struct ClosedChannelCountTests {
    private let counts = ChannelClosingLimiter()
    private let time = Timestamp(milliseconds: 0)
    private var tomorrow: Timestamp { time.advanced(bySeconds: 86_400) }

    private func guest(_ network: Int, _ source: Int = 0) -> ChannelCreator {
        .guest(source: "\(network)-\(source)", network: "\(network)")
    }

    private func account(_ name: String) -> ChannelCreator { .account(Casemapping.ascii.fold(name)) }

    private mutating func add(_ creator: ChannelCreator, _ times: Int = 1) {
        for _ in 0..<times { counts.add(creator, at: time) }
    }

    @Test mutating func `A source is full at its limit, and not before, and others of its network are not`() {
        add(guest(1), 199)
        #expect(counts.bound(on: guest(1), at: time) == nil)
        add(guest(1))
        #expect(counts.bound(on: guest(1), at: time) == .source("1-0"))
        #expect(counts.bound(on: guest(1, 1), at: time) == nil)
    }

    @Test mutating func `A stranger with very many addresses of one network holds back that network alone`() {
        for source in 0..<65_536 where counts.bound(on: guest(1, source), at: time) == nil { add(guest(1, source)) }
        #expect(counts.bound(on: guest(1, 70_000), at: time) == .network("1"))
        #expect(counts.bound(on: guest(2), at: time) == nil)
        #expect(counts.bound(on: account("ann"), at: time) == nil)
    }

    @Test mutating func `Many networks together hold back those without an account, and nobody who has one`() {
        for network in 0..<20 { for source in 0..<5 { add(guest(network, source), 200) } }
        #expect(counts.bound(on: guest(99), at: time) == .guests)
        #expect(counts.bound(on: account("ann"), at: time) == nil)
        add(account("ann"), 200)
        #expect(counts.bound(on: account("ann"), at: time) == .account(Casemapping.ascii.fold("ann")))
        #expect(counts.bound(on: account("bob"), at: time) == nil)
    }

    @Test mutating func `Of very many makers those that made the most stay counted`() {
        add(account("first"), 200)
        for number in 0..<20_000 { add(guest(number)) }
        #expect(counts.count <= ChannelClosingLimiter.capacity)
        #expect(counts.bound(on: account("first"), at: time) == .account(Casemapping.ascii.fold("first")))
        #expect(counts.bound(on: guest(20_000), at: time) == .guests)
        add(account("second"))
        #expect(counts.bound(on: account("second"), at: time) == nil)
    }

    @Test mutating func `What goes again does not count, in no count`() {
        add(guest(1), 200)
        counts.takeBack(guest(1))
        #expect(counts.bound(on: guest(1), at: time) == nil)
        counts.takeBack(guest(7))
        #expect(counts.count == 3)
    }

    @Test
    mutating func
        `What was counted beyond the limit leaves the limit reached when it goes again`()
    {
        add(account("ann"), 201)
        counts.takeBack(account("ann"))
        #expect(counts.bound(on: account("ann"), at: time) != nil)
        counts.takeBack(account("ann"))
        #expect(counts.bound(on: account("ann"), at: time) == nil)
    }

    @Test func `Registering a room first, or taking that back, lets nobody close one more`() {
        let chat = TestNetwork()
        chat.makeAccounts("alice")
        chat.logIn("alice", as: "alice", from: Origin(address: "192.0.2.1", host: "far", isSecure: true))
        chat.send("alice", "JOIN #base", "JOIN #more")
        chat.act { network, _ in
            guard let creator = chat.channel("#base")?.creator else { return }
            for _ in 0..<200 { network.channelClosingLimiter.add(creator, at: network.monotonicNow) }
        }
        for _ in 0..<3 {
            #expect(chat.ask("alice", "CS REGISTER #base").last?.contains("which is the limit") == true)
            #expect(chat.ask("alice", "MODE #base +i").last?.contains("CANNOT_CLOSE") == true)
            chat.send("alice", "PRIVMSG #base :x", "CS UNREGISTER #base")
            #expect(chat.kept.notes.keys.filter { $0.hasPrefix("closed ") } == [])
            #expect(chat.ask("alice", "MODE #more +i").last?.contains("CANNOT_CLOSE") == true)
            chat.pass(seconds: 30)
        }
    }

    @Test mutating func `A count ends with its day`() {
        add(account("ann"), 200)
        #expect(counts.bound(on: account("ann"), at: tomorrow.advanced(bySeconds: -1)) != nil)
        #expect(counts.bound(on: account("ann"), at: tomorrow) == nil)
        counts.add(account("ann"), at: tomorrow)
        #expect(counts.bound(on: account("ann"), at: tomorrow) == nil)
    }

    @Test func `Who runs a room of somebody else's is told whose rooms are counted`() {
        let chat = TestNetwork()
        chat.enter("alice", from: Origin(address: "192.0.2.1", host: "far"))
        chat.enter("bob", from: Origin(address: "198.51.100.7", host: "other"))
        chat.send("alice", "JOIN #x")
        chat.send("bob", "JOIN #x")
        chat.send("alice", "MODE #x +o bob")
        chat.act { network, _ in
            guard let creator = chat.channel("#x")?.creator else { return }
            for _ in 0..<200 { network.channelClosingLimiter.add(creator, at: network.monotonicNow) }
        }
        #expect(
            chat.ask("bob", "MODE #x +i").last?.contains(":200 rooms from the address where this one was made") == true)
        #expect(chat.ask("alice", "MODE #x +i").last?.contains(":200 rooms from your address") == true)
    }
}
