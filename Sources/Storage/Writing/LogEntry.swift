import Chat

/// What is handed to the log, in the order in which it was decided.
package enum LogEntry: Hashable, Sendable {
    case event(Event)
    case change(RegistryChange)

    /// Nothing for a change.
    package var number: EventNumber? {
        if case .event(let event) = self { event.number } else { nil }
    }

    /// Whether it has already happened when the log is asked, so that it waits where what is said would be refused.
    package var isStateChange: Bool {
        if case .event(let event) = self { event.kind.isStateChange } else { true }
    }
}
