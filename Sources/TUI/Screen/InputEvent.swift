/// Input from the keyboard and the mouse.
package enum InputEvent: Hashable, Sendable {
    case key(Key)
    case paste(String)
    case mouse(MouseEvent)
}
