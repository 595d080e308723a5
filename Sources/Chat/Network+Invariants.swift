import Protocol

/// The rules that hold for a network between any two inputs. The tests hold it to this after what they do, the fuzzer after each act; the
/// server itself never asks.
extension Network {
    /// The rules that do not hold, one sentence for each. It looks at everything there is.
    package func brokenInvariants() -> [String] {
        var broken: [String] = []
        func expect(_ isTrue: Bool, _ what: @autoclosure () -> String) {
            if !isTrue { broken.append(what()) }
        }
        for user in users.all {
            expect(
                users[user.folded] === user && fold(user.nick) == user.folded, "\(user.nick) is found under its nick")
            expect(!user.sessions.isEmpty || isAlwaysOn(user), "\(user.nick) has a session, or stays without")
            expect(user.source == "\(user.nick)!\(user.userName)@\(user.host)", "\(user.nick) has the source it should")
            expect(user.sourceBytes.text == user.source, "the source of \(user.nick) is kept as bytes")
            expect(user.foldedSource == fold(user.source), "the source of \(user.nick) is kept folded")
            for session in user.sessions {
                expect(session.user === user && sessions[session.id] === session, "\(user.nick) and its session agree")
            }
            for channel in user.channels {
                expect(channel.membership(of: user) != nil, "\(user.nick) in \(channel.name) is its member")
                expect(channels[channel.folded] === channel, "\(channel.name) of \(user.nick) is there")
            }
            expect(
                Set(user.channels.map(ObjectIdentifier.init)).count == user.channels.count,
                "\(user.nick) is nowhere twice")
            expect(user.invitations.count <= settings.limits.invitations, "invitations of \(user.nick) are bounded")
        }
        for channel in channels.all {
            expect(
                channels[channel.folded] === channel && foldChannel(channel.name) == channel.folded,
                "\(channel.name) is found under its name")
            expect(
                channels.lookalike(of: channel.name) === channel,
                "\(channel.name) has its likeness")
            expect(channel.isPermanent || !channel.isEmpty, "\(channel.name) is not empty")
            // Lists that were kept may be of a time when more was allowed.
            expect(
                channel.modes.listEntryCount <= Limits.listEntryBounds.upperBound,
                "the lists of \(channel.name) are bounded")
            expect(
                channels.problem(withSyntaxOf: channel.name, limit: settings.limits.channel) == nil,
                "\(channel.name) is a name")
            for member in channel.members {
                expect(users[member.user.folded] === member.user, "the member \(member.user.nick) is here")
                expect(
                    member.user.channels.contains { $0 === channel },
                    "the member \(member.user.nick) knows of \(channel.name)")
                expect(member.ranks.rawValue < 32, "the ranks of \(member.user.nick) exist")
            }
            expect(sameAudience(channel), "the audience of \(channel.name) is up to date")
            expect(
                channel.registration != nil || hasSettingsNote(channel.folded)
                    || !channel.members.contains { isAlwaysOn($0.user) }, "what \(channel.name) is set to is kept")
        }
        let held = alwaysOnChannels
        expect(
            channelsWithSettingsNote.allSatisfy { channels[$0] != nil || held.contains($0) },
            "what a room was set to goes with it, and with the last who may come back to it")
        expect(channels.lookalikeCount == channels.count, "no likeness is left over")
        expect(
            Array(channels.names.names(behind: nil, atMost: .max)) == channels.sorted.map(\.folded),
            "every room has its name in order"
        )
        expect(
            Array(users.nicks.names(behind: nil, atMost: .max)) == users.sorted.map(\.folded),
            "every user has their name in order")
        for session in sessions.all {
            expect(session.user.map { users[$0.folded] === $0 } ?? true, "the user of a session is here")
            expect(session.label == nil && session.labelledResponses.isEmpty, "no label is left over")
            expect(session.inputHold != nil || session.input.waiting.isEmpty, "who does not wait has nothing waiting")
            expect(session.inputHold != nil || session.answers.isEmpty, "who does not wait has been told all")
            expect(session.monitored.count <= settings.limits.monitored, "what a session watches is bounded")
            for folded in session.monitored.folded {
                expect(watchers[folded].contains { $0 === session }, "who watches is found")
            }
        }
        for folded in watchers.nicks {
            expect(!watchers[folded].isEmpty, "no list of watchers is empty")
            for session in watchers[folded] {
                expect(
                    sessions[session.id] === session && session.monitored.contains(folded),
                    "a watcher is here and watches")
            }
        }
        expect(sessions.registeredCount == sessions.all.count { $0.user != nil }, "sessions are counted")
        expect(users.counts.operators == users.all.count(where: \.isOperator), "operators are counted")
        expect(
            users.counts.invisible == users.all.count { $0.modes.contains(.invisible) },
            "the invisible are counted")
        expect(users.whowas.count <= settings.limits.whowas, "WHOWAS is bounded")
        return broken
    }

    /// The sessions for which something still waits, in words: there may be none, once all that was asked has been answered and time has gone by.
    package func waitingSessions() -> [String] {
        sessions.all.compactMap { session in
            if session.inputHold != nil { return "the input of a session is held" }
            if !session.input.waiting.isEmpty { return "\(session.input.waiting.count) lines of a session wait" }
            if !session.input.waitingQuestions.isEmpty {
                return "\(session.input.waitingQuestions.count) questions of a session wait"
            }
            return session.input.isReadingPaused ? "a session is not read" : nil
        }
    }

    private func sameAudience(_ channel: Channel) -> Bool {
        func entries(_ audience: Audience) -> Set<[UInt64]> {
            Set(
                audience.groups.flatMap { group in
                    group.sessions.map { [group.capabilities.rawValue, UInt64(group.lane), $0.rawValue] }
                })
        }
        var fresh = Audience()
        for member in channel.members {
            for session in member.user.sessions { fresh.add(session) }
        }
        let kept = channel.audience
        return entries(kept) == entries(fresh)
            && kept.groups.map(\.sessions.count).reduce(0, +) == fresh.groups.map(\.sessions.count).reduce(0, +)
    }
}
