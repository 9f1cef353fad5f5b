"""Numbers of LANES patients side by side as one value for numba: what is compiled for one number works on all of them at once.

`rows(array)` reads and writes a flat array that holds LANES numbers for each quantity: its [i] is a `Lanes`, the i-th quantity
of all; `row(array)` does the same for a single run, its [i] is a plain number. Neither keeps its array alive. Arithmetic,
comparisons (their result is a `Mask`), `where` and mathematics give each lane what it would get alone, bit for bit. LLVM makes
vector instructions of them, whatever the machine's are. The library's exp, log and pow would be called for one lane after
another, so that there are ones here, without branches, right to a few units in the last place.
"""

import math
import operator

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core.cgutils import get_or_insert_function
from numba.core.imputils import lower_builtin, lower_cast
from numba.core.typeconv import Conversion
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, models, overload, register_model

LANES = 8
_real, _bits, _bit = (ir.VectorType(kind, LANES) for kind in (ir.DoubleType(), ir.IntType(64), ir.IntType(1)))
_inline = dict(error_model="numpy", forceinline=True)


class Lanes(types.Type):
    """A number for each patient; a plain number stands for the same one in every lane."""

    def can_convert_from(self, _, other):
        return Conversion.safe if isinstance(other, types.Number) else None


class Mask(types.Type):
    """True or false for each patient."""


class Rows(types.Type):
    """Where an array begins."""


lanes, mask, of_lanes, of_one = Lanes("lanes"), Mask("mask"), Rows("rows"), Rows("row")
for _type, _shape in (Lanes, _real), (Mask, _bit), (Rows, ir.DoubleType().as_pointer()):
    register_model(_type)(type(_type.__name__, (models.PrimitiveModel,), {
        "__init__": lambda self, manager, of, shape=_shape: models.PrimitiveModel.__init__(self, manager, of, shape)}))


def _same(value, shape=_bits):
    return ir.Constant(shape, [value]*LANES)


@lower_cast(types.Number, Lanes)
def _spread(context, build, kind, _, value):
    nothing = ir.Constant(_real, ir.Undefined)
    one = build.insert_element(nothing, context.cast(build, value, kind, types.float64), ir.IntType(32)(0))
    return build.shuffle_vector(one, nothing, _same(0, ir.VectorType(ir.IntType(32), LANES)))


def _operation(symbol, result, arguments, make):
    """What `symbol` does to rows or lanes; plain numbers among its arguments are spread."""
    @infer_global(symbol)
    class _(AbstractTemplate):
        def generic(self, given, _):
            meant = given[0] is arguments[0] if isinstance(arguments[0], Rows) else {lanes, mask} & {*given}
            return signature(result, *arguments) if meant and len(given) == len(arguments) else None

    lower_builtin(symbol, *arguments)(lambda context, build, _, values: make(build, *values))


for _name, _make in ("add", ir.IRBuilder.fadd), ("sub", ir.IRBuilder.fsub), ("mul", ir.IRBuilder.fmul), ("truediv", ir.IRBuilder.fdiv):
    _operation(getattr(operator, _name), lanes, (lanes, lanes), _make)
for _name, _sign in ("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="), ("eq", "=="):
    _operation(getattr(operator, _name), mask, (lanes, lanes), lambda build, a, b, sign=_sign: build.fcmp_ordered(sign, a, b))
_operation(operator.ne, mask, (lanes, lanes), lambda build, a, b: build.fcmp_unordered("!=", a, b))
_operation(operator.and_, mask, (mask, mask), ir.IRBuilder.and_)
_operation(operator.or_, mask, (mask, mask), ir.IRBuilder.or_)
_operation(operator.neg, lanes, (lanes,), ir.IRBuilder.fneg)
_operation(abs, lanes, (lanes,), lambda build, a: build.bitcast(build.and_(build.bitcast(a, _bits), _same(2**63 - 1)), _real))


def _rows(of, value, shape, width):
    """The function that gives where an array begins, and what [i] does there."""
    def place(build, begin, i):
        return build.bitcast(build.gep(begin, [build.mul(i, ir.IntType(64)(width))]), shape.as_pointer())

    def store(build, begin, i, number):
        build.store(number, place(build, begin, i), align=8)
        return ir.Constant(ir.IntType(8).as_pointer(), None)

    _operation(operator.getitem, value, (of, types.intp), lambda build, begin, i: build.load(place(build, begin, i), align=8))
    _operation(operator.setitem, types.none, (of, types.intp, value), store)

    @intrinsic
    def begin(_, array):
        return of(array), lambda context, build, kinds, values: context.make_array(kinds.args[0])(context, build, values[0]).data
    return begin


rows, row = _rows(of_lanes, lanes, _real, LANES), _rows(of_one, types.float64, ir.DoubleType(), 1)


@intrinsic
def where(_, condition, value, otherwise):
    """One of two, lane by lane or of plain numbers; both are worked out."""
    one, sort = (mask, lanes) if {lanes, mask} & {condition, value, otherwise} else (types.boolean, types.float64)
    return sort(one, sort, sort), lambda _context, build, _kinds, values: build.select(*values)


@intrinsic
def _every(_, value):
    return lanes(lanes), lambda _context, _build, _kinds, values: values[0]


@intrinsic
def _exponent(_, x):
    """k of x = m 2**k, m between √½ and √2."""
    return lanes(lanes), lambda _context, build, _kinds, values: build.sitofp(build.ashr(_above(build, values[0]), _same(52)), _real)


@intrinsic
def _mantissa(_, x):
    """m of x = m 2**k."""
    return lanes(lanes), lambda _context, build, _kinds, values: build.bitcast(build.sub(
        build.bitcast(values[0], _bits), build.and_(_above(build, values[0]), _same(-2**52))), _real)


def _above(build, x):
    return build.sub(build.bitcast(x, _bits), _same(0x3fe6a09e667f3bcd))  # the bits of √½


@intrinsic
def _two_to(_, shifted):
    """2 to the whole number by which `shifted` lies above _SHIFT, where it is in the last bits."""
    return lanes(lanes), lambda _context, build, _kinds, values: build.bitcast(
        build.shl(build.add(build.bitcast(values[0], _bits), _same(1023)), _same(52)), _real)


_SHIFT = 1.5*2.0**52  # added to a number it leaves no places behind the point
_LN2, _LN2_REST = 6.93147180369123816490e-01, 1.90821492927058770002e-10


@njit(**_inline)
def _exp(x):
    """By Taylor's series within ±½ ln 2; 0 below -708 and infinite above 709, where a number has few bits left or none."""
    x = _every(x)
    low, high = x < -708.0, x > 709.0
    inside = where(low, 0.0, where(high, 0.0, x))
    shifted = inside*(1/math.log(2)) + _SHIFT
    whole = shifted - _SHIFT
    r = inside - whole*_LN2 - whole*_LN2_REST
    r2 = r*r
    r4 = r2*r2
    series = (1 + r + r2*(1/2 + r*(1/6)) + r4*(1/24 + r*(1/120) + r2*(1/720 + r*(1/5040)) + r4*(
        1/40320 + r*(1/362880) + r2*(1/3628800 + r*(1/39916800)) + r4*(1/479001600 + r*(1/6227020800)))))
    return where(high, np.inf, where(low, 0.0, series*_two_to(shifted)))


@njit(**_inline)
def _log(x):
    """As fdlibm has it (FreeBSD, e_log.c); denormal numbers count as 0."""
    x = _every(x)
    k, f = _exponent(x), _mantissa(x) - 1
    s = f/(2 + f)
    z = s*s
    w = z*z
    odd = z*(6.666666666666735130e-01 + w*(2.857142874366239149e-01 + w*(1.818357216161805012e-01 + w*1.479819860511658591e-01)))
    even = w*(3.999999999940941908e-01 + w*(2.222219843214978396e-01 + w*1.531383769920937332e-01))
    half = 0.5*f*f
    found = k*_LN2 - ((half - (s*(half + odd + even) + k*_LN2_REST)) - f)
    return where(x < np.finfo(np.float64).tiny, where(x < 0, np.nan, -np.inf), where(x < np.inf, found, x))


@njit(**_inline)
def _pow(x, y):
    x, y = _every(x), _every(y)
    size = where(y == 0, 1.0, _exp(y*_log(abs(x))))
    half = y*0.5
    whole, even = (y + _SHIFT) - _SHIFT == y, (half + _SHIFT) - _SHIFT == half
    return where(x < 0, where(whole, where(even, size, -size), np.nan), size)


@intrinsic
def _sqrt(_, x):
    return lanes(lanes), lambda _context, build, _kinds, values: build.call(
        get_or_insert_function(build.module, ir.FunctionType(_real, [_real]), f"llvm.sqrt.v{LANES}f64"), values)


def _one_by_one(function):
    """What few models need is the library's."""
    @intrinsic
    def each(_, x):
        def make(context, build, _kinds, values):
            known, result = context.typing_context.resolve_value_type(function), ir.Constant(_real, ir.Undefined)
            one = context.get_function(known, known.get_call_type(context.typing_context, (types.float64,), {}))
            for place in map(ir.IntType(32), range(LANES)):
                result = build.insert_element(result, one(build, [build.extract_element(values[0], place)]), place)
            return result
        return lanes(lanes), make
    return each


def _mathematics(symbol, does):
    overload(symbol, jit_options=_inline)(lambda x: (lambda x: does(x)) if x is lanes else None)


for _symbol, _does in (math.exp, _exp), (math.log, _log), (math.sqrt, _sqrt), *(
        (f, _one_by_one(f)) for f in (math.sin, math.cos, math.tan, math.tanh)):
    _mathematics(_symbol, _does)
overload(math.pow, jit_options=_inline)(lambda x, y: (lambda x, y: _pow(x, y)) if lanes in (x, y) else None)
