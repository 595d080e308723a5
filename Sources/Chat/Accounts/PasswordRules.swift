import Protocol

extension Limits {
    /// Why something cannot be a password; nil if it can.
    ///
    /// - Returns: the code of the FAIL that tells it, and the words for people.
    package func problem(withPassword given: Bytes) -> (code: String, words: String)? {
        if given.text.count < password.lowerBound {
            return ("WEAK_PASSWORD", "A password has at least \(password.lowerBound) characters")
        }
        if given.count > password.upperBound || given.contains(ASCII.nul) {
            return ("UNACCEPTABLE_PASSWORD", "A password has at most \(password.upperBound) bytes")
        }
        return nil
    }
}
