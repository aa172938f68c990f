(* Finite sums. *)

Require Import Reals Lra Lia PeanoNat Factorial List Ranalysis5.
Open Scope R_scope.

(* f(0) + ... + f(n-1) *)
Fixpoint sum (n : nat) (f : nat -> R) : R :=
  match n with O => 0 | S k => sum k f + f k end.

Definition nonnegative (f : nat -> R) : Prop := forall i, 0 <= f i.

Lemma sum_le n f g : (forall i, (i < n)%nat -> f i <= g i) -> sum n f <= sum n g.
Proof.
  induction n as [|n IH]; simpl; intro H; [lra|].
  assert (sum n f <= sum n g) by (apply IH; intros; apply H; lia).
  assert (f n <= g n) by (apply H; lia). lra.
Qed.

Lemma sum_eq n f g : (forall i, (i < n)%nat -> f i = g i) -> sum n f = sum n g.
Proof.
  induction n as [|n IH]; simpl; intro H; [reflexivity|].
  rewrite IH by (intros; apply H; lia). rewrite H by lia. reflexivity.
Qed.

Lemma sum_plus n f g : sum n (fun i => f i + g i) = sum n f + sum n g.
Proof. induction n as [|n IH]; simpl; [lra|]. rewrite IH. lra. Qed.

Lemma sum_times n f c : sum n (fun i => f i * c) = sum n f * c.
Proof. induction n as [|n IH]; simpl; [lra|]. rewrite IH. lra. Qed.

Lemma sum_nonnegative n f : nonnegative f -> 0 <= sum n f.
Proof. intro H. induction n as [|n IH]; simpl; [lra|]. assert (Hn := H n). lra. Qed.

Lemma sum_grows n m f : nonnegative f -> (n <= m)%nat -> sum n f <= sum m f.
Proof.
  intros H L. induction L as [|m L IH]; simpl; [lra|]. assert (Hm := H m). lra.
Qed.

Lemma sum_first n f : sum (S n) f = f O + sum n (fun i => f (S i)).
Proof.
  induction n as [|n IH]; [simpl; lra|].
  change (sum (S (S n)) f) with (sum (S n) f + f (S n)). rewrite IH. simpl. lra.
Qed.

Lemma sum_reversed n f : sum n f = sum n (fun i => f (n - 1 - i)%nat).
Proof.
  induction n as [|n IH]; [reflexivity|]. rewrite (sum_first n (fun i => f (S n - 1 - i)%nat)).
  simpl sum at 1. rewrite IH. rewrite Rplus_comm. f_equal.
  - f_equal. lia.
  - apply sum_eq. intros i L. f_equal. lia.
Qed.

Lemma sum_exchanged n m (f : nat -> nat -> R) :
  sum n (fun i => sum m (f i)) = sum m (fun j => sum n (fun i => f i j)).
Proof.
  induction n as [|n IH]; simpl.
  - induction m as [|m IHm]; simpl; [reflexivity | rewrite <- IHm; lra].
  - rewrite IH, <- sum_plus. reflexivity.
Qed.

