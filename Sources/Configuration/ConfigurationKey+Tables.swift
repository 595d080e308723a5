/// Keys that are tables with keys of their own.
extension ConfigurationKey {
    /// Tables, `[[path]]`, each read by a schema of its own.
    ///
    /// - Parameters:
    ///   - start: the value of a table that sets nothing.
    ///   - finish: completes what has been read from a table, or throws what does not go together in it.
    package static func tables<Entry: Sendable>(
        _ path: String, _ summary: String, _ activation: Activation, _ schema: ConfigurationSchema<Entry>,
        _ place: Place<[Entry]>, from start: Entry,
        finish: @escaping @Sendable (inout Entry) throws(ValueProblem) -> Void
    ) -> ConfigurationKey {
        .init(path, summary, activation, .tables(schema.exampleLines(for: start)), place) {
            value throws(ValueProblem) in
            let tables = value.list?.compactMap(\.entries) ?? []
            guard !tables.isEmpty else { throw ValueProblem(.notTables) }
            var entries: [Entry] = []
            for (number, table) in tables.enumerated() {
                do throws(ValueProblem) {
                    var entry = start
                    try schema.read(table, into: &entry)
                    try finish(&entry)
                    entries.append(entry)
                } catch {
                    var problem = error
                    problem.place = ValueProblem.Place(key: error.place?.key, table: number)
                    throw problem
                }
            }
            return entries
        }
    }
}

extension ConfigurationSchema {
    /// Reads the keys of one table.
    fileprivate func read(
        _ entries: [ConfigurationValue.Entry], into target: inout Target
    ) throws(ValueProblem) {
        for entry in entries {
            guard let key = keys.first(where: { $0.path == entry.key }) else {
                throw ValueProblem(.unknownKey(among: keys.map(\.path)), at: entry.key)
            }
            do throws(ValueProblem) {
                try key.read(entry.value, &target)
            } catch {
                throw ValueProblem(error.reason, at: entry.key)
            }
        }
    }
}
