"""From measured loss curves to alpha, beta and gamma: the model's exact curves fitted to them."""
