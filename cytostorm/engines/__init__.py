"""The declaration made to run or to travel."""
