/// A hash that is the same in every run and on every machine, which Swift's own is not. Anybody can make two texts with one hash.
/// <http://www.isthe.com/chongo/tech/comp/fnv/>
///
/// It is taken of every line and in every frame, and so is not generic: another module would call the form that works for any sequence.
package enum FNV1a {
    package static func hash32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var hash: UInt32 = 2_166_136_261
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return hash
    }

    package static func hash64(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}
