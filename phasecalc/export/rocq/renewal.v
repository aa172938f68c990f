(* The renewal lemma: n-fold convolutions of a decreasing kernel with a decreasing forcing.

   With G_0 = F and G_(n+1) = K * G_n the loss is the sum of all G_n. Of n + 1 times that add up
   to r one is at least r/(n + 1); so for every m with (n + 1) m <= r

       G_n(r) <= M^n F(m) + n M^(n-1) K(m) S,     M = sum of K,  S = sum of F up to r,

   while G_0 + G_1 is at least F(r) + K(r) (F(0) + ... + F(r)). *)

Require Import Reals Lra Lia.
Open Scope R_scope.

(* f(0) + ... + f(n-1) *)
Fixpoint sum (n : nat) (f : nat -> R) : R :=
  match n with O => 0 | S k => sum k f + f k end.

(* (a * b)(r) = a(0) b(r) + ... + a(r) b(0) *)
Definition convolution (a b : nat -> R) (r : nat) : R :=
  sum (S r) (fun i => a i * b (r - i)%nat).

Fixpoint iterated (K F : nat -> R) (n : nat) : nat -> R :=
  match n with O => F | S k => convolution K (iterated K F k) end.

Definition nonnegative (f : nat -> R) : Prop := forall i, 0 <= f i.
Definition decreasing (f : nat -> R) : Prop := forall i j, (i <= j)%nat -> f j <= f i.

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

Lemma convolution_nonnegative a b : nonnegative a -> nonnegative b -> nonnegative (convolution a b).
Proof.
  intros A B r. apply sum_nonnegative. intro i. apply Rmult_le_pos; [apply A | apply B].
Qed.

Lemma iterated_nonnegative K F n : nonnegative K -> nonnegative F -> nonnegative (iterated K F n).
Proof. intros k f. induction n; simpl; [assumption | apply convolution_nonnegative; assumption]. Qed.

(* Sums of a convolution, one factor summed first. *)
Lemma sum_convolution a b n :
  sum n (convolution a b) = sum n (fun i => a i * sum (n - i) b).
Proof.
  induction n as [|n IH]; [reflexivity|].
  change (sum (S n) (convolution a b)) with (sum n (convolution a b) + convolution a b n).
  rewrite IH. unfold convolution.
  change (sum (S n) (fun i => a i * b (n - i)%nat))
    with (sum n (fun i => a i * b (n - i)%nat) + a n * b (n - n)%nat).
  change (sum (S n) (fun i => a i * sum (S n - i) b))
    with (sum n (fun i => a i * sum (S n - i) b) + a n * sum (S n - n) b).
  rewrite <- Rplus_assoc, <- sum_plus. f_equal.
  - apply sum_eq. intros i L. replace (S n - i)%nat with (S (n - i)) by lia. simpl. ring.
  - replace (S n - n)%nat with 1%nat by lia. replace (n - n)%nat with O by lia. simpl. ring.
Qed.

Lemma sum_convolution_at_most a b n :
  nonnegative a -> nonnegative b -> sum n (convolution a b) <= sum n a * sum n b.
Proof.
  intros A B. rewrite sum_convolution, <- sum_times. apply sum_le. intros i L.
  apply Rmult_le_compat_l; [apply A | apply sum_grows; [assumption | lia]].
Qed.

(* Mass of the n-fold product. *)
Theorem iterated_mass K F n R :
  nonnegative K -> nonnegative F ->
  sum R (iterated K F n) <= sum R K ^ n * sum R F.
Proof.
  intros k f. induction n as [|n IH]; simpl; [lra|].
  eapply Rle_trans; [apply sum_convolution_at_most; [|apply iterated_nonnegative]; assumption|].
  rewrite Rmult_assoc. apply Rmult_le_compat_l; [apply sum_nonnegative|]; assumption.
Qed.

Theorem renewal_upper K F n : forall r m,
  nonnegative K -> nonnegative F -> decreasing K -> decreasing F ->
  (S n * m <= r)%nat ->
  iterated K F n r <=
  sum (S r) K ^ n * F m + INR n * sum (S r) K ^ (n - 1) * K m * sum (S r) F.
Proof.
  induction n as [|n IH]; intros r m k f dk df L.
  - simpl. assert (F r <= F m) by (apply df; lia). lra.
  - set (M := sum (S r) K). set (T := sum (S r) F).
    assert (M0 : 0 <= M) by (apply sum_nonnegative; assumption).
    assert (T0 : 0 <= T) by (apply sum_nonnegative; assumption).
    assert (Km : 0 <= K m) by apply k.
    assert (Mn : 0 <= M ^ n) by (apply pow_le; assumption).
    set (B := M ^ n * F m + INR n * M ^ (n - 1) * K m * T).
    assert (B0 : 0 <= B).
    { unfold B. assert (0 <= M ^ n * F m) by (apply Rmult_le_pos; [assumption | apply f]).
      assert (0 <= INR n * M ^ (n - 1) * K m * T); [|lra].
      repeat apply Rmult_le_pos; try assumption; [apply pos_INR | apply pow_le; assumption]. }
    set (G := iterated K F n). assert (g : nonnegative G) by (apply iterated_nonnegative; assumption).
    (* A short first step leaves a long time for the others; a long one has a small kernel. *)
    assert (Each : forall i, (i < S r)%nat ->
              K i * G (r - i)%nat <= K i * B + G (r - i)%nat * K m).
    { intros i Li. assert (Gi := g (r - i)%nat). assert (Ki := k i).
      destruct (Nat.le_gt_cases m i) as [C|C].
      - assert (K i <= K m) by (apply dk; assumption).
        assert (K i * G (r - i)%nat <= K m * G (r - i)%nat) by (apply Rmult_le_compat_r; assumption).
        assert (0 <= K i * B) by (apply Rmult_le_pos; assumption). lra.
      - assert (E : G (r - i)%nat <= B).
        { assert (Lm : (S n * m <= r - i)%nat) by (simpl in *; lia).
          eapply Rle_trans; [apply (IH (r - i)%nat m k f dk df Lm)|].
          assert (A : 0 <= sum (S (r - i)) K) by (apply sum_nonnegative; assumption).
          assert (C1 : sum (S (r - i)) K <= M) by (apply sum_grows; [assumption | lia]).
          assert (C2 : sum (S (r - i)) F <= T) by (apply sum_grows; [assumption | lia]).
          assert (P1 : sum (S (r - i)) K ^ n <= M ^ n) by (apply pow_incr; lra).
          assert (P2 : sum (S (r - i)) K ^ (n - 1) <= M ^ (n - 1)) by (apply pow_incr; lra).
          assert (P3 : 0 <= sum (S (r - i)) K ^ (n - 1)) by (apply pow_le; assumption).
          assert (P4 : 0 <= sum (S (r - i)) F) by (apply sum_nonnegative; assumption).
          unfold B. apply Rplus_le_compat.
          + apply Rmult_le_compat_r; [apply f | assumption].
          + apply Rmult_le_compat; try assumption.
            * repeat apply Rmult_le_pos; try assumption. apply pos_INR.
            * apply Rmult_le_compat_r; [assumption|].
              apply Rmult_le_compat_l; [apply pos_INR | assumption]. }
        assert (K i * G (r - i)%nat <= K i * B) by (apply Rmult_le_compat_l; assumption).
        assert (0 <= G (r - i)%nat * K m) by (apply Rmult_le_pos; assumption). lra. }
    change (iterated K F (S n) r) with (sum (S r) (fun i => K i * G (r - i)%nat)).
    eapply Rle_trans; [apply sum_le; exact Each|].
    rewrite sum_plus, !sum_times.
    assert (Back : sum (S r) (fun i => G (r - i)%nat) = sum (S r) G).
    { rewrite (sum_reversed (S r) G). apply sum_eq. intros i Li. f_equal. lia. }
    rewrite Back. fold M.
    assert (Mass : sum (S r) G <= M ^ n * T) by (apply iterated_mass; assumption).
    assert (Last : sum (S r) G * K m <= M ^ n * T * K m)
      by (apply Rmult_le_compat_r; assumption).
    replace (S n - 1)%nat with n by lia. rewrite S_INR. unfold B.
    assert (Step : M * (INR n * M ^ (n - 1) * K m * T) = INR n * M ^ n * K m * T).
    { destruct n as [|n']; [simpl; ring|]. replace (S n' - 1)%nat with n' by lia.
      change (M ^ S n') with (M * M ^ n'). ring. }
    change (M ^ S n) with (M * M ^ n). rewrite Rmult_plus_distr_l, Step. lra.
Qed.

Theorem renewal_lower K F r :
  nonnegative F -> decreasing K ->
  F r + K r * sum (S r) F <= iterated K F 0 r + iterated K F 1 r.
Proof.
  intros f dk. simpl iterated. apply Rplus_le_compat_l. unfold convolution.
  rewrite Rmult_comm, <- sum_times, (sum_reversed (S r) (fun i => F i * K r)).
  apply sum_le. intros i L. rewrite Rmult_comm.
  replace (S r - 1 - i)%nat with (r - i)%nat by lia.
  apply Rmult_le_compat_r; [apply f | apply dk; lia].
Qed.

Definition every_theorem := (iterated_mass, renewal_upper, renewal_lower).

Print Assumptions every_theorem.
