extension ConfigurationSchema where Target: Equatable {
    /// The configuration that a program goes by that ran with `old` and is told `new`: a key that counts from the next start keeps its old
    /// value.
    ///
    /// - Returns: that configuration, and the paths of the keys that wait for the next start, in alphabetical order.
    package func reload(_ old: Target, with new: Target) -> (inForce: Target, waiting: [String]) {
        var inForce = new
        var waiting: [String] = []
        for key in keys {
            switch key.activation {
            case .atOnce: break
            case .nextStart:
                let before = inForce
                key.copy(old, &inForce)
                if inForce != before { waiting.append(key.path) }
            }
        }
        return (inForce, waiting.sorted())
    }
}
