/// A fingerprint in groups of four letters, as two people compare one by eye: `SHA256:47DE Qpj8 …`.
package enum GroupedFingerprint {
    /// - Parameter fingerprint: as ssh shows one: the name of the hash, a colon, and base64. A text without a colon is left as it is.
    package static func text(_ fingerprint: String) -> String {
        guard let colon = fingerprint.firstIndex(of: ":") else { return fingerprint }
        var text = String(fingerprint[...colon])
        for (place, letter) in fingerprint[colon...].dropFirst().enumerated() {
            if place > 0, place.isMultiple(of: groupLength) { text += " " }
            text.append(letter)
        }
        return text
    }

    /// Letters of a group.
    package static let groupLength = 4
}
