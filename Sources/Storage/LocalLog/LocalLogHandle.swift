import Protocol

/// The file of a ``LocalLog``, which is opened anew where it was found to be damaged.
struct LocalLogHandle {
    private let path: String
    /// Nil once it is closed, and where it could not be opened anew.
    private var file: LocalLogFile?
    private(set) var isClosed = false
    /// True where the last question could not be answered.
    private var isUnreadable = false
    /// What there is to tell.
    private var incidents: [LocalLogIncident] = []

    init(path: String) throws(LogError) {
        self.path = path
        let (file, setAside) = try LocalLogFile.open(path)
        self.file = file
        if let setAside { incidents.append(.setAside(setAside)) }
    }

    mutating func takeIncidents() -> [LocalLogIncident] {
        defer { incidents = [] }
        return incidents
    }

    /// Stores all of the entries, or none. Where the file is damaged it is set aside, and they are stored in another one.
    mutating func store(_ entries: [LocalLogEntry]) throws(LogError) {
        let file = try opened()
        do throws(LogError) {
            try file.store(entries)
        } catch {
            guard try replaceDamaged(error) else { throw error }
            try opened().store(entries)
        }
    }

    /// The answer to a question; nil where it cannot be had. A file that is found to be damaged is set aside then, too.
    mutating func ask<Answer>(_ question: (LocalLogFile) throws(LogError) -> Answer) -> Answer? {
        guard !isClosed else { return nil }
        do throws(LogError) {
            let file = try opened()
            let answer = try question(file)
            isUnreadable = false
            return answer
        } catch {
            if (try? replaceDamaged(error)) == true { return nil }
            if !isUnreadable { incidents.append(.unreadable(error)) }
            isUnreadable = true
            return nil
        }
    }

    /// One piece of the upkeep. False where nothing is left to do.
    mutating func upkeep(_ retention: Retention, at time: Timestamp) throws(LogError) -> Bool {
        guard !isClosed else { return false }
        do throws(LogError) {
            return try opened().upkeep(retention, at: time)
        } catch {
            guard try replaceDamaged(error) else { throw error }
            return false
        }
    }

    mutating func close() {
        isClosed = true
        file?.close()
        file = nil
    }

    private mutating func opened() throws(LogError) -> LocalLogFile {
        if let file { return file }
        guard !isClosed else { throw .other("it is closed") }
        let opened = try LocalLogFile.open(path)
        take(opened)
        return opened.file
    }

    /// Begins another file in the place of one whose use has failed, where it is damaged.
    ///
    /// - Returns: false where it is not.
    private mutating func replaceDamaged(_ error: LogError) throws(LogError) -> Bool {
        guard error.isDamageOfFile, let file else { return false }
        let number = file.number
        file.close()
        self.file = nil
        take(try LocalLogFile.replace(path, number: number))
        return true
    }

    private mutating func take(_ opened: (file: LocalLogFile, setAside: String?)) {
        file = opened.file
        if let name = opened.setAside { incidents.append(.setAside(name)) }
    }
}
