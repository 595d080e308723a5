import Client

/// The panes of buffers that the person wants to have on the screen, as far as there is room.
struct PaneArrangement: Sendable {
    var showsBuffers = true
    /// The first row in sight of the list of buffers, which may be beyond its end; nil where the list follows the buffer on the screen.
    var bufferOffset: Int?
    /// Nil while one buffer is shown alone.
    var split: PaneSplit?
    /// The split of the last time while it is waited for; nil once it is there, or the person has chosen otherwise.
    var formerSplit: FormerSplit?
    /// Nil while there are panes.
    var bareView: BareView?
}

/// The buffer that is typed into as plain lines from the left edge, for the terminal to select and copy.
struct BareView: Hashable, Sendable {
    /// The newest line of the view. What comes below it is shown once there are panes again: it would move what is being selected.
    let newest: LineID
    /// One past the newest line that there was: of what stands as one row, later lines are left out.
    let end: LineID
}

/// Two buffers side by side: the one on the screen, which is typed into, and another, which is read.
struct PaneSplit: Hashable, Sendable {
    /// The buffer that is read.
    private(set) var other: BufferAddress
    /// The side of the buffer that is typed into.
    private(set) var activeSide: PaneLayout.Side

    init(with other: BufferAddress, activeSide: PaneLayout.Side = .left) {
        (self.other, self.activeSide) = (other, activeSide)
    }

    /// The buffer that is read is another from now on.
    mutating func replaceOther(by next: BufferAddress) { other = next }

    /// Another buffer is going to be typed into. Where that is the one that was read, both keep their sides.
    mutating func willShow(_ next: BufferAddress, insteadOf current: BufferAddress) {
        guard next == other, next != current else { return }
        other = current
        activeSide = activeSide.opposite
    }
}
