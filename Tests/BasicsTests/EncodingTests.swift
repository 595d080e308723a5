import Basics
import Testing

@Suite struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy"),
    ])
    func `It is written and read as the specification says`(_ bytes: String, _ text: String) {
        #expect(Base64.encode(Array(bytes.utf8)) == text)
        #expect(Base64.decode(text) == Array(bytes.utf8))
    }

    @Test func `Every byte comes back`() {
        for count in 0...300 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zg==x", "Z===", "====", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "=Zm9", "Zm-_"])
    func `What is not written so is not read`(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["", "f", "fo", "foo", "foob", "foobar"])
    func `Without padding the same comes back, and padding is refused`(_ text: String) {
        let written = Base64.encode(text.utf8, isPadded: false)
        #expect(!written.contains("="))
        #expect(Base64.decode(unpadded: written.utf8) == Array(text.utf8))
        #expect(Base64.decode(unpadded: (written + "=").utf8) == nil)
    }

    @Test func `In addresses there is no plus, slash or padding`() {
        let bytes: [UInt8] = [0xFB, 0xEF, 0xFF, 0xFE]
        #expect(Base64URL.encode(bytes) == "--___g")
        #expect(Base64URL.decode("--___g".utf8) == bytes)
        for text in ["++//_g", "--___g==", "--___", "--___h"] { #expect(Base64URL.decode(text.utf8) == nil, "\(text)") }
    }
}

@Suite struct HexTests {
    @Test func `Every byte comes back, in either case`() {
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(Hex.decode(Hex.encode(bytes).utf8) == bytes)
        #expect(Hex.decode(Hex.encode(bytes, isUppercase: true).utf8) == bytes)
        #expect(Hex.encode([0, 0x0A, 0xF0]) == "000af0" && Hex.encode([0x0A, 0xF0], isUppercase: true) == "0AF0")
    }

    @Test(arguments: ["0", "0g", "+1", "-1", " 1", "1:", "é0", "000"]) func `What is no pair of digits is not read`(
        _ text: String
    ) {
        #expect(Hex.decode(text.utf8) == nil)
    }
}

/// <http://www.isthe.com/chongo/src/fnv/test_fnv.c>
@Suite struct FNV1aTests {
    @Test(
        arguments: [
            ("", 0x811C_9DC5, 0xCBF2_9CE4_8422_2325), ("a", 0xE40C_292C, 0xAF63_DC4C_8601_EC8C),
            ("foobar", 0xBF9C_F968, 0x8594_4171_F739_67E8),
        ] as [(String, UInt32, UInt64)])
    func `Its hashes are the published ones`(_ text: String, _ short: UInt32, _ long: UInt64) {
        let bytes = Array(text.utf8)
        #expect(FNV1a.hash32(bytes[...]) == short)
        #expect(FNV1a.hash64(bytes[...]) == long)
    }
}
