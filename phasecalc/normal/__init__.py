r"""One normal form for what is known exactly and for what is known up to a remainder.

For every part of the package that compares formulas: claims and proofs alike.
It needs no computer algebra system, and the parameters are those of the caller:
a quotient is a function of so many parameters, in the caller's order.

- ``ratio.Ratio`` is a rational function of the parameters. ``reduced()`` is the
  one way to write it; ``same()`` compares crosswise, without reducing.
- ``product.Product`` is a ``Ratio`` times powers of positive bases (primes, names
  such as ``"d"`` or ``"pi"``, polynomials), with exponents that are ``Ratio``,
  times values of Gamma and zeta, times logarithms of products. Every factor but
  the coefficient stands for a positive number, logarithms for a real one; who
  makes a product has shown that. ``Product.make`` writes it in one way: whole
  powers of primes go to the coefficient, Gamma(7/3) to Gamma(1/3), zeta(2) to
  pi^2/6.
- ``sums.Sum`` is a sum of products plus remainders, each a product that bounds
  something of unknown sign up to a constant. Sums, differences and products
  carry the remainders along; a remainder is never cancelled. ``power`` and
  ``logarithm`` expand about a product that dominates; that it does is for the
  caller to show.

Equality of two sums is decided by ``(left - right).vanishes``: "yes" is a proof
of equality wherever both are defined, "no" says nothing.

Examples
--------
>>> from fractions import Fraction
>>> from phasecalc.normal.product import Product
>>> from phasecalc.normal.ratio import Ratio
>>> from phasecalc.normal.sums import Sum, logarithm
>>> d, hundred = Product.base("d", 1), Product.constant(Fraction(100), 1)
>>> gap = logarithm(Sum.of(d * hundred)) - logarithm(Sum.of(d))
>>> print(gap)
2*log(2) + 2*log(5)
>>> zeta = Product.zeta(Ratio.constant(2, 1))
>>> print(zeta * Product.constant(Fraction(6), 1) / Product.base("pi", 1))
pi
"""
