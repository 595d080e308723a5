/// The cuts of text, the newest last: cuts that follow each other are one.
package struct KillRing: Equatable, Sendable {
    struct Cut: Equatable {
        var text: [Character]
        /// See ``InputLine/mayContainPassword``.
        var mayContainPassword: Bool

        init(_ text: [Character], mayContainPassword: Bool) {
            self.text = text
            self.mayContainPassword = mayContainPassword
        }
    }

    private static let limit = 32

    private var cuts: [Cut] = []
    private var isRunOpen = false
    /// The place of the cut that was given back last, in characters of the input.
    var yanked: Range<Int>?

    package init() {}

    var newest: Cut? { cuts.last }

    mutating func add(_ cut: Cut, isBackward: Bool) {
        if isRunOpen, let last = cuts.popLast() {
            cuts.append(
                Cut(
                    isBackward ? cut.text + last.text : last.text + cut.text,
                    mayContainPassword: cut.mayContainPassword || last.mayContainPassword))
        } else {
            cuts.append(cut)
            if cuts.count > Self.limit { cuts.removeFirst() }
        }
        isRunOpen = true
        yanked = nil
    }

    /// The cut before the newest; the newest goes behind all others.
    mutating func rotate() -> Cut? {
        guard let last = cuts.popLast() else { return nil }
        cuts.insert(last, at: 0)
        return cuts.last
    }

    mutating func endRun() {
        isRunOpen = false
        yanked = nil
    }
}
