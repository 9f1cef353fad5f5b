"""The driver of the compiled engine: a whole run, doses and all, by Dormand and Prince's Runge–Kutta method of order 5(4).

Nobody imports this file: `numba.py` puts its text after what is generated from a model, so that numba compiles both together.
From there come `constants`, `rhs`, `jump`, the decorators and DYNAMIC, STATES, CONSTANTS, LOWEST, GROWTH_LIMIT, NOISE,
ROUNDING.
Steps, their control and the watch on growth are those of the page (`frontend/src/engine/dopri5.js`, `integrate.js`, `solve.js`),
so that both find the same; only that here the whole budget of steps may be spent, because it takes milliseconds.

Source: Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, tables II.5.2 and sections II.4, II.6.
"""

DONE, GROWN, TOO_MANY_STEPS, NO_NUMBER, BELOW_ZERO = range(5)
BUDGET = 20_000  # steps of a run; what needs more is stiff
SAFETY, SMOOTHING, LARGEST_GROWTH, LARGEST_CUT = 0.9, 0.04, 10, 0.2
POWER = 1/5 - 0.75*SMOOTHING

A21 = 1/5
A31, A32 = 3/40, 9/40
A41, A42, A43 = 44/45, -56/15, 32/9
A51, A52, A53, A54 = 19372/6561, -25360/2187, 64448/6561, -212/729
A61, A62, A63, A64, A65 = 9017/3168, -355/33, 46732/5247, 49/176, -5103/18656
B1, B3, B4, B5, B6 = 35/384, 500/1113, 125/192, -2187/6784, 11/84
# E: what the step of order 5 has more than the embedded one of order 4. D: the continuous extension.
E1, E3, E4, E5, E6, E7 = 71/57600, -71/16695, 71/1920, -17253/339200, 22/525, -1/40
D1, D3, D4 = -12715105075/11282082432, 87487479700/32700410799, -10690763975/1880347072
D5, D6, D7 = 701980252875/199316789632, -1453857185/822651844, 69997945/29380423


@kept
def integrate(p, y, days, kinds, amounts, grid, rtol, atol, out):
    """One run; see numba.py for the arguments and what is returned."""
    c = np.empty(CONSTANTS)
    k = np.zeros((7, STATES))
    next, stage, curve = np.empty(STATES), np.empty(STATES), np.empty((5, STATES))
    constants(p, c)
    reference = atol  # what lies below the tolerance is the solver's noise, and its growth means nothing
    day, row, dose, steps, evaluations, finite = grid[0], 0, 0, 0, 0, True
    while True:
        after = dose
        while after < len(days) and days[after] <= day:
            after += 1
        status = give(p, y, kinds, amounts, dose, after, stage)
        dose = after
        slope(y, p, c, stage, k[0])
        evaluations += 1
        if not total(y) + total(k[0]) < np.inf:
            status = NO_NUMBER
        if status != DONE:
            return status, row, day, steps, evaluations
        if grid[row] == day:
            write(y, atol, out[row])
            row += 1
        if row == len(grid):
            return DONE, row, day, steps, evaluations
        to = min(days[dose], grid[-1]) if dose < len(days) else grid[-1]
        reference = max(reference, total(y) + total(k[0]))
        copy(y, next)
        h = first_step(y, p, c, k, stage, to - day, rtol, atol)
        evaluations += 1
        error_before, rejected = 1e-4, False
        while day < to:
            if steps >= BUDGET:
                return TOO_MANY_STEPS, row, day, steps, evaluations
            last = day + 1.01*h >= to  # a little stretch, so that no sliver of a step remains
            if last:
                h = to - day
            elif day + 0.1*h == day or h < 1e-30:
                return (NO_NUMBER if not finite else TOO_MANY_STEPS), row, day, steps, evaluations
            steps += 1
            evaluations += 6
            error = attempt(y, h, p, c, k, stage, next, rtol, atol)
            size = total(next)
            finite = error < np.inf and size < np.inf
            if finite and error <= 1:
                now = to if last else day + h
                grown = size > GROWTH_LIMIT*reference
                if grown or grid[row] < now:
                    bend(y, next, h, k, curve)
                if grown:
                    now = day + h*crossing(curve, GROWTH_LIMIT*reference, stage)
                while grid[row] < now:  # the point at the end of a stretch is written after its doses
                    dense(curve, (grid[row] - day)/h, stage)
                    write(stage, atol, out[row])
                    row += 1
                if grown:
                    dense(curve, (now - day)/h, stage)
                    write(stage, atol, out[row])
                    return GROWN, row + 1, now, steps, evaluations
                copy(next, y)
                copy(k[6], k[0])  # the last slope is the first one of the next step
                day = now
                growth = SAFETY*error_before**SMOOTHING/error**POWER
                h *= min(1.0 if rejected else LARGEST_GROWTH, max(LARGEST_CUT, growth))
                error_before, rejected = max(error, 1e-4), False
            else:
                h *= max(LARGEST_CUT, SAFETY/error**POWER) if finite else 0.5
                rejected = True


@compiled
def copy(values, target):
    for i in range(STATES):  # a[:] = b takes numba two seconds
        target[i] = values[i]


@compiled
def give(p, y, kinds, amounts, first, after, before):
    """The doses of one day, from `first` to before `after`, with the rule of `common.give`: none takes below zero what cannot be."""
    copy(y, before)
    for i in range(first, after):
        jump(kinds[i], y, p, amounts[i])
    for i in range(STATES):
        if y[i] != before[i] and y[i] < LOWEST[i]:
            if y[i] < -ROUNDING[0]*abs(before[i]) - ROUNDING[1]:
                return BELOW_ZERO
            y[i] = 0
    return DONE


@compiled
def clipped(value, i):
    """A method may try a quantity a rounding error below zero, where a broken power has no value."""
    return LOWEST[i] if value < LOWEST[i] else value


@compiled
def slope(y, p, c, stage, dy):
    for i in range(STATES):
        stage[i] = clipped(y[i], i)
    rhs(stage, p, c, dy)


@compiled
def attempt(y, h, p, c, k, stage, next, rtol, atol):
    """Try a step of h days into `next`; returns its error, at most 1 when it may be kept."""
    k1, k2, k3, k4, k5, k6, k7 = k[0], k[1], k[2], k[3], k[4], k[5], k[6]
    for i in range(DYNAMIC):
        stage[i] = clipped(y[i] + h*A21*k1[i], i)
    rhs(stage, p, c, k2)
    for i in range(DYNAMIC):
        stage[i] = clipped(y[i] + h*(A31*k1[i] + A32*k2[i]), i)
    rhs(stage, p, c, k3)
    for i in range(DYNAMIC):
        stage[i] = clipped(y[i] + h*(A41*k1[i] + A42*k2[i] + A43*k3[i]), i)
    rhs(stage, p, c, k4)
    for i in range(DYNAMIC):
        stage[i] = clipped(y[i] + h*(A51*k1[i] + A52*k2[i] + A53*k3[i] + A54*k4[i]), i)
    rhs(stage, p, c, k5)
    for i in range(DYNAMIC):
        stage[i] = clipped(y[i] + h*(A61*k1[i] + A62*k2[i] + A63*k3[i] + A64*k4[i] + A65*k5[i]), i)
    rhs(stage, p, c, k6)
    for i in range(DYNAMIC):
        next[i] = y[i] + h*(B1*k1[i] + B3*k3[i] + B4*k4[i] + B5*k5[i] + B6*k6[i])
    slope(next, p, c, stage, k7)
    sum = 0.0
    for i in range(DYNAMIC):
        error = h*(E1*k1[i] + E3*k3[i] + E4*k4[i] + E5*k5[i] + E6*k6[i] + E7*k7[i])
        sum += (error/(atol + rtol*max(abs(y[i]), abs(next[i]))))**2
    return sqrt(sum/max(DYNAMIC, 1))


@compiled
def bend(y, next, h, k, curve):
    """The polynomial of order 4 inside a step; only steps that contain a point of the grid need it."""
    for i in range(STATES):
        gain = next[i] - y[i]
        start = h*k[0, i] - gain
        curve[0, i] = y[i]
        curve[1, i] = gain
        curve[2, i] = start
        curve[3, i] = gain - h*k[6, i] - start
        curve[4, i] = h*(D1*k[0, i] + D3*k[2, i] + D4*k[3, i] + D5*k[4, i] + D6*k[5, i] + D7*k[6, i])


@compiled
def dense(curve, fraction, out):
    """The states at a fraction, 0 to 1, of the step."""
    rest = 1 - fraction
    for i in range(STATES):
        out[i] = curve[0, i] + fraction*(curve[1, i] + rest*(curve[2, i] + fraction*(curve[3, i] + rest*curve[4, i])))


@compiled
def crossing(curve, limit, row):
    """Where in the step, as a fraction of it, the states together pass the limit: by bisection."""
    below, above = 0.0, 1.0
    for _ in range(50):
        middle = (below + above)/2
        dense(curve, middle, row)
        if total(row) > limit:
            above = middle
        else:
            below = middle
    return above


@compiled
def write(y, atol, out):
    """A row of the output; noise below zero is 0, as `common.clear_noise` has it."""
    for i in range(STATES):
        out[i] = 0.0 if LOWEST[i] == 0 and -NOISE*atol < y[i] < 0 else y[i]


@compiled
def total(vector):
    """Sum of the magnitudes: no finite number as soon as one entry is none."""
    sum = 0.0
    for value in vector:
        sum += abs(value)
    return sum


@compiled
def norm(values, y, rtol, atol):
    sum = 0.0
    for i in range(DYNAMIC):
        sum += (values[i]/(atol + rtol*abs(y[i])))**2
    return sqrt(sum/max(DYNAMIC, 1))


@compiled
def first_step(y, p, c, k, stage, span, rtol, atol):
    """A first step that makes an error of about a hundredth of the tolerance."""
    height, rise = norm(y, y, rtol, atol), norm(k[0], y, rtol, atol)
    trial = min(span, 1e-6 if height < 1e-5 or rise < 1e-5 else 0.01*height/rise)
    for i in range(DYNAMIC):
        stage[i] = clipped(y[i] + trial*k[0, i], i)
    rhs(stage, p, c, k[1])
    for i in range(DYNAMIC):
        stage[i] = k[1, i] - k[0, i]
    steepest = max(rise, norm(stage, y, rtol, atol)/trial)
    wanted = max(1e-6, trial*1e-3) if steepest <= 1e-15 else (0.01/steepest)**(1/5)
    return min(span, 100*trial, wanted if wanted > 0 else trial)
