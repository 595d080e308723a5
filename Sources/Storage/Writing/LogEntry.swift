import Chat

/// An entry for the log; entries are handed over in the order in which they were decided.
package enum LogEntry: Hashable, Sendable {
    case event(Event)
    case change(RegistryChange)

    /// Nothing for a change.
    package var number: EventNumber? {
        if case .event(let event) = self { event.number } else { nil }
    }

    /// True for an entry that has already happened when the log is asked: it waits where a message would be refused.
    package var isStateChange: Bool {
        if case .event(let event) = self { event.kind.isStateChange } else { true }
    }
}
