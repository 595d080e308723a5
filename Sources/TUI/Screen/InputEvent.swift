/// Input from the keyboard.
package enum InputEvent: Hashable, Sendable {
    case key(Key)
    case paste(String)
}
