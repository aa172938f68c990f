"""Claims about the model, as a paper or a report makes them: proved, refuted or undecided."""
