import Client
import Protocol
import TUI

/// /buffer: going to a buffer of any network, and giving one another number.
extension App {
    /// - Parameters:
    ///   - text: see ``Client/ChatModel/buffer(called:)``.
    ///   - place: the buffer in which the person asked for it, and is told of mistakes.
    func goToBuffer(_ text: String, from place: BufferAddress) {
        guard let found = chat.buffer(called: text) else {
            let words = "There is no buffer “\(DrawableText.plain(text))”. Give its number, its name or a part of it."
            return tell(words, .error, in: place)
        }
        show(found)
    }

    func moveBuffer(_ place: BufferAddress, to number: Int) {
        guard let numbers = chat.numbers(for: place), !chat.move(place, to: number) else { return }
        let words =
            numbers.count == 1
            ? "It is the only buffer of its network."
            : "Its network has the numbers \(numbers.lowerBound) to \(numbers.upperBound)."
        tell("The buffer cannot have the number \(number). \(words)", .error, in: place)
    }
}
