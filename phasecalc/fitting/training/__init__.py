"""From measured loss curves to alpha, beta and gamma: the model's exact curves fitted to them.

Losses at steps and sizes enter; intervals, phases and caveats leave. It may not know exponents that
were not fitted.
"""
