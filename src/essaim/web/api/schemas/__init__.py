"""The shapes of what is asked and answered: the description of the API is made from them."""
