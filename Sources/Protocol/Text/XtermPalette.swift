/// The 256 colours that xterm and those like it have: 16 of a person's own choice, a cube of 216, and 24 greys.
/// <https://en.wikipedia.org/wiki/ANSI_escape_code#8-bit>
package enum XtermPalette {
    /// The parts of a colour; for the first 16 what xterm shows.
    package static func rgb(_ number: UInt8) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let index = Int(number)
        if index >= 232 {
            let grey = UInt8(8 + 10 * (index - 232))
            return (grey, grey, grey)
        }
        if index >= 16 {
            func level(_ step: Int) -> UInt8 { step == 0 ? 0 : UInt8(55 + 40 * step) }
            return (level((index - 16) / 36), level((index - 16) / 6 % 6), level((index - 16) % 6))
        }
        let high: UInt8 = index == 8 ? 127 : index > 7 ? 255 : 205
        return (
            index & 1 == 0 ? (index == 8 ? 127 : 0) : high, index & 2 == 0 ? (index == 8 ? 127 : 0) : high,
            index & 4 == 0 ? (index == 8 ? 127 : 0) : high
        )
    }
}
