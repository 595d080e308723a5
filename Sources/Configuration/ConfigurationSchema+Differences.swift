extension ConfigurationSchema where Target: Equatable {
    /// The paths of those keys of one activation in which two targets differ, in alphabetical order.
    package func difference(from old: Target, to new: Target, _ activation: Activation) -> [String] {
        keys.filter { $0.isShown && $0.activation == activation && $0.differs(old, new) }.map(\.path).sorted()
    }
}

extension ConfigurationKey {
    /// False for another way of writing a key that is shown.
    var isShown: Bool {
        switch shown {
        case .standard, .example, .table, .tables: true
        case .elsewhere: false
        }
    }
}

extension ConfigurationKey where Target: Equatable {
    /// True where two targets differ in the key's variable.
    func differs(_ old: Target, _ new: Target) -> Bool {
        var mixed = new
        copy(old, &mixed)
        return mixed != new
    }
}
