import Protocol

extension SessionConfiguration {
    /// A room has another name: the choices for its log and its events go along, unless there are choices for that name already.
    mutating func renamed(_ old: FoldedName, to name: String, casemapping: Casemapping) {
        Self.rename(old, to: name, in: &logRooms, casemapping)
        Self.rename(old, to: name, in: &events.rooms, casemapping)
    }

    private static func rename<Choice>(
        _ old: FoldedName, to name: String, in choices: inout [String: Choice], _ casemapping: Casemapping
    ) {
        let new = casemapping.fold(name)
        guard let known = choices.keys.first(where: { casemapping.fold($0) == old }), new != old,
            let choice = choices.removeValue(forKey: known)
        else { return }
        guard !choices.keys.contains(where: { casemapping.fold($0) == new }) else { return }
        choices[name] = choice
    }
}
