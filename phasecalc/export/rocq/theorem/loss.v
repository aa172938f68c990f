(* The main theorem for the deterministic equivalent: the loss is of the order of the sum of its
   terms, with constants that do not depend on the sizes.

   Every constant C stands before the sizes, the learning rate, the spectrum and the time in the
   order of quantifiers: so it depends on none of them. *)

(* The distance that belongs to a time: 1/tau from 1/s1 on, and s1 before. *)
Definition clock (s1 g : R) (r : nat) : R := s1 / (1 + s1 * (g * INR r)).

Lemma power_grows e t u : 0 <= e -> 0 < t -> t <= u -> Rpower t e <= Rpower u e.
Proof. intros e0 t0 L. apply Rle_Rpower_l; [assumption | lra]. Qed.

Lemma power_of_ratio e t u : 0 < t -> 0 < u -> Rpower u e = Rpower (u / t) e * Rpower t e.
Proof.
  intros t0 u0. unfold Rpower, Rdiv. rewrite <- exp_plus. f_equal.
  rewrite ln_mult, ln_Rinv; [ring | assumption | assumption | apply Rinv_0_lt_compat; assumption].
Qed.

Lemma power_in_exponent x e e' : 1 <= x -> e <= e' -> Rpower x e <= Rpower x e'.
Proof.
  intros x1 L. unfold Rpower. apply exp_grows. apply Rmult_le_compat_r; [|assumption].
  rewrite <- ln_1. destruct x1 as [x1|x1]; [left; apply ln_increasing; lra | rewrite x1; lra].
Qed.

(* What grows with the distance, and no faster than its power e. *)
Definition moderate (e : R) (T : R -> R) : Prop :=
  forall t u, 0 < t -> t <= u -> T t <= T u <= Rpower (u / t) e * T t.

Lemma ratio_at_least_one t u : 0 < t -> t <= u -> 1 <= u / t.
Proof.
  intros t0 L. apply Rmult_le_reg_r with t; [assumption|]. unfold Rdiv.
  rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma power_moderate a e e' : 0 <= a -> 0 <= e' -> e' <= e -> moderate e (fun t => a * Rpower t e').
Proof.
  intros a0 e0 L t u t0 tu. split.
  - apply Rmult_le_compat_l; [assumption | apply power_grows; assumption].
  - rewrite (power_of_ratio e' t u) by lra.
    replace (Rpower (u / t) e * (a * Rpower t e')) with (a * (Rpower (u / t) e * Rpower t e')) by ring.
    apply Rmult_le_compat_l; [assumption|]. apply Rmult_le_compat_r; [left; apply exp_pos|].
    apply power_in_exponent; [apply ratio_at_least_one; assumption | assumption].
Qed.

Lemma sum_moderate e T U : moderate e T -> moderate e U -> moderate e (fun t => T t + U t).
Proof. intros HT HU t u t0 L. destruct (HT t u t0 L), (HU t u t0 L). split; lra. Qed.

Lemma clock_bounds s1 g r : 0 < s1 -> 0 < g -> 0 < clock s1 g r <= s1.
Proof.
  intros s0 g0. unfold clock. assert (R0 := pos_INR r).
  assert (P : 0 <= s1 * (g * INR r)) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]).
  split; [apply Rdiv_lt_0_compat; lra|].
  apply Rmult_le_reg_r with (1 + s1 * (g * INR r)); [lra|]. unfold Rdiv.
  rewrite Rmult_assoc, Rinv_l by lra. nra.
Qed.

Lemma clock_falls s1 g m r : 0 < s1 -> 0 < g -> (m <= r)%nat -> clock s1 g r <= clock s1 g m.
Proof.
  intros s0 g0 L. apply le_INR in L. unfold clock. assert (R0 := pos_INR m).
  assert (P : 0 <= s1 * (g * INR m)) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]).
  unfold Rdiv. apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; [lra|].
  apply Rplus_le_compat_l. apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; lra.
Qed.

Lemma clock_halves s1 g m r : 0 < s1 -> 0 < g -> s1 * g <= 1 -> (r <= 2 * m + 1)%nat ->
  clock s1 g m / clock s1 g r <= 2.
Proof.
  intros s0 g0 E L. apply le_INR in L. rewrite plus_INR, mult_INR in L. simpl in L.
  assert (R0 := pos_INR m). assert (R1 := pos_INR r). unfold clock.
  assert (P : 0 <= s1 * (g * INR m)) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]).
  assert (Q : 0 <= s1 * (g * INR r)) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]).
  replace (s1 / (1 + s1 * (g * INR m)) / (s1 / (1 + s1 * (g * INR r))))
    with ((1 + s1 * (g * INR r)) / (1 + s1 * (g * INR m))) by (field; lra).
  apply Rmult_le_reg_r with (1 + s1 * (g * INR m)); [lra|]. unfold Rdiv.
  rewrite Rmult_assoc, Rinv_l by lra.
  assert (S1 : s1 * g * INR r <= s1 * g * (2 * INR m + 1)) by (apply Rmult_le_compat_l; [|lra];
    apply Rmult_le_pos; lra).
  lra.
Qed.

(* A curve at every time up to the window's end, from its transform in the window. *)
Theorem curve_at_its_time : forall k e B c X s1 low high,
  (1 <= k)%nat -> 0 < c -> c <= INR k -> 0 <= e -> e < INR k -> 0 < B -> 0 <= X -> 0 < s1 ->
  0 < low -> low <= high ->
  exists lo hi, 0 < lo /\ 0 < hi /\ forall I gamma s0 T,
    integral X I -> 0 < gamma -> gamma * (B + 1) * X <= 2 - c -> 0 < s0 -> moderate e T ->
    (forall t, s0 <= t <= s1 -> 0 < T t /\ low * T t <= stieltjes I k t <= high * T t) ->
    forall r, s0 <= clock s1 (gamma * B) r ->
    lo * T (clock s1 (gamma * B) r) <= after I gamma B r <= hi * T (clock s1 (gamma * B) r).
Proof.
  intros k e B c X s1 low high K1 c0 ck e0 ek B0 X0 s10 l0 lh.
  set (Z := ((X + s1) / s1) ^ k).
  set (A := ratio k e (Z * 1 * (high / low))).
  set (lo1 := low / (2 * exp (4 * (B + 1) * A))). set (hi1 := (INR k / c) ^ k * high).
  set (lo2 := exp (- (4 * (B + 1) * (X / s1))) * low). set (hi2 := Z * high).
  assert (two : 0 < Rpower 2 e) by apply exp_pos.
  assert (lo10 : 0 < lo1).
  { unfold lo1. apply Rdiv_lt_0_compat; [assumption|]. assert (V := exp_pos (4 * (B + 1) * A)). lra. }
  assert (lo20 : 0 < lo2) by (apply Rmult_lt_0_compat; [apply exp_pos | assumption]).
  assert (hi10 : 0 < hi1).
  { apply Rmult_lt_0_compat; [apply pow_lt, Rdiv_lt_0_compat|]; lra. }
  assert (Z0 : 0 < Z) by (apply pow_lt, Rdiv_lt_0_compat; lra).
  assert (hi20 : 0 < hi2) by (apply Rmult_lt_0_compat; lra).
  exists (Rmin lo1 lo2), ((hi1 + hi2) * Rpower 2 e).
  split; [apply Rmin_pos; assumption|]. split; [apply Rmult_lt_0_compat; lra|].
  intros I gamma s0 T HI g0 margin s00 HT Order r Hr.
  assert (gb : 0 < gamma * B) by (apply Rmult_lt_0_compat; assumption).
  destruct (clock_bounds s1 (gamma * B) r s10 gb) as [t0 t1].
  assert (Split : s1 * (gamma * B * INR r) <= 1 \/ 1 < s1 * (gamma * B * INR r)) by lra.
  assert (Ct : s1 = clock s1 (gamma * B) r * (1 + s1 * (gamma * B * INR r))).
  { unfold clock. field. assert (R0 := pos_INR r).
    assert (0 <= s1 * (gamma * B * INR r)) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]). lra. }
  set (t := clock s1 (gamma * B) r) in *. clearbody t.
  destruct (Order t ltac:(lra)) as (T0 & _).
  assert (Half : forall u, t <= u -> u / t <= 2 -> T t <= T u <= Rpower 2 e * T t).
  { intros u L U. destruct (HT t u t0 L) as [H1 H2]. split; [assumption|].
    eapply Rle_trans; [exact H2|]. apply Rmult_le_compat_r; [lra|].
    apply power_grows; [assumption | apply Rdiv_lt_0_compat; lra | assumption]. }
  assert (m1 := Rmin_l lo1 lo2). assert (m2 := Rmin_r lo1 lo2).
  assert (W1 : Rmin lo1 lo2 * T t <= lo1 * T t) by (apply Rmult_le_compat_r; lra).
  assert (W2 : Rmin lo1 lo2 * T t <= lo2 * T t) by (apply Rmult_le_compat_r; lra).
  assert (V1 : 0 <= hi1 * Rpower 2 e * T t) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
  assert (V2 : 0 <= hi2 * Rpower 2 e * T t) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
  destruct Split as [Sp|Sp].
  - assert (Ea := early gamma B c X g0 B0 c0 margin I HI r s1 s10 X0 Sp).
    destruct (Order s1 ltac:(lra)) as (_ & O1 & O2).
    assert (U1 := stieltjes_below_mass X I HI k s1 s10).
    assert (U2 := mass_below_stieltjes X I HI k s1 s10 X0). fold Z in U2.
    assert (R2 : s1 / t <= 2).
    { apply Rmult_le_reg_r with t; [assumption|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
      rewrite Ct at 1. rewrite Rmult_1_r. rewrite (Rmult_comm 2). apply Rmult_le_compat_l; lra. }
    destruct (Half s1 t1 R2) as [H1 H2]. destruct Ea as [E1 E2].
    assert (Q1 : low * T t <= mass I).
    { assert (low * T t <= low * T s1) by (apply Rmult_le_compat_l; lra). lra. }
    assert (Q2 : mass I <= hi2 * (Rpower 2 e * T t)).
    { eapply Rle_trans; [exact U2|]. unfold hi2. rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|].
      assert (high * T s1 <= high * (Rpower 2 e * T t)) by (apply Rmult_le_compat_l; lra). lra. }
    split.
    + eapply Rle_trans; [exact W2|]. unfold lo2. rewrite Rmult_assoc.
      eapply Rle_trans; [|exact E1]. apply Rmult_le_compat_l; [left; apply exp_pos | assumption].
    + lra.
  - set (y := gamma * B * INR r) in *.
    assert (y0 : 0 < y).
    { apply Rmult_lt_reg_l with s1; [assumption|]. lra. }
    assert (Es : / y * y = 1) by (apply Rinv_l; lra).
    assert (L1 : t <= / y).
    { apply Rmult_le_reg_r with y; [assumption|]. rewrite Es.
      apply Rmult_le_reg_l with s1; [assumption|].
      replace (s1 * (t * y)) with (t * (s1 * y)) by ring. rewrite Rmult_1_r. rewrite Ct at 2.
      apply Rmult_le_compat_l; lra. }
    assert (L2 : / y <= s1).
    { apply Rmult_le_reg_r with y; [assumption|]. rewrite Es. lra. }
    assert (R2 : / y / t <= 2).
    { apply Rmult_le_reg_r with (y * t); [apply Rmult_lt_0_compat; assumption|].
      replace (/ y / t * (y * t)) with 1 by (field; lra).
      apply Rmult_le_reg_l with s1; [assumption|]. rewrite Rmult_1_r. rewrite Ct at 1.
      replace (s1 * (2 * (y * t))) with (t * (2 * (s1 * y))) by ring.
      apply Rmult_le_compat_l; lra. }
    destruct (Half (/ y) L1 R2) as [H1 H2].
    assert (One : forall t' u, s0 <= t' -> t' <= u -> u <= s1 -> T u <= 1 * Rpower (u / t') e * T t').
    { intros t' u P1 P2 _. destruct (HT t' u ltac:(lra) P2). lra. }
    assert (Main := of_the_same_order gamma B c X g0 B0 c0 margin I HI k s0 s1 T low high 1 e r (/ y)
      K1 ck X0 s00 l0 lh (Rle_refl 1) e0 ek Order One ltac:(lra) Es).
    cbv zeta in Main. fold Z in Main. fold A in Main. fold lo1 in Main. fold hi1 in Main.
    destruct Main as [M1 M2].
    assert (Q1 : lo1 * T t <= lo1 * T (/ y)) by (apply Rmult_le_compat_l; lra).
    assert (Q2 : hi1 * T (/ y) <= hi1 * (Rpower 2 e * T t)) by (apply Rmult_le_compat_l; lra).
    split; lra.
Qed.

Definition least_M (alpha rho c : R) : R := Rmin (1 / 2) (c / (4 * rho * Rpower 4 (2 * alpha))).
Definition power_law (alpha : R) (lambda : nat -> R) : Prop :=
  forall j, lambda j = Rpower (INR (S j)) (- (2 * alpha)).

Lemma least_M_bounds alpha rho c : 0 < rho -> 0 < c -> 0 < least_M alpha rho c <= 1.
Proof.
  intros r0 c0. unfold least_M. split.
  - apply Rmin_pos; [lra|]. apply Rdiv_lt_0_compat; [assumption|].
    apply Rmult_lt_0_compat; [lra | apply exp_pos].
  - eapply Rle_trans; [apply Rmin_l | lra].
Qed.

(* The w that belongs to s lies between s and s/m. *)
Lemma w_in_window v D alpha rho c lambda t : (0 < D)%nat -> power_law alpha lambda -> 0 < alpha ->
  0 < rho -> INR v <= rho * INR D -> 0 < c -> 0 < t -> c * Rpower (INR D) (- (2 * alpha)) <= t ->
  exists w, inside v (INR D) lambda w /\ s_of v (INR D) lambda w = t /\ t <= w /\
            w <= t / least_M alpha rho c /\ least_M alpha rho c <= M v (INR D) lambda w.
Proof.
  intros D0 HL a0 r0 Hv c0 t0 Ht.
  assert (d0 : 0 < INR D) by (apply lt_0_INR; assumption).
  assert (l0 : forall j, 0 < lambda j) by (intro j; rewrite HL; apply exp_pos).
  destruct (w_of_s v (INR D) lambda d0 l0 t t0) as (w & W & E). exists w.
  assert (w0 := proj1 W).
  assert (Mw := M_of_power_law v (INR D) lambda d0 l0 D alpha rho c w eq_refl HL a0 r0 Hv c0 w0
                  ltac:(rewrite E; exact Ht)).
  fold (least_M alpha rho c) in Mw. destruct (least_M_bounds alpha rho c r0 c0) as [m0 _].
  assert (M1 := M_below_one v (INR D) lambda d0 l0 w w0).
  split; [assumption|]. split; [assumption|]. unfold s_of in E. split; [|split; [|assumption]].
  - rewrite <- E. apply Rle_trans with (w * 1); [apply Rmult_le_compat_l; lra | lra].
  - apply Rmult_le_reg_r with (least_M alpha rho c); [assumption|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l by lra. rewrite Rmult_1_r, <- E. apply Rmult_le_compat_l; lra.
Qed.

Lemma growth_nonnegative n mu : 0 <= mu -> 0 <= growth n mu.
Proof.
  intro m0. unfold growth, Rdiv. apply Rmult_le_pos.
  - induction (derived n) as [|t p IH]; simpl; [lra|]. assert (0 <= size mu t); [|lra].
    destruct t as [[c i] l]. apply Rmult_le_pos; [apply pos_INR | apply pow_le; assumption].
  - left. apply Rinv_0_lt_compat, lt_0_INR, lt_O_fact.
Qed.

(* The forcing's transform, from the sums over the modes. *)
Theorem forcing_transform : forall n e alpha rho c low high,
  0 <= e -> 0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 0 < high ->
  exists lo hi, 0 < lo /\ lo <= hi /\ forall v D lambda target X I T s1,
    (0 < D)%nat -> power_law alpha lambda -> INR v <= rho * INR D -> (forall j, 0 <= target j) ->
    integral X I -> 0 <= X ->
    (forall w, inside v (INR D) lambda w ->
       moment I 1 (s_of v (INR D) lambda w) = A v lambda target 1 w / M v (INR D) lambda w) ->
    moderate e T ->
    (forall w, c * Rpower (INR D) (- (2 * alpha)) <= w <= s1 / least_M alpha rho c ->
       0 < T w /\
       low * T w <= sum_of_orders v (INR D) lambda target (S (S n)) w <= high * T w /\
       low * theta v (INR D) lambda w <= turning v (INR D) lambda (S (S n)) w * w ^ S n) ->
    forall t, c * Rpower (INR D) (- (2 * alpha)) <= t <= s1 ->
      0 < T t /\ lo * T t <= stieltjes I (S (S n)) t <= hi * T t.
Proof.
  intros n e alpha rho c low high e0 a0 r0 c0 l0 l1 h0.
  destruct (least_M_bounds alpha rho c r0 c0) as [m0 m1].
  remember (least_M alpha rho c) as m eqn:Em. set (gr := growth (S n) (/ m)).
  assert (i0 : 0 < / m) by (apply Rinv_0_lt_compat; assumption).
  assert (gr0 : 0 <= gr) by (apply growth_nonnegative; lra).
  set (lo := m ^ S (S n) / 2 * (low * low)). set (hi := gr * high * Rpower (/ m) e + lo).
  assert (mk : 0 < m ^ S (S n)) by (apply pow_lt; assumption).
  assert (lo0 : 0 < lo).
  { unfold lo. apply Rmult_lt_0_compat; [|apply Rmult_lt_0_compat; assumption].
    apply Rdiv_lt_0_compat; [assumption | lra]. }
  assert (rp : 0 < Rpower (/ m) e) by apply exp_pos.
  assert (hi0 : 0 <= gr * high * Rpower (/ m) e) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
  exists lo, hi. split; [assumption|]. split; [unfold hi; lra|].
  intros v D lambda target X I T s1 D0 HL Hv c0' HI X0 Tr HT Spec t Ht.
  assert (d0 : 0 < INR D) by (apply lt_0_INR; assumption).
  assert (lam0 : forall j, 0 < lambda j) by (intro j; rewrite HL; apply exp_pos).
  assert (low0 : 0 < c * Rpower (INR D) (- (2 * alpha)))
    by (apply Rmult_lt_0_compat; [assumption | apply exp_pos]).
  assert (t0 : 0 < t) by lra.
  destruct (w_in_window v D alpha rho c lambda t D0 HL a0 r0 Hv c0 t0 (proj1 Ht))
    as (w & W & E & W1 & W2 & W3).
  rewrite <- Em in *. assert (w0 := proj1 W).
  assert (tm : t / m <= s1 / m).
  { unfold Rdiv. apply Rmult_le_compat_r; lra. }
  destruct (Spec w ltac:(lra)) as (Tw & (S1 & S2) & S3).
  destruct (HT t w t0 W1) as [H1 H2].
  assert (wt : w / t <= / m).
  { apply Rmult_le_reg_r with t; [assumption|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
    unfold Rdiv in W2. lra. }
  assert (Pw : Rpower (w / t) e <= Rpower (/ m) e).
  { apply power_grows; [assumption | apply Rdiv_lt_0_compat; lra | assumption]. }
  assert (Tt : 0 < T t).
  { apply Rmult_lt_reg_l with (Rpower (w / t) e); [apply exp_pos | lra]. }
  split; [assumption|].
  assert (Up := stieltjes_upper v (INR D) lambda target d0 lam0 c0' X I HI Tr (S n) w (/ m) W
                  ltac:(apply Rinv_le_contravar; assumption)).
  assert (Lo := stieltjes_lower v (INR D) lambda target d0 lam0 c0' X I HI Tr n w W).
  rewrite E in Up, Lo. fold gr in Up.
  split.
  - eapply Rle_trans; [|exact Lo].
    assert (A1 := A0 v lambda target lam0 c0' 1 w w0).
    assert (Ak := A0 v lambda target lam0 c0' (S (S n)) w w0).
    assert (wk : 0 < w ^ S (S n)) by (apply pow_lt; assumption).
    assert (B1 : 0 <= A v lambda target 1 w * w) by (apply Rmult_le_pos; lra).
    assert (Bk : 0 <= A v lambda target (S (S n)) w * w ^ S (S n)) by (apply Rmult_le_pos; lra).
    assert (Q1 := Rmult_le_compat_l _ _ _ B1 S3).
    assert (Q2 : low * sum_of_orders v (INR D) lambda target (S (S n)) w
                 <= A v lambda target (S (S n)) w * w ^ S (S n)
                    + A v lambda target 1 w * w * (turning v (INR D) lambda (S (S n)) w * w ^ S n)).
    { unfold sum_of_orders. assert (low * (A v lambda target (S (S n)) w * w ^ S (S n))
        <= 1 * (A v lambda target (S (S n)) w * w ^ S (S n))) by (apply Rmult_le_compat_r; lra). lra. }
    assert (Q3 : low * (low * T t) <= low * sum_of_orders v (INR D) lambda target (S (S n)) w).
    { apply Rmult_le_compat_l; [lra|]. assert (low * T t <= low * T w)
        by (apply Rmult_le_compat_l; lra). lra. }
    assert (Mk : m ^ S (S n) <= M v (INR D) lambda w ^ S (S n)) by (apply pow_incr; lra).
    unfold lo. replace (m ^ S (S n) / 2 * (low * low) * T t)
      with (m ^ S (S n) / 2 * (low * (low * T t))) by ring.
    apply Rmult_le_compat; [lra | repeat apply Rmult_le_pos; lra | lra | lra].
  - eapply Rle_trans; [exact Up|].
    assert (Q1 : sum_of_orders v (INR D) lambda target (S (S n)) w <= high * (Rpower (/ m) e * T t)).
    { eapply Rle_trans; [exact S2|]. apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [exact H2|].
      apply Rmult_le_compat_r; lra. }
    assert (Q2 := Rmult_le_compat_l _ _ _ gr0 Q1).
    assert (0 <= lo * T t) by (apply Rmult_le_pos; lra). unfold hi. lra.
Qed.

Theorem noise_transform : forall e alpha rho c low high,
  0 <= e -> 0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= high ->
  exists lo hi, 0 < lo /\ lo <= hi /\ forall v D lambda trace X I T s1,
    (0 < D)%nat -> power_law alpha lambda -> INR v <= rho * INR D ->
    integral X I -> 0 <= X ->
    (forall w, inside v (INR D) lambda w ->
       moment I 1 (s_of v (INR D) lambda w)
       = trace - s_of v (INR D) lambda w * (INR D * turning v (INR D) lambda 1 w)) ->
    moderate e T ->
    (forall w, c * Rpower (INR D) (- (2 * alpha)) <= w <= s1 / least_M alpha rho c ->
       0 < T w /\ low * T w <= w ^ 2 * noise_orders v (INR D) lambda w <= high * T w) ->
    forall t, c * Rpower (INR D) (- (2 * alpha)) <= t <= s1 ->
      0 < T t /\ lo * T t <= stieltjes I 2 t <= hi * T t.
Proof.
  intros e alpha rho c low high e0 a0 r0 c0 l0 lh.
  destruct (least_M_bounds alpha rho c r0 c0) as [m0 m1].
  remember (least_M alpha rho c) as m eqn:Em.
  assert (i0 : 0 < / m) by (apply Rinv_0_lt_compat; assumption).
  assert (rp : 0 < Rpower (/ m) e) by apply exp_pos.
  assert (m3 : 0 < m ^ 3) by (apply pow_lt; assumption).
  set (lo := m ^ 3 * low). set (hi := / m * high * Rpower (/ m) e + lo).
  assert (lo0 : 0 < lo) by (apply Rmult_lt_0_compat; assumption).
  assert (hi0 : 0 <= / m * high * Rpower (/ m) e) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
  exists lo, hi. split; [assumption|]. split; [unfold hi; lra|].
  intros v D lambda trace X I T s1 D0 HL Hv HI X0 Tr HT Spec t Ht.
  assert (d0 : 0 < INR D) by (apply lt_0_INR; assumption).
  assert (lam0 : forall j, 0 < lambda j) by (intro j; rewrite HL; apply exp_pos).
  assert (low0 : 0 < c * Rpower (INR D) (- (2 * alpha)))
    by (apply Rmult_lt_0_compat; [assumption | apply exp_pos]).
  assert (t0 : 0 < t) by lra.
  destruct (w_in_window v D alpha rho c lambda t D0 HL a0 r0 Hv c0 t0 (proj1 Ht))
    as (w & W & E & W1 & W2 & W3).
  rewrite <- Em in *. assert (w0 := proj1 W).
  assert (tm : t / m <= s1 / m).
  { unfold Rdiv. apply Rmult_le_compat_r; lra. }
  destruct (Spec w ltac:(lra)) as (Tw & S1 & S2).
  destruct (HT t w t0 W1) as [H1 H2].
  assert (wt : w / t <= / m).
  { apply Rmult_le_reg_r with t; [assumption|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
    unfold Rdiv in W2. lra. }
  assert (Pw : Rpower (w / t) e <= Rpower (/ m) e).
  { apply power_grows; [assumption | apply Rdiv_lt_0_compat; lra | assumption]. }
  assert (Tt : 0 < T t).
  { apply Rmult_lt_reg_l with (Rpower (w / t) e); [apply exp_pos | lra]. }
  split; [assumption|].
  assert (N := noise_order v (INR D) lambda d0 lam0 X I HI trace Tr w W). rewrite E in N.
  destruct N as [Lo Up].
  assert (Mi : / M v (INR D) lambda w <= / m) by (apply Rinv_le_contravar; assumption).
  assert (M3 : m ^ 3 <= M v (INR D) lambda w ^ 3) by (apply pow_incr; lra).
  assert (Q0 : low * T t <= low * T w) by (apply Rmult_le_compat_l; lra).
  assert (P0 : 0 <= low * T t) by (apply Rmult_le_pos; lra).
  split.
  - eapply Rle_trans; [|exact Lo]. unfold lo. rewrite Rmult_assoc.
    apply Rmult_le_compat; lra.
  - eapply Rle_trans; [exact Up|].
    assert (Q1 : w ^ 2 * noise_orders v (INR D) lambda w <= high * (Rpower (/ m) e * T t)).
    { eapply Rle_trans; [exact S2|]. apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [exact H2|].
      apply Rmult_le_compat_r; lra. }
    assert (i1 : 0 <= / M v (INR D) lambda w) by (left; apply Rinv_0_lt_compat; lra).
    assert (Q2 : / M v (INR D) lambda w * (w ^ 2 * noise_orders v (INR D) lambda w)
                 <= / m * (high * (Rpower (/ m) e * T t))).
    { apply Rmult_le_compat; lra. }
    assert (0 <= lo * T t) by (apply Rmult_le_pos; lra). unfold hi. lra.
Qed.
