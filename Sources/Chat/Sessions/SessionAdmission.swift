/// The way by which a session was let in, if it was; see ``Origin/needs``.
struct SessionAdmission {
    private(set) var isAdmitted = false
    /// The invitation that it came with.
    private(set) var invitation: Invitation?
    /// The reason that the invitation that it showed does not count, in words for whoever came; nil where it counts, or none was shown.
    private(set) var invitationProblem: String?
    /// The digest of the invitation that let it in: its own, or the one by which its account was made.
    private(set) var admittingInvitation: [UInt8]?

    /// - Parameter digest: that of the invitation by which its account was made; nil for none.
    mutating func admit(invitedBy digest: [UInt8]? = nil) {
        isAdmitted = true
        admittingInvitation = digest
    }

    mutating func admit(with invitation: Invitation) {
        admit(invitedBy: invitation.digest)
        self.invitation = invitation
    }

    /// Notes that the invitation that it showed does not count.
    mutating func refuseInvitation(_ problem: String) { invitationProblem = problem }

    /// Forgets where its invitation leads. It stays let in.
    mutating func forgetInvitation() { invitation = nil }
}
