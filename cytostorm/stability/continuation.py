"""A curve of equilibria followed through the space of the states and one parameter, past its folds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import brentq

from . import numeric

_REACH = 100      # a curve is followed until a state has grown to this many times its largest start
_LONGEST = 40     # ... or until it has gone on for this many spans
_SLACK = 1e-9     # a start on the border counts as inside


class Path:
    """Curves of equilibria in the space of z = (x, q): the moving states and one parameter.

    Followed by steps along the tangent, each brought back onto the curve at right angles to the step (pseudo-arclength;
    Newton's method on the equations and the length of the step), so that a fold is a point like any other.

    Parameters
    ----------
    machine : Machine
    p : ndarray
        Everything but the moving states; entry `index` is the parameter q.
    span : (float, float)
        Where q may go.
    step : float
        Length of a step, 1 = the span, or the typical size of a state among the seeds.
    seeds : list of ndarray
        Points of the curves.
    """

    def __init__(self, machine: numeric.Machine, p: np.ndarray, index: int, span: tuple[float, float], step: float, seeds: list):
        self.machine, self.p, self.index, self.span, self.step = machine, p.copy(), index, span, step
        levels = np.abs([z[:-1] for z in seeds]) if seeds else np.ones((1, len(machine.states)))
        typical, largest = np.median(levels, axis=0), levels.max(axis=0)
        size = np.where(typical > 0, typical, np.where(largest > 0, largest, 1.0))
        self.scale = np.append(size, span[1] - span[0])
        self.limit = _REACH*np.maximum(largest, size)
        self.lower = np.append([-m if s.signed else 0.0 for s, m in zip(machine.states, self.limit, strict=True)], span[0])
        self.upper = np.append(self.limit, span[1])

    # ---- the curve -----------------------------------------------------------------------------------------------------

    def curve(self, seed: np.ndarray) -> np.ndarray:
        """The whole curve through a point, shape (n, m + 1), from the lower to the higher parameter at its ends."""
        tangent = self._tangent(self._slopes(seed), None)
        back, forth = self._follow(seed, -tangent), self._follow(seed, tangent)
        curve = np.array([*reversed(back), seed, *forth])
        return curve if curve[0, -1] <= curve[-1, -1] else curve[::-1]

    def passes(self, curve: np.ndarray, z: np.ndarray) -> bool:
        """Whether z lies on the curve: nearer to the chord of two neighbours than a twentieth of its length."""
        points, target = curve/self.scale, z/self.scale
        chords = np.diff(points, axis=0)
        squares = np.maximum((chords**2).sum(axis=1), 1e-300)
        along = np.clip(((target - points[:-1])*chords).sum(axis=1)/squares, 0, 1)
        distance = np.linalg.norm(points[:-1] + along[:, None]*chords - target, axis=1)
        return bool(np.any(distance < _SLACK + 0.05*np.sqrt(squares)))

    def within(self, curve: np.ndarray, row: int) -> tuple[np.ndarray, np.ndarray]:
        """Parameter and one state along a curve, without the rounding by which its ends overstep the border."""
        inside = np.clip(curve, self.lower, self.upper)
        return inside[:, -1], inside[:, row]

    def _follow(self, start: np.ndarray, tangent: np.ndarray) -> list[np.ndarray]:
        found, z, step = [], start, self.step
        for _ in range(int(_LONGEST/self.step)):
            following = self._corrected(z, tangent, step)
            turned = None if following is None else self._tangent(self._slopes(following), tangent)
            if turned is None or turned @ tangent < 0.98:
                step /= 2
                if step < 1e-9*self.step:
                    break
                continue
            if self._margin(following) < -_SLACK:
                found += self._at_the_border(z, tangent, step)
                break
            found.append(following)
            if len(found) > 10 and np.abs((following - start)/self.scale).max() < 0.6*self.step:
                break  # round a closed curve
            far = max(1.0, np.abs(following[:-1]/self.scale[:-1]).max())
            z, tangent, step = following, turned, min(2*step, self.step*far)
        return found

    def _corrected(self, z: np.ndarray, tangent: np.ndarray, step: float) -> np.ndarray | None:
        """The point of the curve whose distance from z along the tangent is `step`; None when Newton's method does not arrive."""
        origin = z/self.scale
        guess = origin + step*tangent
        for _ in range(12):
            slopes, rates = self._slopes(guess*self.scale), self._rates(guess*self.scale)
            if not (np.isfinite(slopes).all() and np.isfinite(rates).all()):
                return None
            weights = 1/(np.abs(slopes).max(axis=1) + 1e-300)
            system = np.vstack([slopes*weights[:, None], tangent])
            miss = np.append(rates*weights, tangent @ (guess - origin) - step)
            try:
                change = np.linalg.solve(system, -miss)
            except np.linalg.LinAlgError:
                change = np.linalg.lstsq(system, -miss, rcond=None)[0]
            guess = guess + change
            if np.abs(change).max() < 1e-8*(1 + np.abs(guess).max()):  # quadratic: the next change would be rounding
                return guess*self.scale if np.abs(guess - origin).max() < 3*abs(step) + 1e-12 else None
        return None

    @staticmethod
    def _tangent(slopes: np.ndarray, along: np.ndarray | None) -> np.ndarray:
        """Unit vector along the curve, on the side of `along` (by default towards a larger parameter)."""
        tangent = np.linalg.svd(slopes/(np.abs(slopes).max(axis=1) + 1e-300)[:, None])[2][-1]
        return tangent if (tangent[-1] if along is None else tangent @ along) >= 0 else -tangent

    def _margin(self, z: np.ndarray) -> float:
        """Scaled distance to the nearest border; negative beyond it."""
        return float(min(((z - self.lower)/self.scale).min(), ((self.upper - z)/self.scale).min()))

    def _at_the_border(self, z: np.ndarray, tangent: np.ndarray, step: float) -> list[np.ndarray]:
        """The point at which a step crosses the border; none when z lies on it already."""
        def margin(part: float) -> float:
            found = self._corrected(z, tangent, part)
            return -1.0 if found is None else self._margin(found)

        if self._margin(z) <= _SLACK:
            return []
        found = self._corrected(z, tangent, brentq(margin, 0.0, step, xtol=1e-14))
        return [] if found is None else [found]

    # ---- stability along it --------------------------------------------------------------------------------------------

    def stable(self, curve: np.ndarray) -> np.ndarray:
        """Whether every small disturbance dies, at each point of a curve; bool, shape (n,)."""
        return np.linalg.eigvals(self._jacobians(curve)).real.max(axis=1) < 0

    def changes(self, curve: np.ndarray) -> Iterator[tuple[str, int]]:
        """(which test changes sign, number of the point before it): "determinant", or "pair" for complex eigenvalues."""
        tests = self._tests(curve)
        for which, values in tests.items():
            for k in np.nonzero(values[:-1]*values[1:] < 0)[0]:
                yield which, int(k)

    def between(self, z: np.ndarray, following: np.ndarray, which: str) -> np.ndarray:
        """The point of the curve between two neighbours at which a test is zero."""
        chord = (following - z)/self.scale
        length = float(np.linalg.norm(chord))

        def point(part: float) -> np.ndarray:
            found = self._corrected(z, chord/length, part)
            return z + part/length*(following - z) if found is None else found

        part = brentq(lambda part: self._tests(point(part)[None])[which][0], 0.0, length, xtol=1e-15, rtol=1e-14)
        return point(part)

    def _tests(self, curve: np.ndarray) -> dict[str, np.ndarray]:
        """Determinant, and real part of the foremost eigenvalue where that is complex (else 0), at each point."""
        matrices = self._jacobians(curve)
        values = np.linalg.eigvals(matrices)
        lead = values[np.arange(len(values)), values.real.argmax(axis=1)]
        return {"determinant": np.linalg.det(matrices),
                "pair": np.where(np.abs(lead.imag) > 1e-9*np.abs(lead), lead.real, 0.0)}

    # ---- the equations -------------------------------------------------------------------------------------------------

    def _jacobians(self, curve: np.ndarray) -> np.ndarray:
        return np.array([self.machine.jacobian(z[:-1], self._with(z[-1])) for z in curve])

    def _rates(self, z: np.ndarray) -> np.ndarray:
        return self.machine.rates(z[:-1], self._with(z[-1]))

    def _slopes(self, z: np.ndarray) -> np.ndarray:
        """Derivatives of the rates with respect to the scaled z, shape (m, m + 1)."""
        p = self._with(z[-1])
        return np.column_stack([self.machine.jacobian(z[:-1], p), self.machine.towards(self.index, z[:-1], p)])*self.scale

    def _with(self, q: float) -> np.ndarray:
        self.p[self.index] = q
        return self.p
