import Protocol

extension RegisteredChannel {
    /// ``modes`` with a `*` in the place of each parameter that is for members only, such as the key.
    package var modesWithoutSecrets: String {
        let words = modes.split(separator: " ").map(String.init)
        let letters = words.first ?? ""
        let changes = ModeChange.parse(letters, Array(words.dropFirst()), kinds: ChannelModes.kinds)
        let parameters = changes.compactMap { change in
            guard case .parameter(let mode) = ChannelMode(change.mode), mode.definition.isSecret else {
                return change.parameter
            }
            return change.parameter.map { _ in "*" }
        }
        return ([letters] + parameters).joined(separator: " ")
    }
}
