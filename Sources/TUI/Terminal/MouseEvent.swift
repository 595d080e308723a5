/// What the mouse did, and the cell in which it did it.
package struct MouseEvent: Hashable, Sendable {
    package enum Button: Hashable, Sendable {
        case left, middle, right
    }

    package enum Kind: Hashable, Sendable {
        case press(Button)
        /// The pointer came to another cell while a button was held.
        case drag(Button)
        /// A button was let go: the older reports do not tell which.
        case release
        case wheelUp, wheelDown
    }

    package let kind: Kind
    /// Columns from the left edge of the screen: 0 and more, perhaps beyond the right edge.
    package let x: Int
    /// Rows from the top edge of the screen: 0 and more, perhaps beyond the bottom.
    package let y: Int

    package init(_ kind: Kind, x: Int, y: Int) {
        self.kind = kind
        self.x = x
        self.y = y
    }

    /// Reads a report of the mouse; nil where it means nothing to us, such as a button beyond the third or a place that is none.
    /// <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-Mouse-Tracking>
    ///
    /// - Parameters:
    ///   - code: the button as xterm counts them, with 32 for a motion, 64 for the wheel, and the modifiers, which are not looked at.
    ///   - column: from 1.
    ///   - row: from 1.
    ///   - isRelease: true where the report says by itself that the button was let go. The older ones have the button 3 for that.
    init?(report code: Int, column: Int, row: Int, isRelease: Bool) {
        guard column >= 1, row >= 1 else { return nil }
        let kind: Kind
        switch code & ~0b1_1100 {
        case 0...2 where isRelease: kind = .release
        case 0: kind = .press(.left)
        case 1: kind = .press(.middle)
        case 2: kind = .press(.right)
        case 3: kind = .release
        case 32 where !isRelease: kind = .drag(.left)
        case 33 where !isRelease: kind = .drag(.middle)
        case 34 where !isRelease: kind = .drag(.right)
        case 64 where !isRelease: kind = .wheelUp
        case 65 where !isRelease: kind = .wheelDown
        default: return nil
        }
        self.init(kind, x: column - 1, y: row - 1)
    }
}
