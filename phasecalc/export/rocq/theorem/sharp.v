(* The sharp form of the loss of the deterministic equivalent.

   Where a time's worth of the noise is small, one large jump has the loss up to a factor near 1:
   F(r)/(1 - m) + K(r) (F(0) + ... + F(r-1))/(1 - m)^2, m = K(0) + ... + K(r-1). For m one may read
   the norm of K, where gamma t S_1 is small, and 0, where the kernel falls slower than 1/r. *)

(* Integrals of powers are log-convex: q^i (q^h - b/a)^2 is not negative. *)
Lemma after_log_convex X I gamma B : integral X I -> 0 < B -> (forall i, 0 < after I gamma B i) ->
  log_convex (after I gamma B).
Proof.
  intros HI B0 pos i h. set (f := fun i => after I gamma B i).
  change (f (i + h)%nat * f (i + h)%nat <= f i * f (i + h + h)%nat).
  assert (a0 : 0 < f i) by apply pos. set (y := f (i + h)%nat / f i).
  assert (Cq : forall n, continuous X (fun x => q gamma B x ^ n)) by (intro; apply continuous_q).
  assert (Z : 0 <= f (i + h + h)%nat + ((- (2) * y) * f (i + h)%nat + y * y * f i)).
  { unfold f, after. destruct HI as (HI1 & plus & times).
    rewrite <- (times (- (2) * y) _ (Cq (i + h)%nat)), <- (times (y * y) _ (Cq i)).
    rewrite <- plus by (apply continuous_times; apply Cq).
    rewrite <- plus by (try apply continuous_sum; try apply continuous_times; apply Cq).
    apply (I_nonnegative X I (conj HI1 (conj plus times))).
    - apply continuous_sum; [apply Cq | apply continuous_sum; apply continuous_times; apply Cq].
    - intros x _. rewrite !pow_add. set (u := q gamma B x ^ h).
      replace (q gamma B x ^ i * u * u + (- (2) * y * (q gamma B x ^ i * u) + y * y * q gamma B x ^ i))
        with (q gamma B x ^ i * (u - y) ^ 2) by ring.
      apply Rmult_le_pos; [apply pow_le; left; apply q_above_zero; assumption | apply pow2_ge_0]. }
  assert (E : y * f i = f (i + h)%nat) by (unfold y; field; lra).
  replace (y * y * f i) with (y * f (i + h)%nat) in Z by (rewrite <- E; ring).
  assert (Z2 : y * f (i + h)%nat <= f (i + h + h)%nat) by lra.
  rewrite <- E at 1. replace (y * f i * f (i + h)%nat) with (f i * (y * f (i + h)%nat)) by ring.
  apply Rmult_le_compat_l; lra.
Qed.

(* None of them vanishes, if the first does not. *)
Lemma after_positive X I gamma B : integral X I -> 0 < B -> 0 < after I gamma B 0 ->
  forall i, 0 < after I gamma B i.
Proof.
  intros HI B0 start i. assert (b0 : 0 < / (B + 1)) by (apply Rinv_0_lt_compat; lra).
  apply Rlt_le_trans with ((/ (B + 1)) ^ i * after I gamma B 0).
  - apply Rmult_lt_0_compat; [apply pow_lt; assumption | assumption].
  - unfold after. destruct HI as (mono & plus & times).
    rewrite <- times by apply continuous_q.
    apply mono; [apply continuous_times, continuous_q | apply continuous_q |].
    intros x _. simpl (q gamma B x ^ 0). rewrite Rmult_1_r. apply pow_incr.
    split; [lra | apply q_positive; assumption].
Qed.

Lemma scaled_log_convex a f : log_convex f -> log_convex (fun i => a * f i).
Proof.
  intros H i h. assert (Z := Rmult_le_compat_l (a * a) _ _ (Rle_0_sqr a) (H i h)). lra.
Qed.

(* Forcing and kernel of the deterministic equivalent, where the sums over the modes are of the order
   of any moderate functions: no powers are asked for, so the critical lines are among them. *)
Lemma forcing_and_kernel :
  forall n alpha rho c low high B cc X s1 e eK,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 ->
  0 <= X -> 0 < s1 -> 0 <= e < INR (S (S n)) -> 0 <= eK < 2 ->
  exists k lo hi, 0 < lo /\ 0 < hi /\ forall v D lambda target trace I J gamma T noise r,
    (0 < D)%nat -> power_law alpha lambda -> INR v <= rho * INR D -> (forall j, 0 <= target j) ->
    integral X I -> integral X J ->
    (forall w, inside v (INR D) lambda w ->
       moment I 1 (s_of v (INR D) lambda w) = A v lambda target 1 w / M v (INR D) lambda w) ->
    (forall w, inside v (INR D) lambda w ->
       moment J 1 (s_of v (INR D) lambda w)
       = trace - s_of v (INR D) lambda w * (INR D * turning v (INR D) lambda 1 w)) ->
    let F := after I gamma B in
    let K := fun i => gamma ^ 2 * B * after J gamma B i in
    0 < gamma -> gamma * (B + 1) * X <= 2 - cc -> s1 * (gamma * B) <= 1 ->
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    moderate e T -> moderate eK noise ->
    (forall w, s0 <= w <= s1 / least_M alpha rho c ->
       0 < T w /\
       low * T w <= sum_of_orders v (INR D) lambda target (S (S n)) w <= high * T w /\
       low * theta v (INR D) lambda w <= turning v (INR D) lambda (S (S n)) w * w ^ S n) ->
    (forall w, s0 <= w <= s1 / least_M alpha rho c ->
       0 < noise w /\ low * noise w <= w ^ 2 * noise_orders v (INR D) lambda w <= high * noise w) ->
    s0 <= clock s1 (gamma * B) r ->
    (forall i, 0 < F i) /\ (forall i, 0 < K i) /\ decreasing F /\ decreasing K /\
    doubling (2 ^ k) r F /\ doubling (2 ^ k) r K /\
    forall i, (i <= r)%nat ->
      lo * T (clock s1 (gamma * B) i) <= F i <= hi * T (clock s1 (gamma * B) i) /\
      lo * noise (clock s1 (gamma * B) i) <= after J gamma B i <= hi * noise (clock s1 (gamma * B) i).
Proof.
  intros n alpha rho c low high B cc X s1 e eK alpha0 r0 c0 l0 l1 h1 B0 cc0 cc1 X0 s10 E1 EK.
  assert (K2 : cc <= INR 2) by (simpl; lra).
  assert (Kn : cc <= INR (S (S n))) by (rewrite !S_INR; assert (Z := pos_INR n); lra).
  destruct (forcing_transform n e alpha rho c low high ltac:(lra) alpha0 r0 c0 l0 l1 ltac:(lra))
    as (fl & fh & fl0 & flh & FT).
  destruct (noise_transform eK alpha rho c low high ltac:(lra) alpha0 r0 c0 l0 ltac:(lra))
    as (nl & nh & nl0 & nlh & NT).
  destruct (curve_at_its_time (S (S n)) e B cc X s1 fl fh ltac:(lia) cc0 Kn ltac:(lra) ltac:(lra)
              B0 X0 s10 fl0 flh) as (lo & hi & lo0 & hi0 & CF).
  destruct (curve_at_its_time 2 eK B cc X s1 nl nh ltac:(lia) cc0 K2 ltac:(lra) ltac:(simpl; lra)
              B0 X0 s10 nl0 nlh) as (lo' & hi' & lo'0 & hi'0 & CK).
  destruct (power_of_two_above (Rmax (hi * Rpower 2 e / lo) (hi' * Rpower 2 eK / lo'))) as (kk & Hkk).
  exists kk, (Rmin lo lo'), (Rmax hi hi').
  split; [apply Rmin_pos; assumption|].
  split; [apply Rlt_le_trans with hi; [assumption | apply Rmax_l]|].
  intros v D lambda target trace I J gamma T noise r D0 HL Hv c0' HI HJ TrI TrJ F K g0 margin gs s0
    MT MN SpecF SpecK Ht.
  assert (gb : 0 < gamma * B) by (apply Rmult_lt_0_compat; assumption).
  assert (s00 : 0 < s0) by (apply Rmult_lt_0_compat; [assumption | apply exp_pos]).
  assert (OT := FT v D lambda target X I T s1 D0 HL Hv c0' HI X0 TrI MT SpecF).
  assert (ON := NT v D lambda trace X J noise s1 D0 HL Hv HJ X0 TrJ MN SpecK).
  fold s0 in OT, ON.
  assert (CT := CF I gamma s0 T HI g0 margin s00 MT OT).
  assert (CN := CK J gamma s0 noise HJ g0 margin s00 MN ON).
  clear CF CK FT NT.
  assert (Clock : forall i, 0 < clock s1 (gamma * B) i <= s1) by (intro; apply clock_bounds; assumption).
  assert (PF : forall i, s0 <= clock s1 (gamma * B) i -> 0 < T (clock s1 (gamma * B) i) /\ lo * T (clock s1 (gamma * B) i) <= F i <= hi * T (clock s1 (gamma * B) i)).
  { intros i Hi. split; [apply (OT (clock s1 (gamma * B) i)); destruct (Clock i); lra | apply CT; assumption]. }
  assert (PK : forall i, s0 <= clock s1 (gamma * B) i -> 0 < noise (clock s1 (gamma * B) i) /\
                 lo' * noise (clock s1 (gamma * B) i) <= after J gamma B i <= hi' * noise (clock s1 (gamma * B) i)).
  { intros i Hi. split; [apply (ON (clock s1 (gamma * B) i)); destruct (Clock i); lra | apply CN; assumption]. }
  assert (Before : forall i, (i <= r)%nat -> s0 <= clock s1 (gamma * B) i).
  { intros i Li. assert (Z := clock_falls s1 (gamma * B) i r s10 gb Li). lra. }
  assert (F1 : forall i, 0 < F i).
  { apply (after_positive X); [assumption | assumption |].
    destruct (PF O (Before O (Nat.le_0_l r))) as (Z & Y & _).
    assert (0 < lo * T (clock s1 (gamma * B) 0)) by (apply Rmult_lt_0_compat; assumption). fold F. lra. }
  assert (J1 : forall i, 0 < after J gamma B i).
  { apply (after_positive X); [assumption | assumption |].
    destruct (PK O (Before O (Nat.le_0_l r))) as (Z & Y & _).
    assert (0 < lo' * noise (clock s1 (gamma * B) 0)) by (apply Rmult_lt_0_compat; assumption). lra. }
  assert (k0 : 0 < gamma ^ 2 * B) by (apply Rmult_lt_0_compat; [apply pow_lt; assumption | assumption]).
  assert (F0 : nonnegative F) by (intro i; left; apply F1).
  assert (J0 : nonnegative (after J gamma B)) by (intro i; left; apply J1).
  split; [exact F1|]. split; [intro i; apply Rmult_lt_0_compat; [assumption | apply J1]|].
  split; [apply (after_decreasing X I gamma B cc HI g0 B0 cc0 margin)|].
  split.
  { apply scaled_decreasing; [lra|]. apply (after_decreasing X J gamma B cc HJ g0 B0 cc0 margin). }
  split.
  { apply doubling_more with (hi * Rpower 2 e / lo);
      [eapply Rle_trans; [apply Rmax_l | exact Hkk] | assumption |].
    apply (curve_doubles F T e lo hi s0 s1 (gamma * B) r); try assumption. lra. }
  split.
  { apply (scaled_doubling (gamma ^ 2 * B)); [lra|].
    apply doubling_more with (hi' * Rpower 2 eK / lo');
      [eapply Rle_trans; [apply Rmax_r | exact Hkk] | assumption |].
    apply (curve_doubles _ noise eK lo' hi' s0 s1 (gamma * B) r); try assumption. lra. }
  intros i Li. destruct (PF i (Before i Li)) as (T0 & Y1 & Y2).
  destruct (PK i (Before i Li)) as (N0 & Z1 & Z2).
  assert (B1 := Rmult_le_compat_r _ _ _ (Rlt_le _ _ T0) (Rmin_l lo lo')).
  assert (B2 := Rmult_le_compat_r _ _ _ (Rlt_le _ _ T0) (Rmax_l hi hi')).
  assert (B3 := Rmult_le_compat_r _ _ _ (Rlt_le _ _ N0) (Rmin_r lo lo')).
  assert (B4 := Rmult_le_compat_r _ _ _ (Rlt_le _ _ N0) (Rmax_r hi hi')). lra.
Qed.

(* The loss is of the order of the forcing, and of the kernel times what the forcing added up to: on
   the critical lines too. *)
Theorem loss_of_the_order_of_forcing_and_noise :
  forall n alpha rho c low high B cc X s1 mu e eK,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 ->
  0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 0 <= e < INR (S (S n)) -> 0 <= eK < 2 ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma T noise P r,
    (0 < D)%nat -> power_law alpha lambda -> INR v <= rho * INR D -> (forall j, 0 <= target j) ->
    integral X I -> integral X J ->
    (forall w, inside v (INR D) lambda w ->
       moment I 1 (s_of v (INR D) lambda w) = A v lambda target 1 w / M v (INR D) lambda w) ->
    (forall w, inside v (INR D) lambda w ->
       moment J 1 (s_of v (INR D) lambda w)
       = trace - s_of v (INR D) lambda w * (INR D * turning v (INR D) lambda 1 w)) ->
    let F := after I gamma B in
    let K := fun i => gamma ^ 2 * B * after J gamma B i in
    volterra K F P ->
    0 < gamma -> gamma * (B + 1) * X <= 2 - cc -> s1 * (gamma * B) <= 1 ->
    (forall L, sum L K <= mu) ->
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    moderate e T -> moderate eK noise ->
    (forall w, s0 <= w <= s1 / least_M alpha rho c ->
       0 < T w /\
       low * T w <= sum_of_orders v (INR D) lambda target (S (S n)) w <= high * T w /\
       low * theta v (INR D) lambda w <= turning v (INR D) lambda (S (S n)) w * w ^ S n) ->
    (forall w, s0 <= w <= s1 / least_M alpha rho c ->
       0 < noise w /\ low * noise w <= w ^ 2 * noise_orders v (INR D) lambda w <= high * noise w) ->
    s0 <= clock s1 (gamma * B) r ->
    let form := T (clock s1 (gamma * B) r) + gamma ^ 2 * B * noise (clock s1 (gamma * B) r) * sum (S r) (fun i => T (clock s1 (gamma * B) i)) in
    form / C <= P r <= C * form.
Proof.
  intros n alpha rho c low high B cc X s1 mu e eK alpha0 r0 c0 l0 l1 h1 B0 cc0 cc1 X0 s10 mu0 mu1 E1 EK.
  destruct (forcing_and_kernel n alpha rho c low high B cc X s1 e eK) as (k & lo & hi & lo0 & hi0 & H);
    try assumption.
  set (m := Rmin lo (lo * lo)).
  assert (m0 : 0 < m) by (apply Rmin_pos; [|apply Rmult_lt_0_compat]; assumption).
  set (u := Rmax hi (hi * hi)).
  assert (u0 : 0 < u) by (apply Rlt_le_trans with hi; [assumption | apply Rmax_l]).
  assert (c1 : 0 <= constant k mu) by (apply C0; assumption).
  assert (x1 : 0 < 2 / m) by (apply Rdiv_lt_0_compat; lra).
  assert (x2 : 0 <= constant k mu * u) by (apply Rmult_le_pos; lra).
  set (C := 1 + 2 / m + constant k mu * u). exists C. split; [unfold C; lra|].
  intros v D lambda target trace I J gamma T noise P r D0 HL Hv c0' HI HJ TrI TrJ F K V g0 margin gs
    Stable s0 MT MN SpecF SpecK Ht form.
  destruct (H v D lambda target trace I J gamma T noise r D0 HL Hv c0' HI HJ TrI TrJ g0 margin gs
              MT MN SpecF SpecK Ht) as (F1 & K1 & dF & dK & DF & DK & Near).
  fold F K in F1, K1, dF, dK, DF, DK.
  assert (F0 : nonnegative F) by (intro i; left; apply F1).
  assert (K0 : nonnegative K) by (intro i; left; apply K1).
  set (g := gamma ^ 2 * B) in *.
  assert (gg : 0 < g) by (apply Rmult_lt_0_compat; [apply pow_lt; assumption | assumption]).
  set (t := clock s1 (gamma * B) r) in *. set (N := sum (S r) (fun i => T (clock s1 (gamma * B) i))) in *.
  assert (Lo : lo * N <= sum (S r) F).
  { unfold N. rewrite Rmult_comm, <- sum_times. apply sum_le. intros i Li.
    destruct (Near i ltac:(lia)) as ((Z & _) & _). fold F in Z. lra. }
  assert (Hi : sum (S r) F <= hi * N).
  { unfold N. rewrite (Rmult_comm hi), <- sum_times. apply sum_le. intros i Li.
    destruct (Near i ltac:(lia)) as ((_ & Z) & _). fold F in Z. lra. }
  destruct (Near r (le_n r)) as ((Y1 & Y2) & Z1 & Z2). fold F t in Y1, Y2. fold t in Z1, Z2.
  assert (T0 : 0 < T t).
  { apply Rmult_lt_reg_l with hi; [assumption|]. assert (Fr := F1 r). lra. }
  assert (N0 : 0 <= N).
  { apply Rmult_le_reg_l with hi; [assumption|].
    assert (0 <= sum (S r) F) by (apply sum_nonnegative; assumption). lra. }
  assert (n0 : 0 < noise t).
  { apply Rmult_lt_reg_l with (g * hi); [apply Rmult_lt_0_compat; assumption|].
    assert (Kr := K1 r). unfold K in Kr.
    assert (g * after J gamma B r <= g * (hi * noise t)) by (apply Rmult_le_compat_l; lra). lra. }
  assert (gn : 0 < g * noise t) by (apply Rmult_lt_0_compat; assumption).
  assert (a0 : 0 <= g * noise t * N) by (apply Rmult_le_pos; lra).
  assert (KS1 : lo * lo * (g * noise t * N) <= K r * sum (S r) F).
  { replace (lo * lo * (g * noise t * N)) with (g * (lo * noise t) * (lo * N)) by ring. unfold K.
    apply Rmult_le_compat; [| apply Rmult_le_pos; lra | apply Rmult_le_compat_l; lra | assumption].
    apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]. }
  assert (KS2 : K r * sum (S r) F <= hi * hi * (g * noise t * N)).
  { replace (hi * hi * (g * noise t * N)) with (g * (hi * noise t) * (hi * N)) by ring. unfold K.
    apply Rmult_le_compat; [apply (K0 r) | apply sum_nonnegative; assumption | | assumption].
    apply Rmult_le_compat_l; lra. }
  assert (m1 := Rmin_l lo (lo * lo)). assert (m2 := Rmin_r lo (lo * lo)). fold m in m1, m2.
  assert (u1 := Rmax_l hi (hi * hi)). assert (u2 := Rmax_r hi (hi * hi)). fold u in u1, u2.
  assert (L1 : m * form <= F r + K r * sum (S r) F).
  { unfold form. assert (A1 := Rmult_le_compat_r _ _ _ (Rlt_le _ _ T0) m1).
    assert (A2 := Rmult_le_compat_r _ _ _ a0 m2). lra. }
  assert (L2 : F r + K r * sum (S r) F <= u * form).
  { unfold form. assert (A1 := Rmult_le_compat_r _ _ _ (Rlt_le _ _ T0) u1).
    assert (A2 := Rmult_le_compat_r _ _ _ a0 u2). lra. }
  assert (form0 : 0 <= form) by (unfold form; lra).
  split.
  - assert (Low := renewal_lower K F P r V K0 F0 dK).
    assert (KF : K r * F r <= 1 * F r).
    { assert (W := Stable (S r)). assert (S0 : 0 <= sum r K) by (apply sum_nonnegative; assumption).
      simpl in W. apply Rmult_le_compat_r; [apply F0 | lra]. }
    change (sum (S r) F) with (sum r F + F r) in L1. assert (Fr := F0 r).
    assert (KS0 : 0 <= K r * sum r F)
      by (apply Rmult_le_pos; [apply K0 | apply sum_nonnegative; assumption]).
    apply Rmult_le_reg_l with C; [unfold C; lra|].
    replace (C * (form / C)) with form by (field; unfold C; lra).
    assert (P0 : 0 <= P r) by (apply (loss_nonnegative K F P V K0 F0)).
    assert (A0 : m * form <= 2 * P r) by lra.
    assert (A1 : / m * (m * form) <= / m * (2 * P r)).
    { apply Rmult_le_compat_l; [left; apply Rinv_0_lt_compat; assumption | assumption]. }
    rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l in A1 by lra.
    assert (A2 : 2 / m * P r <= C * P r) by (apply Rmult_le_compat_r; [assumption | unfold C; lra]).
    unfold Rdiv in A2. lra.
  - eapply Rle_trans; [apply (loss_upper K F P mu k r r V K0 F0 dK dF Stable mu1 DK DF (le_n r))|].
    assert (A1 := Rmult_le_compat_l _ _ _ c1 L2).
    assert (A2 : constant k mu * u * form <= C * form)
      by (apply Rmult_le_compat_r; [assumption | unfold C; lra]). lra.
Qed.

(* The loss with its constant, where a time's worth of the noise is small: eta does not depend on the
   sizes, on the rate or on the time. *)
Theorem loss_with_its_constant :
  forall n alpha rho c low high B cc X s1 mu e eK delta,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 ->
  0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 0 < delta -> 0 <= e < INR (S (S n)) -> 0 <= eK < 2 ->
  exists eta, 0 < eta /\ forall v D lambda target trace I J gamma T noise P r,
    (0 < D)%nat -> power_law alpha lambda -> INR v <= rho * INR D -> (forall j, 0 <= target j) ->
    integral X I -> integral X J ->
    (forall w, inside v (INR D) lambda w ->
       moment I 1 (s_of v (INR D) lambda w) = A v lambda target 1 w / M v (INR D) lambda w) ->
    (forall w, inside v (INR D) lambda w ->
       moment J 1 (s_of v (INR D) lambda w)
       = trace - s_of v (INR D) lambda w * (INR D * turning v (INR D) lambda 1 w)) ->
    let F := after I gamma B in
    let K := fun i => gamma ^ 2 * B * after J gamma B i in
    volterra K F P ->
    0 < gamma -> gamma * (B + 1) * X <= 2 - cc -> s1 * (gamma * B) <= 1 ->
    (forall L, sum L K <= mu) ->
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    moderate e T -> moderate eK noise ->
    (forall w, s0 <= w <= s1 / least_M alpha rho c ->
       0 < T w /\
       low * T w <= sum_of_orders v (INR D) lambda target (S (S n)) w <= high * T w /\
       low * theta v (INR D) lambda w <= turning v (INR D) lambda (S (S n)) w * w ^ S n) ->
    (forall w, s0 <= w <= s1 / least_M alpha rho c ->
       0 < noise w /\ low * noise w <= w ^ 2 * noise_orders v (INR D) lambda w <= high * noise w) ->
    s0 <= clock s1 (gamma * B) r ->
    let t := clock s1 (gamma * B) r in
    gamma * noise t <= eta * t ->
    (1 - delta) * jump K F r <= P r <= (1 + delta) * jump K F r /\
    (* a kernel that falls slower than 1/r has hardly begun *)
    (eK < 1 -> sum r K <= delta).
Proof.
  intros n alpha rho c low high B cc X s1 mu e eK delta alpha0 r0 c0 l0 l1 h1 B0 cc0 cc1 X0
    s10 mu0 mu1 delta0 E1 EK.
  destruct (forcing_and_kernel n alpha rho c low high B cc X s1 e eK) as (kk & lo & hi & lo0 & hi0 & H);
    try assumption.
  destruct (one_large_jump kk mu delta mu0 mu1 delta0) as (eta & eta0 & Jump).
  set (slow := Rmax 1 (Rpower 2 eK * Rpower 2 eK / (2 - Rpower 2 eK))).
  assert (slow1 : 1 <= slow) by apply Rmax_l. set (least := Rmin eta (delta / slow)).
  assert (least0 : 0 < least) by (apply Rmin_pos; [assumption | apply Rdiv_lt_0_compat; lra]).
  exists (least / hi). split; [apply Rdiv_lt_0_compat; assumption|].
  intros v D lambda target trace I J gamma T noise P r D0 HL Hv c0' HI HJ TrI TrJ F K V g0 margin gs
    Stable s0 MT MN SpecF SpecK Ht t Noise.
  destruct (H v D lambda target trace I J gamma T noise r D0 HL Hv c0' HI HJ TrI TrJ g0 margin gs
              MT MN SpecF SpecK Ht) as (F1 & K1 & dF & dK & DF & DK & Near).
  fold F K in F1, K1, dF, dK, DF, DK.
  assert (gb : 0 < gamma * B) by (apply Rmult_lt_0_compat; assumption).
  assert (k0 : 0 < gamma ^ 2 * B) by (apply Rmult_lt_0_compat; [apply pow_lt; assumption | assumption]).
  assert (J1 : forall i, 0 < after J gamma B i).
  { intro i. apply Rmult_lt_reg_l with (gamma ^ 2 * B); [assumption|].
    assert (Z := K1 i). unfold K in Z. lra. }
  destruct (Near r (le_n r)) as (_ & _ & G). fold t in G.
  destruct (clock_bounds s1 (gamma * B) r s10 gb) as [t0 t1]. fold t in t0, t1.
  assert (R0 := pos_INR r).
  assert (Time : (INR r + 1) * (gamma * B) <= / t).
  { assert (Et : / t = / s1 + gamma * B * INR r).
    { assert (0 <= s1 * (gamma * B * INR r)) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]).
      unfold t, clock. field. repeat split; lra. }
    rewrite Et. assert (gamma * B <= / s1); [|lra].
    apply Rmult_le_reg_l with s1; [assumption|]. rewrite Rinv_r by lra. assumption. }
  assert (it : / t * t = 1) by (apply Rinv_l; lra).
  assert (n0 : 0 <= noise t).
  { apply Rmult_le_reg_l with hi; [assumption|]. assert (Z := J1 r). lra. }
  set (f := fun i => gamma ^ 2 * B * (hi * noise (clock s1 (gamma * B) i))).
  (* A time's worth of what bounds the kernel. *)
  assert (Worth : (INR r + 1) * f r <= least).
  { unfold f. fold t. replace ((INR r + 1) * (gamma ^ 2 * B * (hi * noise t)))
      with ((INR r + 1) * (gamma * B) * (hi * (gamma * noise t))) by ring.
    assert (W := Rmult_le_compat_l hi _ _ (Rlt_le _ _ hi0) Noise).
    replace (hi * (least / hi * t)) with (least * t) in W by (field; lra).
    apply Rle_trans with (/ t * (least * t)).
    - apply Rmult_le_compat; [apply Rmult_le_pos; lra | | assumption | assumption].
      apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra].
    - replace (/ t * (least * t)) with (least * (/ t * t)) by ring. rewrite it. lra. }
  split.
  - apply (Jump K F P r r); try assumption; [| | lia |].
    + apply scaled_log_convex. apply (after_log_convex X); assumption.
    + apply (after_log_convex X); assumption.
    + eapply Rle_trans; [|eapply Rle_trans; [exact Worth | apply Rmin_l]].
      apply Rmult_le_compat_l; [lra|]. unfold K, f. fold t. apply Rmult_le_compat_l; lra.
  - intro Slow.
    assert (D1 : 1 <= Rpower 2 eK) by (rewrite <- (Rpower_O 2) by lra; apply power_in_exponent; lra).
    assert (D2 : Rpower 2 eK < 2) by (rewrite <- (Rpower_1 2) at 2 by lra; apply Rpower_lt; lra).
    assert (n1 : forall i, 0 <= noise (clock s1 (gamma * B) i)).
    { intro i. destruct (clock_bounds s1 (gamma * B) i s10 gb) as [i0 _].
      (* Until r by the kernel, later as it is moderate. *)
      destruct (Nat.le_gt_cases i r) as [Li|Li].
      - destruct (Near i Li) as (_ & _ & Z). assert (Y := J1 i).
        apply Rmult_le_reg_l with hi; [assumption | lra].
      - assert (Ci := clock_falls s1 (gamma * B) r i s10 gb ltac:(lia)). fold t in Ci.
        destruct (MN _ t i0 Ci) as [_ Q].
        apply Rmult_le_reg_l with (Rpower (t / clock s1 (gamma * B) i) eK); [apply exp_pos | lra]. }
    assert (f0 : nonnegative f).
    { intro i. unfold f. apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; [lra | apply n1]. }
    assert (df : decreasing f).
    { intros i j L. unfold f. apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; [lra|].
      apply MN; [apply clock_bounds; assumption | apply clock_falls; assumption]. }
    assert (Df : doubling (Rpower 2 eK) r f).
    { intros i j L1 L2 _. unfold f. destruct (clock_bounds s1 (gamma * B) j s10 gb) as [j0 _].
      assert (Cj := clock_falls s1 (gamma * B) i j s10 gb L1). destruct (MN _ _ j0 Cj) as [_ Q].
      assert (W : Rpower (clock s1 (gamma * B) i / clock s1 (gamma * B) j) eK <= Rpower 2 eK).
      { apply power_grows; [lra | apply Rdiv_lt_0_compat; [apply clock_bounds|]; assumption |].
        apply clock_halves; assumption. }
      assert (W2 := Rmult_le_compat_r _ _ _ (n1 j) W).
      replace (Rpower 2 eK * (gamma ^ 2 * B * (hi * noise (clock s1 (gamma * B) j))))
        with (gamma ^ 2 * B * (hi * (Rpower 2 eK * noise (clock s1 (gamma * B) j)))) by ring.
      apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; lra. }
    assert (SS := slow_sum f (Rpower 2 eK) r r D1 D2 f0 df Df (le_n r)).
    apply Rle_trans with (sum (S r) f).
    + eapply Rle_trans; [apply (sum_grows r (S r)); [intro i; left; apply K1 | lia]|].
      apply sum_le. intros i Li. destruct (Near i ltac:(lia)) as (_ & _ & Z). unfold K, f.
      apply Rmult_le_compat_l; lra.
    + eapply Rle_trans; [exact SS|].
      assert (c1 := Rmax_r 1 (Rpower 2 eK * Rpower 2 eK / (2 - Rpower 2 eK))). fold slow in c1.
      assert (W0 : 0 <= (INR r + 1) * f r) by (apply Rmult_le_pos; [lra | apply f0]).
      apply Rle_trans with (slow * (delta / slow)); [|right; field; lra].
      apply Rmult_le_compat.
      * apply Rlt_le, Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra.
      * assumption.
      * assumption.
      * eapply Rle_trans; [exact Worth | apply Rmin_r].
Qed.

(* The norm of the kernel: what its sums tend to. *)
Definition norm_of (K : nat -> R) (m : R) : Prop :=
  (forall L, sum L K <= m) /\ (forall b, (forall L, sum L K <= b) -> m <= b).

Definition jump_with (m : R) (K F : nat -> R) (r : nat) : R :=
  F r / (1 - m) + K r * sum r F / (1 - m) ^ 2.

(* A norm that is nearly the same makes a loss that is. *)
Lemma jump_of_nearby_norms K F r u v z : 0 <= F r -> 0 <= K r * sum r F -> 0 <= u -> u <= v -> v < 1 ->
  0 <= z -> z <= 1 -> (1 - z) * (1 - u) <= 1 - v ->
  jump_with u K F r <= jump_with v K F r /\ (1 - 2 * z) * jump_with v K F r <= jump_with u K F r.
Proof.
  intros f0 g0 u0 uv v1 z0 z1 H. unfold jump_with. set (g := K r * sum r F) in *.
  assert (U0 : 0 < / (1 - u)) by (apply Rinv_0_lt_compat; lra).
  assert (V0 : 0 < / (1 - v)) by (apply Rinv_0_lt_compat; lra).
  assert (UV : / (1 - u) <= / (1 - v)) by (apply Rinv_le_contravar; lra).
  assert (VU : (1 - z) * / (1 - v) <= / (1 - u)).
  { apply Rmult_le_reg_r with ((1 - u) * (1 - v)); [apply Rmult_lt_0_compat; lra|].
    replace ((1 - z) * / (1 - v) * ((1 - u) * (1 - v))) with ((1 - z) * (1 - u)) by (field; lra).
    replace (/ (1 - u) * ((1 - u) * (1 - v))) with (1 - v) by (field; lra). assumption. }
  assert (Eu : F r / (1 - u) + g / (1 - u) ^ 2 = F r * / (1 - u) + g * (/ (1 - u) * / (1 - u)))
    by (field; lra).
  assert (Ev : F r / (1 - v) + g / (1 - v) ^ 2 = F r * / (1 - v) + g * (/ (1 - v) * / (1 - v)))
    by (field; lra).
  rewrite Eu, Ev. set (a := / (1 - u)) in *. set (b := / (1 - v)) in *. split.
  - apply Rplus_le_compat; [apply Rmult_le_compat_l; assumption|].
    apply Rmult_le_compat_l; [assumption|]. apply Rmult_le_compat; lra.
  - assert (W1 : (1 - 2 * z) * b <= a) by (assert (0 <= z * b) by (apply Rmult_le_pos; lra); lra).
    assert (W2 : (1 - 2 * z) * (b * b) <= a * a).
    { assert (X1 : ((1 - z) * b) * ((1 - z) * b) <= a * a)
        by (apply Rmult_le_compat; try assumption; apply Rmult_le_pos; lra).
      assert (0 <= z * z * (b * b)) by (apply Rmult_le_pos; apply Rle_0_sqr). lra. }
    assert (Y1 := Rmult_le_compat_l _ _ _ f0 W1). assert (Y2 := Rmult_le_compat_l _ _ _ g0 W2). lra.
Qed.

Lemma integral_of_sum X I n (f : nat -> R -> R) : integral X I -> (forall i, continuous X (f i)) ->
  continuous X (fun x => sum n (fun i => f i x)) /\
  I (fun x => sum n (fun i => f i x)) = sum n (fun i => I (f i)).
Proof.
  intros HI Cf. destruct HI as (mono & plus & times). induction n as [|n [C IH]].
  - split; [exact (continuous_constant X 0)|]. change (I (fun _ => 0) = 0).
    assert (Z := times 0 (fun _ => 0) (continuous_constant X 0)). rewrite Rmult_0_l in Z.
    assert (E : I (fun _ => 0) = I (fun x => 0 * (fun _ => 0) x)); [|rewrite E; exact Z].
    apply Rle_antisym; apply mono; try (apply continuous_times); try (exact (continuous_constant X 0));
      intros; simpl; lra.
  - split; [apply (continuous_sum X (fun x => sum n (fun i => f i x)) (f n)); [assumption | apply Cf]|].
    simpl. rewrite (plus _ _ C (Cf n)), IH. reflexivity.
Qed.

(* What the sum of the kernel lacks after r steps is of the order of gamma t S_1 at most,
   S_1 = INR D * turning 1 at the w that belongs to t. No time is too late: the bound is an
   integral over the whole spectrum. *)
Theorem rest_of_norm : forall B cc X s1, 0 < B -> 0 < cc -> cc <= 1 -> 0 <= X -> 0 < s1 ->
  exists C, 0 < C /\ forall v D lambda trace J gamma r w,
    (0 < D)%nat -> (forall j, 0 < lambda j) -> integral X J ->
    (forall w, inside v (INR D) lambda w ->
       moment J 1 (s_of v (INR D) lambda w)
       = trace - s_of v (INR D) lambda w * (INR D * turning v (INR D) lambda 1 w)) ->
    0 < gamma -> gamma * (B + 1) * X <= 2 - cc ->
    inside v (INR D) lambda w -> s_of v (INR D) lambda w = clock s1 (gamma * B) r ->
    let K := fun i => gamma ^ 2 * B * after J gamma B i in
    forall L, sum L K <= sum r K
      + C * (gamma * (clock s1 (gamma * B) r * (INR D * turning v (INR D) lambda 1 w))).
Proof.
  intros B cc X s1 B0 cc0 cc1 X0 s10. set (C := (1 + X / s1) / cc).
  assert (Xs : 0 <= X / s1) by (apply Rmult_le_pos; [assumption | left; apply Rinv_0_lt_compat; assumption]).
  assert (C0 : 0 < C) by (apply Rdiv_lt_0_compat; lra).
  exists (4 * C / cc). split; [apply Rdiv_lt_0_compat; lra|].
  intros v D lambda trace J gamma r w D0 l0 HJ TrJ g0 margin W Ew K L.
  assert (d0 : 0 < INR D) by (apply lt_0_INR; assumption).
  assert (gb : 0 < gamma * B) by (apply Rmult_lt_0_compat; assumption).
  destruct (clock_bounds s1 (gamma * B) r s10 gb) as [t0 t1]. set (t := clock s1 (gamma * B) r) in *.
  assert (Cq : forall i, continuous X (fun x => q gamma B x ^ i)) by (intro; apply continuous_q).
  assert (J0 : nonnegative (after J gamma B)) by (apply (after_nonnegative X J gamma B HJ B0)).
  assert (k0 : 0 <= gamma ^ 2 * B) by (apply Rmult_le_pos; [apply pow2_ge_0 | lra]).
  assert (K0 : nonnegative K) by (apply scaled_nonnegative; assumption).
  set (y := cc * (gamma * B)). assert (y0 : 0 < y) by (apply Rmult_lt_0_compat; assumption).
  (* So many steps more that 1/n is small beside t. *)
  destruct (beyond (2 / (y * t))) as [n1 Hn1]. set (n := (n1 + L + 1)%nat).
  assert (n0 : 0 < INR n) by (apply lt_0_INR; unfold n; lia).
  set (s' := / (INR n * y)).
  assert (ny : 0 < INR n * y) by (apply Rmult_lt_0_compat; assumption).
  assert (s'0 : 0 < s') by (apply Rinv_0_lt_compat; assumption).
  assert (yt : 0 < y * t) by (apply Rmult_lt_0_compat; assumption).
  assert (s'1 : s' <= t / 2).
  { apply Rmult_le_reg_r with (INR n * y); [assumption|]. unfold s'. rewrite Rinv_l by lra.
    assert (N2 : 2 / (y * t) <= INR n) by (eapply Rle_trans; [exact Hn1 | apply le_INR; unfold n; lia]).
    assert (Z := Rmult_le_compat_r (y * t) _ _ (Rlt_le _ _ yt) N2).
    unfold Rdiv in Z. rewrite Rmult_assoc, Rinv_l in Z by lra. lra. }
  apply Rle_trans with (sum (r + n) K); [apply sum_grows; [assumption | unfold n; lia]|].
  rewrite sum_split. apply Rplus_le_compat_l.
  (* The sum is one integral. *)
  assert (Sum : sum n (fun i => K (r + i)%nat)
    = gamma ^ 2 * B * J (fun x => sum n (fun i => q gamma B x ^ (r + i)))).
  { destruct (integral_of_sum X J n (fun i x => q gamma B x ^ (r + i)) HJ (fun i => Cq (r + i)%nat))
      as [_ ->]. rewrite Rmult_comm, <- sum_times. apply sum_eq. intros. unfold K, after. ring. }
  rewrite Sum.
  destruct (integral_of_sum X J n (fun i x => q gamma B x ^ (r + i)) HJ (fun i => Cq (r + i)%nat))
    as [Cs _].
  (* At each x. *)
  set (b := 4 * C / y).
  assert (b0 : 0 < b) by (apply Rdiv_lt_0_compat; lra).
  assert (At : forall x, 0 <= x <= X -> sum n (fun i => q gamma B x ^ (r + i))
             <= b * (/ (x + s')) ^ 1 + - b * (/ (x + t)) ^ 1).
  { intros x Hx. assert (q0 := q_above_zero gamma B B0 x).
    assert (q1 := q_upper gamma B cc X g0 B0 cc0 margin x Hx).
    set (Q := q gamma B x) in *.
    set (S := sum n (fun i => Q ^ i)).
    assert (E1 : sum n (fun i => Q ^ (r + i)) = Q ^ r * S).
    { unfold S. rewrite Rmult_comm, <- sum_times. apply sum_eq. intros. rewrite pow_add. ring. }
    assert (E2 : S * (1 - Q) = 1 - Q ^ n).
    { unfold S. clear. induction n as [|n IH]; [simpl; ring|]. simpl sum.
      rewrite Rmult_plus_distr_r, IH. simpl. ring. }
    assert (Qn : 0 <= Q ^ n) by (apply pow_le; lra).
    assert (S0 : 0 <= S) by (apply sum_nonnegative; intro i; apply pow_le; lra).
    assert (yx : 0 <= y * x) by (apply Rmult_le_pos; lra).
    assert (Lq : y * x <= 1 - Q).
    { assert (Mx := margin_at gamma B cc X g0 B0 margin x Hx).
      unfold Q, q, y. replace (1 - (1 - 2 * gamma * B * x + gamma ^ 2 * B * (B + 1) * x ^ 2))
        with (gamma * B * x * (2 - gamma * (B + 1) * x)) by ring.
      replace (cc * (gamma * B) * x) with (gamma * B * x * cc) by ring.
      apply Rmult_le_compat_l; [apply Rmult_le_pos; lra | lra]. }
    assert (Q1 : Q <= 1) by lra.
    assert (Sn : S <= INR n * 1).
    { apply sum_at_most. intros i _. rewrite <- (pow1 i). apply pow_incr. lra. }
    assert (S2 : S * (y * (x + s')) <= 2).
    { replace (S * (y * (x + s'))) with (S * (y * x) + S * (y * s')) by ring.
      assert (S * (y * x) <= S * (1 - Q)) by (apply Rmult_le_compat_l; assumption).
      assert (y * s' = / INR n) by (unfold s'; field; lra).
      assert (S * (y * s') <= INR n * 1 * / INR n).
      { rewrite H0. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; assumption | assumption]. }
      rewrite Rmult_1_r, Rinv_r in H1 by lra. lra. }
    assert (xs : 0 < x + s') by lra. assert (xt : 0 < x + t) by lra.
    (* q^r is at most C t/(x + t). *)
    assert (Qr : Q ^ r * (x + t) <= C * t).
    { assert (R0 := pos_INR r). set (z := gamma * B * INR r).
      assert (z0 : 0 <= z) by (apply Rmult_le_pos; lra).
      assert (P1 : Q ^ r <= exp (- (cc * (z * x)))).
      { eapply Rle_trans; [apply pow_incr; split; [lra | exact q1]|].
        rewrite exp_times. right. f_equal. unfold z. ring. }
      assert (zx : 0 <= z * x) by (apply Rmult_le_pos; lra).
      assert (czx : 0 <= cc * (z * x)) by (apply Rmult_le_pos; lra).
      assert (P2 : Q ^ r * (1 + cc * (z * x)) <= 1).
      { apply Rle_trans with (exp (- (cc * (z * x))) * exp (cc * (z * x))).
        - apply Rmult_le_compat; [apply pow_le; lra | lra | assumption | apply one_more; assumption].
        - rewrite <- exp_plus, Rplus_opp_l, exp_0. lra. }
      assert (Et : t * (1 + s1 * z) = s1).
      { assert (s1z : 0 <= s1 * z) by (apply Rmult_le_pos; lra).
        unfold t, clock. fold z. field. lra. }
      assert (P3 : x + t <= C * t * (1 + cc * (z * x))).
      { assert (Xt : x / s1 <= X / s1)
          by (unfold Rdiv; apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; assumption | lra]).
        assert (H1 : x = t * (x / s1 + z * x)).
        { replace (x / s1 + z * x) with (x * (1 + s1 * z) / s1) by (field; lra).
          replace (t * (x * (1 + s1 * z) / s1)) with (x / s1 * (t * (1 + s1 * z))) by (field; lra).
          rewrite Et. field. lra. }
        replace (C * t * (1 + cc * (z * x))) with (t * ((1 + X / s1) * (/ cc + z * x)))
          by (unfold C; field; lra).
        rewrite H1 at 1. replace (t * (x / s1 + z * x) + t) with (t * (x / s1 + z * x + 1)) by ring.
        apply Rmult_le_compat_l; [lra|].
        assert (c1 : 1 <= / cc) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
        assert ((1 + X / s1) * (1 + z * x) <= (1 + X / s1) * (/ cc + z * x))
          by (apply Rmult_le_compat_l; lra).
        assert (0 <= X / s1 * (z * x)) by (apply Rmult_le_pos; assumption). lra. }
      assert (P4 := Rmult_le_compat_l (Q ^ r) _ _ ltac:(apply pow_le; lra) P3).
      assert (P5 := Rmult_le_compat_l (C * t) _ _ ltac:(apply Rmult_le_pos; lra) P2). lra. }
    rewrite E1, !pow_1.
    apply Rmult_le_reg_r with ((x + t) * (y * (x + s')));
      [apply Rmult_lt_0_compat; [assumption | apply Rmult_lt_0_compat; assumption]|].
    apply Rle_trans with (C * t * 2).
    - replace (Q ^ r * S * ((x + t) * (y * (x + s')))) with (Q ^ r * (x + t) * (S * (y * (x + s')))) by ring.
      apply Rmult_le_compat; [apply Rmult_le_pos; [apply pow_le; lra | lra] | | assumption | assumption].
      apply Rmult_le_pos; [assumption | apply Rmult_le_pos; lra].
    - replace ((b * / (x + s') + - b * / (x + t)) * ((x + t) * (y * (x + s')))) with (4 * C * (t - s'))
        by (unfold b; field; lra).
      assert (C * (2 * t) <= C * (4 * (t - s'))) by (apply Rmult_le_compat_l; lra). lra. }
  destruct (w_of_s v (INR D) lambda d0 l0 s' s'0) as (w' & W' & E').
  assert (T' := TrJ w' W'). rewrite E' in T'. assert (T := TrJ w W). rewrite Ew in T.
  assert (C1 := continuous_inverse X 1 s' s'0). assert (C2 := continuous_inverse X 1 t t0).
  assert (Up : J (fun x => sum n (fun i => q gamma B x ^ (r + i)))
               <= b * moment J 1 s' + - b * moment J 1 t).
  { unfold moment. destruct HJ as (mono & plus & times).
    rewrite <- (times b _ C1), <- (times (- b) _ C2).
    rewrite <- plus by (apply continuous_times; assumption).
    apply mono; [assumption | apply continuous_sum; apply continuous_times; assumption | assumption]. }
  rewrite T, T' in Up.
  assert (T0 : 0 <= s' * (INR D * turning v (INR D) lambda 1 w')).
  { apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; [lra|]. apply turning0; [assumption | assumption | apply W']. }
  assert (T1 := Rmult_le_pos _ _ (Rlt_le _ _ b0) T0).
  assert (Up2 : J (fun x => sum n (fun i => q gamma B x ^ (r + i)))
                <= b * (t * (INR D * turning v (INR D) lambda 1 w))) by lra.
  apply Rle_trans with (gamma ^ 2 * B * (b * (t * (INR D * turning v (INR D) lambda 1 w)))).
  - apply Rmult_le_compat_l; assumption.
  - right. unfold b, y. field. lra.
Qed.

(* So the partial sum may be replaced by the norm, where that is small, and by 0 where the kernel
   falls slower than 1/r: there it has hardly begun. *)
Theorem whole_norm : forall B cc X s1 mu delta, 0 < B -> 0 < cc -> cc <= 1 -> 0 <= X -> 0 < s1 ->
  0 <= mu -> mu < 1 -> 0 < delta ->
  exists eta, 0 < eta /\ forall v D lambda trace J gamma r w F m,
    (0 < D)%nat -> (forall j, 0 < lambda j) -> integral X J ->
    (forall w, inside v (INR D) lambda w ->
       moment J 1 (s_of v (INR D) lambda w)
       = trace - s_of v (INR D) lambda w * (INR D * turning v (INR D) lambda 1 w)) ->
    0 < gamma -> gamma * (B + 1) * X <= 2 - cc ->
    inside v (INR D) lambda w -> s_of v (INR D) lambda w = clock s1 (gamma * B) r ->
    let K := fun i => gamma ^ 2 * B * after J gamma B i in
    norm_of K m -> m <= mu -> nonnegative F ->
    gamma * (clock s1 (gamma * B) r * (INR D * turning v (INR D) lambda 1 w)) <= eta ->
    (1 - delta) * jump_with m K F r <= jump K F r <= jump_with m K F r.
Proof.
  intros B cc X s1 mu delta B0 cc0 cc1 X0 s10 mu0 mu1 delta0.
  destruct (rest_of_norm B cc X s1 B0 cc0 cc1 X0 s10) as (C & C0 & Rest).
  set (z := Rmin 1 (delta / 2)). assert (z0 : 0 < z) by (apply Rmin_pos; lra).
  assert (z1 : z <= 1) by apply Rmin_l. assert (zd : z <= delta / 2) by apply Rmin_r.
  exists (z * (1 - mu) / C). split.
  { apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; lra | assumption]. }
  intros v D lambda trace J gamma r w F m D0 l0 HJ TrJ g0 margin W Ew K [N1 N2] mm f0 Small.
  assert (J0 : nonnegative (after J gamma B)) by (apply (after_nonnegative X J gamma B HJ B0)).
  assert (k0 : 0 <= gamma ^ 2 * B) by (apply Rmult_le_pos; [apply pow2_ge_0 | lra]).
  assert (K0 : nonnegative K) by (apply scaled_nonnegative; assumption).
  assert (R := N2 _ (Rest v D lambda trace J gamma r w D0 l0 HJ TrJ g0 margin W Ew)). fold K in R.
  assert (Y := Rmult_le_compat_l C _ _ (Rlt_le _ _ C0) Small).
  replace (C * (z * (1 - mu) / C)) with (z * (1 - mu)) in Y by (field; lra).
  assert (S0 : 0 <= sum r K) by (apply sum_nonnegative; assumption). assert (S1 := N1 r).
  assert (Z : z * (1 - mu) <= z * (1 - sum r K)) by (apply Rmult_le_compat_l; lra).
  destruct (jump_of_nearby_norms K F r (sum r K) m z) as [U V]; try lra.
  - apply f0.
  - apply Rmult_le_pos; [apply K0 | apply sum_nonnegative; assumption].
  - split; [|exact U]. eapply Rle_trans; [|exact V].
    assert (P : 0 <= jump_with m K F r).
    { unfold jump_with, Rdiv. assert (G : 0 <= K r * sum r F)
        by (apply Rmult_le_pos; [apply K0 | apply sum_nonnegative; assumption]).
      apply Rplus_le_le_0_compat; apply Rmult_le_pos; try assumption; try apply f0;
        left; apply Rinv_0_lt_compat; [lra | apply pow_lt; lra]. }
    apply Rmult_le_compat_r; [assumption | lra].
Qed.

Theorem no_norm : forall (K F : nat -> R) r delta, nonnegative K -> nonnegative F ->
  sum r K <= delta -> delta < 1 ->
  jump_with 0 K F r <= jump K F r /\ (1 - 2 * delta) * jump K F r <= jump_with 0 K F r.
Proof.
  intros K F r delta K0 f0 Small d1.
  assert (S0 : 0 <= sum r K) by (apply sum_nonnegative; assumption).
  apply (jump_of_nearby_norms K F r 0 (sum r K) delta); try lra; [apply f0|].
  apply Rmult_le_pos; [apply K0 | apply sum_nonnegative; assumption].
Qed.
