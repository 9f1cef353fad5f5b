"""The concept inventory: twelve questions for before and after a course, each wrong option a misconception that the chapters take up.

The page shows the questions, the instructor's guide the key; both are derived from here. The key is public: the test earns no marks.
"""

from __future__ import annotations

from dataclasses import dataclass

LETTERS = "ABCD"


@dataclass(frozen=True)
class Item:
    """One question: `options` in the order shown, each with what choosing it shows; that of the right one is empty."""

    ask: str
    chapter: str
    objective: str
    options: tuple[tuple[str, str], ...]

    @property
    def right(self) -> str:
        """The letter of the right option."""
        return next(letter for letter, (_, shows) in zip(LETTERS, self.options, strict=True) if not shows)


ITEMS = (
    Item("Two groups of animals receive the same cancer-killing T cells. In one group the macrophages and monocytes have been removed before. "
         "What do you expect in that group?", "spark-and-wildfire", "name who lights the storm and who feeds it", (
             ("A storm as strong as in the other group, since the T cells themselves make it", "takes the spark for the fire"),
             ("Neither a storm nor killing, since T cells can only kill together with macrophages", "takes storm and cure for one thing"),
             ("The cancer is attacked as before, and most of the storm is missing", ""),
             ("A stronger storm, since nobody clears the cytokines away", "knows macrophages only as cleaners, not as senders"))),
    Item("In a patient, substance X is highest on day 5 and substance Y on day 6. Which of the two drives the other?",
         "spark-and-wildfire", "ask for an intervention before saying cause", (
             ("This cannot be told from the peaks; one would have to take one of them away", ""),
             ("X drives Y, since what reaches its height first is the cause of what follows", "reads the order of peaks as the order of causes"),
             ("Neither drives the other: peaks a day apart come from a common cause", "turns a doubt about cause into a statement about cause"),
             ("Y drives X, since the stronger one takes longer to reach its height", "takes slowness for strength"))),
    Item("A patient in a cytokine storm is swollen all over, and her blood pressure is low. What is wrong with the water in her body?",
         "vascular-leak", "say where the water is, and where it is missing", (
             ("There is too much of it everywhere, and the pressure will rise once it is taken out",
              "judges by the sum of the water, not by its place"),
             ("Too much of it is in the tissues, and too little in the vessels", ""),
             ("It has backed up in front of a heart that is too weak to pump it", "takes the pump for the fault when the pipe leaks"),
             ("The kidneys have stopped, and so it has nowhere to go", "takes a consequence of low pressure for its cause"))),
    Item("A patient shivers and feels cold, while her temperature climbs past 38.5 °C. Why?", "fever-and-liver", "read shivering from a set point", (
        ("Heat escapes through her skin, so that she is in truth colder than the thermometer says", "distrusts the measurement, not the idea"),
        ("The heat has damaged the part of the brain that regulates temperature", "takes a regulated change for a broken regulator"),
        ("Her muscles are short of oxygen and tremble", "explains a symptom by the nearest other one"),
        ("Her body's thermostat has been set higher than the temperature that she has now", ""))),
    Item("A cytokine orders the liver to make a protein, which stays in the blood for about a day. The cytokine has begun to fall; the protein "
         "goes on rising until the next day. What does the rise show?", "fever-and-liver", "tell a signal from what gathers it up", (
             ("That the illness is still growing", "reads a lagging marker as the present"),
             ("That for the moment more of the protein is made than is lost", ""),
             ("That the liver has been injured and spills it", "reads each liver value as injury"),
             ("That the protein now drives its own making", "invents a feedback where a delay is enough"))),
    Item("In the same storm a patient has clots in many small vessels and bleeds from every puncture. Why?", "coagulation",
         "explain clots and bleeding by one cause", (
             ("The small clots use up what the punctures would need", ""),
             ("Arteries clot too much and veins too little, since the blood flows faster in one than in the other",
              "gives two opposite effects to two places"),
             ("The blood has become too thin, and clots form as a defence against that", "makes one of the two a reaction to the other"),
             ("One of the two comes from a drug; an illness cannot do both", "holds that clotting is one scale from too little to too much"))),
    Item("Inflammation makes the liver produce much more fibrinogen, the protein that clots are made of. In a patient with strong inflammation "
         "and a liver that works well, fibrinogen is exactly normal. What is likely?", "coagulation", "judge a normal value by what it should be", (
             ("Clotting is not involved", "calls normal whatever lies in the normal range"),
             ("Her liver does not hear the inflammation", "looks only at what is made, not at what is used"),
             ("Making and using are both as in health, so that she is safe from bleeding", "takes an unchanged level for unchanged flows"),
             ("It is being used up about as much faster as it is made faster", ""))),
    Item("In a storm, kidneys, heart and liver fail within a few days of one another. Which explanation fits best to all three at once?",
         "cascade", "trace the failure of organs to what they share", (
             ("The infused T cells attack each of these organs", "takes every harm of immune cells for an attack by contact"),
             ("The fever is too high for their cells", "takes the most visible sign for the cause"),
             ("Too little oxygen arrives: low pressure, wet lungs, blocked small vessels", ""),
             ("Each failing organ releases substances that poison the next one in the chain", "makes a chain out of a common cause"))),
    Item("Two patients have the same level of a cytokine today. In one it fades within days; in the other it rises a hundredfold, "
         "without a new cause. What can explain this?", "tipping-point", "tell a level from the stability of a loop", (
             ("In the second, each round of the loop between cells and cytokine returns more than was sent; in the first, less", ""),
             ("One of the values was measured wrongly: there is one dangerous level for all", "takes the threshold for a level"),
             ("The second had received a stronger push at the beginning", "lets the spark decide the fate of the fire"),
             ("In the second the level had been rising faster, and keeps its momentum", "lends inertia to a quantity that has none"))),
    Item("A level is hardly visible in a plot for a week, and then shoots up within a day. What follows for the day on which it shot up?",
         "tipping-point", "tell a switch from steady growth", (
             ("On this day something was switched on", "sees a switch in every steep rise"),
             ("On this day a threshold was passed", "dates the instability by its visible effect"),
             ("On this day the amplification became stronger than it had been before", "reads a steeper curve as a faster rate"),
             ("Nothing: steady doubling all week looks just like this", ""))),
    Item("A patient receives an antibody that blocks the receptor of a cytokine. On the next day her fever is gone, and the level of this "
         "cytokine in her blood is several times as high. What is the likely reason?", "taming-the-storm",
         "derive why the level rises when the receptor is blocked", (
             ("The drug does not work, and more of it is needed", "judges a blocker of a signal by the level of the messenger"),
             ("Cells take the cytokine up by this very receptor; now they can neither hear nor remove it", ""),
             ("The body makes more of the cytokine to overcome the block", "thinks of making before it thinks of removal"),
             ("The dying cancer cells release it", "ties every change to the killing"))),
    Item("A blocker of the alarm that causes fever and leaky vessels is given early. What becomes of the killing of the cancer by the T cells?",
         "taming-the-storm", "separate the kill signal from the panic signal", (
             ("It stops, since it is the storm that kills the cancer", "takes the storm for the cure"),
             ("It stops, since the T cells live on this alarm and cannot divide without it", "gives all signals to one molecule"),
             ("It goes on much as before, since killing needs contact and other signals", ""),
             ("It becomes stronger, since the blocker attacks the cancer too", "takes a drug of supportive care for one against the cancer"))),
)
