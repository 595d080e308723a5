import Protocol

/// STATUS: what `grillo status` asks of a running server through the host's own door. Nobody else may.
extension Network {
    func hostStatus(_ session: Session, _ message: Message) {
        emit(.reportStatus(session.id))
    }
}
