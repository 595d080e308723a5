import Protocol

/// The object that carries out the decisions of a ``Network``: the server that runs, the one that answers from its folder while none runs,
/// the tests' and the benchmarks'.
///
/// A host implements a method for each kind of ``Effect``. None has a default: a kind that is added does not compile until every host
/// has said what becomes of it.
package protocol ChatHost: AnyObject {
    /// Sends something once everything recorded before it is stored.
    func send(_ output: Output)

    /// Has the log keep a fact. What is sent from now on waits until it does.
    func record(_ event: Event)

    /// Has the log keep a change of the registry, in its order among the events.
    func record(_ change: RegistryChange)

    /// Stores something said, and then delivers it; delivers the refusal instead where the log does not take it.
    func store(_ event: Event, thenDeliver deliveries: [Delivery], orRefuse refusal: StoreRefusal)

    /// Finds the answer to a question once everything recorded before it is stored, and brings it to
    /// ``Network/answer(_:to:with:at:)``: exactly one.
    func ask(_ query: NumberedQuery, for session: SessionID)

    /// Calls ``Network/wake(_:at:)`` at that moment.
    func wake(_ session: SessionID, at moment: Timestamp)

    /// Does to the server itself what an operator asked for.
    func administer(_ request: OperatorRequest)

    /// Notes in the host's own log what an operator did.
    func audit(_ entry: OperatorAuditEntry)

    /// Notes in the host's own log that a limit has kept somebody out.
    func noteTurnedAway(address: String, reason: String)

    /// Tells a session how the server does.
    func reportStatus(to session: SessionID)
}

extension ChatHost {
    /// Carries out effects in their order.
    package func carryOut(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .send(let output): send(output)
            case .record(let event): record(event)
            case .changeRegistry(let change): record(change)
            case .storeThenDeliver(let event, let deliveries, let refusal):
                store(event, thenDeliver: deliveries, orRefuse: refusal)
            case .ask(let session, let query): ask(query, for: session)
            case .wake(let session, let moment): wake(session, at: moment)
            case .administer(let request): administer(request)
            case .audit(let entry): audit(entry)
            case .turnedAway(let address, let reason): noteTurnedAway(address: address, reason: reason)
            case .reportStatus(let session): reportStatus(to: session)
            }
        }
    }
}
