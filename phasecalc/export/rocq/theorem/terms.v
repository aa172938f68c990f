(* The main theorem: P is of the order of the forcing's terms and the noise.

   In powers of the distance t, which is 1/tau from 1/s1 on: the terms of the forcing are
   a_1 t^(e_1), e_1 < 1 (a rough target), a_2 t^(e_2), e_2 < 1 (the distortion), a_3 t^(e_3),
   e_3 > 1 (a smooth target), and the noise is gamma a_K t^(e_K). What the sums over the modes are is
   a hypothesis; it is what the book proves of them. *)

Lemma whole_above x : 0 <= x -> exists n, x <= INR n <= x + 1.
Proof.
  intro x0. destruct (archimed x) as [U1 U2]. exists (Z.to_nat (up x)).
  assert (P : (0 <= up x)%Z) by (apply le_IZR; lra).
  rewrite INR_IZR_INZ, Z2Nat.id by assumption. split; lra.
Qed.

Lemma whole_between x r : 0 <= x -> x <= INR r -> exists n, (n <= r)%nat /\ x <= INR n <= x + 1.
Proof.
  intros x0 L. destruct (whole_above x x0) as (n & N1 & N2).
  destruct (Nat.le_gt_cases n r) as [Q|Q]; [exists n; repeat split; assumption|].
  exists r. repeat split; [lia | assumption |]. apply lt_INR in Q. lra.
Qed.

Lemma power_of_two_above x : exists k, x <= 2 ^ k.
Proof.
  destruct (Pow_x_infinity 2 ltac:(rewrite Rabs_right; lra) x) as (k & H). exists k.
  specialize (H k (le_n k)). rewrite Rabs_right in H; [lra|]. apply Rle_ge, pow_le. lra.
Qed.

Lemma scaled_decreasing a f : 0 <= a -> decreasing f -> decreasing (fun i => a * f i).
Proof. intros a0 H i j L. apply Rmult_le_compat_l; [assumption | apply H; assumption]. Qed.
Lemma scaled_doubling a D last f : 0 <= a -> doubling D last f -> doubling D last (fun i => a * f i).
Proof.
  intros a0 H m r L1 L2 L3. replace (D * (a * f r)) with (a * (D * f r)) by ring.
  apply Rmult_le_compat_l; [assumption | apply H; assumption].
Qed.
Lemma doubling_more D D' last f : D <= D' -> nonnegative f -> doubling D last f -> doubling D' last f.
Proof.
  intros L f0 H m r L1 L2 L3. eapply Rle_trans; [apply (H m r); assumption|].
  apply Rmult_le_compat_r; [apply f0 | assumption].
Qed.

(* What follows a moderate function of the clock doubles. *)
Lemma curve_doubles f T e lo hi s0 s1 g last : 0 <= e -> moderate e T -> 0 < lo -> 0 < hi ->
  0 < s1 -> 0 < g -> s1 * g <= 1 -> nonnegative f ->
  (forall i, s0 <= clock s1 g i -> 0 < T (clock s1 g i) /\
     lo * T (clock s1 g i) <= f i <= hi * T (clock s1 g i)) ->
  s0 <= clock s1 g last -> doubling (hi * Rpower 2 e / lo) last f.
Proof.
  intros e0 HT lo0 hi0 s10 g0 E f0 H Hl m r L1 L2 L3.
  assert (C1 := clock_falls s1 g r last s10 g0 L3). assert (C2 := clock_falls s1 g m r s10 g0 L1).
  destruct (clock_bounds s1 g r s10 g0) as [t0 _].
  destruct (H r ltac:(lra)) as (T0 & F1 & F2). destruct (H m ltac:(lra)) as (T1 & F3 & F4).
  destruct (HT _ _ t0 C2) as [M1 M2].
  assert (Q : Rpower (clock s1 g m / clock s1 g r) e <= Rpower 2 e).
  { apply power_grows; [assumption | apply Rdiv_lt_0_compat; lra |].
    apply clock_halves; assumption. }
  assert (two : 0 < Rpower 2 e) by apply exp_pos.
  assert (K1 : T (clock s1 g m) <= Rpower 2 e * T (clock s1 g r)).
  { eapply Rle_trans; [exact M2|]. apply Rmult_le_compat_r; lra. }
  assert (K2 : T (clock s1 g r) <= / lo * f r).
  { apply Rmult_le_reg_l with lo; [assumption|]. rewrite <- Rmult_assoc, Rinv_r by lra. lra. }
  assert (K3 : Rpower 2 e * T (clock s1 g r) <= Rpower 2 e * (/ lo * f r))
    by (apply Rmult_le_compat_l; lra).
  assert (K4 : hi * T (clock s1 g m) <= hi * (Rpower 2 e * (/ lo * f r)))
    by (apply Rmult_le_compat_l; lra).
  unfold Rdiv. lra.
Qed.

Definition along (s1 g a e : R) (i : nat) : R := a * Rpower (clock s1 g i) e.

Lemma along_nonnegative s1 g a e : 0 <= a -> nonnegative (along s1 g a e).
Proof. intros a0 i. apply Rmult_le_pos; [assumption | left; apply exp_pos]. Qed.

Lemma along_decreasing s1 g a e : 0 <= a -> 0 <= e -> 0 < s1 -> 0 < g -> decreasing (along s1 g a e).
Proof.
  intros a0 e0 s10 g0 i j L. apply Rmult_le_compat_l; [assumption|].
  apply power_grows; [assumption | apply clock_bounds; assumption | apply clock_falls; assumption].
Qed.

Lemma along_doubling s1 g a e e' last : 0 <= a -> 0 <= e -> e <= e' -> 0 < s1 -> 0 < g -> s1 * g <= 1 ->
  doubling (Rpower 2 e') last (along s1 g a e).
Proof.
  intros a0 e0 L s10 g0 E m r L1 L2 L3. unfold along.
  destruct (clock_bounds s1 g m s10 g0) as [m0 _]. destruct (clock_bounds s1 g r s10 g0) as [r0 _].
  rewrite (power_of_ratio e (clock s1 g r) (clock s1 g m)) by assumption.
  assert (Q : Rpower (clock s1 g m / clock s1 g r) e <= Rpower 2 e').
  { apply Rle_trans with (Rpower 2 e); [|apply power_in_exponent; lra].
    apply power_grows; [assumption | apply Rdiv_lt_0_compat; lra |]. apply clock_halves; assumption. }
  replace (Rpower 2 e' * (a * Rpower (clock s1 g r) e))
    with (a * (Rpower 2 e' * Rpower (clock s1 g r) e)) by ring.
  apply Rmult_le_compat_l; [assumption|]. apply Rmult_le_compat_r; [left; apply exp_pos | assumption].
Qed.

(* A power above 1 adds up to a constant over g. *)
Lemma along_fast : forall s1 e, 0 < s1 -> 1 < e -> exists C, 0 < C /\ forall g a N,
  0 < g -> s1 * g <= 1 -> 0 <= a -> sum N (along s1 g a e) <= C * a / g.
Proof.
  intros s1 e s10 e1. set (h := Rpower 2 (- / e)).
  assert (i0 : 0 < / e) by (apply Rinv_0_lt_compat; lra).
  assert (i1 : / e < 1) by (rewrite <- Rinv_1; apply Rinv_lt_contravar; lra).
  assert (h1 : 1 / 2 < h).
  { replace (1 / 2) with (Rpower 2 (- (1))) by (rewrite Rpower_Ropp, Rpower_1 by lra; lra).
    apply Rpower_lt; lra. }
  assert (h2 : h < 1).
  { rewrite <- (Rpower_O 2) by lra. apply Rpower_lt; lra. }
  assert (he : Rpower h e = 1 / 2).
  { unfold h. rewrite Rpower_mult. replace (- / e * e) with (- (1)) by (field; lra).
    rewrite Rpower_Ropp, Rpower_1 by lra. lra. }
  set (p := (1 / 2 + h) / 2). assert (p1 : 1 / 2 < p) by (unfold p; lra).
  assert (p2 : p < h) by (unfold p; lra).
  set (y := (1 - p) / (2 * p - 1)).
  assert (y0 : 0 < y) by (unfold y; apply Rdiv_lt_0_compat; lra).
  assert (yp : y * (2 * p - 1) = 1 - p) by (unfold y; field; lra).
  set (theta' := Rpower p e).
  assert (th0 : 0 < theta') by apply exp_pos.
  assert (th1 : theta' < 1 / 2).
  { rewrite <- he. unfold theta', Rpower. apply exp_increasing.
    apply Rmult_lt_compat_l; [lra | apply ln_increasing; lra]. }
  assert (small : forall z, 0 < z -> z <= p -> Rpower z e <= theta')
    by (intros; apply power_grows; lra).
  clearbody theta' y p. set (tail := 1 + 1 / (1 - 2 * theta')).
  assert (tail0 : 0 < tail).
  { unfold tail. assert (0 < 1 / (1 - 2 * theta')) by (apply Rdiv_lt_0_compat; lra). lra. }
  assert (top0 : 0 < Rpower s1 e) by apply exp_pos.
  exists ((y + 2) / s1 * Rpower s1 e * tail). split.
  { repeat apply Rmult_lt_0_compat; try assumption; [lra | apply Rinv_0_lt_compat; assumption]. }
  intros g a N g0 E a0. assert (sg : 0 < s1 * g) by (apply Rmult_lt_0_compat; assumption).
  destruct (whole_above (y / (s1 * g))) as (m & M1 & M2); [left; apply Rdiv_lt_0_compat; assumption|].
  assert (H := fast_sum (along s1 g a e) theta' m N ltac:(lra) th1 (along_nonnegative s1 g a e a0)
                 (along_decreasing s1 g a e a0 ltac:(lra) s10 g0)).
  fold tail in H. eapply Rle_trans; [apply H|].
  - intros i Li. unfold along.
    destruct (clock_bounds s1 g i s10 g0) as [c1 _].
    destruct (clock_bounds s1 g (2 * i + 1) s10 g0) as [c2 _].
    rewrite (power_of_ratio e (clock s1 g i) (clock s1 g (2 * i + 1))) by assumption.
    assert (Q : clock s1 g (2 * i + 1) / clock s1 g i <= p).
    { apply le_INR in Li. assert (R0 := pos_INR m). unfold clock.
      rewrite plus_INR, mult_INR. simpl (INR 2). simpl (INR 1).
      assert (Z : y <= s1 * g * INR i).
      { apply Rle_trans with (s1 * g * (y / (s1 * g))); [right; field; lra|].
        apply Rmult_le_compat_l; lra. }
      replace (s1 * (g * INR i)) with (s1 * g * INR i) by ring.
      replace (s1 * (g * ((1 + 1) * INR i + 1))) with (2 * (s1 * g * INR i) + s1 * g) by ring.
      set (z := s1 * g * INR i) in *. set (sg' := s1 * g) in *. clearbody z sg'.
      replace (s1 / (1 + (2 * z + sg')) / (s1 / (1 + z))) with ((1 + z) / (1 + (2 * z + sg')))
        by (field; repeat split; lra).
      apply Rmult_le_reg_r with (1 + (2 * z + sg')); [lra|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l by lra.
      assert (K : y * (2 * p - 1) <= z * (2 * p - 1)) by (apply Rmult_le_compat_r; lra).
      assert (0 < p * sg') by (apply Rmult_lt_0_compat; lra). lra. }

    replace (theta' * (a * Rpower (clock s1 g i) e))
      with (a * (theta' * Rpower (clock s1 g i) e)) by ring.
    apply Rmult_le_compat_l; [assumption|]. apply Rmult_le_compat_r; [left; apply exp_pos|].
    apply small; [apply Rdiv_lt_0_compat; assumption | assumption].
  - assert (Z : clock s1 g 0 = s1) by (unfold clock; simpl; field).
    unfold along at 1. rewrite Z.
    assert (L : INR m + 1 <= (y + 2) / s1 / g).
    { replace ((y + 2) / s1 / g) with (y / (s1 * g) + 2 * / (s1 * g)) by (field; lra).
      assert (1 <= / (s1 * g)) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra). lra. }
    replace ((y + 2) / s1 * Rpower s1 e * tail * a / g)
      with ((y + 2) / s1 / g * (a * Rpower s1 e) * tail) by (field; lra).
    apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_r; [apply Rmult_le_pos; lra | assumption].
Qed.

Definition forcing_form (a1 a2 a3 e1 e2 e3 t : R) : R :=
  a1 * Rpower t e1 + (a2 * Rpower t e2 + a3 * Rpower t e3).

Theorem loss_of_the_order_of_its_terms :
  forall n alpha rho c low high B cc X s1 mu N e1 e2 e3 eK,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 ->
  0 <= X -> 0 < s1 -> mu < 1 -> 1 <= N ->
  0 <= e1 < 1 -> 0 <= e2 < 1 -> 1 < e3 < INR (S (S n)) -> 0 <= eK < 2 ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma a1 a2 a3 aK P r,
    (* the model: lambda_j = (j+1)^(-2 alpha), v at most rho D, any target *)
    (0 < D)%nat -> power_law alpha lambda -> INR v <= rho * INR D -> (forall j, 0 <= target j) ->
    (* forcing and kernel: the measures, by their transforms *)
    integral X I -> integral X J ->
    (forall w, inside v (INR D) lambda w ->
       moment I 1 (s_of v (INR D) lambda w) = A v lambda target 1 w / M v (INR D) lambda w) ->
    (forall w, inside v (INR D) lambda w ->
       moment J 1 (s_of v (INR D) lambda w)
       = trace - s_of v (INR D) lambda w * (INR D * turning v (INR D) lambda 1 w)) ->
    let F := after I gamma B in
    let K := fun i => gamma ^ 2 * B * after J gamma B i in
    volterra K F P ->
    (* the learning rate is stable *)
    0 < gamma -> gamma * (B + 1) * X <= 2 - cc -> s1 * (gamma * B) <= 1 ->
    (forall L, sum L K <= mu) ->
    (* the sums over the modes, where w is at least of the order of the smallest eigenvalue *)
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let T := forcing_form a1 a2 a3 e1 e2 e3 in
    let noise := fun t => aK * Rpower t eK in
    0 <= a1 -> 0 <= a2 -> 0 <= a3 -> 0 <= aK ->
    (forall w, s0 <= w <= s1 / least_M alpha rho c ->
       0 < T w /\
       low * T w <= sum_of_orders v (INR D) lambda target (S (S n)) w <= high * T w /\
       low * theta v (INR D) lambda w <= turning v (INR D) lambda (S (S n)) w * w ^ S n) ->
    (forall w, s0 <= w <= s1 / least_M alpha rho c ->
       0 < noise w /\ low * noise w <= w ^ 2 * noise_orders v (INR D) lambda w <= high * noise w) ->
    (* the time is in the window; there what the distortion adds up to, and a time's worth of the
       noise, are at most a number *)
    let t := clock s1 (gamma * B) r in
    s0 <= t -> 1 <= s1 * (gamma * B * INR r) ->
    / N <= T s1 -> a3 <= N -> a2 * Rpower t e2 <= N * t -> gamma * noise t <= N * t ->
    (T t + gamma * noise t) / C <= P r <= C * (T t + gamma * noise t).
Proof.
  intros n alpha rho c low high B cc X s1 mu N e1 e2 e3 eK alpha0 r0 c0 l0 l1 h1 B0 cc0 cc1 X0 s10
    mu1 N1 E1 E2 E3 EK.
  assert (K2 : cc <= INR 2) by (simpl; lra).
  assert (Kn : cc <= INR (S (S n))) by (rewrite !S_INR; assert (Z := pos_INR n); lra).
  destruct (forcing_transform n e3 alpha rho c low high ltac:(lra) alpha0 r0 c0 l0 l1 ltac:(lra))
    as (fl & fh & fl0 & flh & FT).
  destruct (noise_transform eK alpha rho c low high ltac:(lra) alpha0 r0 c0 l0 ltac:(lra))
    as (nl & nh & nl0 & nlh & NT).
  destruct (curve_at_its_time (S (S n)) e3 B cc X s1 fl fh ltac:(lia) cc0 Kn ltac:(lra) ltac:(lra)
              B0 X0 s10 fl0 flh) as (lo & hi & lo0 & hi0 & CF).
  destruct (curve_at_its_time 2 eK B cc X s1 nl nh ltac:(lia) cc0 K2 ltac:(lra) ltac:(simpl; lra)
              B0 X0 s10 nl0 nlh) as (lo' & hi' & lo'0 & hi'0 & CK).
  destruct (power_of_two_above (Rmax (hi * Rpower 2 e3 / lo) (hi' * Rpower 2 eK / lo'))) as (kk & Hkk).
  destruct (along_fast s1 e3 s10 ltac:(lra)) as (Cf & Cf0 & Fast).
  set (e12 := Rmax e1 e2). assert (e12b : e12 < 1) by (apply Rmax_lub_lt; lra).
  assert (e12a : e1 <= e12) by apply Rmax_l. assert (e12c : e2 <= e12) by apply Rmax_r.
  set (Dd := Rpower 2 e12).
  assert (D1 : 1 <= Dd).
  { unfold Dd. rewrite <- (Rpower_O 2) by lra. apply power_in_exponent; lra. }
  assert (D2 : Dd < 2).
  { unfold Dd. rewrite <- (Rpower_1 2) at 2 by lra. apply Rpower_lt; lra. }
  assert (three : 0 < Rpower 3 e3) by apply exp_pos.
  set (x1 := hi / lo). set (x5 := s1 * N * Rpower 3 e3 / lo).
  assert (x10 : 0 < x1) by (apply Rdiv_lt_0_compat; assumption).
  assert (x50 : 0 < x5).
  { apply Rdiv_lt_0_compat; [|assumption]. apply Rmult_lt_0_compat; [|assumption].
    apply Rmult_lt_0_compat; lra. }
  assert (x20 : 0 < hi' * N) by (apply Rmult_lt_0_compat; lra).
  assert (x30 : 0 < hi * N) by (apply Rmult_lt_0_compat; lra).
  assert (x40 : 0 < Cf * (hi * N)) by (apply Rmult_lt_0_compat; lra).
  set (W := 1 + x1 + hi' * N + hi * N + Cf * (hi * N) + x5).
  assert (W1 : 1 <= W) by (unfold W; lra).
  set (Cup := constant kk mu * (1 + Dd * Dd / (2 - Dd) * (W * W + W) + W)).
  assert (Cup0 : 0 <= Cup).
  { unfold Cup. apply Rmult_le_pos.
    - unfold constant, Rdiv. apply Rmult_le_pos; [apply Rmult_le_pos|].
      + apply pow_le; lra.
      + apply pos_INR.
      + left. apply Rinv_0_lt_compat, pow_lt. lra.
    - assert (0 <= Dd * Dd / (2 - Dd)).
      { unfold Rdiv. apply Rmult_le_pos; [nra | left; apply Rinv_0_lt_compat; lra]. }
      assert (0 <= Dd * Dd / (2 - Dd) * (W * W + W)) by (apply Rmult_le_pos; nra). lra. }
  assert (y1 : 0 < W / lo) by (apply Rdiv_lt_0_compat; lra).
  assert (y2 : 0 < W / lo') by (apply Rdiv_lt_0_compat; lra).
  assert (y3 : 0 <= Cup * (hi + hi')) by (apply Rmult_le_pos; lra).
  exists (W / lo + W / lo' + Cup * (hi + hi') + 1). split; [lra|].
  intros v D lambda target trace I J gamma a1 a2 a3 aK P r D0 HL Hv c0' HI HJ TrI TrJ F K V g0 margin
    gs Stable s0 T noise a10 a20 a30 aK0 SpecF SpecK t Ht Late Whole A3 Spread Noise.
  assert (gb : 0 < gamma * B) by (apply Rmult_lt_0_compat; assumption).
  assert (s00 : 0 < s0) by (apply Rmult_lt_0_compat; [assumption | apply exp_pos]).
  assert (MT : moderate e3 T).
  { apply (sum_moderate e3 (fun t => a1 * Rpower t e1) (fun t => a2 * Rpower t e2 + a3 * Rpower t e3)).
    - apply power_moderate; lra.
    - apply (sum_moderate e3 (fun t => a2 * Rpower t e2) (fun t => a3 * Rpower t e3));
        apply power_moderate; lra. }
  assert (MN : moderate eK noise) by (apply power_moderate; lra).
  assert (OT := FT v D lambda target X I T s1 D0 HL Hv c0' HI X0 TrI MT SpecF).
  assert (ON := NT v D lambda trace X J noise s1 D0 HL Hv HJ X0 TrJ MN SpecK).
  fold s0 in OT, ON.
  assert (CT := CF I gamma s0 T HI g0 margin s00 MT OT).
  assert (CN := CK J gamma s0 noise HJ g0 margin s00 MN ON).
  clear CF CK FT NT.
  assert (Clock : forall i, 0 < clock s1 (gamma * B) i <= s1) by (intro; apply clock_bounds; assumption).
  assert (PF : forall i, s0 <= clock s1 (gamma * B) i -> 0 < T (clock s1 (gamma * B) i) /\
                 lo * T (clock s1 (gamma * B) i) <= F i <= hi * T (clock s1 (gamma * B) i)).
  { intros i Hi. split; [apply (OT (clock s1 (gamma * B) i)); destruct (Clock i); lra | apply CT; assumption]. }
  assert (PK : forall i, s0 <= clock s1 (gamma * B) i -> 0 < noise (clock s1 (gamma * B) i) /\
                 lo' * noise (clock s1 (gamma * B) i) <= after J gamma B i
                 <= hi' * noise (clock s1 (gamma * B) i)).
  { intros i Hi. split; [apply (ON (clock s1 (gamma * B) i)); destruct (Clock i); lra | apply CN; assumption]. }
  assert (F0 : nonnegative F) by (apply (after_nonnegative X I gamma B HI B0)).
  assert (J0 : nonnegative (after J gamma B)) by (apply (after_nonnegative X J gamma B HJ B0)).
  assert (k0 : 0 <= gamma ^ 2 * B) by (apply Rmult_le_pos; [apply pow2_ge_0 | lra]).
  assert (K0 : nonnegative K) by (apply scaled_nonnegative; assumption).
  assert (dF : decreasing F) by (apply (after_decreasing X I gamma B cc HI g0 B0 cc0 margin)).
  assert (dJ : decreasing (after J gamma B)) by (apply (after_decreasing X J gamma B cc HJ g0 B0 cc0 margin)).
  assert (dK : decreasing K) by (apply scaled_decreasing; assumption).
  assert (DF : doubling (2 ^ kk) r F).
  { apply doubling_more with (hi * Rpower 2 e3 / lo); [eapply Rle_trans; [apply Rmax_l | exact Hkk] | assumption |].
    apply (curve_doubles F T e3 lo hi s0 s1 (gamma * B) r); try assumption. lra. }
  assert (DK : doubling (2 ^ kk) r K).
  { apply (scaled_doubling (gamma ^ 2 * B)); [assumption|].
    apply doubling_more with (hi' * Rpower 2 eK / lo'); [eapply Rle_trans; [apply Rmax_r | exact Hkk] | assumption |].
    apply (curve_doubles _ noise eK lo' hi' s0 s1 (gamma * B) r); try assumption. lra. }
  destruct (PF r Ht) as (Tr0 & F1 & F2). destruct (PK r Ht) as (Nr0 & G1 & G2). fold t in Tr0, F1, F2, Nr0, G1, G2.
  destruct (Clock r) as [t0 t1]. fold t in t0, t1.
  assert (R0 := pos_INR r).
  (* A time and one step more, in steps of g, is at most 1/t. *)
  assert (Time : (INR r + 1) * (gamma * B) <= / t).
  { assert (Et : / t = / s1 + gamma * B * INR r).
    { unfold t, clock. field. split; [|lra].
      assert (0 <= s1 * (gamma * B * INR r)) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]). lra. }
    rewrite Et. assert (gamma * B <= / s1); [|lra].
    apply Rmult_le_reg_l with s1; [assumption|]. rewrite Rinv_r by lra. assumption. }
  assert (it : / t * t = 1) by (apply Rinv_l; lra).
  assert (i0 : 0 < / t) by (apply Rinv_0_lt_compat; assumption).
  assert (ig : 0 < / (gamma * B)) by (apply Rinv_0_lt_compat; assumption).
  assert (P1 : 0 <= a1 * Rpower t e1) by (apply Rmult_le_pos; [assumption | left; apply exp_pos]).
  assert (P2 : 0 <= a2 * Rpower t e2) by (apply Rmult_le_pos; [assumption | left; apply exp_pos]).
  assert (P3 : 0 <= a3 * Rpower t e3) by (apply Rmult_le_pos; [assumption | left; apply exp_pos]).
  set (slow := along s1 (gamma * B) (hi * a1) e1). set (spread := along s1 (gamma * B) (hi * a2) e2).
  set (fast := along s1 (gamma * B) (hi * a3) e3).
  assert (h10 : 0 <= hi * a1) by (apply Rmult_le_pos; lra).
  assert (h20 : 0 <= hi * a2) by (apply Rmult_le_pos; lra).
  assert (h30 : 0 <= hi * a3) by (apply Rmult_le_pos; lra).
  assert (Parts : forall s, (s <= r)%nat -> F s <= slow s + (spread s + fast s)).
  { intros s Ls. assert (Cs := clock_falls s1 (gamma * B) s r s10 gb Ls). fold t in Cs.
    destruct (PF s ltac:(lra)) as (_ & _ & Q). eapply Rle_trans; [exact Q|].
    unfold slow, spread, fast, along, T, forcing_form. lra. }
  assert (H1 : slow r <= W * F r).
  { assert (Q : hi * (a1 * Rpower t e1) <= hi * T t).
    { apply Rmult_le_compat_l; [lra|]. unfold T, forcing_form. lra. }
    assert (Q2 : x1 * (lo * T t) <= x1 * F r) by (apply Rmult_le_compat_l; lra).
    replace (x1 * (lo * T t)) with (hi * T t) in Q2 by (unfold x1; field; lra).
    assert (Q3 : x1 * F r <= W * F r).
    { apply Rmult_le_compat_r; [apply F0 | unfold W; lra]. }
    unfold slow, along. fold t. lra. }
  assert (H2 : (INR r + 1) * K r <= W).
  { assert (Q : gamma * after J gamma B r <= hi' * (N * t)).
    { apply Rle_trans with (hi' * (gamma * noise t)); [|apply Rmult_le_compat_l; lra].
      replace (hi' * (gamma * noise t)) with (gamma * (hi' * noise t)) by ring.
      apply Rmult_le_compat_l; lra. }
    replace ((INR r + 1) * K r) with ((INR r + 1) * (gamma * B) * (gamma * after J gamma B r))
      by (unfold K; ring).
    apply Rle_trans with (/ t * (hi' * (N * t))).
    - apply Rmult_le_compat; [apply Rmult_le_pos; lra | apply Rmult_le_pos; [lra | apply J0] | assumption | assumption].
    - replace (/ t * (hi' * (N * t))) with (hi' * N * (/ t * t)) by ring. rewrite it. unfold W. lra. }
  assert (H3 : (INR r + 1) * spread r <= W / (gamma * B)).
  { apply Rmult_le_reg_r with (gamma * B); [assumption|].
    unfold Rdiv. rewrite (Rmult_assoc W), Rinv_l by lra. rewrite Rmult_1_r.
    replace ((INR r + 1) * spread r * (gamma * B))
      with ((INR r + 1) * (gamma * B) * (hi * (a2 * Rpower t e2)))
      by (unfold spread, along; fold t; ring).
    apply Rle_trans with (/ t * (hi * (N * t))).
    - apply Rmult_le_compat; [apply Rmult_le_pos; lra | apply Rmult_le_pos; lra | assumption |].
      apply Rmult_le_compat_l; lra.
    - replace (/ t * (hi * (N * t))) with (hi * N * (/ t * t)) by ring. rewrite it. unfold W. lra. }
  assert (H4 : sum (S r) fast <= W / (gamma * B)).
  { eapply Rle_trans; [apply (Fast (gamma * B) (hi * a3) (S r) gb gs h30)|].
    unfold Rdiv. apply Rmult_le_compat_r; [lra|].
    assert (Q : Cf * (hi * a3) <= Cf * (hi * N)).
    { apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; lra. }
    unfold W. lra. }
  assert (H5 : / W / (gamma * B) <= sum r F).
  { assert (sg : 0 < s1 * (gamma * B)) by (apply Rmult_lt_0_compat; assumption).
    destruct (whole_between (/ (s1 * (gamma * B))) r) as (m & Lm & M1 & M2).
    { left. apply Rinv_0_lt_compat. assumption. }
    { apply Rmult_le_reg_l with (s1 * (gamma * B)); [assumption|]. rewrite Rinv_r by lra. lra. }
    eapply Rle_trans; [|apply (sum_grows m r F F0 Lm)].
    assert (Cm := clock_falls s1 (gamma * B) m r s10 gb Lm). fold t in Cm.
    destruct (PF m ltac:(lra)) as (Tm & Q1 & _). destruct (Clock m) as [m0 m1].
    assert (R3 : s1 / clock s1 (gamma * B) m <= 3).
    { unfold clock. assert (Rm := pos_INR m).
      assert (Z : s1 * (gamma * B) * INR m <= 2).
      { apply Rle_trans with (s1 * (gamma * B) * (/ (s1 * (gamma * B)) + 1)).
        - apply Rmult_le_compat_l; lra.
        - rewrite Rmult_plus_distr_l, Rinv_r by lra. lra. }
      assert (Z0 : 0 <= s1 * (gamma * B) * INR m) by (apply Rmult_le_pos; lra).
      replace (s1 / (s1 / (1 + s1 * (gamma * B * INR m)))) with (1 + s1 * (gamma * B) * INR m)
        by (field; lra). lra. }
    destruct (MT _ s1 m0 m1) as [_ U].
    assert (U2 : T s1 <= Rpower 3 e3 * T (clock s1 (gamma * B) m)).
    { eapply Rle_trans; [exact U|]. apply Rmult_le_compat_r; [lra|].
      apply power_grows; [lra | apply Rdiv_lt_0_compat; lra | assumption]. }
    assert (Each : sum m (fun _ => F m) <= sum m F) by (apply sum_le; intros i Li; apply dF; lia).
    assert (Count : sum m (fun _ => F m) = INR m * F m).
    { generalize (F m). intro x. clear. induction m as [|m IH]; [simpl; ring|].
      cbn [sum]. rewrite IH, S_INR. ring. }
    rewrite Count in Each. eapply Rle_trans; [|exact Each].
    assert (iN : 0 < / N) by (apply Rinv_0_lt_compat; lra).
    assert (Low : lo / (N * Rpower 3 e3) <= F m).
    { eapply Rle_trans; [|exact Q1]. unfold Rdiv. apply Rmult_le_compat_l; [lra|].
      apply Rmult_le_reg_l with (Rpower 3 e3); [assumption|].
      replace (Rpower 3 e3 * / (N * Rpower 3 e3)) with (/ N) by (field; lra). lra. }
    assert (lq : 0 < lo / (N * Rpower 3 e3)).
    { apply Rdiv_lt_0_compat; [assumption|]. apply Rmult_lt_0_compat; lra. }
    apply Rle_trans with (/ (s1 * (gamma * B)) * (lo / (N * Rpower 3 e3))).
    - replace (/ (s1 * (gamma * B)) * (lo / (N * Rpower 3 e3))) with (/ x5 / (gamma * B))
        by (unfold x5; field; repeat split; lra).
      unfold Rdiv. apply Rmult_le_compat_r; [lra|]. apply Rinv_le_contravar; [assumption | unfold W; lra].
    - apply Rmult_le_compat; [left; apply Rinv_0_lt_compat; assumption | lra | assumption | assumption]. }
  destruct (loss_is_the_sum K F P slow spread fast mu Dd W (gamma * B) kk r r) as [Lower Upper];
    try assumption.
  - apply along_nonnegative; assumption.
  - apply along_decreasing; [assumption | lra | assumption | assumption].
  - apply along_doubling; [assumption | lra | assumption..].
  - apply along_nonnegative; assumption.
  - apply along_decreasing; [assumption | lra | assumption | assumption].
  - apply along_doubling; [assumption | lra | assumption..].
  - lia.
  - assert (EKr : K r / (gamma * B) = gamma * after J gamma B r) by (unfold K; field; lra).
    rewrite EKr in Lower, Upper. fold Cup in Upper.
    assert (G3 : gamma * (lo' * noise t) <= gamma * after J gamma B r) by (apply Rmult_le_compat_l; lra).
    assert (G4 : gamma * after J gamma B r <= gamma * (hi' * noise t)) by (apply Rmult_le_compat_l; lra).
    assert (gn : 0 < gamma * noise t) by (apply Rmult_lt_0_compat; assumption).
    set (C := W / lo + W / lo' + Cup * (hi + hi') + 1) in *.
    assert (C0 : 0 < C) by (unfold C; lra).
    split.
    + eapply Rle_trans; [|exact Lower].
      apply Rmult_le_reg_r with (C * W); [apply Rmult_lt_0_compat; lra|].
      replace ((T t + gamma * noise t) / C * (C * W)) with (W * (T t + gamma * noise t)) by (field; lra).
      replace ((F r + gamma * after J gamma B r) / W * (C * W))
        with (C * (F r + gamma * after J gamma B r)) by (field; lra).
      assert (Z1 : W / lo * (lo * T t) <= W / lo * F r) by (apply Rmult_le_compat_l; lra).
      assert (Z2 : W / lo' * (gamma * (lo' * noise t)) <= W / lo' * (gamma * after J gamma B r))
        by (apply Rmult_le_compat_l; lra).
      replace (W / lo * (lo * T t)) with (W * T t) in Z1 by (field; lra).
      replace (W / lo' * (gamma * (lo' * noise t))) with (W * (gamma * noise t)) in Z2 by (field; lra).
      assert (Fr := F0 r). assert (Gr : 0 <= gamma * after J gamma B r)
        by (apply Rmult_le_pos; [lra | apply J0]).
      assert (Z3 : W / lo * F r <= C * F r) by (apply Rmult_le_compat_r; [assumption | unfold C; lra]).
      assert (Z4 : W / lo' * (gamma * after J gamma B r) <= C * (gamma * after J gamma B r))
        by (apply Rmult_le_compat_r; [assumption | unfold C; lra]).
      lra.
    + eapply Rle_trans; [exact Upper|].
      assert (Z1 : F r + gamma * after J gamma B r <= (hi + hi') * (T t + gamma * noise t)).
      { assert (0 <= hi' * T t) by (apply Rmult_le_pos; lra).
        assert (0 <= hi * (gamma * noise t)) by (apply Rmult_le_pos; lra). lra. }
      assert (Z2 := Rmult_le_compat_l _ _ _ Cup0 Z1).
      assert (Z3 : Cup * (hi + hi') * (T t + gamma * noise t) <= C * (T t + gamma * noise t)).
      { apply Rmult_le_compat_r; [lra | unfold C; lra]. }
      lra.
Qed.
