import Protocol

/// All that ZNC's module `log` wrote of one window: a folder with a file for each day.
struct ZNCFolder: ImportSource {
    let format = ImportFormat.znc
    let path: String
    /// In the order of their days.
    private let names: [String]
    private var context: ForeignLogContext

    /// - Parameter names: of the files in the folder that have a day in their name, at least one.
    init(path: String, names: [String], context: ForeignLogContext) throws(ImportProblem) {
        self.path = path
        self.names = names.sorted()
        self.context = context
        try findKeeper()
    }

    /// Looks for the day on which whoever keeps the log of a private talk speaks: it tells for all.
    private mutating func findKeeper() throws(ImportProblem) {
        var problem: ImportProblem?
        for name in names {
            do throws(ImportProblem) {
                context.ownNick = try log(name).keeper ?? context.ownNick
                return
            } catch {
                problem = error
            }
        }
        if let problem { throw problem }
    }

    private func log(_ name: String) throws(ImportProblem) -> ZNCLog {
        try ZNCLog(path: "\(path)/\(name)", context: context)
    }

    func read(_ take: (ImportedItem) throws(ImportProblem) -> Void) throws(ImportProblem) {
        for name in names {
            try log(name).read { item throws(ImportProblem) in
                guard case .loss(var loss) = item else { return try take(item) }
                loss.reason = "\(name.printable): \(loss.reason)"
                try take(.loss(loss))
            }
        }
    }
}
