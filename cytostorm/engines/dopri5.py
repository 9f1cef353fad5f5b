"""The driver of the compiled engine: whole runs, doses and all, by Dormand and Prince's Runge–Kutta method of order 5(4).

Nobody imports this file: `numba.py` puts its text after what is generated from a model, so that numba compiles both together.
From there come `constants`, `rhs`, `jump`, the decorators, LANES, `rows`, `where` and DYNAMIC, STATES, CONSTANTS, LOWEST,
GROWTH_LIMIT, NOISE, ROUNDING.

LANES runs go side by side, each with doses and steps of its own; an array holds all lanes of a quantity next to each other,
and `rows(array)[i]` is quantity i: a number in a single run, a vector of all lanes' numbers in a ward. What is written in
terms of rows therefore reads like one run; what a run decides for itself is told of each lane.
Steps, their control and the watch on growth are those of the page (`frontend/src/engine/dopri5.js`, `integrate.js`, `solve.js`),
so that both find the same; only that here the whole budget of steps may be spent, because it takes milliseconds.

Source: Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, tables II.5.2 and sections II.4, II.6.
"""

DONE, GROWN, TOO_MANY_STEPS, NO_NUMBER, BELOW_ZERO, RUNNING = range(6)
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


@outermost
def integrate(p, y, days, kinds, amounts, grid, rtol, atol, out, ends):
    """LANES runs; see numba.py for the arguments.

    No lane knows of another: what is worked out for all of them because one needs it is not taken, or is for the others
    what they have already.
    """
    c, k, curve = np.empty(CONSTANTS*LANES), np.zeros((7, STATES*LANES)), np.empty(5*STATES*LANES)
    next, stage = np.empty(STATES*LANES), np.empty(STATES*LANES)
    day, to, now, h, span = np.full(LANES, grid[0]), np.full(LANES, grid[0]), np.zeros(LANES), np.zeros(LANES), np.zeros(LANES)
    error, size, before, rise, fall = np.zeros(LANES), np.zeros(LANES), np.zeros(LANES), np.zeros(LANES), np.zeros(LANES)
    reference = np.full(LANES, atol)  # what lies below the tolerance is the solver's noise, and its growth means nothing
    fraction, accepted = np.zeros(LANES), np.zeros(LANES)
    status, dose, row = np.full(LANES, RUNNING), np.zeros(LANES, np.int64), np.zeros(LANES, np.int64)
    steps, evaluations = np.zeros(LANES, np.int64), np.zeros(LANES, np.int64)
    starts, last, grown, due = np.zeros(LANES, np.bool_), np.zeros(LANES, np.bool_), np.zeros(LANES, np.bool_), np.zeros(LANES, np.bool_)
    finite, rejected = np.ones(LANES, np.bool_), np.zeros(LANES, np.bool_)
    constants(rows(p), rows(c))
    while True:
        some = False
        for lane in range(LANES):  # from dose to dose
            starts[lane] = status[lane] == RUNNING and day[lane] >= to[lane]
            if starts[lane]:
                some, first = True, dose[lane]
                while dose[lane] < len(days) and days[dose[lane]] <= day[lane]:
                    dose[lane] += 1
                status[lane] = give(p, y, lane, kinds, amounts, first, dose[lane])
        if some:
            slope(rows(y), rows(p), rows(c), rows(stage), rows(k[0]))
            rows(size)[0] = total(rows(y)) + total(rows(k[0]))
            some = False
            for lane in range(LANES):
                if starts[lane]:
                    evaluations[lane] += 1
                    if not size[lane] < np.inf:
                        status[lane] = NO_NUMBER
                    elif status[lane] == RUNNING and grid[row[lane]] == day[lane]:
                        write(y, lane, atol, out[lane, row[lane]])
                        row[lane] += 1
                        if row[lane] == len(grid):
                            status[lane] = DONE
                    starts[lane] = status[lane] == RUNNING
                    some = some or starts[lane]
                    to[lane] = min(days[dose[lane]], grid[-1]) if dose[lane] < len(days) else grid[-1]
                    span[lane] = to[lane] - day[lane]
                    reference[lane] = max(reference[lane], size[lane])
        if some:
            copy(rows(y), rows(next))
            rows(fraction)[0] = first_step(rows(y), rows(p), rows(c), k, rows(stage), rows(span)[0], rtol, atol)
            for lane in range(LANES):
                if starts[lane]:
                    h[lane], before[lane], rejected[lane] = fraction[lane], 1e-4, False
                    evaluations[lane] += 1
        some = False
        for lane in range(LANES):
            if status[lane] == RUNNING:
                last[lane] = day[lane] + 1.01*h[lane] >= to[lane]  # a little stretch, so that no sliver of a step remains
                if steps[lane] >= BUDGET:
                    status[lane] = TOO_MANY_STEPS
                elif last[lane]:
                    h[lane] = to[lane] - day[lane]
                elif day[lane] + 0.1*h[lane] == day[lane] or h[lane] < 1e-30:
                    status[lane] = TOO_MANY_STEPS if finite[lane] else NO_NUMBER
            if status[lane] == RUNNING:
                some = True
                steps[lane] += 1
                evaluations[lane] += 6
        if not some:
            break
        rows(error)[0] = attempt(rows(y), rows(h)[0], rows(p), rows(c), k, rows(stage), rows(next), rtol, atol)
        rows(size)[0] = total(rows(next))
        rows(rise)[0], rows(fall)[0] = pow(rows(before)[0], SMOOTHING), pow(rows(error)[0], POWER)
        some = grows = False
        for lane in range(LANES):
            finite[lane] = error[lane] < np.inf and size[lane] < np.inf
            accepted[lane] = status[lane] == RUNNING and finite[lane] and error[lane] <= 1
            if accepted[lane]:
                now[lane] = to[lane] if last[lane] else day[lane] + h[lane]
                grown[lane] = size[lane] > GROWTH_LIMIT*reference[lane]
                grows = grows or grown[lane]
                some = some or grown[lane] or grid[row[lane]] < now[lane]
        if some:
            bend(rows(y), rows(next), rows(h)[0], k, rows(curve))
        if grows:
            rows(fraction)[0] = crossing(rows(curve), GROWTH_LIMIT*rows(reference)[0], rows(stage))
            for lane in range(LANES):
                if grown[lane]:
                    now[lane] = day[lane] + h[lane]*fraction[lane]
        while some:
            some = False
            for lane in range(LANES):  # the point at the end of a stretch is written after its doses
                due[lane] = accepted[lane] and grid[row[lane]] < now[lane]
                if due[lane]:
                    some, fraction[lane] = True, (grid[row[lane]] - day[lane])/h[lane]
            if some:
                dense(rows(curve), rows(fraction)[0], rows(stage))
                for lane in range(LANES):
                    if due[lane]:
                        write(stage, lane, atol, out[lane, row[lane]])
                        row[lane] += 1
        if grows:
            rows(fraction)[0] = (rows(now)[0] - rows(day)[0])/rows(h)[0]
            dense(rows(curve), rows(fraction)[0], rows(stage))
            for lane in range(LANES):
                if grown[lane]:
                    write(stage, lane, atol, out[lane, row[lane]])
                    status[lane], grown[lane], row[lane] = GROWN, False, row[lane] + 1
        accept(rows(accepted)[0] > 0, rows(next), rows(k[6]), rows(y), rows(k[0]))
        for lane in range(LANES):
            if accepted[lane]:
                day[lane] = now[lane]
                growth = SAFETY*rise[lane]/fall[lane]
                h[lane] *= min(1.0 if rejected[lane] else LARGEST_GROWTH, max(LARGEST_CUT, growth))
                before[lane], rejected[lane] = max(error[lane], 1e-4), False
            else:
                h[lane] *= max(LARGEST_CUT, SAFETY/fall[lane]) if finite[lane] else 0.5
                rejected[lane] = True
    for lane in range(LANES):
        ends[lane, 0], ends[lane, 1], ends[lane, 2] = status[lane], row[lane], day[lane]
        ends[lane, 3], ends[lane, 4] = steps[lane], evaluations[lane]


@compiled
def maximum(a, b):
    return where(a > b, a, b)


@compiled
def minimum(a, b):
    return where(a < b, a, b)


@compiled
def copy(values, target):
    for i in range(STATES):
        target[i] = values[i]


@compiled
def accept(accepted, next, last, y, first):
    """The new state, and its slope: the last one is the first one of the next step."""
    for i in range(STATES):
        y[i] = where(accepted, next[i], y[i])
        first[i] = where(accepted, last[i], first[i])


@compiled
def give(p, y, lane, kinds, amounts, first, after):
    """The doses of one day, from `first` to before `after`, with the rule of `common.give`: none takes below zero what cannot be."""
    mine = y[lane::LANES]
    before = mine.copy()
    for i in range(first, after):
        jump(kinds[i], mine, p[lane::LANES], amounts[i])
    for i in range(STATES):
        if mine[i] != before[i] and mine[i] < LOWEST[i]:
            if mine[i] < -ROUNDING[0]*abs(before[i]) - ROUNDING[1]:
                return BELOW_ZERO
            mine[i] = 0
    return RUNNING


@compiled
def clipped(value, i):
    """A method may try a quantity a rounding error below zero, where a broken power has no value."""
    return where(value < LOWEST[i], LOWEST[i], value)


@compiled
def slope(y, p, c, stage, dy):
    for i in range(STATES):
        stage[i] = clipped(y[i], i)
    rhs(stage, p, c, dy)


@compiled
def attempt(y, h, p, c, k, stage, next, rtol, atol):
    """Try a step of h days into `next`; returns its error, at most 1 when it may be kept."""
    k1, k2, k3, k4, k5, k6, k7 = rows(k[0]), rows(k[1]), rows(k[2]), rows(k[3]), rows(k[4]), rows(k[5]), rows(k[6])
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
    sum = h - h
    for i in range(DYNAMIC):
        error = h*(E1*k1[i] + E3*k3[i] + E4*k4[i] + E5*k5[i] + E6*k6[i] + E7*k7[i])
        error = error/(atol + rtol*maximum(abs(y[i]), abs(next[i])))
        sum = sum + error*error
    return sqrt(sum/max(DYNAMIC, 1))


@compiled
def bend(y, next, h, k, curve):
    """The polynomial of order 4 inside a step; only steps that contain a point of the grid need it."""
    k1, k3, k4, k5, k6, k7 = rows(k[0]), rows(k[2]), rows(k[3]), rows(k[4]), rows(k[5]), rows(k[6])
    for i in range(STATES):
        gain = next[i] - y[i]
        start = h*k1[i] - gain
        curve[i] = y[i]
        curve[STATES + i] = gain
        curve[2*STATES + i] = start
        curve[3*STATES + i] = gain - h*k7[i] - start
        curve[4*STATES + i] = h*(D1*k1[i] + D3*k3[i] + D4*k4[i] + D5*k5[i] + D6*k6[i] + D7*k7[i])


@compiled
def dense(curve, fraction, out):
    """The states at a fraction, 0 to 1, of the step."""
    rest = 1 - fraction
    for i in range(STATES):
        out[i] = curve[i] + fraction*(curve[STATES + i] + rest*(curve[2*STATES + i] + fraction*(curve[3*STATES + i] + rest*curve[4*STATES + i])))


@compiled
def crossing(curve, limit, stage):
    """Where in the step, as a fraction of it, the states together pass the limit: by bisection."""
    below, above = 0*limit, 0*limit + 1
    for _ in range(50):
        middle = (below + above)/2
        dense(curve, middle, stage)
        beyond = total(stage) > limit
        below, above = where(beyond, below, middle), where(beyond, middle, above)
    return above


@compiled
def write(y, lane, atol, out):
    """A row of the output; noise below zero is 0, as `common.clear_noise` has it."""
    for i in range(STATES):
        value = y[i*LANES + lane]
        out[i] = where((LOWEST[i] == 0) & (-NOISE*atol < value) & (value < 0), 0.0, value)


@compiled
def total(vector):
    """Sum of the magnitudes: no finite number as soon as one entry is none."""
    sum = abs(vector[0])
    for i in range(1, STATES):
        sum = sum + abs(vector[i])
    return sum


@compiled
def norm(values, y, rtol, atol):
    sum = 0*y[0]
    for i in range(DYNAMIC):
        error = values[i]/(atol + rtol*abs(y[i]))
        sum = sum + error*error
    return sqrt(sum/max(DYNAMIC, 1))


@compiled
def first_step(y, p, c, k, stage, span, rtol, atol):
    """A first step that makes an error of about a hundredth of the tolerance."""
    slope, other = rows(k[0]), rows(k[1])
    height, rise = norm(y, y, rtol, atol), norm(slope, y, rtol, atol)
    trial = minimum(span, where((height < 1e-5) | (rise < 1e-5), 1e-6, 0.01*height/rise))
    for i in range(DYNAMIC):
        stage[i] = clipped(y[i] + trial*slope[i], i)
    rhs(stage, p, c, other)
    for i in range(DYNAMIC):
        stage[i] = other[i] - slope[i]
    steepest = maximum(rise, norm(stage, y, rtol, atol)/trial)
    wanted = where(steepest <= 1e-15, maximum(1e-6, trial*1e-3), pow(0.01/steepest, 1/5))
    return minimum(span, minimum(100*trial, where(wanted > 0, wanted, trial)))
