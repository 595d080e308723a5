import Chat
import Protocol

/// The course of taking out what an account said, from the oldest event on.
struct AccountErasure {
    let account: FoldedName
    private var next = EventNumber(rawValue: 1)
    private(set) var count = 0

    init(account: FoldedName) { self.account = account }

    /// The number of events that are looked at in one portion: some 2 ms of work.
    private static let portion = 512

    /// One portion. False at the end of the log.
    mutating func step(on log: any EventLog) throws(LogError) -> Bool {
        let events = try log.events(next...EventNumber.highest, .forward, limit: Self.portion)
        guard let last = events.last else { return false }
        let said = events.filter { event in
            event.account.map { Casemapping.ascii.fold($0) == account } == true
                && !(event.text.isEmpty && event.tags.isEmpty)
        }
        try log.blank(said.map(\.number))
        count += said.count
        next = last.number.next
        return true
    }
}
