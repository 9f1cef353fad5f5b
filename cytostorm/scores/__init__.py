"""What is said of a patient: scores, facts and sentences as data, one file a subject. They change no equation."""
