"""What a marker of the code notebook looks for. It goes into the private folder, and stands on no page of the book."""

FOR_MARKERS = r"""# What a good code notebook shows

For whoever marks the notebook *A brake that can be used up*. Do not hand it out.

With decoys at rest, $D = D_0$, they act as one more clearance: the quiet state is unstable when
$k_\mathrm{fb} k_\mathrm{c} > k_\mathrm{d}\,(k_\mathrm{cl} + k_\mathrm{bind} D_0)$, where $k_\mathrm{bind}$ is how fast a decoy catches cytokine.
How fast decoys are made anew does not enter.

It does enter the second half: a large spark uses decoys up faster than they come, and then the loop is what it would be without them.
So the quiet state is stable and can still be left, by a push that is large enough.
This is the second kind of threshold of the chapter on the tipping point, a level and not an inequality of rates.

The critical spark is bracketed by two runs of which one fades and one is stopped.
Three small pushes are safer than one large one when the pauses are long enough for decoys to come back and for cytokine to fade.

The commonest faults are a decoy that is not used up (then it is a clearance, and nothing breaks), cytokine that is caught but not lost,
and a "threshold" that was read off the highest level of a single run.
"""
