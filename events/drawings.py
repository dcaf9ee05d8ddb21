"""Seats as dots, for the eye; the words beside them say the same."""

from dataclasses import dataclass

#: Dots on a line, and the most that are still dots to count and not a grey field.
PER_ROW, MOST = 15, 60
#: Units of the drawing.
STEP, EDGE = 22, 11


@dataclass(frozen=True)
class SeatRows:
    capacity: int
    taken: int

    @classmethod
    def of(cls, ledger) -> "SeatRows | None":
        """None where there is nothing to count."""
        if not ledger.capacity or ledger.capacity > MOST:
            return None
        return cls(ledger.capacity, min(ledger.seats_taken, ledger.capacity))

    @property
    def height(self) -> int:
        return STEP * -(-self.capacity // PER_ROW)

    @property
    def width(self) -> int:
        return STEP * PER_ROW

    @property
    def dots(self) -> list[tuple[int, int, bool]]:
        """Middle of each seat and whether it is taken."""
        places = (divmod(number, PER_ROW) for number in range(self.capacity))
        return [
            (EDGE + STEP * column, EDGE + STEP * row, row * PER_ROW + column < self.taken) for row, column in places
        ]
