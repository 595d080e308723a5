import Client
import TUI

/// The languages in which what is typed is checked.
extension App {
    /// Has their dictionaries loaded; what is typed until they are there is checked then.
    func loadDictionaries() {
        guard !preferences.spelling.isEmpty, linear == nil else { return }
        world.dictionaries.load(preferences.spelling) { [loop = world.loop] result in
            loop.enqueue { [self] in dictionariesLoaded(result) }
        }
    }

    private func dictionariesLoaded(_ result: Result<any SpellChecker, DictionaryProblem>) {
        guard programEnd == .running else { return }
        switch result {
        case .success(let checker): screen.checkSpelling(by: checker)
        case .failure(let problem):
            tell(DrawableText.plain(problem.text), .error, in: BufferAddress(chat.shown.network, .server))
        }
        carryOut()
        drawSoon()
    }
}
