import Basics
import Testing

@Suite struct GroupedFingerprintTests {
    @Test(arguments: [
        ("SHA256:abcdefghi", "SHA256:abcd efgh i"), ("SHA256:abcde", "SHA256:abcd e"), ("SHA256:abcd", "SHA256:abcd"),
        ("SHA256:", "SHA256:"), (":abcde", ":abcd e"), ("abcdefgh", "abcdefgh"), ("", ""),
    ])
    func `A fingerprint of any length stands in groups of four`(_ fingerprint: String, _ text: String) {
        #expect(GroupedFingerprint.text(fingerprint) == text)
    }
}
