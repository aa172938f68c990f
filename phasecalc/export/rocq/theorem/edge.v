(* The map s = w M(w): for every s > 0 there is one w, and in the window it is of the order of s.

   With lambda_j <= l for j >= n, n <= d/4, v <= rho d: where s >= c l, M is at least the smaller
   of 1/2 and c/(4 rho). For w >= 4 rho l at most d/4 modes count whole, and all the others
   together as d/4; for a smaller w, M = s/w. *)

Section Edge.
Variables (v : nat) (d : R) (lambda : nat -> R).
Hypothesis d0 : 0 < d.
Hypothesis lambda0 : forall j, 0 < lambda j.

Lemma turning_falls w w' : 0 < w -> w <= w' -> turning v d lambda 1 w' <= turning v d lambda 1 w.
Proof.
  intros w0 L. unfold turning, over. apply sum_le. intros j _. assert (P := lambda0 j).
  apply Rmult_le_compat_l; [apply mode0; assumption|]. simpl. rewrite !Rmult_1_r.
  apply Rinv_le_contravar; lra.
Qed.

Lemma M_grows w w' : 0 < w -> w <= w' -> M v d lambda w <= M v d lambda w'.
Proof. intros w0 L. unfold M. assert (H := turning_falls w w' w0 L). lra. Qed.

Theorem s_grows w w' : inside v d lambda w -> w < w' -> s_of v d lambda w < s_of v d lambda w'.
Proof.
  intros [w0 m0] L.
  assert (G : w * M v d lambda w <= w * M v d lambda w').
  { apply Rmult_le_compat_l; [lra | apply M_grows; lra]. }
  assert (P : 0 < M v d lambda w') by (assert (Q := M_grows w w' w0 ltac:(lra)); lra).
  assert (H : w * M v d lambda w' < w' * M v d lambda w') by (apply Rmult_lt_compat_r; assumption).
  unfold s_of. lra.
Qed.

Theorem w_of_s s : 0 < s -> exists w, inside v d lambda w /\ s_of v d lambda w = s.
Proof.
  intro s0. set (T := sum v (mode d lambda)).
  assert (T0 : 0 <= T) by (apply sum_nonnegative; intro j; apply mode0; assumption).
  assert (Low : s_of v d lambda (s / 2) - s < 0).
  { unfold s_of. assert (H := M_below_one v d lambda d0 lambda0 (s / 2) ltac:(lra)).
    assert (s / 2 * M v d lambda (s / 2) <= s / 2 * 1) by (apply Rmult_le_compat_l; lra). lra. }
  set (y := s + T + 1).
  assert (High : 0 < s_of v d lambda y - s).
  { assert (Q : y * turning v d lambda 1 y <= T).
    { unfold turning, over, T. rewrite Rmult_comm, <- sum_times. apply sum_le. intros j _.
      assert (P := lambda0 j). assert (y0 : 0 < y) by (unfold y; lra).
      rewrite pow_1, Rmult_assoc. rewrite <- (Rmult_1_r (mode d lambda j)) at 2.
      apply Rmult_le_compat_l; [apply mode0; assumption|].
      apply Rmult_le_reg_l with (lambda j + y); [lra|].
      rewrite <- Rmult_assoc, Rinv_r by lra. lra. }
    unfold s_of, M, y in *. lra. }
  destruct (IVT_interv (fun w => s_of v d lambda w - s) (s / 2) y) as (w & Lw & E).
  - intros a La. apply (continuity_pt_minus (s_of v d lambda) (fun _ => s)).
    + apply derivable_continuous_pt. exists (speed v d lambda a). apply slope_s; [assumption..|lra].
    + apply continuity_pt_const. intros u u'. reflexivity.
  - unfold y. lra.
  - exact Low.
  - exact High.
  - exists w. assert (E2 : s_of v d lambda w = s) by lra. split; [|exact E2].
    split; [lra|]. unfold s_of in E2. apply Rmult_lt_reg_l with w; [lra|]. lra.
Qed.

Lemma count_first n u : sum u (fun j => if Nat.ltb j n then 1 else 0) <= INR n.
Proof.
  assert (H : sum u (fun j => if Nat.ltb j n then 1 else 0) = INR (Nat.min u n)).
  { induction u as [|u IH]; [reflexivity|]. cbn [sum]. rewrite IH.
    destruct (Nat.ltb_spec u n) as [Q|Q].
    - rewrite !Nat.min_l by lia. rewrite S_INR. reflexivity.
    - rewrite !Nat.min_r by lia. lra. }
  rewrite H. apply le_INR. lia.
Qed.

Theorem M_from_below n l rho c w : INR n <= d / 4 -> (forall j, (n <= j)%nat -> lambda j <= l) ->
  0 < l -> 0 < rho -> INR v <= rho * d -> 0 < c -> 0 < w -> c * l <= s_of v d lambda w ->
  Rmin (1 / 2) (c / (4 * rho)) <= M v d lambda w.
Proof.
  intros Hn Hl l0 r0 Hv c0 w0 Hs. destruct (Rle_lt_dec (4 * rho * l) w) as [Big|Small].
  - eapply Rle_trans; [apply Rmin_l|]. unfold M.
    enough (turning v d lambda 1 w <= 1 / 2) by lra.
    assert (Each : turning v d lambda 1 w
                   <= sum v (fun j => ((if Nat.ltb j n then 1 else 0) + l / w) * / d)).
    { unfold turning, over. apply sum_le. intros j _. rewrite pow_1.
      assert (P := lambda0 j). unfold mode.
      replace (lambda j / d * / (lambda j + w)) with (lambda j / (lambda j + w) * / d) by (field; lra).
      apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; assumption|].
      assert (lw : 0 < l / w) by (apply Rdiv_lt_0_compat; assumption).
      destruct (Nat.ltb_spec j n) as [Q|Q].
      - assert (lambda j / (lambda j + w) <= 1); [|lra].
        apply Rmult_le_reg_r with (lambda j + w); [lra|]. unfold Rdiv.
        rewrite Rmult_assoc, Rinv_l by lra. lra.
      - rewrite Rplus_0_l. apply Rmult_le_compat; [lra | left; apply Rinv_0_lt_compat; lra | auto |].
        apply Rinv_le_contravar; lra. }
    eapply Rle_trans; [exact Each|]. rewrite sum_times, sum_plus.
    assert (N := count_first n v).
    assert (V : sum v (fun _ => l / w) <= d / 4).
    { assert (C : sum v (fun _ => l / w) = INR v * (l / w)).
      { clear. induction v as [|u IH]; [simpl; ring|]. cbn [sum]. rewrite IH, S_INR. ring. }
      rewrite C. assert (lw : l / w <= / (4 * rho)).
      { apply Rmult_le_reg_r with w; [assumption|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
        apply Rmult_le_reg_l with (4 * rho); [lra|].
        replace (4 * rho * (/ (4 * rho) * w)) with w by (field; lra). lra. }
      apply Rle_trans with (rho * d * / (4 * rho)).
      - apply Rmult_le_compat; [apply pos_INR | | assumption | assumption].
        left. apply Rdiv_lt_0_compat; assumption.
      - right. field. lra. }
    apply Rmult_le_reg_r with d; [assumption|]. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - eapply Rle_trans; [apply Rmin_r|].
    apply Rmult_le_reg_l with w; [assumption|]. fold (s_of v d lambda w).
    assert (c4 : 0 < c / (4 * rho)) by (apply Rdiv_lt_0_compat; lra).
    eapply Rle_trans; [|exact Hs].
    apply Rle_trans with (4 * rho * l * (c / (4 * rho))); [apply Rmult_le_compat_r; lra|].
    right. field. lra.
Qed.

(* lambda_j = (j+1)^(-2 alpha), where s is at least of the order of the smallest. *)
Theorem M_of_power_law (D : nat) alpha rho c w :
  d = INR D -> (forall j, lambda j = Rpower (INR (S j)) (- (2 * alpha))) -> 0 < alpha -> 0 < rho ->
  INR v <= rho * d -> 0 < c -> 0 < w -> c * Rpower d (- (2 * alpha)) <= s_of v d lambda w ->
  Rmin (1 / 2) (c / (4 * rho * Rpower 4 (2 * alpha))) <= M v d lambda w.
Proof.
  intros E Hl a0 r0 Hv c0 w0 Hs.
  assert (D1 : (0 < D)%nat) by (apply INR_lt; rewrite <- E; simpl; assumption).
  set (p := Rpower 4 (2 * alpha)). assert (p0 : 0 < p) by apply exp_pos.
  assert (Q : Rpower (d / 4) (- (2 * alpha)) = p * Rpower d (- (2 * alpha))).
  { unfold p, Rpower, Rdiv. rewrite <- exp_plus. f_equal.
    rewrite ln_mult, ln_Rinv by lra. ring. }
  replace (c / (4 * rho * p)) with (c / p / (4 * rho)) by (field; lra).
  apply (M_from_below (D / 4) (Rpower (d / 4) (- (2 * alpha))) rho (c / p) w); try assumption.
  - rewrite E. assert (H := Nat.mul_div_le D 4 ltac:(lia)). apply le_INR in H.
    rewrite mult_INR in H. simpl (INR 4) in H. lra.
  - intros j Lj. rewrite Hl. rewrite !Rpower_Ropp.
    assert (H := Nat.mul_succ_div_gt D 4 ltac:(lia)).
    assert (L : d / 4 <= INR (S j)).
    { assert (K : (D <= 4 * S j)%nat) by lia. apply le_INR in K. rewrite mult_INR in K.
      simpl (INR 4) in K. rewrite E. lra. }
    apply Rinv_le_contravar; [apply exp_pos|]. apply Rle_Rpower_l; [lra|]. lra.
  - apply exp_pos.
  - apply Rdiv_lt_0_compat; assumption.
  - rewrite Q. replace (c / p * (p * Rpower d (- (2 * alpha)))) with (c * Rpower d (- (2 * alpha)))
      by (field; lra). assumption.
Qed.

(* The kernel: where the integral of 1/(x + s) is T - s S_1, that of (s/(x + s))^2 is of the order
   of s^2 (S_2 + S_1 Theta), S_1 and S_2 the sums of lambda/(lambda + w) and its square. *)
Variables (X : R) (I : (R -> R) -> R).
Hypothesis HI : integral X I.
Variable trace : R.
Hypothesis transform : forall w, inside v d lambda w ->
  moment I 1 (s_of v d lambda w) = trace - s_of v d lambda w * (d * turning v d lambda 1 w).

Definition noise_orders (w : R) : R :=
  d * (squares v d lambda 2 w + turning v d lambda 1 w * theta v d lambda w).

Lemma second_moment w : inside v d lambda w ->
  speed v d lambda w * moment I 2 (s_of v d lambda w)
  = d * (M v d lambda w * squares v d lambda 2 w + turning v d lambda 1 w * theta v d lambda w).
Proof.
  intro W. assert (w0 := proj1 W).
  destruct (inside_nearby v d lambda lambda0 w W) as (delta & p0 & Near).
  assert (S0 := s_positive v d lambda w W).
  assert (D1 := slope_moment X I HI 1 (s_of v d lambda w) S0).
  assert (Ds := slope_s v d lambda d0 lambda0 w w0).
  assert (D2 := derivable_pt_lim_comp _ (moment I 1) w _ _ Ds D1).
  assert (D3 := slope_over v lambda (mode d lambda) lambda0 1 w w0).
  assert (D4 := derivable_pt_lim_mult _ _ w _ _ Ds (derivable_pt_lim_scal _ d w _ D3)).
  assert (D5 := derivable_pt_lim_minus _ _ w _ _ (derivable_pt_lim_const trace w) D4).
  assert (E := same_nearby _ _ w _ _ delta D2 D5 p0 (fun x hx => transform x (Near x hx))).
  cbv beta in E. unfold mult_real_fct in E. fold (turning v d lambda 1 w) in E.
  fold (turning v d lambda 2 w) in E. simpl (INR 1) in E.
  enough (Z : squares v d lambda 2 w = turning v d lambda 1 w - w * turning v d lambda 2 w).
  { rewrite Z. unfold theta, s_of in *. assert (Sp : speed v d lambda w
      = M v d lambda w + w * turning v d lambda 2 w) by (unfold speed, M; rewrite Z; ring).
    rewrite Sp in *. lra. }
  unfold squares, turning, over, Rminus.
  replace (- (w * sum v (fun j => mode d lambda j * (/ (lambda j + w)) ^ 2)))
    with (sum v (fun j => mode d lambda j * (/ (lambda j + w)) ^ 2) * (- w)) by ring.
  rewrite <- sum_times, <- sum_plus. apply sum_eq. intros j _. unfold mode, mode_2.
  assert (L := lambda0 j). simpl. field. lra.
Qed.

Theorem noise_order w : inside v d lambda w ->
  M v d lambda w ^ 3 * (w ^ 2 * noise_orders w)
  <= stieltjes I 2 (s_of v d lambda w)
  <= / M v d lambda w * (w ^ 2 * noise_orders w).
Proof.
  intro W. assert (w0 := proj1 W). assert (m0 := proj2 W).
  assert (m1 := M_below_one v d lambda d0 lambda0 w w0).
  assert (sp := inside_speed v d lambda d0 lambda0 w W).
  assert (sp1 := speed_below_one v d lambda d0 lambda0 w w0).
  assert (spM := M_below_speed v d lambda d0 lambda0 w w0).
  assert (E := second_moment w W). assert (T := theta_bounds v d lambda d0 lambda0 w W).
  assert (S0 := squares0 v d lambda d0 lambda0 2 w w0).
  assert (T0 := turning0 v d lambda d0 lambda0 1 w w0).
  rewrite (stieltjes_is_moment X I HI 2 _ (s_positive v d lambda w W)).
  unfold noise_orders. unfold s_of at 1 3.
  set (m := M v d lambda w) in *. set (e := squares v d lambda 2 w) in *.
  set (bt := turning v d lambda 1 w * theta v d lambda w) in *.
  set (g := moment I 2 (s_of v d lambda w)) in *. set (y := speed v d lambda w) in *.
  assert (bt0 : 0 <= bt) by (unfold bt; apply Rmult_le_pos; lra).
  clearbody m e bt g y.
  assert (Low : d * (m * (e + bt)) <= g).
  { assert (A1 : d * (m * (e + bt)) <= y * g).
    { rewrite E. apply Rmult_le_compat_l; [lra|].
      assert (m * bt <= 1 * bt) by (apply Rmult_le_compat_r; lra). lra. }
    assert (g0 : 0 <= g).
    { apply Rmult_le_reg_l with y; [assumption|]. rewrite Rmult_0_r.
      eapply Rle_trans; [|exact A1]. apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; lra. }
    assert (y * g <= 1 * g) by (apply Rmult_le_compat_r; lra). lra. }
  assert (High : g <= / m * (d * (e + bt))).
  { apply Rmult_le_reg_l with y; [assumption|]. rewrite E.
    assert (H0 : m * e <= 1 * e) by (apply Rmult_le_compat_r; lra).
    assert (H1 : d * (m * e + bt) <= 1 * (d * (e + bt))).
    { rewrite Rmult_1_l. apply Rmult_le_compat_l; lra. }
    assert (H2 : 1 * (d * (e + bt)) <= y * / m * (d * (e + bt))).
    { apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|].
      apply Rmult_le_reg_r with m; [assumption|]. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    lra. }
  assert (w2 : 0 < w ^ 2) by (apply pow_lt; assumption).
  split.
  - replace (m ^ 3 * (w ^ 2 * (d * (e + bt)))) with ((w * m) ^ 2 * (d * (m * (e + bt)))) by ring.
    apply Rmult_le_compat_l; [apply pow2_ge_0 | assumption].
  - assert (Q : (w * m) ^ 2 <= w ^ 2).
    { apply pow_incr. split; [apply Rmult_le_pos; lra|].
      apply Rle_trans with (w * 1); [apply Rmult_le_compat_l; lra | lra]. }
    assert (g0 : 0 <= g).
    { eapply Rle_trans; [|exact Low]. apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; lra. }
    apply Rle_trans with (w ^ 2 * g); [apply Rmult_le_compat_r; assumption|].
    replace (/ m * (w ^ 2 * (d * (e + bt)))) with (w ^ 2 * (/ m * (d * (e + bt)))) by ring.
    apply Rmult_le_compat_l; lra.
Qed.
End Edge.
