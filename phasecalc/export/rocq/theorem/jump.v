(* The renewal lemma with its constants: one large jump.

   With M(r) = K(0) + ... + K(r-1) and S(r) = F(0) + ... + F(r-1), if r K(r) is small,

       P(r) ~ F(r)/(1 - M(r)) + K(r) S(r)/(1 - M(r))^2.

   Of the steps of a product of many factors one is long, and the others are short. What is used of
   K and F is that they double and that their ratios fall (they are integrals of powers q^r): so
   they hardly change from (1 - 1/N) r to r. No size occurs: what is small depends on the norm, on
   the exponent of doubling and on the error that is asked for. *)

(* Ratios of neighbours fall: f(i + h) over f(i) grows with i. *)
Definition log_convex (f : nat -> R) : Prop :=
  forall i h, f (i + h)%nat * f (i + h)%nat <= f i * f (i + h + h)%nat.

(* So j steps back of length h, each at least as large as the one before. *)
Lemma steps_back f h : nonnegative f -> (forall i, 0 < f i) -> log_convex f ->
  forall j i, (f (i + j * h)%nat / f (i + j * h + h)%nat) ^ j <= f i / f (i + j * h)%nat.
Proof.
  intros f0 f1 C j. induction j as [|j IH]; intro i.
  - simpl. rewrite Nat.add_0_r. assert (Z := f1 i). unfold Rdiv. rewrite Rinv_r by lra. lra.
  - assert (E : (i + S j * h = i + h + j * h)%nat) by (simpl; lia). rewrite E.
    specialize (IH (i + h)%nat).
    set (a := f (i + h + j * h)%nat) in *. set (b := f (i + h + j * h + h)%nat) in *.
    assert (a0 : 0 < a) by apply f1. assert (b0 : 0 < b) by apply f1.
    assert (x0 := f1 i). assert (y0 := f1 (i + h)%nat).
    (* a/b is at most the ratio over the first step. *)
    assert (R : forall n, f (i + h + n * h)%nat / f (i + h + n * h + h)%nat <= f i / f (i + h)%nat).
    { induction n as [|n IHn].
      - simpl. rewrite Nat.add_0_r. assert (c := C i h). assert (z0 := f1 (i + h + h)%nat).
        apply Rmult_le_reg_r with (f (i + h)%nat * f (i + h + h)%nat);
          [apply Rmult_lt_0_compat; assumption|].
        field_simplify; [|lra|lra]. replace (f (i + h)%nat ^ 2) with (f (i + h)%nat * f (i + h)%nat) by ring. lra.
      - eapply Rle_trans; [|exact IHn].
        replace (i + h + S n * h)%nat with (i + h + n * h + h)%nat by (simpl; lia).
        assert (c := C (i + h + n * h)%nat h).
        assert (z1 := f1 (i + h + n * h)%nat). assert (z2 := f1 (i + h + n * h + h)%nat).
        assert (z3 := f1 (i + h + n * h + h + h)%nat).
        apply Rmult_le_reg_r with (f (i + h + n * h + h)%nat * f (i + h + n * h + h + h)%nat);
          [apply Rmult_lt_0_compat; assumption|].
        field_simplify; [|lra|lra].
        replace (f (i + h + n * h + h)%nat ^ 2)
          with (f (i + h + n * h + h)%nat * f (i + h + n * h + h)%nat) by ring. lra. }
    specialize (R j). fold a b in R.
    assert (ab : 0 <= a / b) by (left; apply Rdiv_lt_0_compat; assumption).
    replace (f i / a) with (f i / f (i + h)%nat * (f (i + h)%nat / a)) by (field; lra).
    simpl. apply Rmult_le_compat; [assumption | apply pow_le; assumption | assumption | assumption].
Qed.

(* (1 + x)^j >= 1 + j x *)
Lemma power_above_line x j : 0 <= x -> 1 + INR j * x <= (1 + x) ^ j.
Proof.
  intro x0. induction j as [|j IH]; [simpl; lra|]. rewrite S_INR. simpl pow.
  assert (J := pos_INR j). assert (0 <= INR j * x * x) by (repeat apply Rmult_le_pos; lra).
  assert (X := Rmult_le_compat_l (1 + x) _ _ ltac:(lra) IH). lra.
Qed.

(* What doubles and is log-convex hardly changes over a small part of its time. *)
Lemma hardly_changes f D last x j h r : 0 < x -> D <= 1 + INR j * x ->
  (forall i, 0 < f i) -> log_convex f -> doubling D last f -> decreasing f ->
  (2 * (S j * h) <= r + 1)%nat -> (r <= last)%nat -> (h <= r)%nat ->
  f (r - h)%nat <= (1 + x) * f r.
Proof.
  intros x0 Dj f1 C H df L E Lh.
  assert (f0 : nonnegative f) by (intro i; left; apply f1).
  set (i := (r - h - j * h)%nat).
  assert (Ei : (i + j * h = r - h)%nat) by (unfold i; simpl in L; lia).
  assert (Er : (i + j * h + h = r)%nat) by lia.
  assert (B := steps_back f h f0 f1 C j i). rewrite Ei in B. rewrite <- Ei, Er in B. rewrite Ei in B.
  assert (Q : f i <= D * f (r - h)%nat).
  { apply H; [lia | simpl in L; lia | lia]. }
  assert (a0 := f1 (r - h)%nat). assert (b0 := f1 r).
  assert (U : f i / f (r - h)%nat <= D).
  { apply Rmult_le_reg_r with (f (r - h)%nat); [assumption|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l by lra. lra. }
  destruct (Rle_lt_dec (f (r - h)%nat) ((1 + x) * f r)) as [Y|Y]; [assumption|exfalso].
  destruct j as [|j].
  - simpl in *. assert (f (r - h)%nat <= f r * 1); [|nra].
    rewrite Rmult_1_r.
    (* D <= 1: f is constant there *)
    assert (f (r - h)%nat <= D * f r) by (apply H; lia). nra.
  - assert (V : 1 + x < f (r - h)%nat / f r).
    { apply Rmult_lt_reg_r with (f r); [assumption|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l by lra. lra. }
    assert (W : (1 + x) ^ S j < (f (r - h)%nat / f r) ^ S j).
    { clear - V x0. induction j as [|j IH]; [simpl; lra|].
      change ((1 + x) * (1 + x) ^ S j < f (r - h)%nat / f r * (f (r - h)%nat / f r) ^ S j).
      assert (0 < (1 + x) ^ S j) by (apply pow_lt; lra). nra. }
    assert (Z := power_above_line x (S j) ltac:(lra)). lra.
Qed.

Lemma sum_split n m f : sum (n + m) f = sum n f + sum m (fun i => f (n + i)%nat).
Proof.
  induction m as [|m IH]; [rewrite Nat.add_0_r; simpl; lra|].
  rewrite Nat.add_succ_r. simpl. rewrite IH. lra.
Qed.

Lemma sum_at_most n f b : (forall i, (i < n)%nat -> f i <= b) -> sum n f <= INR n * b.
Proof.
  induction n as [|n IH]; intro H; [simpl; lra|]. rewrite S_INR. simpl sum.
  assert (f n <= b) by (apply H; lia). assert (sum n f <= INR n * b) by (apply IH; intros; apply H; lia).
  lra.
Qed.

(* What is missing from a sum of what falls. *)
Lemma rest_of_sum f n r : nonnegative f -> decreasing f -> (n <= r)%nat ->
  sum r f <= sum n f + INR r * f n.
Proof.
  intros f0 df L. replace r with (n + (r - n))%nat at 1 by lia. rewrite sum_split.
  apply Rplus_le_compat_l. eapply Rle_trans; [apply (sum_at_most _ _ (f n)); intros; apply df; lia|].
  apply Rmult_le_compat_r; [apply f0 | apply le_INR; lia].
Qed.

(* The three parts of a convolution: early, in the middle, late. *)
Lemma three_parts K P a s : (2 * a <= s)%nat ->
  convolution K P s =
  sum a (fun t => K (s - 1 - t)%nat * P t)
  + sum (s - 2 * a) (fun i => K (s - 1 - (a + i))%nat * P (a + i)%nat)
  + sum a (fun i => K i * P (s - 1 - i)%nat).
Proof.
  intro L. unfold convolution. replace s with (a + (s - 2 * a) + a)%nat at 1 by lia.
  rewrite !sum_split. f_equal. rewrite (sum_reversed a). apply sum_eq. intros i Li.
  f_equal; f_equal; lia.
Qed.

(* Sums of the loss, from those of the forcing. *)
Lemma loss_sum_upper K F P n : volterra K F P -> nonnegative K -> nonnegative P ->
  (1 - sum n K) * sum n P <= sum n F.
Proof.
  intros V k0 p0.
  assert (E : sum n P = sum n F + sum n (convolution K P))
    by (rewrite <- sum_plus; apply sum_eq; intros; apply V).
  assert (U : sum n (convolution K P) <= sum n K * sum n P).
  { rewrite sum_convolution, Rmult_comm, <- sum_times. apply sum_le. intros i L.
    rewrite Rmult_comm. apply Rmult_le_compat_l; [apply p0 | apply sum_grows; [assumption | lia]]. }
  lra.
Qed.

Lemma loss_sum_lower K F P b n : volterra K F P -> nonnegative K -> nonnegative F ->
  sum b K <= 1 ->
  sum b F * (1 - sum b K ^ n) <= (1 - sum b K) * sum (n * b) P.
Proof.
  intros V k0 f0 m1. assert (p0 := loss_nonnegative K F P V k0 f0).
  set (m := sum b K) in *. assert (m0 : 0 <= m) by (apply sum_nonnegative; assumption).
  induction n as [|n IH]; [simpl; lra|].
  assert (E : sum (S n * b) P = sum (S n * b) F + sum (S n * b) (convolution K P))
    by (rewrite <- sum_plus; apply sum_eq; intros; apply V).
  assert (A : sum b F <= sum (S n * b) F) by (apply sum_grows; [assumption | simpl; lia]).
  assert (B : m * sum (n * b) P <= sum (S n * b) (convolution K P)).
  { rewrite sum_convolution. replace (S n * b)%nat with (n * b + b)%nat at 1 by (simpl; lia).
    rewrite sum_split. rewrite (Rmult_comm m), <- sum_times.
    assert (0 <= sum b (fun i => sum (S n * b - 1 - (n * b + i)) K * P (n * b + i)%nat)).
    { apply Rle_trans with (sum b (fun _ => 0)).
      - clear. induction b; simpl; lra.
      - apply sum_le. intros. apply Rmult_le_pos; [apply sum_nonnegative; assumption | apply p0]. }
    assert (sum (n * b) (fun i => P i * m)
            <= sum (n * b) (fun s => sum (S n * b - 1 - s) K * P s)); [|lra].
    apply sum_le. intros i L. rewrite Rmult_comm. apply Rmult_le_compat_r; [apply p0|].
    apply sum_grows; [assumption | simpl; lia]. }
  change (m ^ S n) with (m * m ^ n).
  assert (C := Rmult_le_compat_l m _ _ m0 IH).
  assert (D : (1 - m) * (sum b F + m * sum (n * b) P) <= (1 - m) * sum (S n * b) P)
    by (apply Rmult_le_compat_l; lra).
  lra.
Qed.

(* The late part, n times: short steps only. *)
Lemma short_steps_upper (K P : nat -> R) a r0 r A B : nonnegative K -> sum a K < 1 -> 0 <= A ->
  (forall s, (r0 + a <= s)%nat -> (s <= r)%nat ->
     P s <= A + sum a (fun i => K i * P (s - 1 - i)%nat)) ->
  (forall s, (r0 <= s)%nat -> (s <= r)%nat -> P s <= B) ->
  forall n s, (r0 + n * a <= s)%nat -> (s <= r)%nat ->
  P s <= A / (1 - sum a K) + sum a K ^ n * B.
Proof.
  intros k0 m1 A0 H HB n. set (m := sum a K) in *.
  assert (q : A / (1 - m) = A + m * (A / (1 - m))) by (field; lra).
  assert (q0 : 0 <= A / (1 - m))
    by (unfold Rdiv; apply Rmult_le_pos; [assumption | left; apply Rinv_0_lt_compat; lra]).
  induction n as [|n IH]; intros s L E.
  - simpl in *. rewrite Rmult_1_l. assert (P s <= B) by (apply HB; lia). lra.
  - eapply Rle_trans; [apply H; simpl in *; lia|]. rewrite q.
    assert (X : sum a (fun i => K i * P (s - 1 - i)%nat)
                <= m * (A / (1 - m) + m ^ n * B)).
    { unfold m at 1. rewrite <- sum_times. apply sum_le. intros i Li.
      apply Rmult_le_compat_l; [apply k0 | apply IH; simpl in *; lia]. }
    simpl pow. lra.
Qed.

Lemma short_steps_lower (K P : nat -> R) a r0 r A : nonnegative K -> nonnegative P -> sum a K < 1 ->
  (forall s, (r0 + a <= s)%nat -> (s <= r)%nat ->
     A + sum a (fun i => K i * P (s - 1 - i)%nat) <= P s) ->
  forall n s, (r0 + n * a <= s)%nat -> (s <= r)%nat ->
  A / (1 - sum a K) * (1 - sum a K ^ n) <= P s.
Proof.
  intros k0 p0 m1 H n. set (m := sum a K) in *.
  assert (q : A / (1 - m) = A + m * (A / (1 - m))) by (field; lra).
  induction n as [|n IH]; intros s L E.
  - simpl. assert (Z := p0 s). lra.
  - eapply Rle_trans; [|apply H; simpl in *; lia].
    assert (X : m * (A / (1 - m) * (1 - m ^ n)) <= sum a (fun i => K i * P (s - 1 - i)%nat)).
    { unfold m at 1. rewrite <- sum_times. apply sum_le. intros i Li.
      apply Rmult_le_compat_l; [apply k0 | apply IH; simpl in *; lia]. }
    simpl pow. lra.
Qed.

(* The long step. *)
Lemma long_step_upper K F P M k last a r0 r s :
  volterra K F P -> nonnegative K -> nonnegative F -> decreasing K -> decreasing F ->
  (forall L, sum L K <= M) -> M < 1 -> doubling (2 ^ k) last K -> doubling (2 ^ k) last F ->
  (r <= last)%nat -> (2 * a <= r0)%nat -> (r0 + a <= s)%nat -> (s <= r)%nat ->
  P s <= F r0 + K r0 * sum a P
         + INR r * (K a * (constant k M * (F a + K a * sum (S r) F)))
         + sum a (fun i => K i * P (s - 1 - i)%nat).
Proof.
  intros V k0 f0 dk df HM M1 K2 F2 E La Lr Ls. assert (p0 := loss_nonnegative K F P V k0 f0).
  rewrite V, (three_parts K P a s) by lia.
  assert (A1 : F s <= F r0) by (apply df; lia).
  assert (A2 : sum a (fun t => K (s - 1 - t)%nat * P t) <= K r0 * sum a P).
  { rewrite (Rmult_comm (K r0)), <- sum_times. apply sum_le. intros t Lt. rewrite Rmult_comm.
    apply Rmult_le_compat_l; [apply p0 | apply dk; lia]. }
  set (b := K a * (constant k M * (F a + K a * sum (S r) F))).
  assert (S0 : 0 <= sum (S r) F) by (apply sum_nonnegative; assumption).
  assert (c0 : 0 <= constant k M).
  { unfold constant, Rdiv. repeat apply Rmult_le_pos; [apply pow_le; lra | apply pos_INR |].
    left. apply Rinv_0_lt_compat, pow_lt. lra. }
  assert (b0 : 0 <= b).
  { unfold b. assert (Z := k0 a). assert (Y := f0 a).
    assert (0 <= K a * sum (S r) F) by (apply Rmult_le_pos; assumption).
    apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; lra. }
  assert (A3 : sum (s - 2 * a) (fun i => K (s - 1 - (a + i))%nat * P (a + i)%nat) <= INR r * b).
  { eapply Rle_trans; [apply (sum_at_most _ _ b)|].
    - intros i Li. unfold b. apply Rmult_le_compat; [apply k0 | apply p0 | apply dk; lia |].
      eapply Rle_trans; [apply (loss_upper K F P M k last (a + i)); try assumption; lia|].
      apply Rmult_le_compat_l; [assumption|]. apply Rplus_le_compat; [apply df; lia|].
      apply Rmult_le_compat; [apply k0 | apply sum_nonnegative; assumption | apply dk; lia |].
      apply sum_grows; [assumption | lia].
    - apply Rmult_le_compat_r; [assumption | apply le_INR; lia]. }
  lra.
Qed.

Lemma long_step_lower K F P a r s :
  volterra K F P -> nonnegative K -> nonnegative F -> decreasing K -> decreasing F ->
  (2 * a <= s)%nat -> (s <= r)%nat ->
  F r + K r * sum a P + sum a (fun i => K i * P (s - 1 - i)%nat) <= P s.
Proof.
  intros V k0 f0 dk df La Ls. assert (p0 := loss_nonnegative K F P V k0 f0).
  rewrite (V s), (three_parts K P a s) by lia.
  assert (A1 : F r <= F s) by (apply df; lia).
  assert (A2 : K r * sum a P <= sum a (fun t => K (s - 1 - t)%nat * P t)).
  { rewrite (Rmult_comm (K r)), <- sum_times. apply sum_le. intros t Lt. rewrite Rmult_comm.
    apply Rmult_le_compat_r; [apply p0 | apply dk; lia]. }
  assert (A3 : 0 <= sum (s - 2 * a) (fun i => K (s - 1 - (a + i))%nat * P (a + i)%nat)).
  { apply Rle_trans with (sum (s - 2 * a) (fun _ => 0)).
    - generalize (s - 2 * a)%nat. induction n; simpl; lra.
    - apply sum_le. intros. apply Rmult_le_pos; [apply k0 | apply p0]. }
  lra.
Qed.

(* The loss as one large jump has it. *)
Definition jump (K F : nat -> R) (r : nat) : R :=
  F r / (1 - sum r K) + K r * sum r F / (1 - sum r K) ^ 2.

Lemma beyond x : exists n, x <= INR n.
Proof.
  exists (Z.to_nat (up x)). destruct (archimed x) as [A _].
  destruct (Z.le_gt_cases 0 (up x)) as [Z|Z].
  - rewrite INR_IZR_INZ, Z2Nat.id by assumption. lra.
  - assert (B := pos_INR (Z.to_nat (up x))). apply IZR_lt in Z. lra.
Qed.

Lemma jump_at_least K F r : 0 <= F r -> 0 <= K r * sum r F -> 0 <= sum r K -> sum r K < 1 ->
  jump K F r * (1 - sum r K) = F r + K r * sum r F / (1 - sum r K) /\
  F r + K r * sum r F <= F r + K r * sum r F / (1 - sum r K) /\
  F r + K r * sum r F / (1 - sum r K) <= jump K F r.
Proof.
  intros f0 g0 m0 m1. unfold jump. set (m := sum r K) in *. set (g := K r * sum r F) in *.
  assert (u0 : 0 < / (1 - m)) by (apply Rinv_0_lt_compat; lra).
  assert (u1 : 1 <= / (1 - m)) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
  assert (E : (1 - m) * / (1 - m) = 1) by (apply Rinv_r; lra).
  set (u := / (1 - m)) in *.
  assert (E2 : F r / (1 - m) + g / (1 - m) ^ 2 = F r * u + g * (u * u))
    by (unfold u; field; lra).
  rewrite E2. unfold Rdiv. fold u. split; [|split].
  - replace ((F r * u + g * (u * u)) * (1 - m)) with ((F r + g * u) * ((1 - m) * u)) by ring.
    rewrite E. ring.
  - assert (g * 1 <= g * u) by (apply Rmult_le_compat_l; assumption). lra.
  - assert (F r * 1 <= F r * u) by (apply Rmult_le_compat_l; assumption).
    assert (g * u * 1 <= g * u * u)
      by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra | assumption]). lra.
Qed.

Section Jump.
Variables (k : nat) (M delta x eta : R) (j n : nat).
Let C := constant k M.
Let N := (2 * S j * n + n + 2)%nat.
Let Q := 2 ^ k * INR (N * n) ^ k.
Hypothesis M0 : 0 <= M.
Hypothesis M1 : M < 1.
Hypothesis d0 : 0 < delta.
Hypothesis x0 : 0 < x.
Hypothesis x1 : x <= 1.
Hypothesis xd : x <= delta / 4.
Hypothesis Hj : 2 ^ k <= 1 + INR j * x.
Hypothesis n1 : (1 <= n)%nat.
Hypothesis Hn : M ^ n * (16 * (C + 1)) <= delta.
Hypothesis e1 : eta <= 1.
Hypothesis e2 : Q * eta <= 1 - M.
Hypothesis e3 : 8 * (Q * eta) <= delta * (1 - M).
Hypothesis e4 : 8 * (eta * (Q * Q * C)) <= delta * (1 - M).
Variables (K F P : nat -> R) (last r : nat).
Hypothesis V : volterra K F P.
Hypothesis k1 : forall i, 0 < K i.
Hypothesis f1 : forall i, 0 < F i.
Hypothesis dk : decreasing K.
Hypothesis df : decreasing F.
Hypothesis ck : log_convex K.
Hypothesis cf : log_convex F.
Hypothesis HM : forall L, sum L K <= M.
Hypothesis K2 : doubling (2 ^ k) last K.
Hypothesis F2 : doubling (2 ^ k) last F.
Hypothesis E : (r <= last)%nat.
Hypothesis Small : (INR r + 1) * K r <= eta.

Let a := (r / N)%nat.
Let b := (a / n)%nat.
Let mu := sum r K.

Local Lemma k0 : nonnegative K. Proof. intro i. left. apply k1. Qed.
Local Lemma f0 : nonnegative F. Proof. intro i. left. apply f1. Qed.
Local Lemma p0 : nonnegative P. Proof. exact (loss_nonnegative K F P V k0 f0). Qed.

Local Lemma C0 : 0 <= C.
Proof.
  unfold C, constant, Rdiv. repeat apply Rmult_le_pos; [apply pow_le; lra | apply pos_INR |].
  left. apply Rinv_0_lt_compat, pow_lt. lra.
Qed.

Local Lemma Q0 : 0 <= Q.
Proof. unfold Q. apply Rmult_le_pos; apply pow_le; [lra | apply pos_INR]. Qed.

Local Lemma times : (N * a <= r)%nat /\ (S r <= N * n * S a)%nat /\ (S r <= N * n * S b)%nat /\
  (n * b <= a)%nat.
Proof.
  assert (n0 : n <> 0%nat) by lia. assert (N0 : N <> 0%nat) by (unfold N; lia).
  assert (A1 : (N * a <= r)%nat) by (apply Nat.mul_div_le; assumption).
  assert (A2 : (r < N * S a)%nat) by (apply Nat.mul_succ_div_gt; assumption).
  assert (B1 : (n * b <= a)%nat) by (apply Nat.mul_div_le; assumption).
  assert (B2 : (a < n * S b)%nat) by (apply Nat.mul_succ_div_gt; assumption).
  clearbody a b N. repeat split; try assumption.
  - nia.
  - assert (N * S a <= N * (n * S b))%nat by (apply Nat.mul_le_mono_l; lia). lia.
Qed.

Local Lemma nearby f : (forall i, 0 < f i) -> log_convex f -> doubling (2 ^ k) last f ->
  decreasing f -> f (r - n * a)%nat <= (1 + x) * f r.
Proof.
  intros g1 g2 g3 g4. destruct times as (A1 & _).
  assert ((2 * S j * n + n + 2) * a <= r)%nat by exact A1. clearbody a.
  apply (hardly_changes f (2 ^ k) last x j (n * a) r); try assumption; nia.
Qed.

Local Lemma far f i : nonnegative f -> doubling (2 ^ k) last f -> (i <= r)%nat ->
  (S r <= N * n * S i)%nat -> f i <= Q * f r.
Proof. intros. apply (doubled_power f k last); assumption. Qed.

Local Lemma mu_bounds : 0 <= mu /\ mu <= M /\ sum a K <= mu /\ 0 <= sum a K.
Proof.
  destruct times as (A1 & _). assert (a <= r)%nat by (unfold N in A1; clearbody a; nia).
  repeat split; [apply sum_nonnegative, k0 | apply HM | apply sum_grows; [apply k0 | assumption] |
    apply sum_nonnegative, k0].
Qed.

Local Lemma small : 0 <= K r /\ 0 <= INR r * K r /\ INR r * K r <= eta /\ K r <= eta.
Proof.
  assert (Z := k0 r). assert (R0 := pos_INR r).
  assert (0 <= INR r * K r) by (apply Rmult_le_pos; assumption). lra.
Qed.

Theorem jump_above : P r <= (1 + delta) * jump K F r.
Proof.
  destruct times as (A1 & A2 & A3 & A4). destruct mu_bounds as (m0 & m1 & m2 & m3).
  destruct small as (Kr & s1 & s2 & s3). assert (Fr := f0 r). assert (c0 := C0). assert (q0 := Q0).
  assert (ar : (a <= r)%nat) by (unfold N in A1; clearbody a; nia).
  assert (S0 : 0 <= sum r F) by (apply sum_nonnegative, f0). set (s := sum r F) in *.
  assert (KS : 0 <= K r * s) by (apply Rmult_le_pos; assumption).
  set (X := F r + K r * s). assert (X0 : 0 <= X) by (unfold X; lra).
  assert (NF := nearby F f1 cf F2 df). assert (NK := nearby K k1 ck K2 dk).
  assert (FF := far F a f0 F2 ar A2). assert (FK := far K a k0 K2 ar A2).
  destruct (jump_at_least K F r Fr KS m0 ltac:(fold mu; lra)) as (J1 & J2 & J3).
  fold mu s X in J1, J2, J3. set (L := jump K F r) in *.
  assert (L0 : 0 <= L) by lra.
  set (r0 := (r - n * a)%nat) in *.
  assert (Lr0 : (2 * a <= r0)%nat) by (unfold r0; unfold N in A1; clearbody a; nia).
  assert (Er0 : (r0 + n * a <= r)%nat) by (unfold r0; unfold N in A1; clearbody a; nia).
  assert (T0 : 0 <= sum a P) by (apply sum_nonnegative, p0).
  assert (T1 := loss_sum_upper K F P a V k0 p0).
  assert (T2 : sum a F <= s) by (apply sum_grows; [apply f0 | assumption]).
  assert (T3 : sum a P <= s / (1 - mu)).
  { apply Rmult_le_reg_r with (1 - mu); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
    assert (sum a P * (1 - mu) <= sum a P * (1 - sum a K)) by (apply Rmult_le_compat_l; lra). lra. }
  assert (S1 : sum (S r) F = s + F r) by reflexivity.
  assert (KF : K r * F r <= F r).
  { assert (K r * F r <= 1 * F r) by (apply Rmult_le_compat_r; lra). lra. }
  set (A := F r0 + K r0 * sum a P + INR r * (K a * (C * (F a + K a * sum (S r) F)))).
  assert (AA : A <= (1 + x) * (F r + K r * s / (1 - mu)) + 2 * (eta * (Q * Q * C)) * X).
  { unfold A. assert (B1 : K r0 * sum a P <= (1 + x) * K r * (s / (1 - mu)))
      by (apply Rmult_le_compat; [apply k0 | assumption | assumption | assumption]).
    assert (B2 : F a + K a * sum (S r) F <= Q * (2 * X)).
    { rewrite S1. assert (K a * (s + F r) <= Q * K r * (s + F r)) by (apply Rmult_le_compat_r; lra).
      assert (Q * (K r * F r) <= Q * F r) by (apply Rmult_le_compat_l; lra).
      assert (0 <= Q * (K r * s)) by (apply Rmult_le_pos; assumption). unfold X. lra. }
    assert (B3 : K a * (C * (F a + K a * sum (S r) F)) <= Q * K r * (C * (Q * (2 * X)))).
    { apply Rmult_le_compat; [apply k0 | | assumption | apply Rmult_le_compat_l; lra].
      assert (0 <= K a * sum (S r) F) by (apply Rmult_le_pos; [apply k0 | apply sum_nonnegative, f0]).
      assert (Z := f0 a). apply Rmult_le_pos; lra. }
    assert (B4 := Rmult_le_compat_l _ _ _ (pos_INR r) B3).
    assert (B5 : INR r * (Q * K r * (C * (Q * (2 * X)))) = INR r * K r * (Q * Q * C * (2 * X))) by ring.
    assert (B6 : INR r * K r * (Q * Q * C * (2 * X)) <= eta * (Q * Q * C * (2 * X))).
    { apply Rmult_le_compat_r; [|assumption]. assert (q2 := Rmult_le_pos _ _ q0 q0).
      assert (q3 := Rmult_le_pos _ _ q2 c0). apply Rmult_le_pos; lra. }
    unfold Rdiv in *. lra. }
  assert (A0 : 0 <= A).
  { unfold A. assert (0 <= K r0 * sum a P) by (apply Rmult_le_pos; [apply k0 | assumption]).
    assert (0 <= K a * sum (S r) F) by (apply Rmult_le_pos; [apply k0 | apply sum_nonnegative, f0]).
    assert (Z := f0 a). assert (Z2 := f0 r0).
    assert (0 <= INR r * (K a * (C * (F a + K a * sum (S r) F)))); [|lra].
    apply Rmult_le_pos; [apply pos_INR|]. apply Rmult_le_pos; [apply k0|]. apply Rmult_le_pos; lra. }
  set (B := C * (4 * X)).
  assert (HB : forall i, (r0 <= i)%nat -> (i <= r)%nat -> P i <= B).
  { intros i Li Lr.
    eapply Rle_trans; [apply (loss_upper K F P M k last i V k0 f0 dk df HM M1 K2 F2); lia|].
    unfold B. fold C. apply Rmult_le_compat_l; [assumption|].
    assert (D1 : F i <= F r0) by (apply df; assumption).
    assert (D2 : K i * sum (S i) F <= (1 + x) * K r * sum (S r) F).
    { apply Rmult_le_compat; [apply k0 | apply sum_nonnegative, f0 | |
        apply sum_grows; [apply f0 | lia]].
      eapply Rle_trans; [apply (dk r0 i); assumption | assumption]. }
    rewrite S1 in D2.
    assert (D3 : (1 + x) * K r * (s + F r) <= 2 * (K r * (s + F r))).
    { rewrite Rmult_assoc. apply Rmult_le_compat_r; [apply Rmult_le_pos; lra | lra]. }
    assert (D4 : (1 + x) * F r <= 2 * F r) by (apply Rmult_le_compat_r; lra).
    unfold X. lra. }
  assert (Up := short_steps_upper K P a r0 r A B k0 ltac:(lra) A0
    (fun i Li Lr => long_step_upper K F P M k last a r0 r i V k0 f0 dk df HM M1 K2 F2 E Lr0 Li Lr)
    HB n r Er0 (le_n r)).
  (* Each part against L. *)
  assert (U1 : A / (1 - sum a K) <= (1 + x) * L + delta / 4 * L).
  { assert (I1 : A / (1 - sum a K) <= A / (1 - mu)).
    { unfold Rdiv. apply Rmult_le_compat_l; [assumption|]. apply Rinv_le_contravar; lra. }
    eapply Rle_trans; [exact I1|]. apply Rmult_le_reg_r with (1 - mu); [lra|].
    unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    eapply Rle_trans; [exact AA|]. rewrite <- J1.
    assert (G : 2 * (eta * (Q * Q * C)) * X <= delta / 4 * (1 - mu) * L).
    { apply Rmult_le_compat; [|assumption | | lra].
      - assert (e0 : 0 <= eta) by lra. assert (q2 := Rmult_le_pos _ _ q0 q0).
        assert (q3 := Rmult_le_pos _ _ q2 c0). assert (q4 := Rmult_le_pos _ _ e0 q3). lra.
      - assert (delta * (1 - M) <= delta * (1 - mu)) by (apply Rmult_le_compat_l; lra). lra. }
    lra. }
  assert (U2 : sum a K ^ n * B <= delta / 4 * L).
  { assert (P1 : sum a K ^ n <= M ^ n) by (apply pow_incr; lra).
    assert (P2 : 0 <= M ^ n) by (apply pow_le; assumption).
    assert (P3 : sum a K ^ n * B <= M ^ n * B).
    { apply Rmult_le_compat_r; [unfold B; apply Rmult_le_pos; lra | assumption]. }
    assert (P4 : M ^ n * B <= M ^ n * (4 * (C + 1)) * L).
    { unfold B. rewrite Rmult_assoc. apply Rmult_le_compat_l; [assumption|].
      assert (C * (4 * X) <= C * (4 * L)) by (apply Rmult_le_compat_l; lra). lra. }
    assert (P5 : M ^ n * (4 * (C + 1)) * L <= delta / 4 * L) by (apply Rmult_le_compat_r; lra).
    lra. }
  assert (U3 : x * L <= delta / 4 * L) by (apply Rmult_le_compat_r; lra).
  assert (U4 : 0 <= delta * L) by (apply Rmult_le_pos; lra). lra.
Qed.

Theorem jump_below : (1 - delta) * jump K F r <= P r.
Proof.
  destruct times as (A1 & A2 & A3 & A4). destruct mu_bounds as (m0 & m1 & m2 & m3).
  destruct small as (Kr & s1 & s2 & s3). assert (Fr := f0 r). assert (c0 := C0). assert (q0 := Q0).
  assert (ar : (a <= r)%nat) by (unfold N in A1; clearbody a; nia).
  assert (br : (b <= r)%nat) by (clear - A4 ar n1; clearbody a b; nia).
  assert (S0 : 0 <= sum r F) by (apply sum_nonnegative, f0). set (s := sum r F) in *.
  assert (KS : 0 <= K r * s) by (apply Rmult_le_pos; assumption).
  assert (FFb := far F b f0 F2 br A3). assert (FKa := far K a k0 K2 ar A2).
  assert (FKb := far K b k0 K2 br A3).
  destruct (jump_at_least K F r Fr KS m0 ltac:(fold mu; lra)) as (J1 & J2 & J3).
  fold mu s in J1, J2, J3. set (L := jump K F r) in *.
  assert (Lr0 : (2 * a <= r - n * a)%nat) by (unfold N in A1; clearbody a; nia).
  assert (Low := short_steps_lower K P a (r - n * a) r (F r + K r * sum a P) k0 p0 ltac:(lra)
    (fun i Li Lr => long_step_lower K F P a r i V k0 f0 dk df
       ltac:(clear - Li Lr0; clearbody a; lia) Lr)
    n r ltac:(clear - Lr0; clearbody a; lia) (le_n r)).
  set (z := M ^ n). assert (z0 : 0 <= z) by (apply pow_le; assumption).
  assert (z1 : z <= delta / 16).
  { unfold z. assert (z * 16 <= z * (16 * (C + 1))) by (apply Rmult_le_compat_l; lra).
    unfold z in *. lra. }
  assert (zn : z <= 1).
  { unfold z. rewrite <- (pow1 n). apply pow_incr. lra. }
  set (y := Q * eta / (1 - M)). assert (eta0 : 0 <= eta) by lra.
  assert (yM : y * (1 - M) = Q * eta) by (unfold y; field; lra).
  assert (y0 : 0 <= y).
  { unfold y, Rdiv. apply Rmult_le_pos; [apply Rmult_le_pos; assumption|].
    left. apply Rinv_0_lt_compat. lra. }
  assert (y1 : y <= 1) by (apply Rmult_le_reg_r with (1 - M); lra).
  assert (y2 : 8 * y <= delta) by (apply Rmult_le_reg_r with (1 - M); lra).
  (* The norm at an earlier time. *)
  assert (Norm : forall i, (i <= r)%nat -> K i <= Q * K r ->
            (1 - y) * (1 - sum i K) <= 1 - mu /\ 0 < 1 - sum i K).
  { intros i Li Ki. assert (W := rest_of_sum K i r k0 dk Li). fold mu in W.
    assert (W2 : INR r * K i <= Q * eta).
    { assert (INR r * K i <= INR r * (Q * K r)) by (apply Rmult_le_compat_l; [apply pos_INR | assumption]).
      assert (Q * (INR r * K r) <= Q * eta) by (apply Rmult_le_compat_l; assumption). lra. }
    assert (W3 := HM i). assert (W4 : sum i K <= mu) by (apply sum_grows; [apply k0 | assumption]).
    split; [|lra].
    assert (y * (1 - M) <= y * (1 - sum i K)) by (apply Rmult_le_compat_l; lra). lra. }
  destruct (Norm a ar FKa) as [Na Na0]. destruct (Norm b br FKb) as [Nb Nb0].
  assert (mb0 : 0 <= sum b K) by (apply sum_nonnegative, k0).
  set (u := / (1 - mu)). assert (u0 : 0 < u) by (apply Rinv_0_lt_compat; lra).
  assert (uE : (1 - mu) * u = 1) by (apply Rinv_r; lra).
  (* One over each of these. *)
  assert (Inv : forall q, 0 < q -> (1 - y) * q <= 1 - mu -> (1 - y) * u <= / q).
  { intros q Hq Hl. apply Rmult_le_reg_r with q; [assumption|]. rewrite Rinv_l by lra.
    assert (Z := Rmult_le_compat_r u _ _ (Rlt_le _ _ u0) Hl). lra. }
  assert (Ia := Inv _ Na0 Na). assert (Ib := Inv _ Nb0 Nb).
  (* The sum of the loss up to a. *)
  assert (T1 := loss_sum_lower K F P b n V k0 f0 ltac:(lra)).
  assert (T2 : sum (n * b) P <= sum a P) by (apply sum_grows; [apply p0 | assumption]).
  assert (pb : sum b K ^ n <= z) by (apply pow_incr; split; [assumption | apply HM]).
  assert (pa : sum a K ^ n <= z) by (apply pow_incr; split; [assumption | apply HM]).
  set (sb := sum b F) in *. assert (sb0 : 0 <= sb) by (apply sum_nonnegative, f0).
  assert (T3 : sb * ((1 - z) * ((1 - y) * u)) <= sum a P).
  { apply Rle_trans with (sb * (1 - sum b K ^ n) * / (1 - sum b K)).
    - rewrite Rmult_assoc. apply Rmult_le_compat_l; [assumption|].
      apply Rmult_le_compat; [lra | apply Rmult_le_pos; lra | lra | assumption].
    - apply Rmult_le_reg_r with (1 - sum b K); [lra|]. rewrite Rmult_assoc, Rinv_l by lra.
      assert (sum (n * b) P * (1 - sum b K) <= sum a P * (1 - sum b K))
        by (apply Rmult_le_compat_r; lra). lra. }
  set (h := (1 - z) * ((1 - y) * u)) in *.
  assert (h0 : 0 <= h) by (unfold h; apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]).
  assert (T4 : s <= sb + INR r * F b) by (apply rest_of_sum; [apply f0 | exact df | assumption]).
  assert (T5 : K r * (s * h) <= K r * sum a P + y * F r).
  { assert (R1 : s * h <= (sb + INR r * F b) * h) by (apply Rmult_le_compat_r; assumption).
    assert (R2 : K r * (s * h) <= K r * (sum a P + INR r * F b * h)).
    { apply Rmult_le_compat_l; lra. }
    assert (R3 : K r * (INR r * F b * h) <= y * F r).
    { assert (hM : h * (1 - M) <= 1).
      { assert (h <= 1 * (1 * u)).
        { unfold h. apply Rmult_le_compat; [lra | apply Rmult_le_pos; lra | lra |].
          apply Rmult_le_compat_r; lra. }
        assert (h * (1 - M) <= u * (1 - mu)) by (apply Rmult_le_compat; lra). lra. }
      apply Rmult_le_reg_r with (1 - M); [lra|].
      replace (y * F r * (1 - M)) with (Q * eta * F r) by (rewrite <- yM; ring).
      replace (K r * (INR r * F b * h) * (1 - M)) with (INR r * K r * F b * (h * (1 - M))) by ring.
      assert (Z1 : INR r * K r * F b <= eta * (Q * F r)).
      { apply Rmult_le_compat; [assumption | apply f0 | assumption | assumption]. }
      assert (Z2 : 0 <= INR r * K r * F b) by (apply Rmult_le_pos; [assumption | apply f0]).
      assert (INR r * K r * F b * (h * (1 - M)) <= INR r * K r * F b * 1)
        by (apply Rmult_le_compat_l; lra). lra. }
    lra. }
  (* Together. *)
  set (A := F r + K r * sum a P) in *.
  assert (B1 : (1 - y) * F r + K r * s * h <= A) by (unfold A; lra).
  assert (B2 : (1 - y) * (1 - z) * (F r + K r * s * u) <= A).
  { assert (G1 : (1 - z) * ((1 - y) * F r) <= 1 * ((1 - y) * F r)).
    { apply Rmult_le_compat_r; [apply Rmult_le_pos; lra | lra]. }
    unfold h in B1. lra. }
  assert (A0 : 0 <= A).
  { unfold A. assert (0 <= sum a P) by (apply sum_nonnegative, p0).
    assert (0 <= K r * sum a P) by (apply Rmult_le_pos; assumption). lra. }
  assert (J4 : F r + K r * s * u = L * (1 - mu)) by (rewrite J1; reflexivity).
  rewrite J4 in B2. set (w := (1 - y) * (1 - z)) in *.
  assert (w0 : 0 <= w) by (apply Rmult_le_pos; lra).
  assert (L0 : 0 <= L) by lra.
  assert (B3 : w * w * L <= A / (1 - sum a K) * (1 - sum a K ^ n)).
  { apply Rle_trans with (A * ((1 - y) * u) * (1 - z)).
    - replace (A * ((1 - y) * u) * (1 - z)) with (A * (w * u)) by (unfold w; ring).
      assert (Z := Rmult_le_compat_r (w * u) _ _ ltac:(apply Rmult_le_pos; lra) B2).
      replace (w * (L * (1 - mu)) * (w * u)) with (w * w * L * ((1 - mu) * u)) in Z by ring.
      rewrite uE in Z. lra.
    - apply Rmult_le_compat; [apply Rmult_le_pos; [assumption | apply Rmult_le_pos; lra] | lra | | lra].
      unfold Rdiv. apply Rmult_le_compat_l; assumption. }
  assert (B4 : 1 - delta <= w * w).
  { assert (1 - y - z <= w) by (unfold w; assert (0 <= y * z) by (apply Rmult_le_pos; assumption); lra).
    assert (1 - 2 * (y + z) <= w * w); [|lra].
    assert (0 <= (1 - w) * (1 - w)) by (apply Rle_0_sqr). lra. }
  assert (B5 : (1 - delta) * L <= w * w * L) by (apply Rmult_le_compat_r; assumption).
  lra.
Qed.

End Jump.

(* One large jump, for every K and F with these properties: eta depends on k, M, delta alone. *)
Theorem one_large_jump : forall k M delta, 0 <= M -> M < 1 -> 0 < delta ->
  exists eta, 0 < eta /\ forall K F P last r,
    volterra K F P -> (forall i, 0 < K i) -> (forall i, 0 < F i) ->
    decreasing K -> decreasing F -> log_convex K -> log_convex F ->
    (forall L, sum L K <= M) -> doubling (2 ^ k) last K -> doubling (2 ^ k) last F ->
    (r <= last)%nat -> (INR r + 1) * K r <= eta ->
    (1 - delta) * jump K F r <= P r <= (1 + delta) * jump K F r.
Proof.
  intros k M delta M0 M1 d0. set (C := constant k M).
  assert (c0 : 0 <= C) by (apply C0; assumption).
  set (x := Rmin 1 (delta / 4)).
  assert (x0 : 0 < x) by (apply Rmin_pos; lra).
  assert (x1 : x <= 1) by apply Rmin_l. assert (xd : x <= delta / 4) by apply Rmin_r.
  destruct (beyond (2 ^ k / x)) as [j Hj0].
  assert (Hj : 2 ^ k <= 1 + INR j * x).
  { assert (Z := Rmult_le_compat_r x _ _ (Rlt_le _ _ x0) Hj0). unfold Rdiv in Z.
    rewrite Rmult_assoc, Rinv_l in Z by lra. lra. }
  destruct (pow_lt_1_zero M ltac:(rewrite Rabs_pos_eq; lra) (delta / (16 * (C + 1)))) as [n0 Hn0].
  { apply Rdiv_lt_0_compat; lra. }
  set (n := S n0). assert (n1 : (1 <= n)%nat) by (unfold n; lia).
  assert (Hn : M ^ n * (16 * (C + 1)) <= delta).
  { specialize (Hn0 n ltac:(unfold n; lia)). rewrite Rabs_pos_eq in Hn0 by (apply pow_le; assumption).
    assert (Z := Rmult_lt_compat_r (16 * (C + 1)) _ _ ltac:(lra) Hn0).
    unfold Rdiv in Z. rewrite Rmult_assoc, Rinv_l in Z by lra. lra. }
  set (Q := 2 ^ k * INR ((2 * S j * n + n + 2) * n) ^ k).
  assert (q1 : 1 <= Q).
  { unfold Q. rewrite <- (Rmult_1_l 1). apply Rmult_le_compat; [lra | lra | |]; apply pow_R1_Rle; [lra|].
    replace 1 with (INR 1) by reflexivity. apply le_INR. nia. }
  set (top := (1 - M) * x / 2). set (low := Q * Q * (C + 1)).
  assert (low1 : 1 <= low).
  { unfold low. assert (1 * 1 <= Q * Q) by (apply Rmult_le_compat; lra).
    assert (1 * 1 <= Q * Q * (C + 1)) by (apply Rmult_le_compat; lra). lra. }
  assert (top0 : 0 < top) by (unfold top; apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra).
  assert (top1 : top <= (1 - M) * 1 /\ 8 * top <= delta * (1 - M) /\ top <= 1).
  { unfold top. assert ((1 - M) * x <= (1 - M) * 1) by (apply Rmult_le_compat_l; lra).
    assert ((1 - M) * x <= (1 - M) * (delta / 4)) by (apply Rmult_le_compat_l; lra). lra. }
  set (eta := top / low).
  assert (Et : eta * low = top) by (unfold eta; field; lra).
  assert (eta0 : 0 < eta) by (apply Rdiv_lt_0_compat; lra).
  assert (E1 : eta <= top).
  { assert (eta * 1 <= eta * low) by (apply Rmult_le_compat_l; lra). lra. }
  assert (QQ : Q <= Q * Q) by (assert (Q * 1 <= Q * Q) by (apply Rmult_le_compat_l; lra); lra).
  assert (E2 : Q * eta <= top).
  { rewrite <- Et, (Rmult_comm Q). apply Rmult_le_compat_l; [lra|]. unfold low.
    assert (Q * Q * 1 <= Q * Q * (C + 1)) by (apply Rmult_le_compat_l; lra). lra. }
  assert (E3 : eta * (Q * Q * C) <= top).
  { rewrite <- Et. apply Rmult_le_compat_l; [lra|]. unfold low. apply Rmult_le_compat_l; lra. }
  exists eta. split; [assumption|]. intros K F P last r V k1 f1 dk df ck cf HM K2 F2 E Small. split.
  - apply (jump_below k M delta x eta j n) with (last := last); try assumption; fold Q C; lra.
  - apply (jump_above k M delta x eta j n) with (last := last); try assumption; fold Q C; lra.
Qed.
