import Basics

/// The colours that nicks are told apart by, as numbers of ``XtermPalette``: each legible on its ground, and none red.
package enum NickColors {
    package static let onDark: [UInt8] = [
        71, 37, 75, 105, 140, 176, 180, 179, 107, 73, 111, 177, 183, 144, 214, 149, 80, 116,
    ]
    /// As many as ``onDark``.
    package static let onLight: [UInt8] = [
        28, 30, 25, 61, 91, 90, 97, 130, 94, 64, 24, 62, 127, 54, 58, 136, 22, 31,
    ]

    /// The place of a nick's colour among so many: the same for every spelling of it, in every run and program.
    ///
    /// - Parameter count: at least 1; 1 is taken for less.
    package static func index(of nick: FoldedName, among count: Int) -> Int {
        var hash = FNV1a.hash32(nick.bytes[...])
        hash ^= hash >> 16
        return Int(hash) % max(count, 1)
    }
}
