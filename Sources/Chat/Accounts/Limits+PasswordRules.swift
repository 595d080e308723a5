import Protocol

extension Limits {
    /// Why something cannot be a password; nil if it can.
    package func problem(withPassword given: Bytes) -> AccountRefusal? {
        if given.text.count < password.lowerBound {
            return AccountRefusal(.weakPassword, "A password has at least \(password.lowerBound) characters")
        }
        if given.count > password.upperBound || given.contains(ASCII.nul) {
            return AccountRefusal(.unacceptablePassword, "A password has at most \(password.upperBound) bytes")
        }
        return nil
    }
}
