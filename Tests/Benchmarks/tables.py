"""What is measured, as docs/benchmarks.md shows it: medians, what was not to be had, and why."""
import datetime, os, pathlib, platform, statistics

MARKS = "¹²³⁴⁵⁶⁷⁸⁹"


class Findings:
    """The values that a figure had in each round, by row and column; or why it had none."""

    def __init__(self, rounds):
        self.rounds, self.values, self.faults, self.notes = rounds, {}, {}, []

    def add(self, row, column, value):
        self.values.setdefault((row, column), []).append(value)

    def fail(self, row, column, words):
        self.faults.setdefault((row, column), words)

    def middle(self, row, column):
        """The median of what there is, or None."""
        values = self.values.get((row, column))
        return statistics.median(values) if values else None

    def cell(self, row, column, digits):
        """The median, how many rounds it is of where it is not all, and a note why."""
        values = self.values.get((row, column), [])
        mark = ""
        if words := self.faults.get((row, column)):
            note = f"{column}: {words}"
            if note not in self.notes:
                self.notes.append(note)
            place = self.notes.index(note)
            mark = MARKS[place] if place < len(MARKS) else f" ({place + 1})"
        if not values:
            return "–" + mark
        count = "" if len(values) == self.rounds else f" (n = {len(values)})"
        return f"{statistics.median(values):,.{digits}f}{count}{mark}"

    def ratio(self, row, one, other, digits=2):
        first, second = self.middle(row, one), self.middle(row, other)
        return "–" if first is None or not second else f"{first / second:.{digits}f}"

    def footnotes(self):
        """A line each; what they are is known only after the last cell."""
        lines = [f"{MARKS[place] if place < len(MARKS) else f'({place + 1})'} {note}" for place, note in enumerate(self.notes)]
        return "\n" + "<br>\n".join(lines) + "\n" if lines else ""


def markdown(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1)] + rows
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def median_of(rounds):
    return "one run" if rounds == 1 else f"the median of {rounds} runs (n says where there are fewer)"


def machine():
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal"))
    return (f"{os.cpu_count()} cores, {round(memory / 2**20)} GB of memory, Linux {platform.release().split('-')[0]}, "
            f"{datetime.date.today().isoformat()}")


def rewrite(file, name, text):
    """Puts a text between its marks in a page."""
    path = pathlib.Path(file)
    begin, end = f"<!-- {name}: made by `make bench` -->\n", f"<!-- end of {name} -->"
    before, rest = path.read_text().split(begin)
    path.write_text(before + begin + text + end + rest.split(end, 1)[1])
