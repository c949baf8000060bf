"""What no visitor should do, done at every address: the forms are found on the pages, so a new one is walked too."""
