/// The wishes of the person about a buffer, as far as its look depends on them.
struct BufferMarks: Equatable, Sendable {
    /// True if the server keeps that nothing of it calls the person, on any of their devices.
    var isMuted = false
    /// True if the buffer has ``NotificationLevel/none``, which holds on this machine.
    var callsForNothing = false
    /// True if the buffer is pinned, by the server's word or on this machine.
    var isPinned = false
}
