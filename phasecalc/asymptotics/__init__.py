"""Power-law calculus: orders, expansions and the rules that produce them. Knows no model."""
