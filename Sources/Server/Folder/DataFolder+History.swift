import Storage

extension DataFolder {
    /// The engine of the history that a folder holds. Throws where there is none, or half of an import.
    static func engine(ofHistoryIn folder: String) throws(StartError) -> any StorageEngine {
        try requireNamed(folder)
        try UnfinishedImport.requireNone(in: folder)
        let engine = ServerConfiguration.engine(inFolder: folder)
        guard engine.hasLog else {
            throw StartError(
                "there is no history in \(folder)", remedy: "name the folder of a server with --data DIR",
                exitCode: .inputOutput)
        }
        return engine
    }
}
