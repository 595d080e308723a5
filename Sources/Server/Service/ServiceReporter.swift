import Chat
import Dispatch
import Glibc

/// Tells the service manager how the server is: that it serves, who is here, and that it lives.
///
/// All of it comes from the server's own queue: where that is stuck, nothing is told, and the manager ends the service after its time.
final class ServiceReporter {
    /// How often it is looked whether somebody has come or gone.
    private static let statusSeconds = 5

    private let manager: ServiceManager
    private let population: () -> ServerPopulation
    private var toldStatus = ""
    private var timers: [any DispatchSourceTimer] = []

    /// Tells at once that the server serves.
    ///
    /// - Parameters:
    ///   - queue: the server's.
    ///   - population: called on it.
    init(_ manager: ServiceManager, on queue: DispatchQueue, population: @escaping () -> ServerPopulation) {
        self.manager = manager
        self.population = population
        toldStatus = status
        manager.notifyReady(.mainProcess(getpid()), .status(toldStatus))
        let second = 1000
        repeating(Self.statusSeconds * second, on: queue) { $0.tellStatus() }
        if let milliseconds = manager.watchdogMilliseconds {
            repeating(milliseconds, on: queue) { $0.manager.notify(.watchdog) }
        }
    }

    deinit { timers.forEach { $0.cancel() } }

    private func repeating(
        _ milliseconds: Int, on queue: DispatchQueue, _ body: @escaping (ServiceReporter) -> Void
    ) {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        let interval = DispatchTimeInterval.milliseconds(milliseconds)
        timer.schedule(deadline: .now() + interval, repeating: interval, leeway: .milliseconds(milliseconds / 10))
        timer.setEventHandler { [weak self] in
            if let self { body(self) }
        }
        timer.activate()
        timers.append(timer)
    }

    private func tellStatus() {
        let status = status
        guard status != toldStatus else { return }
        toldStatus = status
        manager.notify(.status(status))
    }

    private var status: String {
        let population = population()
        let people = population.people == 1 ? "1 person" : "\(population.people) people"
        let rooms = population.rooms == 1 ? "1 room" : "\(population.rooms) rooms"
        return "\(people) in \(rooms)"
    }
}
