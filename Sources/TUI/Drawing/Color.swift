import Protocol

/// A colour: the terminal's own, one of its palette, or one made of red, green and blue.
package struct Color: Hashable, Sendable {
    /// -1: the terminal's own; up to 255: of the palette; from 2^24 on: of parts.
    private let value: Int32

    private init(value: Int32) { self.value = value }

    /// One of the palette of 256; the first 8 and 16 are those of lesser terminals.
    package init(_ index: UInt8) { value = Int32(index) }

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        value = 1 << 24 | Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
    }

    /// Whatever the terminal draws without being asked.
    package static let standard = Color(value: -1)

    package var isStandard: Bool { value < 0 }

    /// The number that a terminal of this depth has for it; -1 for its own.
    package func number(in depth: ColorDepth) -> Int32 {
        guard value >= 0 else { return -1 }
        switch depth {
        case .none: return -1
        // Such a terminal takes numbers from 8 on for red, green and blue in one.
        case .direct: return value < 8 ? value : Int32(parts.red) << 16 | Int32(parts.green) << 8 | Int32(parts.blue)
        case .eight: return value & 7
        case .sixteen: return value & 15
        case .palette: return value < 256 ? value : Int32(Color.nearest(parts))
        }
    }

    /// The colour of a terminal of this depth that is nearest to it.
    func fitted(to depth: ColorDepth) -> Color {
        switch depth {
        case .none: .standard
        case .eight: nearest(among: 8)
        case .sixteen: nearest(among: 16)
        case .palette, .direct: self
        }
    }

    /// The nearest of the first colours of the palette.
    private func nearest(among count: UInt8) -> Color {
        guard value >= Int32(count) else { return self }
        let own = parts
        func distance(_ color: Color) -> Int {
            let other = color.parts
            let steps = [(own.red, other.red), (own.green, other.green), (own.blue, other.blue)]
            return steps.reduce(0) { sum, pair in
                let step = Int(pair.0) - Int(pair.1)
                return sum + step * step
            }
        }
        return (0..<count).map { Color($0) }.min { distance($0) < distance($1) } ?? self
    }

    private var parts: (red: UInt8, green: UInt8, blue: UInt8) {
        if value >= 1 << 24 {
            return (UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255))
        }
        return XtermPalette.rgb(UInt8(clamping: value))
    }

    /// The number of the colour that is nearest to these parts in the cube of 216 colours.
    private static func nearest(_ parts: (red: UInt8, green: UInt8, blue: UInt8)) -> Int {
        func step(_ part: UInt8) -> Int { part < 48 ? 0 : part < 115 ? 1 : (Int(part) - 35) / 40 }
        return 16 + 36 * step(parts.red) + 6 * step(parts.green) + step(parts.blue)
    }
}
