import Protocol

/// The lists of rooms and of people that the person asks for: /list and /names. The screen shows them as lists that are searched as one types;
/// where there is none they are told line by line.
extension ClientSession {
    /// The rooms that the person asked for last on this connection; nil where they have not, or the screen shows no lists.
    package var roomList: RoomList? { connection?.lists.rooms }

    /// The people of the room that the person asked about last on this connection; nil as above.
    package var nameList: NameList? { connection?.lists.names }

    /// An answer that is under way is shown, and not asked for once more: many servers would begin anew.
    mutating func list(_ pattern: String?, at now: Timestamp) -> SubmitOutcome {
        guard configuration.showsLists else {
            showAnswersWithServer()
            return ask(forRooms: pattern)
        }
        if let rooms = roomList, rooms.isAwaited(at: now) {
            guard rooms.pattern == pattern else {
                return .notSent(reason: "The last list is still coming: /list shows it. Then ask for this one.")
            }
        } else {
            let outcome = ask(forRooms: pattern)
            guard outcome == .done else { return outcome }
            connection?.lists.expectRooms(pattern, at: now)
        }
        emit(.showList(.rooms))
        return .done
    }

    private mutating func ask(forRooms pattern: String?) -> SubmitOutcome {
        guard let pattern else { return sent(send("LIST"), "LIST") }
        return sent(send("LIST", pattern), pattern)
    }

    mutating func names(_ name: String?, in buffer: Buffer) -> SubmitOutcome {
        guard let channel = name ?? (buffer.kind == .channel ? buffer.name : nil) else {
            return .notSent(reason: "This is not a room. Usage: /names [room]")
        }
        guard send("NAMES", channel) else { return sent(false, channel) }
        let folded = buffers.casemapping.fold(channel)
        if configuration.showsLists {
            connection?.lists.expectNames(of: channel, as: folded)
            emit(.showList(.names))
        } else {
            connection?.replies.expectNames(of: folded)
        }
        return .done
    }

    // MARK: Answers

    /// 321 to 323.
    ///
    /// - Returns: false where they answer no /list that the screen shows: then they are told as they come.
    mutating func receiveRooms(_ numeric: UInt16, _ incoming: IncomingMessage) -> Bool {
        guard roomList?.state == .loading else { return false }
        switch numeric {
        case 322:
            let name = incoming.text(1)
            // A room cannot be entered by a word that is no name, such as the `*` of hidden rooms; a comma would make two names of one.
            guard isChannelName(name), !name.contains(",") else { break }
            let isWorthDrawing = connection?.lists.addRoom(
                name, people: Int(incoming.text(2)) ?? 0, topic: incoming.bytes(3), at: incoming.now)
            if isWorthDrawing == true { markChanged(replyBuffer) }
        case 323: endRooms(.complete)
        default: break
        }
        return true
    }

    /// 366.
    ///
    /// - Returns: false where it answers no /names that the screen shows.
    mutating func completeNames(of channel: Bytes) -> Bool {
        let folded = buffers.casemapping.fold(channel)
        guard connection?.lists.awaitsNames(of: folded) == true else { return false }
        let known = buffers.id(named: channel).flatMap { buffers[$0]?.members }
        let rules = MemberList.Rules(isupport)
        connection?.lists.completeNames(rules, known: known)
        markChanged(replyBuffer)
        return true
    }

    /// An error that names LIST, NAMES or the room whose people are waited for: no list comes.
    mutating func refuseList(_ incoming: IncomingMessage) {
        guard connection != nil else { return }
        switch incoming.text(1).uppercased() {
        case "LIST": endRooms(.refused)
        case "NAMES": refuseNames()
        default:
            if connection?.lists.awaitsNames(of: casemapping.fold(incoming.bytes(1))) == true { refuseNames() }
        }
    }

    private mutating func endRooms(_ state: ListState) {
        if connection?.lists.endRooms(state) == true { markChanged(replyBuffer) }
    }

    private mutating func refuseNames() {
        guard nameList?.state == .loading else { return }
        connection?.lists.refuseNames()
        markChanged(replyBuffer)
    }
}
