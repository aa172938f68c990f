(* The loss on the critical lines, where the sums over the modes carry logarithms.

   The loss is of the order of F + K times the sum of F (sharp.v). Here the sum is taken: for a target
   whose forcing falls as 1/r it is a logarithm of the time, for a smooth one a number, and for a rough
   one the time times the forcing. Where a sum over the modes has a logarithm, it is 1 + ln (w/s0), of
   the distance from the smallest eigenvalue, or 1 + ln (s1/w), from the largest. *)

Definition up (s0 w : R) : R := 1 + ln (w / s0).
Definition down (s2 w : R) : R := 1 + ln (s2 / w).

(* What grows with the distance in a window, and no faster than its power e. *)
Definition moderate_in (s0 s2 e : R) (T : R -> R) : Prop :=
  forall t u, s0 <= t -> t <= u -> u <= s2 -> 0 <= T t /\ T t <= T u <= Rpower (u / t) e * T t.

Lemma ratio_positive t u : 0 < t -> t <= u -> 0 < u / t.
Proof. intros t0 L. apply Rdiv_lt_0_compat; lra. Qed.

Lemma ln_at_most x : 0 < x -> ln x <= x - 1.
Proof.
  intro x0. destruct (Req_dec x 1) as [->|N]; [rewrite ln_1; lra|].
  assert (H : 1 + ln x <= exp (ln x)).
  { destruct (Req_dec (ln x) 0) as [E|E]; [rewrite E, exp_0; lra | left; apply exp_ineq1; assumption]. }
  rewrite exp_ln in H by assumption. lra.
Qed.

Lemma ln_at_least x : 0 < x -> 1 - / x <= ln x.
Proof.
  intro x0. assert (i0 : 0 < / x) by (apply Rinv_0_lt_compat; assumption).
  assert (H := ln_at_most (/ x) i0). rewrite ln_Rinv in H by assumption. lra.
Qed.

Lemma ln_nonnegative x : 1 <= x -> 0 <= ln x.
Proof.
  intro L. assert (H := ln_at_least x ltac:(lra)).
  assert (/ x <= 1) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra). lra.
Qed.

Lemma ln_of_ratio t u s : 0 < t -> 0 < u -> 0 < s -> ln (u / s) = ln (t / s) + ln (u / t).
Proof.
  intros t0 u0 s0. rewrite <- ln_mult by (apply Rdiv_lt_0_compat; assumption). f_equal. field. lra.
Qed.

(* Outside the window, what it is at the nearer end. *)
Definition clamp (s0 s2 t : R) : R := Rmin s2 (Rmax s0 t).

Lemma clamp_inside s0 s2 t : s0 <= t <= s2 -> clamp s0 s2 t = t.
Proof. intro L. unfold clamp. rewrite Rmax_right by lra. apply Rmin_right. lra. Qed.

Lemma clamp_bounds s0 s2 t : s0 <= s2 -> s0 <= clamp s0 s2 t <= s2.
Proof.
  intro L. unfold clamp. split; [apply Rmin_glb; [assumption | apply Rmax_l] | apply Rmin_l].
Qed.

Lemma clamp_moderate s0 s2 e T : 0 < s0 -> s0 <= s2 -> 0 <= e -> moderate_in s0 s2 e T ->
  moderate e (fun t => T (clamp s0 s2 t)).
Proof.
  intros s00 s02 e0 H t u t0 L.
  destruct (clamp_bounds s0 s2 t s02) as [A1 A2]. destruct (clamp_bounds s0 s2 u s02) as [B1 B2].
  assert (M : clamp s0 s2 t <= clamp s0 s2 u)
    by (unfold clamp; apply Rle_min_compat_l, Rle_max_compat_l; assumption).
  destruct (H _ _ A1 M B2) as (P & Q1 & Q2). split; [assumption|].
  eapply Rle_trans; [exact Q2|]. apply Rmult_le_compat_r; [assumption|].
  apply power_grows; [assumption | apply ratio_positive; lra |].
  assert (Z : clamp s0 s2 u * t <= u * clamp s0 s2 t).
  { unfold clamp, Rmin, Rmax.
    destruct (Rle_dec s0 t), (Rle_dec s0 u); try lra;
      repeat match goal with |- context [Rle_dec ?a ?b] => destruct (Rle_dec a b) end; try nra. }
  apply Rmult_le_reg_r with (clamp s0 s2 t * t); [apply Rmult_lt_0_compat; lra|].
  replace (clamp s0 s2 u / clamp s0 s2 t * (clamp s0 s2 t * t)) with (clamp s0 s2 u * t) by (field; lra).
  replace (u / t * (clamp s0 s2 t * t)) with (u * clamp s0 s2 t) by (field; lra). assumption.
Qed.

Lemma moderate_in_more s0 s2 e e' T : 0 < s0 -> e <= e' -> moderate_in s0 s2 e T -> moderate_in s0 s2 e' T.
Proof.
  intros s00 L H t u L1 L2 L3. destruct (H t u L1 L2 L3) as (P & Q1 & Q2).
  split; [assumption|]. split; [assumption|]. eapply Rle_trans; [exact Q2|].
  apply Rmult_le_compat_r; [assumption|]. apply power_in_exponent; [|assumption].
  apply ratio_at_least_one; lra.
Qed.

Lemma moderate_in_power s0 s2 a e : 0 < s0 -> 0 <= a -> 0 <= e ->
  moderate_in s0 s2 e (fun w => a * Rpower w e).
Proof.
  intros s00 a0 e0 t u L1 L2 L3. assert (0 <= a * Rpower t e)
    by (apply Rmult_le_pos; [assumption | left; apply exp_pos]).
  split; [assumption|]. apply (power_moderate a e e); lra.
Qed.

Lemma moderate_in_sum s0 s2 e T U : moderate_in s0 s2 e T -> moderate_in s0 s2 e U ->
  moderate_in s0 s2 e (fun w => T w + U w).
Proof.
  intros HT HU t u L1 L2 L3. destruct (HT t u L1 L2 L3) as (? & ? & ?).
  destruct (HU t u L1 L2 L3) as (? & ? & ?). repeat split; lra.
Qed.

Lemma moderate_in_product s0 s2 e e' T U : 0 < s0 -> moderate_in s0 s2 e T -> moderate_in s0 s2 e' U ->
  moderate_in s0 s2 (e + e') (fun w => T w * U w).
Proof.
  intros s00 HT HU t u L1 L2 L3. destruct (HT t u L1 L2 L3) as (A & B & C).
  destruct (HU t u L1 L2 L3) as (A' & B' & C').
  split; [apply Rmult_le_pos; assumption|]. split; [apply Rmult_le_compat; assumption|].
  rewrite Rpower_plus. eapply Rle_trans.
  - apply Rmult_le_compat; [| | exact C | exact C']; lra.
  - right. ring.
Qed.

Lemma up_at_least_one s0 w : 0 < s0 -> s0 <= w -> 1 <= up s0 w.
Proof.
  intros s00 L. unfold up. assert (0 <= ln (w / s0))
    by (apply ln_nonnegative, ratio_at_least_one; assumption). lra.
Qed.

Lemma down_at_least_one s2 w : 0 < w -> w <= s2 -> 1 <= down s2 w.
Proof.
  intros w0 L. unfold down. assert (0 <= ln (s2 / w))
    by (apply ln_nonnegative, ratio_at_least_one; assumption). lra.
Qed.

Lemma up_moderate s0 s2 : 0 < s0 -> moderate_in s0 s2 1 (up s0).
Proof.
  intros s00 t u L1 L2 L3. assert (U := up_at_least_one s0 t s00 L1).
  assert (E : up s0 u = up s0 t + ln (u / t)) by (unfold up; rewrite (ln_of_ratio t u s0) by lra; ring).
  assert (r1 := ratio_at_least_one t u ltac:(lra) L2). assert (l0 := ln_nonnegative _ r1).
  assert (l1 := ln_at_most (u / t) ltac:(lra)).
  rewrite Rpower_1 by lra. rewrite E. split; [lra|]. split; [lra|].
  assert (0 <= (up s0 t - 1) * (u / t - 1)) by (apply Rmult_le_pos; lra). lra.
Qed.

(* With few logarithms more: up to a square root it does not grow. *)
Lemma up_slow s0 t w : 0 < s0 -> s0 <= t -> t <= w -> up s0 w <= 2 * (Rpower (w / t) (/ 2) * up s0 t).
Proof.
  intros s00 L1 L2. assert (U := up_at_least_one s0 t s00 L1).
  assert (E : up s0 w = up s0 t + ln (w / t)) by (unfold up; rewrite (ln_of_ratio t w s0) by lra; ring).
  assert (r1 := ratio_at_least_one t w ltac:(lra) L2). set (y := Rpower (w / t) (/ 2)).
  assert (y1 : 1 <= y).
  { unfold y. rewrite <- (Rpower_O (w / t)) by lra. apply power_in_exponent; lra. }
  assert (Y : ln (w / t) = 2 * ln y) by (unfold y, Rpower; rewrite ln_exp; lra).
  assert (l1 := ln_at_most y ltac:(lra)). rewrite E, Y.
  assert (0 <= (up s0 t - 1) * (y - 1)) by (apply Rmult_le_pos; lra). lra.
Qed.

(* A forcing that falls as 1/r, and beside it something smaller with one more logarithm. *)
Lemma with_a_logarithm s0 s2 e N Q : 0 < s0 -> 1 <= e -> 0 <= N -> moderate_in s0 s2 e Q ->
  (forall w, s0 <= w <= s2 -> Q w <= N * w) ->
  moderate_in s0 s2 e (fun w => N * w + Q w * down s2 w).
Proof.
  intros s00 e1 N0 H Small t u L1 L2 L3. destruct (H t u L1 L2 L3) as (P & M1 & M2).
  assert (Dt := down_at_least_one s2 t ltac:(lra) ltac:(lra)).
  assert (Du := down_at_least_one s2 u ltac:(lra) ltac:(lra)).
  assert (r1 := ratio_at_least_one t u ltac:(lra) L2). assert (l0 := ln_nonnegative _ r1).
  assert (l1 := ln_at_most (u / t) ltac:(lra)).
  assert (E : down s2 t = down s2 u + ln (u / t)).
  { unfold down. rewrite (ln_of_ratio u s2 t) by lra. ring. }
  assert (St := Small t ltac:(lra)).
  assert (Nt : 0 <= N * t) by (apply Rmult_le_pos; lra).
  assert (QD : 0 <= Q t * down s2 t) by (apply Rmult_le_pos; lra).
  split; [lra|]. split.
  - assert (A1 : Q t * down s2 u <= Q u * down s2 u) by (apply Rmult_le_compat_r; lra).
    assert (A2 : Q t * ln (u / t) <= N * t * (u / t - 1)) by (apply Rmult_le_compat; lra).
    replace (N * t * (u / t - 1)) with (N * u - N * t) in A2 by (field; lra).
    rewrite E. lra.
  - assert (B1 : u / t <= Rpower (u / t) e).
    { rewrite <- (Rpower_1 (u / t)) at 1 by lra. apply power_in_exponent; lra. }
    assert (B2 : N * t * (u / t) <= N * t * Rpower (u / t) e) by (apply Rmult_le_compat_l; assumption).
    replace (N * t * (u / t)) with (N * u) in B2 by (field; lra).
    assert (B3 : Q u * down s2 u <= Rpower (u / t) e * Q t * down s2 t).
    { apply Rmult_le_compat; lra. }
    lra.
Qed.

(* What the distances add up to. *)
Lemma sum_of_clocks s1 g r : 0 < s1 -> 0 < g ->
  ln (1 + s1 * (g * INR (S r))) <= g * sum (S r) (clock s1 g) <= s1 * g + ln (1 + s1 * (g * INR r)).
Proof.
  intros s10 g0. assert (sg : 0 < s1 * g) by (apply Rmult_lt_0_compat; assumption).
  assert (step : forall i, let x := 1 + s1 * (g * INR i) in let y := 1 + s1 * (g * INR (S i)) in
     ln y - ln x <= g * clock s1 g i /\ g * clock s1 g (S i) <= ln y - ln x).
  { intros i x y. assert (R0 := pos_INR i).
    assert (z : 0 <= s1 * g * INR i) by (apply Rmult_le_pos; lra).
    assert (Ex : x = 1 + s1 * g * INR i) by (unfold x; ring).
    assert (Ey : y = x + s1 * g) by (unfold x, y; rewrite S_INR; ring).
    assert (x1 : 1 <= x) by lra. assert (y1 : 1 <= y) by lra.
    assert (D : ln y - ln x = ln (y / x)).
    { unfold Rdiv. rewrite ln_mult, ln_Rinv by (try apply Rinv_0_lt_compat; lra). ring. }
    assert (yx : 0 < y / x) by (apply Rdiv_lt_0_compat; lra).
    assert (A := ln_at_most (y / x) yx). assert (B := ln_at_least (y / x) yx). rewrite D.
    assert (C1 : g * clock s1 g i = y / x - 1).
    { unfold clock. fold x. rewrite Ey. field. lra. }
    assert (C2 : g * clock s1 g (S i) = 1 - / (y / x)).
    { unfold clock. fold y. replace (/ (y / x)) with (x / y) by (field; lra).
      replace x with (y - s1 * g) by lra. field. lra. }
    split; lra. }
  induction r as [|r IH].
  - simpl sum. assert (C : clock s1 g 0 = s1) by (unfold clock; simpl; field; lra).
    replace (1 + s1 * (g * INR 0)) with 1 by (simpl; ring). rewrite ln_1.
    assert (Z := ln_at_most (1 + s1 * (g * INR 1)) ltac:(simpl; lra)).
    rewrite Rplus_0_l, C. replace (INR 1) with 1 in * by reflexivity. lra.
  - destruct IH as [L U]. destruct (step (S r)) as [A _]. destruct (step r) as [_ B].
    change (sum (S (S r)) (clock s1 g)) with (sum (S r) (clock s1 g) + clock s1 g (S r)). lra.
Qed.

Lemma clock_of_log s1 g r : 0 < s1 -> 0 < g -> s1 / clock s1 g r = 1 + s1 * (g * INR r).
Proof.
  intros s10 g0. assert (R0 := pos_INR r). assert (0 <= s1 * (g * INR r))
    by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]).
  unfold clock. field. lra.
Qed.

(* The sum of what falls slower than 1/r. *)
Lemma sum_of_slow : forall e, 0 <= e < 1 -> exists C, 0 < C /\ forall s1 g r Y f,
  0 < s1 -> 0 < g -> s1 * g <= 1 -> 0 <= Y ->
  (forall i, (i <= r)%nat -> f i <= Rpower (clock s1 g i / clock s1 g r) e * Y) ->
  g * sum (S r) f <= C * (Y / clock s1 g r).
Proof.
  intros e [e0 e1]. set (D := Rpower 2 e).
  assert (D1 : 1 <= D) by (unfold D; rewrite <- (Rpower_O 2) by lra; apply power_in_exponent; lra).
  assert (D2 : D < 2) by (unfold D; rewrite <- (Rpower_1 2) at 2 by lra; apply Rpower_lt; lra).
  assert (c0 : 0 < D * D / (2 - D)) by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat |]; lra).
  exists (D * D / (2 - D)). split; [assumption|].
  intros s1 g r Y f s10 g0 E Y0 H. destruct (clock_bounds s1 g r s10 g0) as [t0 t1].
  set (t := clock s1 g r) in *. set (a := Y / Rpower t e).
  assert (pt : 0 < Rpower t e) by apply exp_pos.
  assert (a0 : 0 <= a) by (apply Rmult_le_pos; [assumption | left; apply Rinv_0_lt_compat; assumption]).
  assert (S1 : sum (S r) f <= sum (S r) (along s1 g a e)).
  { apply sum_le. intros i Li. eapply Rle_trans; [apply H; lia|]. right. unfold along, a.
    rewrite (power_of_ratio e t (clock s1 g i)) by (try apply clock_bounds; assumption). field. lra. }
  assert (S2 := slow_sum (along s1 g a e) D r r D1 D2 (along_nonnegative s1 g a e a0)
    (along_decreasing s1 g a e a0 e0 s10 g0) (along_doubling s1 g a e e r a0 e0 (Rle_refl e) s10 g0 E)
    (le_n r)).
  assert (Ea : along s1 g a e r = Y) by (unfold along, a; fold t; field; lra). rewrite Ea in S2.
  assert (T : g * (INR r + 1) <= / t).
  { apply Rmult_le_reg_l with s1; [assumption|]. assert (Z := clock_of_log s1 g r s10 g0). fold t in Z.
    unfold Rdiv in Z. rewrite Z. assert (R0 := pos_INR r). lra. }
  assert (S3 : g * sum (S r) f <= g * (D * D / (2 - D) * ((INR r + 1) * Y)))
    by (apply Rmult_le_compat_l; lra).
  eapply Rle_trans; [exact S3|].
  replace (g * (D * D / (2 - D) * ((INR r + 1) * Y))) with (D * D / (2 - D) * (g * (INR r + 1) * Y)) by ring.
  apply Rmult_le_compat_l; [lra|]. unfold Rdiv. rewrite (Rmult_comm Y). apply Rmult_le_compat_r; lra.
Qed.

(* The first 1/g steps are at a distance of the order of s1. *)
Lemma sum_of_first s1 g r b f : 0 < s1 -> 0 < g -> 1 <= s1 * (g * INR r) -> 0 <= b -> nonnegative f ->
  (forall i, s1 / 2 <= clock s1 g i -> b <= f i) -> b / s1 <= g * sum (S r) f.
Proof.
  intros s10 g0 late b0 f0 H. assert (sg : 0 < s1 * g) by (apply Rmult_lt_0_compat; assumption).
  assert (i0 : 0 < / (s1 * g)) by (apply Rinv_0_lt_compat; assumption).
  destruct (whole_above (/ (s1 * g)) ltac:(lra)) as (m & M1 & M2).
  assert (m1 : exists n, m = S n).
  { destruct m as [|n]; [simpl in M1; lra | exists n; reflexivity]. }
  destruct m1 as (n & ->). rewrite S_INR in M1, M2.
  assert (nr : (n <= r)%nat).
  { apply INR_le. apply Rle_trans with (/ (s1 * g)); [lra|].
    apply Rmult_le_reg_l with (s1 * g); [assumption|]. rewrite Rinv_r by lra. lra. }
  assert (A : sum (S n) f <= sum (S r) f) by (apply sum_grows; [assumption | lia]).
  assert (B : INR (S n) * b <= sum (S n) f).
  { assert (forall m, (m <= S n)%nat -> INR m * b <= sum m f); [|auto].
    induction m as [|m IH]; intro Lm; [simpl; lra|]. rewrite S_INR. simpl.
    assert (b <= f m).
    { apply H. unfold clock. assert (Im : INR m <= INR n) by (apply le_INR; lia).
      assert (R0 := pos_INR m).
      assert (Z : s1 * (g * INR m) <= 1).
      { apply Rle_trans with (s1 * g * / (s1 * g)); [|rewrite Rinv_r; lra].
        replace (s1 * (g * INR m)) with (s1 * g * INR m) by ring. apply Rmult_le_compat_l; lra. }
      assert (Z0 : 0 <= s1 * (g * INR m)) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]).
      unfold Rdiv. apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; lra. }
    specialize (IH ltac:(lia)). lra. }
  rewrite S_INR in B.
  assert (C : / (s1 * g) * b <= sum (S r) f).
  { apply Rle_trans with ((INR n + 1) * b); [apply Rmult_le_compat_r|]; lra. }
  assert (C2 := Rmult_le_compat_l g _ _ (Rlt_le _ _ g0) C).
  replace (g * (/ (s1 * g) * b)) with (b / s1) in C2 by (field; lra). assumption.
Qed.

Lemma sum_nonnegative_below n f : (forall i, (i < n)%nat -> 0 <= f i) -> 0 <= sum n f.
Proof.
  intro H. induction n as [|n IH]; simpl; [lra|].
  assert (0 <= f n) by (apply H; lia). assert (0 <= sum n f) by (apply IH; intros; apply H; lia). lra.
Qed.

(* The loss, where what the forcing adds up to is known, from sums over the modes that are moderate in
   the window. *)
Section Lines.
Variables (n : nat) (alpha rho c low high B cc X s1 mu e eK : R).
Hypothesis alpha0 : 0 < alpha.
Hypothesis r0 : 0 < rho.
Hypothesis c0 : 0 < c.
Hypothesis l0 : 0 < low.
Hypothesis l1 : low <= 1.
Hypothesis h1 : 1 <= high.
Hypothesis B0 : 0 < B.
Hypothesis cc0 : 0 < cc.
Hypothesis cc1 : cc <= 1.
Hypothesis X0 : 0 <= X.
Hypothesis s10 : 0 < s1.
Hypothesis mu0 : 0 <= mu.
Hypothesis mu1 : mu < 1.
Hypothesis E : 0 <= e < INR (S (S n)).
Hypothesis EK : 0 <= eK < 2.

(* The deterministic equivalent at a stable rate, v at most rho D, with the orders of its sums. *)
Definition situation (v D : nat) (lambda target : nat -> R) (trace : R) (I J : (R -> R) -> R)
  (gamma : R) (T noise : R -> R) (P : nat -> R) (r : nat) : Prop :=
  let s0 := c * Rpower (INR D) (- (2 * alpha)) in
  let s2 := s1 / least_M alpha rho c in
  (0 < D)%nat /\ power_law alpha lambda /\ INR v <= rho * INR D /\ (forall j, 0 <= target j) /\
  integral X I /\ integral X J /\
  (forall w, inside v (INR D) lambda w ->
     moment I 1 (s_of v (INR D) lambda w) = A v lambda target 1 w / M v (INR D) lambda w) /\
  (forall w, inside v (INR D) lambda w ->
     moment J 1 (s_of v (INR D) lambda w)
     = trace - s_of v (INR D) lambda w * (INR D * turning v (INR D) lambda 1 w)) /\
  volterra (fun i => gamma ^ 2 * B * after J gamma B i) (after I gamma B) P /\
  0 < gamma /\ gamma * (B + 1) * X <= 2 - cc /\ s1 * (gamma * B) <= 1 /\
  (forall L, sum L (fun i => gamma ^ 2 * B * after J gamma B i) <= mu) /\
  (forall w, s0 <= w <= s2 ->
     0 < T w /\
     low * T w <= sum_of_orders v (INR D) lambda target (S (S n)) w <= high * T w /\
     low * theta v (INR D) lambda w <= turning v (INR D) lambda (S (S n)) w * w ^ S n) /\
  (forall w, s0 <= w <= s2 ->
     0 < noise w /\ low * noise w <= w ^ 2 * noise_orders v (INR D) lambda w <= high * noise w) /\
  s0 <= clock s1 (gamma * B) r /\ 1 <= s1 * (gamma * B * INR r).

Lemma top_above : s1 <= s1 / least_M alpha rho c.
Proof.
  destruct (least_M_bounds alpha rho c r0 c0) as [m0 m1].
  apply Rmult_le_reg_r with (least_M alpha rho c); [assumption|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
  assert (s1 * least_M alpha rho c <= s1 * 1) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Lemma loss_with_its_sum : exists C, 1 <= C /\
  forall v D lambda target trace I J gamma T noise P r,
    situation v D lambda target trace I J gamma T noise P r ->
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let s2 := s1 / least_M alpha rho c in
    moderate_in s0 s2 e T -> moderate_in s0 s2 eK noise ->
    let t := clock s1 (gamma * B) r in
    let form := T t + gamma * noise t * (gamma * B * sum (S r) (fun i => T (clock s1 (gamma * B) i))) in
    form / C <= P r <= C * form.
Proof.
  destruct (loss_of_the_order_of_forcing_and_noise n alpha rho c low high B cc X s1 mu e eK)
    as (C & C1 & H); try assumption.
  exists C. split; [assumption|].
  intros v D lambda target trace I J gamma T noise P r
    (D0 & HL & Hv & c0' & HI & HJ & TrI & TrJ & V & g0 & margin & gs & Stable & SpecF & SpecK & Ht & late)
    s0 s2 MT MN t form.
  assert (gb : 0 < gamma * B) by (apply Rmult_lt_0_compat; assumption).
  assert (s00 : 0 < s0) by (apply Rmult_lt_0_compat; [assumption | apply exp_pos]).
  destruct (clock_bounds s1 (gamma * B) r s10 gb) as [t0 t1]. assert (top := top_above).
  fold s0 s2 in SpecF, SpecK. fold s0 in Ht. fold s2 in top.
  assert (s02 : s0 <= s2) by lra.
  assert (G := H v D lambda target trace I J gamma (fun w => T (clamp s0 s2 w))
    (fun w => noise (clamp s0 s2 w)) P r D0 HL Hv c0' HI HJ TrI TrJ V g0 margin gs Stable
    (clamp_moderate s0 s2 e T s00 s02 (proj1 E) MT)
    (clamp_moderate s0 s2 eK noise s00 s02 (proj1 EK) MN)).
  assert (Z : let form := T t + gamma ^ 2 * B * noise t * sum (S r) (fun i => T (clock s1 (gamma * B) i)) in
    form / C <= P r <= C * form).
  { assert (In : forall i, (i <= r)%nat -> s0 <= clock s1 (gamma * B) i <= s2).
    { intros i Li. assert (Q := clock_falls s1 (gamma * B) i r s10 gb Li).
      destruct (clock_bounds s1 (gamma * B) i s10 gb). lra. }
    assert (Es : sum (S r) (fun i => T (clock s1 (gamma * B) i))
               = sum (S r) (fun i => T (clamp s0 s2 (clock s1 (gamma * B) i)))).
    { apply sum_eq. intros i Li. rewrite clamp_inside by (apply In; lia). reflexivity. }
    rewrite Es. unfold t.
    replace (T (clock s1 (gamma * B) r)) with (T (clamp s0 s2 (clock s1 (gamma * B) r)))
      by (rewrite clamp_inside by (apply In; lia); reflexivity).
    replace (noise (clock s1 (gamma * B) r)) with (noise (clamp s0 s2 (clock s1 (gamma * B) r)))
      by (rewrite clamp_inside by (apply In; lia); reflexivity).
    apply G.
    - intros w Hw. rewrite clamp_inside by exact Hw. apply SpecF. exact Hw.
    - intros w Hw. rewrite clamp_inside by exact Hw. apply SpecK. exact Hw.
    - exact Ht. }
  cbv zeta in Z. replace form
    with (T t + gamma ^ 2 * B * noise t * sum (S r) (fun i => T (clock s1 (gamma * B) i)))
    by (unfold form; ring).
  exact Z.
Qed.

(* From a sum between two multiples of Y. *)
Lemma form_between a b Y S A C P : 0 <= a -> 0 <= b -> 0 <= Y -> 1 <= A -> 1 <= C ->
  Y / A <= S <= A * Y -> (a + b * S) / C <= P <= C * (a + b * S) ->
  (a + b * Y) / (C * A) <= P <= C * A * (a + b * Y).
Proof.
  intros a0 b0 Y0 A1 C1 [S1 S2] [P1 P2].
  assert (bY : 0 <= b * Y) by (apply Rmult_le_pos; assumption).
  assert (Q1 : b * (Y / A) <= b * S) by (apply Rmult_le_compat_l; assumption).
  assert (Q2 : b * S <= b * (A * Y)) by (apply Rmult_le_compat_l; assumption).
  assert (i1 : / A <= 1) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
  assert (i0 : 0 < / A) by (apply Rinv_0_lt_compat; lra).
  split.
  - eapply Rle_trans; [|exact P1]. unfold Rdiv. rewrite Rinv_mult.
    replace ((a + b * Y) * (/ C * / A)) with ((a * / A + b * (Y / A)) * / C) by (unfold Rdiv; ring).
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|].
    assert (a * / A <= a * 1) by (apply Rmult_le_compat_l; lra). lra.
  - eapply Rle_trans; [exact P2|]. rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|].
    assert (1 * a <= A * a) by (apply Rmult_le_compat_r; lra). lra.
Qed.

(* A rough target: what the noise makes of it is no larger. *)
Theorem loss_of_a_rough_target : forall N e0, 1 <= N -> 0 <= e0 < 1 -> exists C, 1 <= C /\
  forall v D lambda target trace I J gamma T noise P r,
    situation v D lambda target trace I J gamma T noise P r ->
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let s2 := s1 / least_M alpha rho c in
    moderate_in s0 s2 e T -> moderate_in s0 s2 eK noise ->
    let t := clock s1 (gamma * B) r in
    (forall w, t <= w <= s1 -> T w <= N * (Rpower (w / t) e0 * T t)) ->
    gamma * noise t <= N * t ->
    T t / C <= P r <= C * T t.
Proof.
  intros N e0 N1 E0. destruct loss_with_its_sum as (C & C1 & H).
  destruct (sum_of_slow e0 E0) as (C' & C'0 & Slow).
  assert (NN : 0 <= C' * N * N) by (repeat apply Rmult_le_pos; lra).
  exists (C * (1 + C' * N * N)). split.
  { rewrite <- (Rmult_1_l 1). apply Rmult_le_compat; lra. }
  intros v D lambda target trace I J gamma T noise P r Sit s0 s2 MT MN t Slowly Absorbed.
  assert (G := H v D lambda target trace I J gamma T noise P r Sit MT MN). fold t in G.
  destruct Sit as (D0 & _ & _ & _ & _ & _ & _ & _ & _ & g0 & _ & gs & _ & SpecF & SpecK & Ht & late).
  assert (gb : 0 < gamma * B) by (apply Rmult_lt_0_compat; assumption).
  destruct (clock_bounds s1 (gamma * B) r s10 gb) as [t0 t1]. fold t in t0, t1, Ht.
  assert (top := top_above).
  destruct (SpecF t ltac:(lra)) as (T0 & _). destruct (SpecK t ltac:(lra)) as (K0 & _).
  set (S := gamma * B * sum (S r) (fun i => T (clock s1 (gamma * B) i))) in *.
  assert (In : forall i, (i <= r)%nat -> t <= clock s1 (gamma * B) i <= s1).
  { intros i Li. split; [apply clock_falls; assumption | apply clock_bounds; assumption]. }
  assert (Up : S <= C' * (N * T t / t)).
  { apply (Slow s1 (gamma * B) r (N * T t)); try assumption; [apply Rmult_le_pos; lra|].
    intros i Li. fold t. eapply Rle_trans; [apply Slowly, In, Li|]. right. ring. }
  assert (S0 : 0 <= S).
  { apply Rmult_le_pos; [lra|]. apply sum_nonnegative_below. intros i Li. left.
    apply SpecF. assert (Q := In i ltac:(lia)). lra. }
  assert (gn : 0 <= gamma * noise t) by (apply Rmult_le_pos; lra).
  assert (Q : gamma * noise t * S <= C' * N * N * T t).
  { apply Rle_trans with (N * t * (C' * (N * T t / t))); [apply Rmult_le_compat; lra|].
    right. field. lra. }
  assert (Q0 : 0 <= gamma * noise t * S) by (apply Rmult_le_pos; assumption).
  cbv zeta in G. destruct G as [G1 G2]. split.
  - eapply Rle_trans; [|exact G1]. unfold Rdiv. apply Rmult_le_compat.
    + lra.
    + left. apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra.
    + lra.
    + apply Rinv_le_contravar; [lra|].
      assert (C * 1 <= C * (1 + C' * N * N)) by (apply Rmult_le_compat_l; lra). lra.
  - eapply Rle_trans; [exact G2|].
    replace (C * (1 + C' * N * N) * T t) with (C * (T t + C' * N * N * T t)) by ring.
    apply Rmult_le_compat_l; lra.
Qed.

(* A smooth target: what the forcing adds up to is a number of steps of the rate. *)
Theorem loss_of_a_smooth_target : forall N e1 e0, 1 <= N -> 1 < e1 -> 0 <= e0 < 1 -> exists C, 1 <= C /\
  forall v D lambda target trace I J gamma T noise P r,
    situation v D lambda target trace I J gamma T noise P r ->
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let s2 := s1 / least_M alpha rho c in
    moderate_in s0 s2 e T -> moderate_in s0 s2 eK noise ->
    let t := clock s1 (gamma * B) r in
    (forall w, t <= w <= s1 -> T w <= N * (Rpower w e1 + Rpower (w / t) e0 * t)) ->
    / N <= T s1 ->
    (T t + gamma * noise t) / C <= P r <= C * (T t + gamma * noise t).
Proof.
  intros N e1 e0 N1 E1 E0. destruct loss_with_its_sum as (C & C1 & H).
  destruct (sum_of_slow e0 E0) as (C' & C'0 & Slow). destruct (along_fast s1 e1 s10 E1) as (Cf & Cf0 & Fast).
  assert (two : 0 < Rpower 2 e) by apply exp_pos.
  set (A := 1 + N * (Cf + C') + N * Rpower 2 e * s1).
  assert (A1 : 0 <= N * (Cf + C')) by (apply Rmult_le_pos; lra).
  assert (A2 : 0 < N * Rpower 2 e * s1) by (repeat apply Rmult_lt_0_compat; lra).
  assert (A3 : 1 <= A) by (unfold A; lra).
  exists (C * A). split.
  { rewrite <- (Rmult_1_l 1). apply Rmult_le_compat; lra. }
  intros v D lambda target trace I J gamma T noise P r Sit s0 s2 MT MN t Parts Start.
  assert (G := H v D lambda target trace I J gamma T noise P r Sit MT MN). fold t in G.
  destruct Sit as (D0 & _ & _ & _ & _ & _ & _ & _ & _ & g0 & _ & gs & _ & SpecF & SpecK & Ht & late).
  assert (gb : 0 < gamma * B) by (apply Rmult_lt_0_compat; assumption).
  destruct (clock_bounds s1 (gamma * B) r s10 gb) as [t0 t1]. fold t in t0, t1, Ht. fold s0 in Ht.
  assert (top := top_above). fold s2 in top. fold s0 s2 in SpecF, SpecK.
  assert (s00 : 0 < s0) by (apply Rmult_lt_0_compat; [assumption | apply exp_pos]).
  destruct (SpecF t ltac:(lra)) as (T0 & _). destruct (SpecK t ltac:(lra)) as (K0 & _).
  set (S := gamma * B * sum (S r) (fun i => T (clock s1 (gamma * B) i))) in *.
  assert (In : forall i, (i <= r)%nat -> t <= clock s1 (gamma * B) i <= s1).
  { intros i Li. split; [apply clock_falls; assumption | apply clock_bounds; assumption]. }
  assert (Up : S <= A * 1).
  { assert (U1 := Fast (gamma * B) N (Datatypes.S r) gb gs ltac:(lra)).
    assert (U2 := Slow s1 (gamma * B) r (N * t)
      (fun i => N * (Rpower (clock s1 (gamma * B) i / t) e0 * t)) s10 gb gs
      ltac:(apply Rmult_le_pos; lra) ltac:(intros i Li; fold t; right; ring)).
    fold t in U2.
    assert (U3 : sum (Datatypes.S r) (fun i => T (clock s1 (gamma * B) i))
      <= sum (Datatypes.S r) (along s1 (gamma * B) N e1)
         + sum (Datatypes.S r) (fun i => N * (Rpower (clock s1 (gamma * B) i / t) e0 * t))).
    { rewrite <- sum_plus. apply sum_le. intros i Li. eapply Rle_trans; [apply Parts, In; lia|].
      right. unfold along. ring. }
    assert (U4 := Rmult_le_compat_l _ _ _ (Rlt_le _ _ gb) U3). fold S in U4.
    assert (U5 := Rmult_le_compat_l _ _ _ (Rlt_le _ _ gb) U1).
    replace (gamma * B * (Cf * N / (gamma * B))) with (Cf * N) in U5 by (field; lra).
    replace (C' * (N * t / t)) with (C' * N) in U2 by (field; lra).
    unfold A. lra. }
  assert (Lo : 1 / A <= S).
  { set (g' := fun i => Rmax 0 (T (clamp s0 s2 (clock s1 (gamma * B) i)))).
    assert (Ib : forall i, (i <= r)%nat -> g' i = T (clock s1 (gamma * B) i)).
    { intros i Li. assert (Q := In i Li). unfold g'. rewrite clamp_inside by lra. apply Rmax_right.
      left. apply SpecF. lra. }
    assert (Z : / N / Rpower 2 e / s1 <= gamma * B * sum (Datatypes.S r) g').
    { apply (sum_of_first s1 (gamma * B) r); try assumption.
      - apply Rmult_le_pos; left; apply Rinv_0_lt_compat; lra.
      - intro i. apply Rmax_l.
      - intros i Li. destruct (clock_bounds s1 (gamma * B) i s10 gb) as [y0 y1].
        set (y := clock s1 (gamma * B) i) in *. unfold g'. fold y.
        eapply Rle_trans; [|apply Rmax_r].
        assert (M0 := clamp_moderate s0 s2 e T s00 ltac:(lra) (proj1 E) MT y s1 y0 y1). cbv beta in M0.
        rewrite (clamp_inside s0 s2 s1) in M0 by lra.
        destruct (MT (clamp s0 s2 y) (clamp s0 s2 y)) as (Z0 & _);
          [apply clamp_bounds; lra | lra | apply clamp_bounds; lra |].
        assert (R2 : s1 / y <= 2).
        { apply Rmult_le_reg_r with y; [assumption|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
        assert (P2 : Rpower (s1 / y) e <= Rpower 2 e)
          by (apply power_grows; [lra | apply ratio_positive; lra | assumption]).
        assert (P3 : Rpower (s1 / y) e * T (clamp s0 s2 y) <= Rpower 2 e * T (clamp s0 s2 y))
          by (apply Rmult_le_compat_r; lra).
        apply Rmult_le_reg_l with (Rpower 2 e); [assumption|].
        replace (Rpower 2 e * (/ N / Rpower 2 e)) with (/ N) by (field; lra). lra. }
    assert (Es : sum (Datatypes.S r) g' = sum (Datatypes.S r) (fun i => T (clock s1 (gamma * B) i))).
    { apply sum_eq. intros i Li. apply Ib. lia. }
    rewrite Es in Z. fold S in Z. eapply Rle_trans; [|exact Z].
    replace (/ N / Rpower 2 e / s1) with (/ (N * Rpower 2 e * s1)) by (field; lra).
    unfold Rdiv. rewrite Rmult_1_l. apply Rinv_le_contravar; [assumption | unfold A; lra]. }
  assert (F := form_between (T t) (gamma * noise t) 1 S A C (P r) ltac:(lra)
    ltac:(apply Rmult_le_pos; lra) ltac:(lra) A3 C1 (conj Lo Up) G).
  rewrite Rmult_1_r in F. exact F.
Qed.

(* A target between them, 2 beta = 1: what the forcing adds up to is a logarithm of the time. *)
Theorem loss_between : forall N e0, 1 <= N -> 0 <= e0 < 1 -> exists C, 1 <= C /\
  forall v D lambda target trace I J gamma T noise P r,
    situation v D lambda target trace I J gamma T noise P r ->
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let s2 := s1 / least_M alpha rho c in
    moderate_in s0 s2 e T -> moderate_in s0 s2 eK noise ->
    let t := clock s1 (gamma * B) r in
    (forall w, t <= w <= s1 ->
       w / N <= T w <= N * (w + Rpower (w / t) e0 * t * down s1 t)) ->
    (T t + gamma * noise t * down s1 t) / C <= P r <= C * (T t + gamma * noise t * down s1 t).
Proof.
  intros N e0 N1 E0. destruct loss_with_its_sum as (C & C1 & H).
  destruct (sum_of_slow e0 E0) as (C' & C'0 & Slow).
  set (A := N * (3 + C')).
  assert (A0 : 0 <= N * C') by (apply Rmult_le_pos; lra).
  assert (A3 : 1 <= A) by (unfold A; lra).
  exists (C * A). split.
  { rewrite <- (Rmult_1_l 1). apply Rmult_le_compat; lra. }
  intros v D lambda target trace I J gamma T noise P r Sit s0 s2 MT MN t Parts.
  assert (G := H v D lambda target trace I J gamma T noise P r Sit MT MN). fold t in G.
  destruct Sit as (D0 & _ & _ & _ & _ & _ & _ & _ & _ & g0 & _ & gs & _ & SpecF & SpecK & Ht & late).
  assert (gb : 0 < gamma * B) by (apply Rmult_lt_0_compat; assumption).
  destruct (clock_bounds s1 (gamma * B) r s10 gb) as [t0 t1]. fold t in t0, t1, Ht. fold s0 in Ht.
  assert (top := top_above). fold s2 in top. fold s0 s2 in SpecF, SpecK.
  destruct (SpecF t ltac:(lra)) as (T0 & _). destruct (SpecK t ltac:(lra)) as (K0 & _).
  set (S := gamma * B * sum (S r) (fun i => T (clock s1 (gamma * B) i))) in *.
  assert (In : forall i, (i <= r)%nat -> t <= clock s1 (gamma * B) i <= s1).
  { intros i Li. split; [apply clock_falls; assumption | apply clock_bounds; assumption]. }
  assert (L1 := down_at_least_one s1 t t0 t1).
  destruct (sum_of_clocks s1 (gamma * B) r s10 gb) as [Sl Su].
  assert (Ex := clock_of_log s1 (gamma * B) r s10 gb). fold t in Ex.
  assert (El : ln (1 + s1 * (gamma * B * INR r)) = down s1 t - 1) by (unfold down; rewrite Ex; ring).
  assert (Up : S <= A * down s1 t).
  { assert (U2 := Slow s1 (gamma * B) r (N * (t * down s1 t))
      (fun i => N * (Rpower (clock s1 (gamma * B) i / t) e0 * t * down s1 t)) s10 gb gs
      ltac:(apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra])
      ltac:(intros i Li; fold t; right; ring)).
    fold t in U2.
    assert (U3 : sum (Datatypes.S r) (fun i => T (clock s1 (gamma * B) i))
      <= N * sum (Datatypes.S r) (clock s1 (gamma * B))
         + sum (Datatypes.S r) (fun i => N * (Rpower (clock s1 (gamma * B) i / t) e0 * t * down s1 t))).
    { rewrite (Rmult_comm N), <- sum_times, <- sum_plus. apply sum_le. intros i Li.
      destruct (Parts _ (In i ltac:(lia))) as [_ Q]. eapply Rle_trans; [exact Q|]. right. ring. }
    assert (U4 := Rmult_le_compat_l _ _ _ (Rlt_le _ _ gb) U3). fold S in U4.
    replace (C' * (N * (t * down s1 t) / t)) with (C' * N * down s1 t) in U2 by (field; lra).
    assert (U6 : gamma * B * (N * sum (Datatypes.S r) (clock s1 (gamma * B))) <= N * down s1 t).
    { replace (gamma * B * (N * sum (Datatypes.S r) (clock s1 (gamma * B))))
        with (N * (gamma * B * sum (Datatypes.S r) (clock s1 (gamma * B)))) by ring.
      apply Rmult_le_compat_l; lra. }
    assert (0 <= N * down s1 t) by (apply Rmult_le_pos; lra).
    unfold A. lra. }
  assert (Lo : down s1 t / A <= S).
  { assert (V1 : sum (Datatypes.S r) (clock s1 (gamma * B)) * / N
                 <= sum (Datatypes.S r) (fun i => T (clock s1 (gamma * B) i))).
    { rewrite <- sum_times. apply sum_le. intros i Li.
      destruct (Parts _ (In i ltac:(lia))) as [Q _]. unfold Rdiv in Q. lra. }
    assert (V2 := Rmult_le_compat_l _ _ _ (Rlt_le _ _ gb) V1). fold S in V2.
    assert (i0 : 0 < / N) by (apply Rinv_0_lt_compat; lra).
    assert (V3 : ln (1 + s1 * (gamma * B * INR r)) <= ln (1 + s1 * (gamma * B * INR (Datatypes.S r)))).
    { left. apply ln_increasing; [lra|]. rewrite S_INR.
      assert (0 < s1 * (gamma * B)) by (apply Rmult_lt_0_compat; lra). lra. }
    assert (V4 := ln_at_least (1 + s1 * (gamma * B * INR r)) ltac:(lra)).
    assert (V5 : / (1 + s1 * (gamma * B * INR r)) <= / 2) by (apply Rinv_le_contravar; lra).
    assert (V6 : down s1 t <= 3 * (gamma * B * sum (Datatypes.S r) (clock s1 (gamma * B)))) by lra.
    assert (V7 : down s1 t * / N <= 3 * S).
    { apply Rle_trans with (3 * (gamma * B * sum (Datatypes.S r) (clock s1 (gamma * B))) * / N);
        [apply Rmult_le_compat_r; lra | lra]. }
    apply Rle_trans with (down s1 t * / N / 3); [|lra].
    replace (down s1 t * / N / 3) with (down s1 t / (N * 3)) by (field; lra).
    unfold Rdiv. apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; [lra|].
    unfold A. lra. }
  exact (form_between (T t) (gamma * noise t) (down s1 t) S A C (P r) ltac:(lra)
    ltac:(apply Rmult_le_pos; lra) ltac:(lra) A3 C1 (conj Lo Up) G).
Qed.
End Lines.

(* A power of the distance, perhaps with the logarithm of it over the smallest eigenvalue. *)
Definition log_term (s0 a e : R) (l : bool) (w : R) : R := a * Rpower w e * (if l then up s0 w else 1).
Definition more (l : bool) (x : R) : R := if l then x else 0.

Lemma log_term_moderate s0 s2 a e l : 0 < s0 -> 0 <= a -> 0 <= e ->
  moderate_in s0 s2 (e + more l 1) (log_term s0 a e l).
Proof.
  intros s00 a0 e0. unfold log_term. destruct l; simpl more.
  - apply (moderate_in_product s0 s2 e 1 (fun w => a * Rpower w e) (up s0) s00);
      [apply moderate_in_power; assumption | apply up_moderate; assumption].
  - rewrite Rplus_0_r. assert (H := moderate_in_power s0 s2 a e s00 a0 e0).
    intros t u L1 L2 L3. rewrite !Rmult_1_r. apply H; assumption.
Qed.

Lemma log_term_slow s0 a e l t w : 0 < s0 -> 0 <= a -> 0 <= e -> s0 <= t -> t <= w ->
  log_term s0 a e l w <= 2 * (Rpower (w / t) (e + more l (/ 2)) * log_term s0 a e l t).
Proof.
  intros s00 a0 e0 L1 L2. unfold log_term.
  assert (E : a * Rpower w e = Rpower (w / t) e * (a * Rpower t e))
    by (rewrite (power_of_ratio e t w) by lra; ring).
  assert (Z : 0 <= Rpower (w / t) e * (a * Rpower t e)).
  { apply Rmult_le_pos; [left; apply exp_pos | apply Rmult_le_pos; [assumption | left; apply exp_pos]]. }
  rewrite E. destruct l; simpl more.
  - rewrite Rpower_plus. assert (H := up_slow s0 t w s00 L1 L2).
    assert (Q := Rmult_le_compat_l _ _ _ Z H). lra.
  - rewrite Rplus_0_r. lra.
Qed.

Lemma log_term_nonnegative s0 a e l w : 0 < s0 -> 0 <= a -> s0 <= w -> 0 <= log_term s0 a e l w.
Proof.
  intros s00 a0 L. unfold log_term. assert (U := up_at_least_one s0 w s00 L).
  apply Rmult_le_pos; [apply Rmult_le_pos; [assumption | left; apply exp_pos] | destruct l; lra].
Qed.

(* 2 beta < 1: the noise is no larger than what is left of the target. *)
Theorem loss_on_a_line_of_rough_targets :
  forall n alpha rho c low high B cc X s1 mu N e1 eK lK,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 ->
  0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 1 <= N ->
  0 <= e1 < 1 -> 0 <= eK -> eK + more lK 1 < 2 ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma aK P r,
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let t := clock s1 (gamma * B) r in
    let T := fun w => Rpower w e1 in
    let noise := log_term s0 aK eK lK in
    0 <= aK ->
    situation n alpha rho c low high B cc X s1 mu v D lambda target trace I J gamma T noise P r ->
    gamma * noise t <= N * t ->
    T t / C <= P r <= C * T t.
Proof.
  intros n alpha rho c low high B cc X s1 mu N e1 eK lK alpha0 r0 c0 l0 l1 h1 B0 cc0 cc1 X0 s10 mu0 mu1
    N1 [E1 E1'] EK EK'.
  assert (n2 : 2 <= INR (S (S n))) by (rewrite !S_INR; assert (Z := pos_INR n); lra).
  assert (k0 : 0 <= eK + more lK 1) by (unfold more; destruct lK; lra).
  destruct (loss_of_a_rough_target n alpha rho c low high B cc X s1 mu e1 (eK + more lK 1)
    alpha0 r0 c0 l0 l1 h1 B0 cc0 cc1 X0 s10 mu0 mu1 ltac:(lra) ltac:(lra) N e1 N1 ltac:(lra))
    as (C & C1 & H).
  exists C. split; [assumption|].
  intros v D lambda target trace I J gamma aK P r s0 t T noise a0 Sit Absorbed.
  assert (s00 : 0 < s0) by (apply Rmult_lt_0_compat; [assumption | apply exp_pos]).
  assert (t0 : 0 < t).
  { apply clock_bounds; [assumption|]. apply Rmult_lt_0_compat; [|assumption]. apply Sit. }
  apply (H v D lambda target trace I J gamma T noise P r Sit).
  - intros x y L1 L2 L3. assert (M := moderate_in_power s0 (s1 / least_M alpha rho c) 1 e1 s00 ltac:(lra) E1 x y L1 L2 L3).
    cbv beta in M. rewrite !Rmult_1_l in M. exact M.
  - apply log_term_moderate; assumption.
  - intros w [L1 L2]. fold t in L1. unfold T. fold t. rewrite (power_of_ratio e1 t w) by lra.
    assert (Z : 0 <= Rpower (w / t) e1 * Rpower t e1) by (apply Rmult_le_pos; left; apply exp_pos).
    assert (1 * (Rpower (w / t) e1 * Rpower t e1) <= N * (Rpower (w / t) e1 * Rpower t e1))
      by (apply Rmult_le_compat_r; assumption). lra.
  - exact Absorbed.
Qed.

(* 2 beta > 1. *)
Theorem loss_on_a_line_of_smooth_targets :
  forall n alpha rho c low high B cc X s1 mu N e1 e2 l2 eK lK,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 ->
  0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 1 <= N ->
  1 < e1 < INR (S (S n)) -> 0 <= e2 -> e2 + more l2 (/ 2) < 1 -> 0 <= eK -> eK + more lK 1 < 2 ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma a2 aK P r,
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let t := clock s1 (gamma * B) r in
    let T := fun w => Rpower w e1 + log_term s0 a2 e2 l2 w in
    let noise := log_term s0 aK eK lK in
    0 <= a2 -> 0 <= aK ->
    situation n alpha rho c low high B cc X s1 mu v D lambda target trace I J gamma T noise P r ->
    log_term s0 a2 e2 l2 t <= N * t ->
    (T t + gamma * noise t) / C <= P r <= C * (T t + gamma * noise t).
Proof.
  intros n alpha rho c low high B cc X s1 mu N e1 e2 l2 eK lK alpha0 r0 c0 l0 l1 h1 B0 cc0 cc1 X0 s10 mu0
    mu1 N1 [E1 E1'] E2 E2' EK EK'.
  assert (n2 : 2 <= INR (S (S n))) by (rewrite !S_INR; assert (Z := pos_INR n); lra).
  assert (k0 : 0 <= eK + more lK 1) by (unfold more; destruct lK; lra).
  set (e := Rmax e1 (e2 + more l2 1)).
  assert (ea : e1 <= e) by apply Rmax_l. assert (eb : e2 + more l2 1 <= e) by apply Rmax_r.
  assert (ec : e < INR (S (S n))) by (apply Rmax_lub_lt; [|unfold more in *; destruct l2]; lra).
  assert (p0 : 0 < / Rpower s1 e1) by (apply Rinv_0_lt_compat, exp_pos).
  set (N' := 2 * N + / Rpower s1 e1).
  assert (N'1 : 1 <= N') by (unfold N'; lra).
  assert (e00 : 0 <= e2 + more l2 (/ 2) < 1) by (split; [unfold more; destruct l2 |]; lra).
  destruct (loss_of_a_smooth_target n alpha rho c low high B cc X s1 mu e (eK + more lK 1)
    alpha0 r0 c0 l0 l1 h1 B0 cc0 cc1 X0 s10 mu0 mu1 ltac:(lra) ltac:(lra) N' e1 (e2 + more l2 (/ 2))
    N'1 E1 e00) as (C & C1 & H).
  exists C. split; [assumption|].
  intros v D lambda target trace I J gamma a2 aK P r s0 t T noise a20 a0 Sit Small.
  assert (s00 : 0 < s0) by (apply Rmult_lt_0_compat; [assumption | apply exp_pos]).
  assert (tb : 0 < t <= s1).
  { apply clock_bounds; [assumption|]. apply Rmult_lt_0_compat; [|assumption]. apply Sit. }
  assert (ts : s0 <= t) by apply Sit.
  apply (H v D lambda target trace I J gamma T noise P r Sit).
  - apply (moderate_in_sum s0 _ e (fun w => Rpower w e1) (log_term s0 a2 e2 l2)).
    + apply (moderate_in_more s0 _ e1 e); [assumption | assumption |].
      intros x y L1 L2 L3. assert (M := moderate_in_power s0 (s1 / least_M alpha rho c) 1 e1 s00 ltac:(lra) ltac:(lra) x y L1 L2 L3).
      cbv beta in M. rewrite !Rmult_1_l in M. exact M.
    + apply (moderate_in_more s0 _ (e2 + more l2 1) e); [assumption..|].
      apply log_term_moderate; assumption.
  - apply log_term_moderate; assumption.
  - intros w [L1 L2]. fold t in L1. unfold T. fold t.
    assert (Z := log_term_slow s0 a2 e2 l2 t w s00 a20 E2 ts L1).
    assert (y0 : 0 < Rpower (w / t) (e2 + more l2 (/ 2))) by apply exp_pos.
    assert (Q := Rmult_le_compat_l _ _ _ (Rlt_le _ _ y0) Small).
    assert (x0 : 0 < Rpower w e1) by apply exp_pos.
    assert (A1 : 1 * Rpower w e1 <= N' * Rpower w e1) by (apply Rmult_le_compat_r; lra).
    assert (yt : 0 <= Rpower (w / t) (e2 + more l2 (/ 2)) * t) by (apply Rmult_le_pos; lra).
    assert (A2 : 2 * N * (Rpower (w / t) (e2 + more l2 (/ 2)) * t) <= N' * (Rpower (w / t) (e2 + more l2 (/ 2)) * t))
      by (apply Rmult_le_compat_r; [assumption | unfold N'; lra]).
    lra.
  - unfold T. assert (Q := log_term_nonnegative s0 a2 e2 l2 s1 s00 a20 ltac:(lra)).
    assert (/ N' <= Rpower s1 e1); [|lra].
    rewrite <- (Rinv_inv (Rpower s1 e1)). apply Rinv_le_contravar; [assumption | unfold N'; lra].
Qed.

(* 2 beta = 1. *)
Theorem loss_on_the_line_between :
  forall n alpha rho c low high B cc X s1 mu N e2 l2 eK lK,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 ->
  0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 1 <= N ->
  0 <= e2 -> e2 + more l2 (/ 2) < 1 -> e2 + more l2 1 < 2 -> 0 <= eK -> eK + more lK 1 < 2 ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma a2 aK P r,
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let s2 := s1 / least_M alpha rho c in
    let t := clock s1 (gamma * B) r in
    let T := fun w => w + log_term s0 a2 e2 l2 w * down s2 w in
    let noise := log_term s0 aK eK lK in
    0 <= a2 -> 0 <= aK ->
    situation n alpha rho c low high B cc X s1 mu v D lambda target trace I J gamma T noise P r ->
    (forall w, s0 <= w <= s2 -> log_term s0 a2 e2 l2 w <= N * w) ->
    (T t + gamma * noise t * down s1 t) / C <= P r <= C * (T t + gamma * noise t * down s1 t).
Proof.
  intros n alpha rho c low high B cc X s1 mu N e2 l2 eK lK alpha0 r0 c0 l0 l1 h1 B0 cc0 cc1 X0 s10 mu0
    mu1 N1 E2 E2' E2'' EK EK'.
  assert (n2 : 2 <= INR (S (S n))) by (rewrite !S_INR; assert (Z := pos_INR n); lra).
  assert (k0 : 0 <= eK + more lK 1) by (unfold more; destruct lK; lra).
  set (e := Rmax 1 (e2 + more l2 1)).
  assert (ea : 1 <= e) by apply Rmax_l. assert (eb : e2 + more l2 1 <= e) by apply Rmax_r.
  assert (ec : e < INR (S (S n))) by (apply Rmax_lub_lt; lra).
  destruct (least_M_bounds alpha rho c r0 c0) as [m0 m1].
  set (m := least_M alpha rho c) in *.
  assert (mi : 1 <= / m) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
  assert (lm := ln_nonnegative _ mi). set (L := 1 + ln (/ m)).
  set (N' := N + 2 * N * L). assert (NL : 0 <= N * (L - 1)) by (apply Rmult_le_pos; unfold L; lra).
  assert (N'1 : 1 <= N') by (unfold N', L in *; lra).
  assert (ln0 : 0 < low / N) by (apply Rdiv_lt_0_compat; lra).
  assert (ln1 : low / N <= 1).
  { unfold Rdiv. rewrite <- (Rmult_1_r 1). apply Rmult_le_compat; [lra | left; apply Rinv_0_lt_compat; lra | lra |].
    rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  assert (e00 : 0 <= e2 + more l2 (/ 2) < 1) by (split; [unfold more; destruct l2 |]; lra).
  destruct (loss_between n alpha rho c (low / N) high B cc X s1 mu e (eK + more lK 1)
    alpha0 r0 c0 ln0 ln1 h1 B0 cc0 cc1 X0 s10 mu0 mu1 ltac:(lra) ltac:(lra) N' (e2 + more l2 (/ 2))
    N'1 e00) as (C & C1 & H).
  exists (C * N). split. { rewrite <- (Rmult_1_l 1). apply Rmult_le_compat; lra. }
  intros v D lambda target trace I J gamma a2 aK P r s0 s2 t T noise a20 a0 Sit Small.
  assert (s00 : 0 < s0) by (apply Rmult_lt_0_compat; [assumption | apply exp_pos]).
  assert (gb : 0 < gamma * B) by (apply Rmult_lt_0_compat; [apply Sit | assumption]).
  destruct (clock_bounds s1 (gamma * B) r s10 gb) as [t0 t1]. fold t in t0, t1.
  assert (ts : s0 <= t) by apply Sit.
  assert (top := top_above alpha rho c s1 r0 c0 s10). fold m in top. fold s2 in top.
  set (Q := log_term s0 a2 e2 l2) in *.
  set (T' := fun w => N * w + Q w * down s2 w).
  assert (TT : forall w, s0 <= w <= s2 -> T w <= T' w <= N * T w).
  { intros w Hw. unfold T, T'. assert (Q0 := log_term_nonnegative s0 a2 e2 l2 w s00 a20 ltac:(lra)). fold Q in Q0.
    assert (D1 := down_at_least_one s2 w ltac:(lra) ltac:(lra)).
    assert (QD : 0 <= Q w * down s2 w) by (apply Rmult_le_pos; lra).
    assert (1 * w <= N * w) by (apply Rmult_le_compat_r; lra).
    assert (1 * (Q w * down s2 w) <= N * (Q w * down s2 w)) by (apply Rmult_le_compat_r; lra). lra. }
  assert (Sit' : situation n alpha rho c (low / N) high B cc X s1 mu v D lambda target trace I J gamma T' noise P r).
  { destruct Sit as (D0 & HL & Hv & c0' & HI & HJ & TrI & TrJ & V & g0 & margin & gs & Stable & SpecF & SpecK & Ht & late).
    repeat (split; [assumption|]). split; [|split; [|split; assumption]].
    - intros w Hw. destruct (SpecF w Hw) as (T0 & (F1 & F2) & F3). destruct (TT w Hw) as [A1 A2].
      assert (Th : 0 <= theta v (INR D) lambda w).
      { unfold theta. apply Rmult_le_pos; [|assert (Hw1 := proj1 Hw); fold s0 in Hw1; lra].
        apply turning0; [apply lt_0_INR; assumption | intro j; rewrite HL; apply exp_pos |].
        assert (Hw1 := proj1 Hw). fold s0 in Hw1. lra. }
      split; [lra|]. split; [split|].
      + eapply Rle_trans; [|exact F1]. unfold Rdiv. rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|].
        apply Rmult_le_reg_l with N; [lra|]. rewrite <- Rmult_assoc, Rinv_r by lra. lra.
      + eapply Rle_trans; [exact F2|]. apply Rmult_le_compat_l; lra.
      + eapply Rle_trans; [|exact F3]. apply Rmult_le_compat_r; [assumption|].
        unfold Rdiv. rewrite <- (Rmult_1_r low) at 2. apply Rmult_le_compat_l; [lra|].
        rewrite <- Rinv_1. apply Rinv_le_contravar; lra.
    - intros w Hw. destruct (SpecK w Hw) as (K0 & F1 & F2). split; [assumption|]. split; [|assumption].
      eapply Rle_trans; [|exact F1]. apply Rmult_le_compat_r; [lra|].
      unfold Rdiv. rewrite <- (Rmult_1_r low) at 2. apply Rmult_le_compat_l; [lra|].
      rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  assert (G := H v D lambda target trace I J gamma T' noise P r Sit'). fold t s0 m in G. fold s2 in G.
  assert (D1 := down_at_least_one s1 t t0 t1).
  assert (D2 : down s2 t <= L * down s1 t).
  { assert (Ed : down s2 t = down s1 t + ln (/ m)).
    { unfold down, s2. replace (s1 / m / t) with (s1 / t * / m) by (field; lra).
      rewrite ln_mult by (try apply Rdiv_lt_0_compat; lra). ring. }
    rewrite Ed. unfold L. assert (0 <= ln (/ m) * (down s1 t - 1)) by (apply Rmult_le_pos; lra). lra. }
  assert (M1 : moderate_in s0 s2 e T').
  { apply with_a_logarithm; [assumption | assumption | lra | | exact Small].
    apply (moderate_in_more s0 _ (e2 + more l2 1) e); [assumption..|]. apply log_term_moderate; assumption. }
  assert (M2 : moderate_in s0 s2 (eK + more lK 1) noise) by (apply log_term_moderate; assumption).
  specialize (G M1 M2).
  assert (Parts : forall w, t <= w <= s1 -> w / N' <= T' w <= N' * (w + Rpower (w / t) (e2 + more l2 (/ 2)) * t * down s1 t)).
  { intros w [L1 L2]. assert (Q0 := log_term_nonnegative s0 a2 e2 l2 w s00 a20 ltac:(lra)). fold Q in Q0.
    assert (Dw := down_at_least_one s2 w ltac:(lra) ltac:(lra)).
    assert (QD : 0 <= Q w * down s2 w) by (apply Rmult_le_pos; lra).
    assert (Nw : 1 * w <= N * w) by (apply Rmult_le_compat_r; lra). unfold T'. split.
    - apply Rle_trans with w; [|lra]. unfold Rdiv. rewrite <- (Rmult_1_r w) at 2.
      apply Rmult_le_compat_l; [lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra.
    - set (y := Rpower (w / t) (e2 + more l2 (/ 2))). assert (y0 : 0 < y) by apply exp_pos.
      assert (Z := log_term_slow s0 a2 e2 l2 t w s00 a20 E2 ts L1). fold Q y in Z.
      assert (St := Small t ltac:(lra)). fold Q in St.
      assert (Z2 : Q w <= 2 * (y * (N * t))).
      { eapply Rle_trans; [exact Z|]. apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; lra. }
      assert (Dl : down s2 w <= L * down s1 t).
      { apply Rle_trans with (down s2 t); [|assumption]. unfold down.
        assert (s2 / w <= s2 / t).
        { unfold Rdiv. apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; lra. }
        assert (0 < s2 / w) by (apply Rdiv_lt_0_compat; lra).
        destruct (Req_dec (s2 / w) (s2 / t)) as [->|Ne]; [lra|].
        assert (ln (s2 / w) < ln (s2 / t)) by (apply ln_increasing; lra). lra. }
      assert (Z3 : Q w * down s2 w <= 2 * (y * (N * t)) * (L * down s1 t)).
      { apply Rmult_le_compat; lra. }
      assert (yt : 0 <= y * t * down s1 t) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra | lra]).
      assert (A1 : N * w <= N' * w) by (apply Rmult_le_compat_r; [lra | unfold N', L in *; lra]).
      assert (A2 : 2 * N * L * (y * t * down s1 t) <= N' * (y * t * down s1 t))
        by (apply Rmult_le_compat_r; [assumption | unfold N'; lra]).
      lra. }
  destruct (G Parts) as [G1 G2].
  destruct (TT t ltac:(lra)) as [A1 A2].
  assert (g0 : 0 < gamma) by apply Sit.
  assert (n0 := log_term_nonnegative s0 aK eK lK t s00 a0 ts). fold noise in n0.
  assert (x0 : 0 <= gamma * noise t * down s1 t) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
  assert (x1 : 1 * (gamma * noise t * down s1 t) <= N * (gamma * noise t * down s1 t)) by (apply Rmult_le_compat_r; lra).
  split.
  - eapply Rle_trans; [|exact G1]. unfold Rdiv. rewrite Rinv_mult, <- Rmult_assoc.
    assert (T0 : 0 <= T t).
    { unfold T. assert (Q0 := log_term_nonnegative s0 a2 e2 l2 t s00 a20 ts). fold Q in Q0.
      assert (Dw := down_at_least_one s2 t t0 ltac:(lra)).
      assert (0 <= Q t * down s2 t) by (apply Rmult_le_pos; lra). lra. }
    apply Rle_trans with ((T t + gamma * noise t * down s1 t) * / C).
    + rewrite <- (Rmult_1_r ((T t + gamma * noise t * down s1 t) * / C)) at 2. apply Rmult_le_compat_l.
      * apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra].
      * rewrite <- Rinv_1. apply Rinv_le_contravar; lra.
    + apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra | lra].
  - eapply Rle_trans; [exact G2|].
    replace (C * N * (T t + gamma * noise t * down s1 t))
      with (C * (N * (T t + gamma * noise t * down s1 t))) by ring.
    apply Rmult_le_compat_l; lra.
Qed.
