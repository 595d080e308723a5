/// The content of one cell: a scalar and the marks on it, at most five in all, which is what ncurses holds in a cell.
///
/// Sixteen bytes, no heap, whatever the text. How many columns it takes was decided by whoever made it (``Shaper``).
package struct Glyph: Hashable, Sendable {
    /// Scalars in a cell, the base with its marks.
    package static let maximumScalars = 5

    /// Three scalars of 21 bits.
    private var low: UInt64
    /// Two scalars of 21 bits; the width in the two bits at the top.
    private var high: UInt64

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// A glyph of one scalar.
    ///
    /// - Parameter width: columns, 1 or 2.
    package init(_ scalar: Unicode.Scalar, width: Int = 1) {
        low = UInt64(scalar.value)
        high = UInt64(width) << 62
    }

    package static let space = Glyph(" ")
    /// The glyph that is drawn for a scalar whose width nobody knows.
    package static let unknown = Glyph("\u{FFFD}")
    /// The right half of a glyph two columns wide.
    package static let continuation = Glyph(low: 0, high: 0)

    /// Columns: 1 or 2, and 0 for the right half of a wide glyph.
    package var width: Int { Int(high >> 62) }

    package var isContinuation: Bool { width == 0 }

    package var base: Unicode.Scalar { scalar(at: 0) ?? " " }

    package var scalarCount: Int {
        var count = 0
        while count < Glyph.maximumScalars, bits(at: count) != 0 { count += 1 }
        return count
    }

    /// The scalar at a place, nil behind the last.
    package func scalar(at index: Int) -> Unicode.Scalar? {
        guard index < Glyph.maximumScalars else { return nil }
        let value = bits(at: index)
        return value == 0 ? nil : Unicode.Scalar(value)
    }

    /// Puts a mark on the glyph; one too many is left out.
    package mutating func append(_ mark: Unicode.Scalar) {
        let count = scalarCount
        switch count {
        case 0..<3: low |= UInt64(mark.value) << UInt64(21 * count)
        case 3..<Glyph.maximumScalars: high |= UInt64(mark.value) << UInt64(21 * (count - 3))
        default: break
        }
    }

    package var text: String {
        var text = String.UnicodeScalarView()
        for index in 0..<Glyph.maximumScalars {
            guard let scalar = scalar(at: index) else { break }
            text.append(scalar)
        }
        return String(text)
    }

    private func bits(at index: Int) -> UInt32 {
        let part = index < 3 ? low >> UInt64(21 * index) : high >> UInt64(21 * (index - 3))
        return UInt32(truncatingIfNeeded: part & 0x1F_FFFF)
    }
}
