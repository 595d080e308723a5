import TUI
import Testing

@Suite("Text to cells")
struct ShaperTests {
    /// The glyphs with their widths: `a1 日2`.
    private func glyphs(_ text: String) -> String {
        Shaper.forTests.shape(text).map { "\($0.glyph.text)\($0.glyph.width)" }.joined(separator: " ")
    }

    @Test func `Letters and wide letters take the columns that the terminal gives them`() {
        #expect(glyphs("aé日🎉") == "a1 é1 日2 🎉2")
    }

    @Test func `Marks join their letter, five scalars at most`() {
        #expect(glyphs("e\u{301}x") == "e\u{301}1 x1")
        let zalgo = glyphs("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}x")
        #expect(zalgo == "e\u{301}\u{302}\u{303}\u{304}1 x1")
    }

    @Test func `A mark with no letter stands on a space`() {
        #expect(glyphs("\u{301}") == " \u{301}1")
    }

    @Test func `What terminals draw differently is made the same for all`() {
        #expect(glyphs("👨\u{200D}👩\u{200D}👧") == "👨2 👩2 👧2")
        #expect(glyphs("👍🏽") == "👍2")
        #expect(glyphs("❤\u{FE0F}") == "❤1")
        #expect(glyphs("🇪🇺") == "🇪1 🇺1")
    }

    @Test func `Controls are pictures, bidi controls nothing, the unknown a replacement`() {
        #expect(glyphs("a\u{1B}[2J\u{7}") == "a1 ␛1 [1 21 J1 ␇1")
        #expect(glyphs("a\u{202E}b\u{2066}c") == "a1 b1 c1")
        #expect(glyphs("\u{378}\u{85}") == "�1 �1")
        for value in [
            0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180B, 0x180E, 0x200B, 0x200E, 0x2060, 0x2065, 0xFE0F, 0xFEFF,
            0xE0001,
        ] {
            let text = "a\(Character(Unicode.Scalar(UInt32(value)) ?? "x"))b"
            #expect(glyphs(text) == "a1 b1", "\(String(value, radix: 16))")
        }
    }

    @Test func `A text too wide ends in an ellipsis, never in half a glyph`() {
        let shaper = Shaper.forTests
        func fit(_ text: String, _ limit: Int) -> String {
            shaper.shape(text, .plain, fitting: limit).map(\.glyph.text).joined()
        }
        #expect(fit("marguerite", 10) == "marguerite")
        #expect(fit("marguerite", 6) == "margu…")
        #expect(fit("日本語", 5) == "日本…")
        #expect(fit("日本語", 4) == "日…")
        #expect(fit("a👨\u{200D}👩\u{200D}👧", 6) == "a…")
        #expect(fit("abc", 0) == "")
    }
}
