(* ---- Sizes: powers of the budget f, with Rpower x y = exp (y * ln x). ---- *)

Lemma power_of f s : 1 < f -> 0 < s -> Rpower f (ln s / ln f) = s.
Proof.
  intros F S. unfold Rpower. assert (0 < ln f) by (rewrite <- ln_1; apply ln_increasing; lra).
  replace (ln s / ln f * ln f) with (ln s) by (field; lra). apply exp_ln; assumption.
Qed.

Lemma at_most_one f x : 1 < f -> Rpower f x <= 1 -> x <= 0.
Proof.
  intros F H. apply Rnot_lt_le. intro P. assert (L := Rpower_lt f 0 x F P).
  rewrite Rpower_O in L; lra.
Qed.

(* f^(a + b x + ...) is f^a (f^x)^b ...; both sides are gathered into one power. *)
Ltac gather_powers :=
  rewrite ?Rpower_mult, <- ?Rpower_plus; f_equal; unfold Rdiv; ring.
