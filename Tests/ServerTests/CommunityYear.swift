import Basics
import Chat
import Protocol

/// What a small community says and does in a year, as its server stores it: forty people in five rooms and in private, with replies, reactions,
/// redactions, formatting, lines of several scripts and messages of several lines. The same seed gives the same year.
struct CommunityYear {
    /// A line that is looked for afterwards by the one word that is in no other.
    struct Needle {
        let word: String
        let event: Event
    }

    /// Begins each text that is redacted or erased later.
    static let regretted = "regretted"
    static let rooms = ["#Lobby", "#garden", "#Küche", "#workshop", "#library"]
    static let garden = conversation("#garden")
    /// Long over, whatever the clock says.
    private static let start = Timestamp(seconds: 1_704_067_200)

    let count: Int
    private(set) var needles: [Needle] = []
    /// The messages that are to be blank at the end without a redaction, as those of an account that is erased.
    var erased: [EventNumber] { erasures + regrets.map(\.number) }
    private var erasures: [EventNumber] = []
    private var random: SplitMix64
    private var people: [Person]
    private var made = 0
    private var number = EventNumber(rawValue: 1 << 51)
    private var time = start
    private var recent: [Event] = []
    private var regrets: [Event] = []

    private struct Person {
        let name: String
        let account: String?
        var nick: String
        /// In the order in which they were entered.
        var rooms: [String]

        var source: String { "\(nick)!~\(name)@\(name).example" }
        var identity: FoldedName { Casemapping.ascii.fold(account ?? nick) }
    }

    /// - Parameter count: how many events there are in the year.
    init(count: Int, seed: UInt64) {
        self.count = count
        random = SplitMix64(seed: seed)
        people = (0..<40).map { index in
            let name = "\(["ada", "bob", "Zoé", "dora", "emil"][index % 5])\(index)"
            return Person(name: name, account: index % 3 == 0 ? nil : name, nick: name, rooms: [])
        }
    }

    /// The next events, some two thousand at once; none behind the end of the year.
    mutating func next() -> [Event] {
        let end = min(made + 2000, count)
        var events: [Event] = []
        while made < end {
            made += 1
            advance()
            let event = happening()
            events.append(event)
        }
        return events
    }

    /// The time goes on by what makes a year of all, but some come in the same second, or millisecond.
    private mutating func advance() {
        number = EventNumber(rawValue: number.rawValue + (chance(50) ? 3 : 1))
        let mean = 31_536_000_000 / Int64(count)
        time = time.advanced(
            byMilliseconds: chance(4) ? below(3) * below(300) : .random(in: 0...mean * 2, using: &random))
    }

    // MARK: What happens

    private mutating func happening() -> Event {
        if made % (count / 40) == count / 80 { return needle() }
        if regrets.count > 40 || !regrets.isEmpty && chance(100) { return redaction(of: regrets.removeFirst()) }
        let who = Int(below(Int64(people.count)))
        guard let room = people[who].rooms.randomElement(using: &random) else { return join(who) }
        switch below(1000) {
        case 0..<40: return reaction(who)
        case 40..<100: return privateMessage(who)
        case 100..<120: return event(.notice, who, in: room, text: words())
        case 120..<145: return join(who)
        case 145..<160: return part(who, room)
        case 160..<170: return quit(who)
        case 170..<180: return nick(who)
        case 180..<185: return event(.topic, who, in: room, text: "Today: \(words())")
        case 185..<193: return event(.mode, who, in: room, text: "+v \(pick(people).nick)")
        case 193..<195: return kick(who, room)
        case 195..<200: return bridged(who, room)
        case 200..<202: return forgotten(who, room)
        default: return message(who, in: room)
        }
    }

    private mutating func message(_ who: Int, in room: String) -> Event {
        var text = words()
        var tags: [Tag] = []
        switch below(100) {
        case 0..<8: tags = replyTag()
        case 8..<13: text = "\u{2}bold\u{2} \u{3}04,01red on black\u{3} \u{1D}\(text)\u{1D} \u{F}plain "
        case 13..<18: text = "\u{1}ACTION \(text)\u{1}"
        case 18..<21: text += "\n  \(words())\n\n\(words())"
        case 21..<31: text += [" grüß euch — žluťoučký", " 日本語", " 👩‍🌾 e\u{301}", " \u{202E}שלום"][Int(below(4))]
        case 31..<33: text = "--> \"\(text)\" \\u0041 <b>&amp;</b>\t \u{1B}[31m \u{85}"
        case 33..<35: text = recent.last?.text.text ?? text
        case 35: return regret(who, room)
        case 36: return latin1(who, room)
        default: break
        }
        if text.hasPrefix(Self.regretted) { text = "the same" }
        return remembered(event(.message, who, in: room, text: text, tags: tags))
    }

    /// As old clients write it: no UTF-8.
    private mutating func latin1(_ who: Int, _ room: String) -> Event {
        var said = event(.message, who, in: room, text: words())
        said.text += [0x20, 0xFC, 0xDF, 0xE9]
        return remembered(said)
    }

    private mutating func regret(_ who: Int, _ room: String) -> Event {
        let said = event(.message, who, in: room, text: "\(Self.regretted)\(made) \(words())", tags: replyTag())
        if chance(10) { erasures.append(said.number) } else { regrets.append(said) }
        return remembered(said)
    }

    private mutating func needle() -> Event {
        let word = "needle\(made)"
        let said = event(
            .message, Int(below(Int64(people.count))), in: pick(Self.rooms), text: "\(words()) \(word) \(words())")
        needles.append(Needle(word: word, event: said))
        return said
    }

    private mutating func redaction(of said: Event) -> Event {
        var event = event(.redaction, 0, in: said.target, subject: said.number.msgid, text: chance(2) ? "not so" : "")
        (event.source, event.account) = (said.source, said.account)
        return event
    }

    private mutating func reaction(_ who: Int) -> Event {
        guard let about = recent.randomElement(using: &random) else { return message(who, in: Self.rooms[0]) }
        let tags = [Tag("+draft/react", pick(["👍", ":)", "lol; a\\b"])), Tag("+draft/reply", about.number.msgid)]
        var event = event(.tagMessage, who, in: about.target, tags: tags)
        event.conversations = about.conversations
        return event
    }

    private mutating func privateMessage(_ who: Int) -> Event {
        let other = pick(people)
        var said = event(.message, who, in: other.nick, text: words(), tags: chance(10) ? replyTag() : [])
        said.conversations = [.between(people[who].identity, other.identity)]
        return said
    }

    private mutating func join(_ who: Int) -> Event {
        let room = pick(Self.rooms)
        if !people[who].rooms.contains(room) { people[who].rooms.append(room) }
        return event(.join, who, in: room, text: "\(people[who].name) of Ulm")
    }

    private mutating func part(_ who: Int, _ room: String) -> Event {
        people[who].rooms.removeAll { $0 == room }
        return event(.part, who, in: room, text: chance(2) ? "tea" : "")
    }

    private mutating func quit(_ who: Int) -> Event {
        defer { people[who].rooms = [] }
        return event(.quit, who, everywhere: "Quit: \(words())")
    }

    private mutating func nick(_ who: Int) -> Event {
        let new = "\(people[who].name)_\(below(5))"
        defer { people[who].nick = new }
        var event = event(.nick, who, everywhere: "")
        event.subject = new
        return event
    }

    private mutating func kick(_ who: Int, _ room: String) -> Event {
        event(.kick, who, in: room, subject: pick(people).nick, text: "out of the beds (now)")
    }

    private mutating func bridged(_ who: Int, _ room: String) -> Event {
        var event = event(.message, who, in: room, text: words(), tags: [Tag(Event.relayTag, "bridge")])
        event.source = "ferry/m!bridge@bridge.example"
        return event
    }

    /// About a message of before that year, which the server has forgotten.
    private mutating func forgotten(_ who: Int, _ room: String) -> Event {
        let reply = Tag("+draft/reply", EventNumber(rawValue: (1 << 50) + below(100)).msgid)
        switch below(3) {
        case 0: return event(.message, who, in: room, text: words(), tags: [Tag("+x", "y"), reply])
        case 1: return event(.tagMessage, who, in: room, tags: [Tag("+draft/react", "👍"), reply])
        default: return event(.redaction, who, in: room, subject: reply.value)
        }
    }

    // MARK: Parts of an event

    private static func conversation(_ room: String) -> Conversation { .channel(Casemapping.ascii.fold(room)) }

    private func event(
        _ kind: Event.Kind, _ who: Int, in target: String, subject: String? = nil, text: String = "", tags: [Tag] = []
    ) -> Event {
        Event(
            number: number, time: time, kind: kind, source: people[who].source, account: people[who].account,
            conversations: [Self.conversation(target)], target: target, subject: subject, text: Bytes(text), tags: tags)
    }

    private func event(_ kind: Event.Kind, _ who: Int, everywhere text: String) -> Event {
        var event = event(kind, who, in: "", text: text)
        event.conversations = people[who].rooms.map(Self.conversation)
        return event
    }

    private mutating func remembered(_ event: Event) -> Event {
        if recent.count >= 50 { recent.removeFirst() }
        recent.append(event)
        return event
    }

    private mutating func replyTag() -> [Tag] {
        recent.randomElement(using: &random).map { [Tag("+draft/reply", $0.number.msgid)] } ?? []
    }

    // MARK: Chance

    private static let vocabulary =
        "the and you that was for are with his they this have from one had word but not what all were when your can said there use"
        .split(separator: " ").map(String.init)

    private mutating func words() -> String {
        (0..<3 + Int(below(8))).map { _ in pick(Self.vocabulary) }.joined(separator: " ")
    }

    private mutating func below(_ bound: Int64) -> Int64 { .random(in: 0..<bound, using: &random) }

    private mutating func chance(_ count: Int64) -> Bool { below(count) == 0 }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(below(Int64(elements.count)))]
    }
}
