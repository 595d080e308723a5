import Protocol

/// One connection, as its host numbers it. Never used twice in a host's life.
package struct SessionID: Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Which part of the host serves it. Sessions of one lane are handed over together.
    package var lane: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
}

/// Bytes on their way: whole lines, each with its CR LF, the same for all who get them.
package struct Delivery: Hashable, Sendable {
    package var lines: [UInt8]
    /// All on one lane.
    package var recipients: [SessionID]
    /// A session among the recipients that does not get them: the one that spoke.
    package var exception: SessionID?

    package init(_ lines: [UInt8], to recipients: [SessionID], except exception: SessionID? = nil) {
        self.lines = lines
        self.recipients = recipients
        self.exception = exception
    }
}

/// Something for the connection of a session, or of several. Each session gets its own in the order in which it was decided.
package enum Output: Hashable, Sendable {
    case deliver(Delivery)
    /// An answer that a session asked for and that may be long; it does not count against its send queue.
    case answer(Delivery)
    /// The session is over: what was delivered before is flushed, then `farewell`, then the connection is closed.
    case close(SessionID, farewell: [UInt8])
    /// There is more to answer: when the session has room for it, ``Network/continueAnswer(to:at:)`` is to be called.
    case awaitDrain(SessionID)
    /// The session says more than can be dealt with: its connection is not to be read until ``resumeReading(_:)``. Neither of the two
    /// waits for the log: until it has answered, a connection could bring any amount.
    case pauseReading(SessionID)
    case resumeReading(SessionID)
}

/// One thing that a ``ChatHost`` is to do; they are to be done in their order.
package enum Effect: Hashable, Sendable {
    /// To be sent once every event and change recorded before it is stored.
    case send(Output)
    /// A fact for the log. What follows may show it.
    case record(Event)
    /// A change of what is known beside what happens, for the log, in its order among the events.
    case changeRegistry(RegistryChange)
    /// Something said: stored, and then delivered. If the log refuses it nobody is shown it and `refusal` is delivered instead.
    case storeThenDeliver(Event, deliveries: [Delivery], refusal: StoreRefusal)
    /// A question that only the host can answer, to be asked once every event recorded before it is stored, off the server's
    /// queue; the answer comes in through ``Network/answer(_:to:with:at:)``. Exactly one is expected, and the session says nothing
    /// more until then.
    case ask(SessionID, NumberedQuery)
    /// The session is to go on at that moment: ``Network/wake(_:at:)`` is to be called then. A host without timers may leave it to
    /// ``Network/tick(at:)``, which does it too.
    case wake(SessionID, at: Timestamp)
    /// An operator asked for it.
    case administer(OperatorRequest)
    /// A line for the host's log: what an operator did.
    case audit(OperatorAuditEntry)
    /// A line for the host's log: a limit has kept somebody out.
    case turnedAway(address: String, reason: String)
    /// The host asks how the server does. What its program knows of that waits for nothing, not even for the log.
    case reportStatus(SessionID)
}

/// Something that an operator asks of the program that runs the server.
package enum OperatorRequest: Hashable, Sendable {
    /// Read the configuration again.
    case reload
    /// Stop; everybody is told the reason.
    case shutDown(reason: String)
    /// Stop, and begin anew; everybody is told the reason.
    case restart(reason: String)
}
