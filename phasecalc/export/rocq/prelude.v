Require Import Reals Lra List.
Import ListNotations.
Open Scope R_scope.

(* The largest of a set of exponents. *)
Definition largest (S : R -> Prop) (m : R) : Prop := S m /\ forall e, S e -> e <= m.

(* ---- Tools of the proofs; no statement depends on what follows. ---- *)

(* A sum of products that is positive and vanishes identically is absurd. *)
Lemma absurd_sum t : 0 < t -> t = 0 -> False.
Proof. intros H E. rewrite E in H. exact (Rlt_irrefl 0 H). Qed.

Lemma weak {x} : 0 < x -> 0 <= x.
Proof. apply Rlt_le. Qed.

Lemma times_strict {x y} : 0 < x -> 0 < y -> 0 < x * y.
Proof. apply Rmult_lt_0_compat. Qed.

Lemma times_weak {x y} : 0 <= x -> 0 <= y -> 0 <= x * y.
Proof. apply Rmult_le_pos. Qed.

Lemma plus_strict {x y} : 0 < x -> 0 <= y -> 0 < x + y.
Proof. lra. Qed.

Lemma plus_weak {x y} : 0 <= x -> 0 <= y -> 0 <= x + y.
Proof. lra. Qed.

Lemma square x : 0 <= x * x.
Proof. exact (Rle_0_sqr x). Qed.

Lemma vanishing m {h} : h = 0 -> 0 <= m * h.
Proof. intros ->. rewrite Rmult_0_r. apply Rle_refl. Qed.

Lemma quotient_weak x y : 0 <= x -> 0 < y -> 0 <= x / y.
Proof. intros. unfold Rdiv. apply Rmult_le_pos; [assumption | apply weak, Rinv_0_lt_compat; assumption]. Qed.

Lemma quotient_strict x y : 0 < x -> 0 < y -> 0 < x / y.
Proof. intros. unfold Rdiv. apply Rmult_lt_0_compat; [assumption | apply Rinv_0_lt_compat; assumption]. Qed.

Lemma times_below x y : 0 <= x -> y <= 0 -> x * y <= 0.
Proof. intros H K. assert (0 <= x * - y) by (apply Rmult_le_pos; lra). lra. Qed.

Lemma sides p q : q = - p -> 0 <= p \/ 0 < q.
Proof. intros ->. destruct (Rle_or_lt 0 p); [left; assumption | right; lra]. Qed.

Lemma below {x y} s : x = y - s -> 0 <= s -> x <= y.
Proof. lra. Qed.

Lemma root_above s n q : 0 < s -> s * s = n -> 0 <= q -> q * q < n -> q < s.
Proof.
  intros Hs E Hq H. apply Rnot_le_lt. intro L.
  assert (s * s <= q * q) by (apply Rmult_le_compat; lra). lra.
Qed.

Lemma root_below s n q : 0 < s -> s * s = n -> 0 <= q -> n < q * q -> s < q.
Proof.
  intros Hs E Hq H. apply Rnot_le_lt. intro L.
  assert (q * q <= s * s) by (apply Rmult_le_compat; lra). lra.
Qed.

(* A weighted mean is at most the largest entry: pairs (weight, entry). *)
Fixpoint total (l : list (R * R)) : R :=
  match l with [] => 0 | (w, f) :: r => w + total r end.
Fixpoint mixed (l : list (R * R)) : R :=
  match l with [] => 0 | (w, f) :: r => w * f + mixed r end.
Fixpoint nonnegative (l : list (R * R)) : Prop :=
  match l with [] => True | (w, f) :: r => 0 <= w /\ nonnegative r end.
Fixpoint some_above (v : R) (l : list (R * R)) : Prop :=
  match l with [] => False | (w, f) :: r => v <= f \/ some_above v r end.

Lemma mean_less v l : nonnegative l -> ~ some_above v l ->
  0 <= total l /\ mixed l <= v * total l /\ (0 < total l -> mixed l < v * total l).
Proof.
  induction l as [|[w f] r IH]; simpl; intros H N.
  - repeat split; lra.
  - destruct H as [Hw Hr].
    assert (F : f < v) by (apply Rnot_le_lt; tauto).
    destruct IH as (T & M & S); [assumption | tauto |].
    destruct (Rle_lt_or_eq_dec 0 w Hw) as [P|<-].
    + assert (w * f < w * v) by (apply Rmult_lt_compat_l; assumption).
      repeat split; intros; lra.
    + rewrite !Rmult_0_l, !Rplus_0_l. tauto.
Qed.

Lemma mean_at_most_largest v l :
  nonnegative l -> total l = 1 -> v <= mixed l -> some_above v l.
Proof.
  intros H T M.
  assert (D : {some_above v l} + {~ some_above v l}).
  { clear. induction l as [|[w f] r IH]; simpl; [tauto|]. destruct (Rle_dec v f); tauto. }
  destruct D as [D|D]; [assumption|].
  destruct (mean_less v l H D) as (_ & _ & S). rewrite T in S. lra.
Qed.

(* Closes d <> 0 from facts about a multiple of d, or about a product that has d as a factor. *)
Ltac nonzero :=
  repeat split;
  match goal with
  | |- _ <> 0 => first
      [ assumption
      | intro; lra
      | match goal with H : ?c <> 0 |- _ => intro; apply H; lra end
      | match goal with H : ?c <> 0 |- _ => intros Z; apply H; rewrite Z; ring end ]
  end.

(* Assumes that a comparison fails, to refute that. *)
Ltac suppose_not :=
  match goal with
  | |- _ < _ => apply Rnot_le_lt
  | |- _ > _ => apply Rnot_le_gt
  | |- _ <= _ => apply Rnot_lt_le
  | |- _ >= _ => apply Rnot_lt_ge
  end; intro.
