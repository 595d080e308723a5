import Protocol

/// Measures a machine for the doctor. It changes nothing that stays.
protocol MachineProbe {
    var now: Timestamp { get }
    /// Nil where the system does not tell.
    var isClockSynchronized: Bool? { get }

    func disk(holding folder: String) -> MachineSurvey.Disk?

    func mount(holding folder: String) -> MachineSurvey.Mount?

    /// Writes to a file in the folder that is gone afterwards, however the program ends.
    func trySyncs(in folder: String) -> MachineSurvey.SyncTrial

    /// - Parameter server: the process of a server that runs; nil for a server that this process would start.
    func descriptors(of server: Int32?) -> MachineSurvey.Descriptors?

    /// The paths of the libraries that a process has loaded.
    ///
    /// - Parameter server: see ``descriptors(of:)``.
    func libraries(of server: Int32?) -> [String]
}
