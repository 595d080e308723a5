/// The key that a server showed, and whether an authority that this system trusts vouches for it under the name that was dialled.
package struct ShownKey: Hashable, Sendable {
    /// As `grillo serve` prints it: `SHA256:` and base64.
    package var fingerprint: String
    package var isVouchedFor: Bool
    /// Why nobody vouches for it, as one clause; nil where somebody does.
    package var problem: String?

    package init(fingerprint: String, isVouchedFor: Bool, problem: String? = nil) {
        self.fingerprint = fingerprint
        self.isVouchedFor = isVouchedFor
        self.problem = problem
    }
}
