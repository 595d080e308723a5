import Client
import Protocol
import TUI

/// The languages in which what is typed is checked.
extension App {
    /// Has their dictionaries loaded, and those of before given up; what is typed until they are there is checked then.
    ///
    /// - Parameter place: the buffer in which the person is told why they cannot be had.
    func loadDictionaries(from place: BufferAddress) {
        let languages = preferences.spelling
        screen.checkSpelling(by: nil)
        guard !languages.isEmpty, linear == nil else { return }
        world.dictionaries.load(languages) { [loop = world.loop] result in
            loop.enqueue { [self] in dictionariesLoaded(result, of: languages, from: place) }
        }
    }

    private func dictionariesLoaded(
        _ result: Result<any SpellChecker, DictionaryProblem>, of languages: [String], from place: BufferAddress
    ) {
        // Others may have been chosen meanwhile, whose dictionaries were there sooner.
        guard programEnd == .running, languages == preferences.spelling else { return }
        switch result {
        case .success(let checker): screen.checkSpelling(by: checker)
        case .failure(let problem):
            tell(DrawableText.plain(problem.text), .error, in: place)
        }
        carryOut()
        drawSoon()
    }
}
