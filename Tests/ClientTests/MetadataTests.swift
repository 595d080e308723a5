import Protocol
import Testing

@testable import Client

/// <https://ircv3.net/specs/extensions/metadata>
@Suite struct MetadataTests {
    private static func online(
        _ capability: String = "draft/metadata-3", with other: String = "soju.im/search", offered: String? = nil,
        members: String = "ada @bob +cara"
    ) -> TestSession {
        var talk = TestSession()
        talk.connect()
        talk.hear(
            ":s CAP * LS :batch \(offered ?? capability) \(other)", ":s CAP * ACK :batch \(capability) \(other)",
            ":s 001 ada :Welcome", ":s 005 ada CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii :are supported",
            ":s 422 ada :none", ":ada!a@h JOIN #home", ":s 353 ada = #home :\(members)", ":s 366 ada #home :End",
            ":s 324 ada #home +")
        talk.session.setVisible(talk.id)
        talk.collect()
        return talk
    }

    /// Online, with all that was sent by then put aside.
    private static func quiet(_ capability: String = "draft/metadata-3") -> TestSession {
        var talk = online(capability)
        talk.forget()
        return talk
    }

    private static func profile(_ nick: String, in talk: TestSession) -> [MetadataKey: String] {
        talk.session.connection?.metadata.profiles[talk.session.casemapping.fold(nick)]?.values ?? [:]
    }

    // MARK: The capability

    @Test func `The newest form that is offered is asked for, with batches and not without`() {
        for (offer, request) in [
            ("batch draft/metadata-2 draft/metadata-3=max-subs=5", "batch draft/metadata-3"),
            ("batch draft/metadata-2", "batch draft/metadata-2"),
            ("draft/metadata-3 setname", "setname"),
        ] {
            var talk = TestSession()
            talk.connect()
            talk.forget()
            talk.hear(":s CAP * LS :\(offer)")
            #expect(talk.sent() == ["CAP REQ \(request.contains(" ") ? ":" : "")\(request)"])
        }
    }

    @Test func `While one form is in force the other is not asked for`() {
        var talk = Self.quiet("draft/metadata-2")
        talk.hear(":s CAP ada NEW :draft/metadata-3")
        #expect(talk.sent() == [])
    }

    @Test func `What is wanted is told once, before rooms are entered`() {
        var talk = Self.online()
        let sent = talk.sent().filter { $0.hasPrefix("METADATA") || $0.hasPrefix("JOIN") }
        let keys = "display-name soju.im/muted soju.im/pinned status pronouns homepage avatar"
        #expect(sent == ["METADATA * SUB \(keys)", "JOIN #home"])
        talk.hear(":s CAP ada ACK :batch")
        #expect(talk.sent() == [])
    }

    @Test(arguments: [
        ("draft/metadata-3=before-connect,max-subs=2,x", "METADATA * SUB display-name soju.im/muted"),
        ("draft/metadata-3=max-subs=0", ""), ("draft/metadata-3=max-subs=-1", ""),
    ]) func `No more is wanted than the server lets one want`(offered: String, line: String) {
        var talk = Self.online(offered: offered)
        #expect(talk.sent().filter { $0.hasPrefix("METADATA") } == (line.isEmpty ? [] : [line]))
    }

    @Test func `A server that takes the capability back has told nothing, and is asked again when it has it`() {
        var talk = Self.quiet()
        talk.hear(":s 761 ada #home soju.im/muted * 1", ":s 761 ada bob display-name * :Bob B.")
        #expect(talk.buffer("#home")?.isMuted == true)
        talk.hear(":s CAP ada DEL :draft/metadata-3")
        #expect(talk.buffer("#home")?.isMuted == false && Self.profile("bob", in: talk).isEmpty)
        talk.hear(":s CAP ada NEW :draft/metadata-3", ":s CAP ada ACK :draft/metadata-3")
        #expect(talk.sent().count == 2)
    }

    // MARK: Values

    @Test func `Both forms of notices are heard, and what is not set any more is forgotten`() {
        for (capability, set, unset) in [
            ("draft/metadata-3", ":s 761 ada bob status * :at sea", ":s 766 ada bob status :Key not set"),
            ("draft/metadata-2", ":bob!b@h METADATA bob status * :at sea", ":bob!b@h METADATA bob status *"),
            ("draft/metadata-3", ":s 761 ada BOB status * :at sea", ":s 761 ada bob status * :"),
        ] {
            var talk = Self.quiet(capability)
            let before = talk.session.buffers.map(\.lineCount)
            talk.hear(set)
            #expect(Self.profile("bob", in: talk) == [.status: "at sea"])
            talk.hear(unset, ":s 770 ada display-name status")
            #expect(Self.profile("bob", in: talk).isEmpty)
            #expect(talk.session.buffers.map(\.lineCount) == before)
        }
    }

    @Test func `A batch tells anew all there is of its target, while other lines go on`() {
        var talk = Self.quiet()
        talk.hear(
            ":s 761 ada bob status * :old", ":s 761 ada cara status * :old", ":s 761 ada dan status * :elsewhere",
            ":s BATCH +m metadata #home", "@batch=m :s 761 ada cara status * :new", ":bob!b@h PRIVMSG #home :hello")
        #expect(talk.lines().last == "message bob: hello")
        talk.hear(":s BATCH -m")
        #expect(Self.profile("bob", in: talk).isEmpty && Self.profile("cara", in: talk) == [.status: "new"])
        #expect(Self.profile("dan", in: talk) == [.status: "elsewhere"])
        talk.hear(":s BATCH +n metadata *ALL", ":s BATCH -n")
        #expect(Self.profile("cara", in: talk).isEmpty && Self.profile("dan", in: talk).isEmpty)
    }

    @Test func `A batch that is one too many tells nothing anew`() {
        var talk = Self.quiet()
        talk.hear(":s 761 ada bob status * :x")
        for number in 0..<Batch.maxOpen { talk.hear(":s BATCH +b\(number) other") }
        talk.hear(":s BATCH +m metadata #home")
        #expect(Self.profile("bob", in: talk) == [.status: "x"])
        talk.hear(":s BATCH -b0", ":s BATCH +m metadata #home")
        #expect(Self.profile("bob", in: talk).isEmpty)
    }

    @Test func `Nobody is looked for where no room was left`() {
        var talk = Self.quiet()
        talk.hear(":s 761 ada dan status * :x", ":ada!a@h PART #none", ":bob!b@h KICK #none ada :out")
        #expect(Self.profile("dan", in: talk) == [.status: "x"])
        talk.hear(":ada!a@h JOIN #den", ":s 366 ada #den :End", ":ada!a@h PART #den,#none")
        #expect(Self.profile("dan", in: talk).isEmpty)
        talk.hear(":s 761 ada dan status * :x", ":ada!a@h PART #den", ":bob!b@h KICK #den ada :out")
        #expect(Self.profile("dan", in: talk) == [.status: "x"])
        talk.hear(":bob!b@h KICK #home ada :out")
        #expect(Self.profile("dan", in: talk).isEmpty)
    }

    @Test func `What those have told who are only in a room that is closed is forgotten`() {
        var talk = Self.quiet()
        talk.hear(":ada!a@h JOIN #den", ":s 353 ada = #den :ada bob eve", ":s 366 ada #den :End")
        talk.hear(":s 761 ada bob status * :x", ":s 761 ada eve status * :x")
        talk.enter("/close", in: "#den")
        #expect(Self.profile("eve", in: talk).isEmpty && Self.profile("bob", in: talk) == [.status: "x"])
    }

    @Test func `What people have told is forgotten when they are in no room of ours any more`() {
        var talk = Self.quiet()
        talk.hear(":ada!a@h JOIN #den", ":s 353 ada = #den :ada bob eve", ":s 366 ada #den :End")
        for nick in ["ada", "bob", "cara", "eve"] { talk.hear(":s 761 ada \(nick) status * :x") }
        talk.hear(":s 761 ada cara soju.im/pinned * :1", ":bob!b@h PART #den", ":cara!c@h PART #home")
        #expect(Self.profile("bob", in: talk) == [.status: "x"] && Self.profile("cara", in: talk) == [.pinned: "1"])
        talk.hear(":ada!a@h KICK #home bob :out")
        #expect(Self.profile("bob", in: talk).isEmpty && Self.profile("eve", in: talk) == [.status: "x"])
        talk.hear(":ada!a@h PART #den")
        #expect(Self.profile("eve", in: talk).isEmpty && Self.profile("ada", in: talk) == [.status: "x"])
    }

    @Test func `Nobody's words are forgotten while it is not known who is in a room`() {
        var talk = Self.online(with: "no-implicit-names soju.im/search")
        talk.hear(
            ":ada!a@h JOIN #den", ":ada!a@h JOIN #attic", ":s 353 ada = #attic :ada fay", ":s 366 ada #attic :End")
        for nick in ["cara", "eve", "fay"] { talk.hear(":s 761 ada \(nick) status * :x") }
        talk.hear(":ada!a@h PART #attic", ":ada!a@h KICK #home cara :out")
        for nick in ["cara", "eve", "fay"] { #expect(Self.profile(nick, in: talk) == [.status: "x"]) }
        talk.hear(":s 353 ada = #den :ada eve", ":s 366 ada #den :End", ":bob!b@h KICK #home ada :out")
        #expect(Self.profile("eve", in: talk) == [.status: "x"])
        #expect(Self.profile("cara", in: talk).isEmpty && Self.profile("fay", in: talk).isEmpty)
    }

    @Test func `A profile goes with its nick, and not to whoever has the nick next`() {
        var talk = Self.quiet()
        talk.hear(":s 761 ada bob status * :at sea", ":bob!b@h NICK rob")
        #expect(Self.profile("rob", in: talk) == [.status: "at sea"] && Self.profile("bob", in: talk).isEmpty)
        talk.hear(":rob!b@h QUIT :bye", ":rob!x@y JOIN #home")
        #expect(Self.profile("rob", in: talk).isEmpty)
        talk.hear(":s 761 ada cara status * :x", ":cara!c@h PART #home", ":cara!x@y JOIN #home")
        #expect(Self.profile("cara", in: talk).isEmpty)
    }

    @Test func `Values are cleaned and cut, and addresses are addresses`() {
        let cases: [(MetadataKey, String, String?)] = [
            (.displayName, "  Ada \u{200B}\u{202E} \u{2}L.\u{3}04 ", "Ada L."),
            (.displayName, "\u{200D}\u{2800} ", nil),
            (.displayName, "e\u{301}\u{302}\u{303}\u{304}", "e\u{301}\u{302}"),
            (.status, "a\u{301}\tb", "a\u{301} b"),
            (.homepage, "https://a.example/x", "https://a.example/x"), (.homepage, "javascript:alert(1)", nil),
            (.avatar, "https://", nil), (.avatar, "https://a b", nil), (.muted, "1", "1"), (.muted, "0", nil),
            (.pinned, "yes", nil),
        ]
        for (key, value, expected) in cases { #expect(key.cleaned(value) == expected, "\(key) \(value)") }
        let long = String(repeating: "a", count: 10_000)
        #expect(MetadataKey.displayName.cleaned(long)?.count == 40 && MetadataKey.status.cleaned(long)?.count == 200)
    }

    @Test func `What a server tells does not fill the memory`() {
        var profiles = ProfileList()
        let words = String(repeating: "x", count: 200)
        for number in 0..<60_000 {
            profiles.set(words, for: .status, of: Casemapping.ascii.fold("n\(number)"))
        }
        #expect(profiles.byteCount <= ProfileList.maxBytes && profiles.count <= ProfileList.maxProfiles)
        for number in 0..<60_000 { profiles.set(nil, for: .status, of: Casemapping.ascii.fold("n\(number)")) }
        #expect(profiles.byteCount == 0 && profiles.isEmpty)
        var talk = Self.quiet()
        talk.hear(":s 761 ada \(String(repeating: "n", count: 300)) status * :x", ":s 761", ":s 761 ada", ":s 774")
        #expect(talk.session.connection?.metadata.profiles.isEmpty == true)
    }

    @Test func `The name, its form and the places of the values count among the bytes`() {
        var profiles = ProfileList()
        let (name, other) = (Casemapping.ascii.fold("bob"), Casemapping.ascii.fold(String(repeating: "b", count: 103)))
        profiles.set("Robert", for: .displayName, of: name)
        let count = profiles.byteCount
        #expect(count == 192 + 3 + 64 + 6 + NameSkeleton.of("Robert").utf8.count)
        profiles.set("x", for: .status, of: name)
        #expect(profiles.byteCount == count + 65)
        profiles.rename(name, to: other)
        #expect(profiles.byteCount == count + 65 + 100)
        profiles.remove(other)
        #expect(profiles.byteCount == 0)
        for number in 0..<60_000 { profiles.set("x", for: .status, of: Casemapping.ascii.fold("n\(number)")) }
        #expect(profiles.count == ProfileList.maxProfiles)
    }

    @Test func `Whoever takes a longer nick, for which there is no room, is not known any more`() {
        var profiles = ProfileList()
        let (name, other) = (Casemapping.ascii.fold("b"), Casemapping.ascii.fold(String(repeating: "b", count: 999)))
        profiles.set("x", for: .status, of: name)
        for number in 0..<60_000 {
            profiles.set(String(repeating: "x", count: 200), for: .status, of: Casemapping.ascii.fold("n\(number)"))
        }
        profiles.rename(name, to: other)
        #expect(profiles[name] == nil && profiles[other] == nil && profiles.byteCount <= ProfileList.maxBytes)
    }

    @Test func `A value that has no room left does not leave the one before it`() {
        var profiles = ProfileList()
        let name = Casemapping.ascii.fold("first")
        profiles.set("x", for: .status, of: name)
        for number in 0..<60_000 {
            profiles.set(String(repeating: "x", count: 200), for: .status, of: Casemapping.ascii.fold("n\(number)"))
        }
        for number in 0..<10 { profiles.set("x", for: .status, of: Casemapping.ascii.fold("m\(number)")) }
        #expect(profiles[name]?[.status] == "x")
        profiles.set(String(repeating: "\u{E9}", count: 200), for: .status, of: name)
        #expect(profiles[name]?[.status] == nil)
    }

    // MARK: Postponed answers

    @Test func `What the server has no time for is asked for once, after the while that it names`() {
        var talk = Self.quiet()
        for _ in 0..<3 { talk.hear(":s 774 ada * 4 :Later") }
        talk.hear(":s 774 ada #home 6 :Later", ":s 774 ada #none 1 :Later")
        talk.pass(seconds: 3)
        #expect(talk.sent() == [])
        talk.pass(seconds: 1)
        #expect(talk.sent() == ["METADATA *ALL SYNC"])
        talk.pass(seconds: 4)
        #expect(talk.sent().filter { $0.hasPrefix("METADATA") } == ["METADATA #home SYNC"])
        #expect(talk.lines("").filter { $0.contains("Later") }.isEmpty)
    }

    @Test func `A server that never has time is not asked for ever, and one that says nonsense waits no age`() {
        var queue = MetadataSyncQueue()
        var now = Timestamp(milliseconds: 1_700_000_000_000)
        let name = Casemapping.ascii.fold("#home")
        var count = 0
        for _ in 0..<50 {
            queue.add("#home", as: name, after: .max, at: now)
            now = now.advanced(bySeconds: MetadataSyncQueue.waits.upperBound)
            if queue.takeDue(at: now) != nil { count += 1 }
        }
        #expect(count == MetadataSyncQueue.maxTries)
        queue.answered(name)
        queue.add("#home", as: name, after: -5, at: now)
        #expect(queue.takeDue(at: now) == nil)
        #expect(queue.takeDue(at: now.advanced(bySeconds: 1)) == "#home")
        for number in 0..<1000 { queue.add("#\(number)", as: Casemapping.ascii.fold("#\(number)"), after: 1, at: now) }
        #expect(queue.waitingCount == MetadataSyncQueue.maxWaiting)
    }

    @Test func `Somebody who comes in is asked for`() {
        var talk = Self.quiet()
        talk.hear(":dan!d@h JOIN #home")
        talk.pass(seconds: 2)
        #expect(talk.sent().filter { $0.hasPrefix("METADATA") } == ["METADATA dan SYNC"])
        var old = Self.quiet("draft/metadata-2")
        old.hear(":dan!d@h JOIN #home")
        old.pass(seconds: 5)
        #expect(!old.sent().contains { $0.hasPrefix("METADATA") })
    }

    @Test func `Whoever comes in is not asked for where it is not known how large the room is`() {
        var talk = Self.quiet()
        talk.hear(":ada!a@h JOIN #den", ":s 324 ada #den +", ":dan!d@h JOIN #den")
        talk.pass(seconds: 5)
        #expect(!talk.sent().contains { $0.hasPrefix("METADATA") })
        talk.hear(":s 353 ada = #den :ada dan", ":s 366 ada #den :End", ":eve!e@h JOIN #den")
        talk.pass(seconds: 5)
        #expect(talk.sent().filter { $0.hasPrefix("METADATA") } == ["METADATA eve SYNC"])
    }

    @Test func `Where more is put off than can wait, all is asked for once, and what was put off before newcomers`() {
        var queue = MetadataSyncQueue()
        var now = Timestamp(milliseconds: 1_700_000_000_000)
        func name(_ text: String) -> FoldedName { Casemapping.ascii.fold(text) }
        for number in 0..<100 {
            queue.add("n\(number)", as: name("n\(number)"), isNewcomer: true, after: 1, at: now)
        }
        #expect(queue.waitingCount == MetadataSyncQueue.maxNewcomers)
        queue.add("#home", as: name("#home"), after: 2, at: now)
        now = now.advanced(bySeconds: 2)
        #expect(queue.takeDue(at: now) == "#home")
        for number in 0..<MetadataSyncQueue.maxWaiting {
            queue.add("#\(number)", as: name("#\(number)"), after: 1, at: now)
        }
        let hasRoom = queue.add("#more", as: name("#more"), after: 1, at: now)
        #expect(!hasRoom)
        queue.addEverything("*ALL", as: name("*ALL"), after: 1, at: now)
        queue.add("#again", as: name("#again"), after: 1, at: now)
        #expect(queue.waitingCount == 1)
        #expect(queue.takeDue(at: now.advanced(bySeconds: 1)) == "*ALL")
        #expect(queue.waitingCount == 0)
        queue.add("#again", as: name("#again"), after: 1, at: now)
        #expect(queue.waitingCount == 1)
    }

    @Test func `Refusals of what the program asked by itself are no news`() {
        var talk = Self.quiet()
        let before = talk.session.buffers.map(\.lineCount)
        talk.hear(
            "FAIL METADATA LIMIT_REACHED status 3 :Too many subscriptions!", "WARN METADATA INVALID_KEY avatar :No",
            "NOTE METADATA KEY_NO_PERMISSION * status :No", "FAIL METADATA RATE_LIMITED #home SYNC 3 :Later")
        #expect(talk.session.buffers.map(\.lineCount) == before)
        talk.pass(seconds: 3)
        #expect(talk.sent().filter { $0.hasPrefix("METADATA") } == ["METADATA #home SYNC"])
    }

    // MARK: Rooms and talks

    @Test func `A server that does not keep marks for oneself alone is not asked for them, and not believed`() {
        var talk = Self.online(with: "setname")
        #expect(talk.sent().contains("METADATA * SUB display-name status pronouns homepage avatar"))
        talk.hear(":s 761 ada #home soju.im/muted * :1", ":s 761 ada #home soju.im/pinned * :1")
        #expect(talk.buffer("#home")?.isMuted == false && talk.buffer("#home")?.isPinned == false)
        talk.hear(":s 005 ada soju.im/SAFERATE :are supported", ":s 761 ada #home soju.im/muted * :1")
        #expect(talk.buffer("#home")?.isMuted == true)
    }

    @Test(arguments: [
        ("/mute", "soju.im/muted 1", "info : Muted on all your devices: nothing here notifies you. /unmute undoes it."),
        ("/unmute", "soju.im/muted 0", "info : Not muted any more."),
        ("/pin", "soju.im/pinned 1", "info : Pinned on all your devices. /unpin undoes it."),
        ("/unpin", "soju.im/pinned 0", "info : Not pinned any more."),
    ]) func `A buffer is muted or pinned, or not any more, when the server says so`(
        input: String, sent: String, told: String
    ) {
        var talk = Self.quiet()
        talk.enter("/query bob")
        let isSet = sent.hasSuffix("1")
        for name in ["#home", "bob"] {
            for mark in ["muted", "pinned"] { talk.hear(":s 761 ada \(name) soju.im/\(mark) * \(isSet ? 0 : 1)") }
            talk.forget()
            #expect(talk.enter(input, in: name) == .done)
            let words = sent.split(separator: " ")
            #expect(talk.sent() == ["METADATA \(name) SET \(sent)"])
            #expect(talk.lines(name).last != told)
            talk.hear(":s 761 ada \(name) \(words[0]) * \(words[1])")
            #expect(talk.lines(name).last == told)
            let buffer = talk.buffer(name)
            #expect((words[0].hasSuffix("muted") ? buffer?.isMuted : buffer?.isPinned) == isSet)
            let count = talk.lines(name).count
            talk.hear(":s 761 ada \(name) \(words[0]) * \(words[1])")
            #expect(talk.lines(name).count == count)
        }
    }

    @Test func `Where nobody keeps a mark, nothing is muted, and pins are kept here`() {
        let mute = "This server does not keep for you what is muted. /notify none does it here."
        for var talk in [Self.online(with: "setname"), TestSession.inChannel()] {
            talk.forget()
            #expect(talk.enter("/mute") == .notSent(reason: mute))
            #expect(talk.enter("/pin") == .done && talk.lines().last == "info : Pinned here. /unpin undoes it.")
            #expect(talk.sent() == [])
        }
        var talk = Self.quiet()
        #expect(talk.enter("/mute", in: "") != .done && talk.sent() == [])
    }

    @Test func `A mark that is refused is told in one line, where it was to be`() {
        var talk = Self.quiet()
        talk.enter("/pin")
        talk.hear("FAIL METADATA LIMIT_REACHED #home :You have marked as many as you can")
        let refusal = "error : What is muted and pinned has not changed: You have marked as many as you can."
        #expect(talk.lines().last == refusal)
        let count = talk.lines().count
        talk.hear(
            "FAIL METADATA LIMIT_REACHED #home :You have marked as many as you can",
            ":s 761 ada #home soju.im/pinned * 1")
        #expect(talk.lines().count == count && talk.buffer("#home")?.isPinned == true)
    }

    @Test func `Help lists /mute and /pin where metadata is in force, and they are completed`() {
        let talk = Self.quiet()
        let list = talk.session.commandList
        #expect(list.contains { $0.contains("/mute ") } && list.contains { $0.contains("/unpin ") })
        for (input, choice) in [("/mu", "/mute "), ("/pi", "/pin "), ("/unm", "/unmute "), ("/unp", "/unpin ")] {
            let offer = talk.session.completion(of: input, cursor: input.count, in: talk.bufferID("#home"))
            #expect(offer?.choices == [choice])
        }
        #expect(!TestSession.inChannel().session.commandList.contains { $0.contains("/mute ") })
    }

    @Test func `What is muted goes with a room that gets another name`() {
        var talk = Self.quiet()
        talk.hear(":s 761 ada #home soju.im/muted * :1", ":bob!b@h RENAME #home #house :")
        #expect(talk.buffer("#house")?.isMuted == true)
        talk.hear(":ada!a@h JOIN #old", ":ada!a@h PART #old", ":bob!b@h RENAME #house #old :")
        #expect(talk.buffer("#old")?.isMuted == true && talk.buffer("#house")?.isMuted == false)
    }

    @Test func `What is muted on another device calls nobody here`() {
        var talk = Self.quiet()
        talk.hear(":s 761 ada #home soju.im/muted * :1", ":s 761 ada bob soju.im/pinned * :1")
        talk.hear(":cara!c@h PRIVMSG #home :ada: look")
        #expect(!talk.actions.contains { if case .mention = $0 { true } else { false } })
        #expect(talk.buffer("#home")?.isMuted == true)
        talk.hear(":s 766 ada #home soju.im/muted :Key not set", ":cara!c@h PRIVMSG #home :ada: look")
        #expect(talk.actions.contains { if case .mention = $0 { true } else { false } })
        talk.enter("/query bob")
        #expect(talk.buffer("bob")?.isPinned == true)
    }
}
