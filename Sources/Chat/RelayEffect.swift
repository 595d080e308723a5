/// The effect that a capability has on what others do, as it is relayed to a session. Sessions whose capabilities have the same effect on
/// a line share its bytes; see ``Audience`` and ``Relay``.
enum RelayEffect: CaseIterable {
    /// Nothing that is relayed differs: the capability changes how a session itself is answered.
    case none
    /// Some lines are only for those who have it; see ``Relay/requires``.
    case delivery
    /// Every line may have a tag more.
    case everyLine
    /// A line with ``Relay/extendedParameters`` has these.
    case extendedParameters
    /// A message of several lines has another form.
    case multiline
    /// A line of something that an IRC operator does has a tag more.
    case fromOperator
    /// A message that a bridge relayed has a tag more.
    case relayedMessage

    /// The capabilities that change bytes, with their effect.
    static let onBytes: [(effect: RelayEffect, capabilities: Capabilities)] =
        allCases.filter { $0 != .none && $0 != .delivery }.map { ($0, Capabilities.offered(with: $0)) }
}

extension Capabilities {
    /// The capabilities that change what is relayed to a session, or whether it is.
    static let relayed = all.subtracting(offered(with: .none))

    fileprivate static func offered(with effect: RelayEffect) -> Capabilities {
        Capabilities(offered.filter { $0.relayEffect == effect }.map(\.capability))
    }
}

extension Relay {
    /// The capabilities that change a byte of it; sessions that differ in others share one serialisation.
    var relevant: Capabilities {
        var relevant: Capabilities = []
        for row in RelayEffect.onBytes where shows(row.effect) { relevant.formUnion(row.capabilities) }
        return relevant
    }

    private func shows(_ effect: RelayEffect) -> Bool {
        switch effect {
        case .none, .delivery: false
        case .everyLine: true
        case .extendedParameters: extendedParameters != nil
        case .multiline: multiline != nil
        case .fromOperator: isFromOperator
        case .relayedMessage: relayedBy != nil
        }
    }
}
