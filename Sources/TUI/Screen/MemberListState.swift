import Client

/// The user list, as the person has it: how far it is scrolled, and what of it is looked for.
struct MemberListState: Sendable {
    /// False where the person has hidden it.
    var isShown = true
    /// The room whose users all that follows is about.
    private var buffer: BufferAddress?
    /// The first row in sight, counted from the top of the list.
    private(set) var offset = 0
    /// True while the keys are the list's.
    private(set) var hasFocus = false
    /// The nick of the one who is chosen, while the keys are the list's.
    private(set) var chosen: String?
    /// The letters that the list is filtered by, while the keys are its.
    var query = InputLine()

    /// Another buffer may be on the screen: its list is at the top, and has not got the keys.
    mutating func show(in buffer: BufferAddress) {
        guard self.buffer != buffer else { return }
        let isShown = isShown
        self = MemberListState()
        (self.isShown, self.buffer) = (isShown, buffer)
    }

    /// Gives the keys to the list.
    mutating func focus() {
        (isShown, hasFocus) = (true, true)
        query = InputLine()
    }

    mutating func leave() {
        (hasFocus, chosen) = (false, nil)
        query = InputLine()
    }

    /// True while the keys are the list's of this buffer.
    func hasFocus(in buffer: BufferAddress) -> Bool { hasFocus && self.buffer == buffer }

    // MARK: Moving

    /// The first row in sight, where there are so many rows now.
    func offset(in rows: MemberRows, height: Int) -> Int { max(min(offset, rows.count - height), 0) }

    mutating func scroll(by step: Int, in rows: MemberRows, height: Int) {
        let (next, _) = offset(in: rows, height: height).addingReportingOverflow(step)
        offset = max(min(next, rows.count - height), 0)
    }

    /// Chooses somebody so many further down, less than zero further up, and brings them into sight. Where nobody was
    /// chosen, or they have left, the first is.
    mutating func choose(by step: Int, in rows: MemberRows, height: Int) {
        guard rows.memberCount > 0 else { return chosen = nil }
        let place = chosen.flatMap { rows.place(of: $0) }.map { min(max($0 + step, 0), rows.memberCount - 1) } ?? 0
        chosen = rows.members(place..<(place + 1)).first?.nick
        let row = rows.row(ofMember: place)
        let first = offset(in: rows, height: height)
        // With the heading above it, where it is the first of its rank.
        if row - 1 <= first { offset = place == 0 ? 0 : max(row - 1, 0) }
        if row >= first + height { offset = row - height + 1 }
    }
}
