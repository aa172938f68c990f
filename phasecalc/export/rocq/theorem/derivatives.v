(* Higher derivatives on the real axis: the transform of order k of the forcing's measure.

   With S_1(w) the sum of lambda_j/(lambda_j + w) and M = 1 - S_1/d, let the integral of 1/(x + s)
   be C/M at s = w M(w), wherever w > 0 and M(w) > 0; C(w) is the sum of c_j/(lambda_j + w). Then

       G_k(s)  is of the order of  sum c_j (w/(lambda_j + w))^k + w C(w) Theta(w),

   Theta the sum of lambda_j w/(lambda_j + w)^2, over d, from above; from below with
   lambda_j w^(k-1)/(lambda_j + w)^k in its place. Derivatives in s are -(1/(ds/dw)) d/dw; of C, of
   1/M and of 1/(ds/dw) each derivative is, up to its sign, a polynomial with coefficients in N of
   sums of positive terms. So is what k - 1 of them make of C/M, and it is written out as data. *)

Lemma same_slope f g x l : (forall y, f y = g y) -> derivable_pt_lim f x l -> derivable_pt_lim g x l.
Proof.
  intros E D eps eps0. destruct (D eps eps0) as [delta H]. exists delta. intros h hn hd.
  rewrite <- !E. apply H; assumption.
Qed.

(* Sums over the modes. *)
Section Modes.
Variables (v : nat) (lambda weight : nat -> R).
Hypothesis lambda0 : forall j, 0 < lambda j.
Hypothesis weight0 : forall j, 0 <= weight j.

(* sum of weight_j/(lambda_j + w)^n *)
Definition over (n : nat) (w : R) : R := sum v (fun j => weight j * (/ (lambda j + w)) ^ n).

Lemma level_positive j w : 0 < w -> 0 < / (lambda j + w).
Proof. intro w0. apply Rinv_0_lt_compat. specialize (lambda0 j). lra. Qed.

Lemma over_nonnegative n w : 0 < w -> 0 <= over n w.
Proof.
  intro w0. apply sum_nonnegative. intro j. apply Rmult_le_pos; [apply weight0|].
  apply pow_le. left. apply level_positive. assumption.
Qed.

Lemma slope_inverse l n w : 0 < l + w ->
  derivable_pt_lim (fun x => (/ (l + x)) ^ n) w (- (INR n * (/ (l + w)) ^ S n)).
Proof.
  intro P.
  assert (One : derivable_pt_lim (fun x => / (l + x)) w (- (/ (l + w)) ^ 2)).
  { assert (D : derivable_pt_lim (fun x => l + x) w (0 + 1)).
    { apply (derivable_pt_lim_plus (fun _ => l) (fun x => x)).
      - apply derivable_pt_lim_const.
      - apply derivable_pt_lim_id. }
    assert (N : l + w <> 0) by lra.
    assert (E := derivable_pt_lim_div (fun _ => 1) _ w 0 (0 + 1) (derivable_pt_lim_const 1 w) D N).
    apply same_slope with (f := div_fct (fun _ => 1) (fun x => l + x)); [intro y; unfold div_fct, Rdiv; ring|].
    replace (- (/ (l + w)) ^ 2) with ((0 * (l + w) - (0 + 1) * 1) / Rsqr (l + w))
      by (unfold Rsqr; field; lra).
    exact E. }
  induction n as [|n IH].
  - simpl. replace (- (0 * (/ (l + w) * 1))) with 0 by ring. apply derivable_pt_lim_const.
  - assert (E := derivable_pt_lim_mult _ _ w _ _ One IH).
    replace (- (INR (S n) * (/ (l + w)) ^ S (S n)))
      with (- (/ (l + w)) ^ 2 * (/ (l + w)) ^ n
            + / (l + w) * - (INR n * (/ (l + w)) ^ S n)) by (rewrite S_INR; simpl; ring).
    exact E.
Qed.

Lemma slope_over n w : 0 < w ->
  derivable_pt_lim (over n) w (- (INR n * over (S n) w)).
Proof.
  intro w0. unfold over. induction v as [|u IH].
  - simpl. replace (- (INR n * 0)) with 0 by ring. apply derivable_pt_lim_const.
  - cbn [sum]. set (t := (/ (lambda u + w)) ^ S n).
    replace (- (INR n * (sum u (fun j => weight j * (/ (lambda j + w)) ^ S n) + weight u * t)))
      with (- (INR n * sum u (fun j => weight j * (/ (lambda j + w)) ^ S n))
            + weight u * - (INR n * t)) by ring.
    apply (derivable_pt_lim_plus (fun x => sum u (fun j => weight j * (/ (lambda j + x)) ^ n))
             (fun x => weight u * (/ (lambda u + x)) ^ n)); [assumption|].
    apply derivable_pt_lim_scal. apply slope_inverse. specialize (lambda0 u). lra.
Qed.

(* w/(lambda_j + w) is at most 1: a higher power is smaller. *)
Lemma over_falls m n w : 0 < w -> (m <= n)%nat -> over n w * w ^ n <= over m w * w ^ m.
Proof.
  intros w0 L. unfold over. rewrite <- !sum_times. apply sum_le. intros j _.
  rewrite !Rmult_assoc, <- !Rpow_mult_distr. apply Rmult_le_compat_l; [apply weight0|].
  set (y := / (lambda j + w) * w).
  assert (y0 : 0 <= y).
  { unfold y. apply Rmult_le_pos; [left; apply level_positive; assumption | lra]. }
  assert (y1 : y <= 1).
  { unfold y. apply Rmult_le_reg_l with (lambda j + w); [specialize (lambda0 j); lra|].
    rewrite <- Rmult_assoc, Rinv_r by (specialize (lambda0 j); lra). specialize (lambda0 j). lra. }
  induction L as [|n L IH]; [lra|]. simpl. assert (0 <= y ^ n) by (apply pow_le; assumption). nra.
Qed.
End Modes.

(* The derivatives of x -> 1/(x + s)^n under the integral. *)
Section Under.
Variables (X : R) (I : (R -> R) -> R).
Hypothesis HI : integral X I.
Hypothesis X0 : 0 <= X.

Definition moment (n : nat) (s : R) : R := I (fun x => (/ (x + s)) ^ n).

Lemma continuous_inverse n s : 0 < s -> continuous X (fun x => (/ (x + s)) ^ n).
Proof.
  intro s0. apply (continuous_power X (fun x => / (x + s)) n). intros x L.
  apply (continuity_pt_inv (fun x => x + s)); [|lra].
  apply derivable_continuous_pt. reg.
Qed.

Lemma second_order n : forall a b h, 0 <= a -> 0 <= b -> a - b = - (h * a * b) ->
  forall top, a <= top -> b <= top ->
  0 <= a ^ n - b ^ n + INR n * h * b ^ S n <= INR n * INR (S n) * top ^ (n + 2) * h ^ 2.
Proof.
  intros a b h a0 b0 E top at_ bt. assert (t0 : 0 <= top) by lra.
  induction n as [|n IH].
  - simpl. lra.
  - assert (Z : a ^ S n - b ^ S n + INR (S n) * h * b ^ S (S n)
                = a * (a ^ n - b ^ n + INR n * h * b ^ S n)
                  + (INR n + 1) * (h ^ 2 * (a * b ^ (n + 2)))).
    { rewrite S_INR. replace (b ^ (n + 2)) with (b ^ n * b ^ 2) by (rewrite pow_add; ring).
      simpl. replace (a * a ^ n - b * b ^ n) with (a * (a ^ n - b ^ n) + b ^ n * (a - b)) by ring.
      replace (a * (a ^ n - b ^ n + INR n * h * (b * b ^ n)))
        with (a * (a ^ n - b ^ n) + a * b * (INR n * h * b ^ n)) by ring.
      assert (Q : b = a + h * a * b) by lra.
      rewrite E.
      assert (Q2 : h * b * b ^ n * b = h * b ^ n * b * (a + h * a * b)) by (rewrite <- Q; ring).
      replace ((INR n + 1) * h * (b * (b * b ^ n))) with ((INR n + 1) * (h * b * b ^ n * b)) by ring.
      rewrite Q2. ring. }
    rewrite Z. assert (N0 := pos_INR n). assert (h2 : 0 <= h ^ 2) by apply pow2_ge_0.
    assert (P : 0 <= a * b ^ (n + 2) <= top ^ (S n + 2)).
    { split; [apply Rmult_le_pos; [assumption | apply pow_le; assumption]|].
      change (top ^ (S n + 2)) with (top * top ^ (n + 2)).
      apply Rmult_le_compat; [assumption | apply pow_le; assumption | assumption |].
      apply pow_incr. split; assumption. }
    destruct IH as [I1 I2]. split.
    + apply Rplus_le_le_0_compat; [apply Rmult_le_pos; assumption|].
      apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; [assumption | lra].
    + assert (A1 : a * (a ^ n - b ^ n + INR n * h * b ^ S n)
                   <= top * (INR n * INR (S n) * top ^ (n + 2) * h ^ 2))
        by (apply Rmult_le_compat; assumption).
      assert (A2 : h ^ 2 * (a * b ^ (n + 2)) <= h ^ 2 * top ^ (S n + 2))
        by (apply Rmult_le_compat_l; lra).
      assert (A3 : (INR n + 1) * (h ^ 2 * (a * b ^ (n + 2))) <= (INR n + 1) * (h ^ 2 * top ^ (S n + 2)))
        by (apply Rmult_le_compat_l; lra).
      replace (top * (INR n * INR (S n) * top ^ (n + 2) * h ^ 2))
        with (INR n * INR (S n) * (top ^ (S n + 2) * h ^ 2)) in A1 by (simpl; ring).
      assert (T : 0 <= top ^ (S n + 2) * h ^ 2)
        by (apply Rmult_le_pos; [apply pow_le; assumption | assumption]).
      rewrite !S_INR in *. nra.
Qed.

Lemma moment_nonnegative n s : 0 < s -> 0 <= moment n s.
Proof.
  intro s0. destruct HI as (le & _ & times).
  assert (C := continuous_inverse n s s0). unfold moment.
  assert (Z : I (fun x => 0 * (/ (x + s)) ^ n) = 0) by (rewrite (times _ _ C); ring).
  rewrite <- Z. apply le; [apply continuous_times; assumption | assumption |].
  intros x L. rewrite Rmult_0_l. apply pow_le. left. apply Rinv_0_lt_compat. lra.
Qed.

Lemma slope_moment n s : 0 < s -> derivable_pt_lim (moment n) s (- (INR n * moment (S n) s)).
Proof.
  intros s0 eps eps0.
  set (top := 2 / s). set (c := INR n * INR (S n) * top ^ (n + 2) * mass I).
  assert (t0 : 0 < top) by (unfold top; apply Rdiv_lt_0_compat; lra).
  destruct HI as (le & plus & times).
  assert (m0 : 0 <= mass I).
  { assert (Z : I (fun x => 0 * 1) = 0).
    { rewrite (times 0 (fun _ => 1)) by apply continuous_constant. ring. }
    unfold mass. rewrite <- Z. apply le; [apply continuous_constant | apply continuous_constant |].
    intros; lra. }
  assert (c0 : 0 <= c).
  { unfold c. apply Rmult_le_pos; [|assumption]. apply Rmult_le_pos; [|apply pow_le; lra].
    apply Rmult_le_pos; apply pos_INR. }
  assert (d0 : 0 < Rmin (s / 2) (eps / (c + 1))).
  { apply Rmin_pos; apply Rdiv_lt_0_compat; lra. }
  exists (mkposreal _ d0). intros h hn hd. simpl in hd.
  assert (h1 : Rabs h < s / 2) by (eapply Rlt_le_trans; [exact hd | apply Rmin_l]).
  assert (h2 : Rabs h < eps / (c + 1)) by (eapply Rlt_le_trans; [exact hd | apply Rmin_r]).
  assert (hb := Rabs_def2 _ _ h1).
  assert (sh : 0 < s + h) by lra.
  assert (C1 := continuous_inverse n (s + h) sh). assert (C2 := continuous_inverse n s s0).
  assert (C3 := continuous_inverse (S n) s s0).
  set (E := fun x => (/ (x + (s + h))) ^ n + (-1 * (/ (x + s)) ^ n + INR n * h * (/ (x + s)) ^ S n)).
  assert (CE : continuous X E).
  { unfold E. apply continuous_sum; [assumption|]. apply continuous_sum; apply continuous_times; assumption. }
  assert (Pt : forall x, 0 <= x <= X -> 0 <= E x <= INR n * INR (S n) * top ^ (n + 2) * h ^ 2).
  { intros x L. unfold E.
    replace ((/ (x + (s + h))) ^ n + (-1 * (/ (x + s)) ^ n + INR n * h * (/ (x + s)) ^ S n))
      with ((/ (x + (s + h))) ^ n - (/ (x + s)) ^ n + INR n * h * (/ (x + s)) ^ S n) by ring.
    assert (T : / (s / 2) = top) by (unfold top; field; lra).
    apply second_order.
    - left. apply Rinv_0_lt_compat. lra.
    - left. apply Rinv_0_lt_compat. lra.
    - field. lra.
    - rewrite <- T. apply Rinv_le_contravar; lra.
    - rewrite <- T. apply Rinv_le_contravar; lra. }
  assert (IE : I E = moment n (s + h) - moment n s + INR n * h * moment (S n) s).
  { unfold E, moment. rewrite plus; [|assumption|apply continuous_sum; apply continuous_times; assumption].
    rewrite plus by (apply continuous_times; assumption).
    rewrite (times (-1) _ C2), (times (INR n * h) _ C3). ring. }
  assert (E0 : 0 <= I E).
  { assert (Z : I (fun x => 0 * E x) = 0) by (rewrite (times _ _ CE); ring).
    rewrite <- Z. apply le; [apply continuous_times; assumption | assumption |].
    intros x L. destruct (Pt x L). lra. }
  assert (E1 : I E <= c * h ^ 2).
  { replace (c * h ^ 2) with (INR n * INR (S n) * top ^ (n + 2) * h ^ 2 * mass I) by (unfold c; ring).
    unfold mass. rewrite <- (times _ (fun _ => 1)) by apply continuous_constant.
    apply le; [assumption | apply continuous_times, continuous_constant |].
    intros x L. destruct (Pt x L). lra. }
  replace ((moment n (s + h) - moment n s) / h - - (INR n * moment (S n) s)) with (I E / h)
    by (rewrite IE; field; assumption).
  unfold Rdiv. rewrite Rabs_mult, (Rabs_right (I E)) by lra.
  assert (hp : 0 < Rabs h) by (apply Rabs_pos_lt; assumption).
  rewrite Rabs_inv.
  apply Rle_lt_trans with (c * Rabs h).
  - apply Rmult_le_reg_r with (Rabs h); [assumption|].
    rewrite Rmult_assoc, Rinv_l by lra. rewrite Rmult_1_r.
    replace (c * Rabs h * Rabs h) with (c * (Rabs h ^ 2)) by ring.
    rewrite RPow_abs, Rabs_right by (apply Rle_ge, pow2_ge_0). assumption.
  - apply Rle_lt_trans with (c * (eps / (c + 1))); [apply Rmult_le_compat_l; lra|].
    apply Rmult_lt_reg_r with (c + 1); [lra|].
    replace (c * (eps / (c + 1)) * (c + 1)) with (c * eps) by (field; lra). nra.
Qed.
End Under.
