(* From Stieltjes to Laplace: forcing and kernel are of the order of their transforms at 1/tau.

   For a positive measure on [0, X] let G(s) be the integral of (s/(x + s))^k and F(r) that of
   q(x)^r, q(x) = 1 - 2 gamma B x + gamma^2 B (B + 1) x^2, gamma (B + 1) X <= 2 - c. Where, for
   s0 <= s <= s1, G is of the order of some g with g(t) <= C (t/s)^e g(s) for t >= s, e < k, F(r)
   is of the order of g(1/tau), tau = gamma B r; before that, of the order of the whole mass.

   Both inequalities hold at each x, so nothing more is asked of the measure. *)

Require Import Rpower.

Definition q (gamma B x : R) : R := 1 - 2 * gamma * B * x + gamma ^ 2 * B * (B + 1) * x ^ 2.
Definition after (I : (R -> R) -> R) (gamma B : R) (r : nat) : R := I (fun x => q gamma B x ^ r).

Lemma continuous_q X gamma B r : continuous X (fun x => q gamma B x ^ r).
Proof.
  apply continuous_power. intros x _. unfold q. apply derivable_continuous_pt. reg.
Qed.

Lemma ratio_power k a b : 0 <= a <= b -> a ^ k <= b ^ k.
Proof. intro H. apply pow_incr. exact H. Qed.

Lemma exp_times a r : exp a ^ r = exp (INR r * a).
Proof.
  induction r as [|r IH]; [simpl; rewrite Rmult_0_l, exp_0; reflexivity|].
  change (exp a ^ S r) with (exp a * exp a ^ r). rewrite IH, <- exp_plus, S_INR. f_equal. ring.
Qed.

Lemma exp_grows a b : a <= b -> exp a <= exp b.
Proof. intros [H|H]; [left; apply exp_increasing; assumption | subst; lra]. Qed.

Lemma above_one a : 0 < a -> 1 <= exp a.
Proof. intro H. assert (E := exp_ineq1 a). lra. Qed.

Lemma one_more a : 0 <= a -> 1 + a <= exp a.
Proof. intros [H|H]; [left; apply exp_ineq1; lra | subst; rewrite exp_0; lra]. Qed.

Lemma one_less a : 0 <= a -> 1 - a <= exp (- a).
Proof. intros [H|H]; [left; apply (exp_ineq1 (- a)); lra | subst; rewrite Ropp_0, exp_0; lra]. Qed.

Section Times.
Variables (gamma B c X : R).
Hypothesis gamma0 : 0 < gamma.
Hypothesis B0 : 0 < B.
Hypothesis c0 : 0 < c.
Hypothesis margin : gamma * (B + 1) * X <= 2 - c.

Lemma margin_at x : 0 <= x <= X -> gamma * (B + 1) * x <= 2 - c.
Proof.
  intros [L U]. apply Rle_trans with (gamma * (B + 1) * X); [|assumption].
  apply Rmult_le_compat_l; [|assumption]. apply Rmult_le_pos; lra.
Qed.

Lemma q_positive x : / (B + 1) <= q gamma B x.
Proof.
  assert (E : q gamma B x = / (B + 1) + B * (B + 1) * (gamma * x - / (B + 1)) ^ 2)
    by (unfold q; field; lra).
  rewrite E. assert (0 <= B * (B + 1) * (gamma * x - / (B + 1)) ^ 2); [|lra].
  apply Rmult_le_pos; [apply Rmult_le_pos; lra | apply pow2_ge_0].
Qed.

Lemma q_above_zero x : 0 < q gamma B x.
Proof. assert (H := q_positive x). assert (0 < / (B + 1)) by (apply Rinv_0_lt_compat; lra). lra. Qed.

Lemma q_upper x : 0 <= x <= X -> q gamma B x <= exp (- (c * (gamma * B * x))).
Proof.
  intro L. assert (M := margin_at x L).
  assert (P : 0 <= gamma * B * x) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra | lra]).
  apply Rle_trans with (1 - c * (gamma * B * x)).
  - replace (q gamma B x) with (1 - gamma * B * x * (2 - gamma * (B + 1) * x)) by (unfold q; ring).
    assert (gamma * B * x * c <= gamma * B * x * (2 - gamma * (B + 1) * x))
      by (apply Rmult_le_compat_l; lra).
    lra.
  - apply one_less. apply Rmult_le_pos; lra.
Qed.

Lemma q_lower x : 0 <= x -> exp (- (4 * (B + 1) * (gamma * B * x))) <= q gamma B x.
Proof.
  intro L. set (u := gamma * B * x).
  assert (u0 : 0 <= u) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra | assumption]).
  destruct (Rle_lt_dec u (1 / 4)) as [H|H].
  - assert (E : 1 - 2 * u <= q gamma B x).
    { replace (q gamma B x) with (1 - 2 * u + u ^ 2 * ((B + 1) / B)) by (unfold q, u; field; lra).
      assert (0 <= u ^ 2 * ((B + 1) / B)); [|lra].
      apply Rmult_le_pos; [apply pow2_ge_0 | left; apply Rdiv_lt_0_compat; lra]. }
    eapply Rle_trans; [|exact E].
    assert (Q : exp (- (4 * (B + 1) * u)) <= exp (- (4 * u))) by (apply exp_grows; nra).
    eapply Rle_trans; [exact Q|]. rewrite exp_Ropp.
    assert (W := one_more (4 * u) ltac:(lra)).
    apply Rle_trans with (/ (1 + 4 * u)); [apply Rinv_le_contravar; lra|].
    apply Rmult_le_reg_r with (1 + 4 * u); [lra|]. rewrite Rinv_l by lra. nra.
  - eapply Rle_trans; [|apply q_positive].
    assert (Q : exp (- (4 * (B + 1) * u)) <= exp (- (B + 1))) by (apply exp_grows; nra).
    eapply Rle_trans; [exact Q|]. rewrite exp_Ropp.
    assert (W := one_more (B + 1) ltac:(lra)). apply Rinv_le_contravar; lra.
Qed.

Lemma power_lower x r : 0 <= x ->
  exp (- (4 * (B + 1) * (gamma * B * INR r * x))) <= q gamma B x ^ r.
Proof.
  intro L. replace (exp (- (4 * (B + 1) * (gamma * B * INR r * x))))
    with (exp (- (4 * (B + 1) * (gamma * B * x))) ^ r) by (rewrite exp_times; f_equal; ring).
  apply pow_incr. split; [left; apply exp_pos | apply q_lower; assumption].
Qed.

Lemma power_upper x r : 0 <= x <= X ->
  q gamma B x ^ r <= exp (- (c * (gamma * B * INR r * x))).
Proof.
  intro L. replace (exp (- (c * (gamma * B * INR r * x))))
    with (exp (- (c * (gamma * B * x))) ^ r) by (rewrite exp_times; f_equal; ring).
  apply pow_incr. split; [left; apply q_above_zero | apply q_upper; assumption].
Qed.

Lemma power_below_one x r : 0 <= x <= X -> q gamma B x ^ r <= 1.
Proof.
  intro L. eapply Rle_trans; [apply power_upper; assumption|].
  rewrite <- exp_0. apply exp_grows. assert (R0 := pos_INR r).
  assert (0 <= c * (gamma * B * INR r * x)); [|lra].
  repeat apply Rmult_le_pos; lra.
Qed.

(* At each x: the Stieltjes kernel is above the Laplace kernel ... *)
Lemma stieltjes_above k s r x : (1 <= k)%nat -> c <= INR k -> s * (gamma * B * INR r) = 1 ->
  0 < s -> 0 <= x <= X -> q gamma B x ^ r <= (INR k / c) ^ k * distance k s x.
Proof.
  intros K1 ck E s0 L. eapply Rle_trans; [apply power_upper; assumption|].
  assert (k0 : 0 < INR k) by lra.
  set (t := gamma * B * INR r) in *. clearbody t. set (a := c * x * t / INR k).
  assert (t0 : 0 < t) by (apply Rmult_lt_reg_l with s; [assumption | lra]).
  assert (a0 : 0 <= a).
  { unfold a, Rdiv. apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat; assumption].
    repeat apply Rmult_le_pos; lra. }
  assert (Es : s = / t) by (apply Rmult_eq_reg_r with t; [rewrite E, Rinv_l; lra | lra]).
  unfold distance. rewrite <- Rpow_mult_distr.
  replace (exp (- (c * (t * x)))) with (exp (- a) ^ k)
    by (rewrite exp_times; f_equal; unfold a; field; lra).
  apply pow_incr. split; [left; apply exp_pos|].
  rewrite exp_Ropp. assert (W := one_more a a0).
  apply Rle_trans with (/ (1 + a)); [apply Rinv_le_contravar; lra|].
  replace (INR k / c * (s / (x + s))) with (/ (c / INR k * (1 + x * t))).
  - apply Rinv_le_contravar.
    + apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat; lra|].
      assert (0 <= x * t) by (apply Rmult_le_pos; lra). lra.
    + rewrite Rmult_plus_distr_l. replace (c / INR k * (x * t)) with a by (unfold a; field; lra).
      apply Rplus_le_compat_r. rewrite Rmult_1_r.
      apply Rmult_le_reg_r with (INR k); [assumption|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l by lra. lra.
  - rewrite Es. assert (0 <= x * t) by (apply Rmult_le_pos; lra). field. repeat split; lra.
Qed.

(* ... and below it, but for what the same kernel sees at a distance A times as large. *)
Lemma stieltjes_below k s r x A : 1 <= A -> s * (gamma * B * INR r) = 1 -> 0 < s -> 0 <= x <= X ->
  distance k s x <=
  exp (4 * (B + 1) * A) * q gamma B x ^ r + (2 / A) ^ k * distance k (A * s) x.
Proof.
  intros A1 E s0 L. assert (As : 0 < A * s) by (apply Rmult_lt_0_compat; lra).
  assert (D : forall t, 0 < t -> 0 <= t / (x + t) <= 1).
  { intros t t0. split; [left; apply Rdiv_lt_0_compat; lra|].
    apply Rmult_le_reg_r with (x + t); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (P : 0 <= (2 / A) ^ k * distance k (A * s) x).
  { apply Rmult_le_pos; [apply pow_le; left; apply Rdiv_lt_0_compat; lra|].
    apply pow_le, D. assumption. }
  assert (Q := q_above_zero x). assert (Q2 : 0 < q gamma B x ^ r) by (apply pow_lt; assumption).
  destruct (Rle_lt_dec x (A * s)) as [H|H].
  - apply Rle_trans with (exp (4 * (B + 1) * A) * q gamma B x ^ r); [|lra].
    assert (One : distance k s x <= 1).
    { unfold distance. rewrite <- (pow1 k). apply pow_incr, D. assumption. }
    eapply Rle_trans; [exact One|].
    apply Rle_trans with (exp (4 * (B + 1) * A) * exp (- (4 * (B + 1) * (gamma * B * INR r * x)))).
    + rewrite <- exp_plus. rewrite <- exp_0 at 1. apply exp_grows.
      assert (gamma * B * INR r * x <= A).
      { replace A with (gamma * B * INR r * (A * s)) by (rewrite (Rmult_comm A s);
          rewrite <- Rmult_assoc, (Rmult_comm _ s), E; ring).
        apply Rmult_le_compat_l; [|assumption]. assert (R0 := pos_INR r).
        repeat apply Rmult_le_pos; lra. }
      assert (4 * (B + 1) * (gamma * B * INR r * x) <= 4 * (B + 1) * A)
        by (apply Rmult_le_compat_l; lra).
      lra.
    + apply Rmult_le_compat_l; [left; apply exp_pos | apply power_lower; lra].
  - assert (Low : distance k s x <= (2 / A) ^ k * distance k (A * s) x).
    { unfold distance. rewrite <- Rpow_mult_distr. apply pow_incr. split; [apply D; assumption|].
      replace (2 / A * (A * s / (x + A * s))) with (2 * s / (x + A * s)) by (field; lra).
      apply Rmult_le_reg_r with ((x + s) * (x + A * s)); [apply Rmult_lt_0_compat; lra|].
      replace (s / (x + s) * ((x + s) * (x + A * s))) with (s * (x + A * s)) by (field; lra).
      replace (2 * s / (x + A * s) * ((x + s) * (x + A * s))) with (s * (2 * (x + s))) by (field; lra).
      apply Rmult_le_compat_l; lra. }
    assert (0 <= exp (4 * (B + 1) * A) * q gamma B x ^ r)
      by (apply Rmult_le_pos; [left; apply exp_pos | lra]).
    lra.
Qed.

Variable I : (R -> R) -> R.
Hypothesis HI : integral X I.

Lemma I_le f g : continuous X f -> continuous X g ->
  (forall x, 0 <= x <= X -> f x <= g x) -> I f <= I g.
Proof. apply HI. Qed.

Lemma I_times a f : continuous X f -> I (fun x => a * f x) = a * I f.
Proof. apply HI. Qed.

Lemma I_nonnegative f : continuous X f -> (forall x, 0 <= x <= X -> 0 <= f x) -> 0 <= I f.
Proof.
  intros C H. assert (Z : I (fun x => 0 * f x) = 0) by (rewrite I_times by assumption; ring).
  rewrite <- Z. apply I_le; [apply continuous_times; assumption | assumption |].
  intros x L. rewrite Rmult_0_l. auto.
Qed.

Theorem laplace_upper k s r : (1 <= k)%nat -> c <= INR k -> 0 < s -> s * (gamma * B * INR r) = 1 ->
  after I gamma B r <= (INR k / c) ^ k * stieltjes I k s.
Proof.
  intros K1 ck s0 E. unfold after, stieltjes. rewrite <- I_times by (apply continuous_distance; assumption).
  apply I_le; [apply continuous_q | apply continuous_times, continuous_distance; assumption |].
  intros x L. apply stieltjes_above; assumption.
Qed.

Theorem laplace_lower k s r A : 1 <= A -> 0 < s -> s * (gamma * B * INR r) = 1 ->
  stieltjes I k (A * s) <= 1 / 2 * (A / 2) ^ k * stieltjes I k s ->
  stieltjes I k s <= 2 * exp (4 * (B + 1) * A) * after I gamma B r.
Proof.
  intros A1 s0 E H. assert (As : 0 < A * s) by (apply Rmult_lt_0_compat; lra).
  assert (C1 := continuous_distance X k s s0). assert (C2 := continuous_distance X k (A * s) As).
  assert (C3 := continuous_q X gamma B r).
  assert (T : stieltjes I k s <= exp (4 * (B + 1) * A) * after I gamma B r
                                 + (2 / A) ^ k * stieltjes I k (A * s)).
  { unfold stieltjes, after. rewrite <- (I_times _ _ C3), <- (I_times _ _ C2).
    destruct HI as (_ & plus & _).
    rewrite <- plus by (apply continuous_times; assumption).
    apply I_le; [assumption | apply continuous_sum; apply continuous_times; assumption |].
    intros x L. apply stieltjes_below; assumption. }
  assert (P : 0 <= (2 / A) ^ k) by (apply pow_le; left; apply Rdiv_lt_0_compat; lra).
  assert (U := Rmult_le_compat_l _ _ _ P H).
  assert (W : (2 / A) ^ k * (1 / 2 * (A / 2) ^ k * stieltjes I k s) = 1 / 2 * stieltjes I k s).
  { replace ((2 / A) ^ k * (1 / 2 * (A / 2) ^ k * stieltjes I k s))
      with (((2 / A) ^ k * (A / 2) ^ k) * (1 / 2 * stieltjes I k s)) by ring.
    rewrite <- Rpow_mult_distr. replace (2 / A * (A / 2)) with 1 by (field; lra).
    rewrite pow1. ring. }
  rewrite W in U. lra.
Qed.

(* Before the window: the whole mass. *)
Theorem early r s1 : 0 < s1 -> 0 <= X -> s1 * (gamma * B * INR r) <= 1 ->
  exp (- (4 * (B + 1) * (X / s1))) * mass I <= after I gamma B r <= mass I.
Proof.
  intros s0 X0 E. unfold after, mass.
  split.
  - rewrite <- (I_times _ (fun _ => 1)) by apply continuous_constant.
    apply I_le; [apply continuous_times, continuous_constant | apply continuous_q |].
    intros x L. rewrite Rmult_1_r. eapply Rle_trans; [|apply power_lower; lra].
    apply exp_grows. assert (R0 := pos_INR r).
    assert (T : gamma * B * INR r <= / s1).
    { apply Rmult_le_reg_l with s1; [assumption|]. rewrite Rinv_r by lra. assumption. }
    assert (Z : 0 <= gamma * B * INR r) by (repeat apply Rmult_le_pos; lra).
    assert (Y : gamma * B * INR r * x <= / s1 * X) by (apply Rmult_le_compat; lra).
    replace (X / s1) with (/ s1 * X) by (unfold Rdiv; ring).
    assert (4 * (B + 1) * (gamma * B * INR r * x) <= 4 * (B + 1) * (/ s1 * X))
      by (apply Rmult_le_compat_l; lra).
    lra.
  - apply I_le; [apply continuous_q | apply continuous_constant |].
    intros x L. apply power_below_one; assumption.
Qed.

Lemma stieltjes_below_mass k s : 0 < s -> stieltjes I k s <= mass I.
Proof.
  intro s0. apply I_le; [apply continuous_distance; assumption | apply continuous_constant |].
  intros x L. unfold distance. rewrite <- (pow1 k). apply pow_incr. split.
  - left. apply Rdiv_lt_0_compat; lra.
  - apply Rmult_le_reg_r with (x + s); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Lemma mass_below_stieltjes k s : 0 < s -> 0 <= X -> mass I <= ((X + s) / s) ^ k * stieltjes I k s.
Proof.
  intros s0 X0. unfold mass, stieltjes. assert (C := continuous_distance X k s s0).
  rewrite <- (I_times _ _ C).
  apply I_le; [apply continuous_constant | apply continuous_times; assumption |].
  intros x L. unfold distance. rewrite <- Rpow_mult_distr. rewrite <- (pow1 k) at 1.
  apply pow_incr. split; [lra|].
  replace ((X + s) / s * (s / (x + s))) with ((X + s) / (x + s)) by (field; lra).
  apply Rmult_le_reg_r with (x + s); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

(* The distance ratio that the lower bound needs, for given constants. *)
Definition ratio (k : nat) (e C : R) : R := Rpower (2 * 2 ^ k * C) (/ (INR k - e)).

Lemma ratio_enough k e C : e < INR k -> 1 <= C -> 0 <= e ->
  1 <= ratio k e C /\ C * Rpower (ratio k e C) e = 1 / 2 * (ratio k e C / 2) ^ k.
Proof.
  intros ek C1 e0. set (b := 2 * 2 ^ k * C). set (A := ratio k e C).
  assert (P : 1 <= 2 ^ k) by (apply pow_R1_Rle; lra).
  assert (b1 : 1 < b) by (unfold b; nra).
  assert (i0 : 0 < / (INR k - e)) by (apply Rinv_0_lt_compat; lra).
  assert (A1 : 1 < A).
  { unfold A, ratio. fold b. rewrite <- (Rpower_O b) by lra. apply Rpower_lt; lra. }
  split; [lra|].
  assert (E : Rpower A (INR k - e) = b).
  { unfold A, ratio. fold b. rewrite Rpower_mult, Rinv_l by lra. apply Rpower_1. lra. }
  assert (W : A ^ k = Rpower A e * b).
  { rewrite <- E, <- Rpower_plus, <- Rpower_pow by lra. f_equal. ring. }
  unfold Rdiv. rewrite Rpow_mult_distr, W, pow_inv. unfold b. field.
  apply pow_nonzero. lra.
Qed.

Theorem of_the_same_order k s0 s1 (g : R -> R) low high C e r s :
  (1 <= k)%nat -> c <= INR k -> 0 <= X -> 0 < s0 -> 0 < low -> low <= high -> 1 <= C ->
  0 <= e -> e < INR k ->
  (forall t, s0 <= t <= s1 -> 0 < g t /\ low * g t <= stieltjes I k t <= high * g t) ->
  (forall t u, s0 <= t -> t <= u -> u <= s1 -> g u <= C * Rpower (u / t) e * g t) ->
  s0 <= s <= s1 -> s * (gamma * B * INR r) = 1 ->
  let A := ratio k e (((X + s1) / s1) ^ k * C * (high / low)) in
  low / (2 * exp (4 * (B + 1) * A)) * g s <= after I gamma B r <= (INR k / c) ^ k * high * g s.
Proof.
  intros K1 ck X0 w0 l0 lh C1 e0 ek Order Growth Ls E A.
  set (Z := ((X + s1) / s1) ^ k) in *.
  assert (Z1 : 1 <= Z).
  { unfold Z. rewrite <- (pow1 k). apply pow_incr. split; [lra|].
    apply Rmult_le_reg_r with s1; [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (hl : 1 <= high / low).
  { apply Rmult_le_reg_r with low; [assumption|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (ZC : 1 <= Z * C) by nra.
  assert (ZCH : 1 <= Z * C * (high / low)) by nra.
  destruct (ratio_enough k e (Z * C * (high / low)) ek ZCH e0) as [A1 EA]. fold A in A1, EA.
  destruct (Order s Ls) as (g0 & Lo & Hi).
  assert (S0 : 0 < s) by lra. assert (As : 0 < A * s) by (apply Rmult_lt_0_compat; lra).
  assert (Key : stieltjes I k (A * s) <= Z * C * (high / low) * Rpower A e * stieltjes I k s).
  { assert (R0 : 0 < Rpower A e) by apply exp_pos.
    assert (Step : forall u, s <= u -> u <= s1 -> u / s <= A ->
              stieltjes I k u <= C * (high / low) * Rpower A e * stieltjes I k s).
    { intros u Lu Uu Ru. destruct (Order u ltac:(lra)) as (gu & _ & Hu).
      assert (G := Growth s u ltac:(lra) Lu Uu).
      assert (Q : Rpower (u / s) e <= Rpower A e).
      { destruct e0 as [e0|e0].
        - assert (U0 : 0 < u / s) by (apply Rdiv_lt_0_compat; lra).
          unfold Rpower. apply exp_grows. apply Rmult_le_compat_l; [lra|].
          destruct Ru as [Ru|Ru]; [left; apply ln_increasing; assumption | rewrite Ru; lra].
        - subst e. rewrite !Rpower_O; [lra | lra | apply Rdiv_lt_0_compat; lra]. }
      assert (G2 : g u <= C * Rpower A e * g s).
      { eapply Rle_trans; [exact G|]. apply Rmult_le_compat_r; [lra|].
        apply Rmult_le_compat_l; lra. }
      assert (G3 : g s <= / low * stieltjes I k s).
      { apply Rmult_le_reg_l with low; [assumption|]. rewrite <- Rmult_assoc, Rinv_r by lra. lra. }
      assert (G4 : high * g u <= high * (C * Rpower A e * (/ low * stieltjes I k s))).
      { apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [exact G2|].
        apply Rmult_le_compat_l; [|assumption]. apply Rmult_le_pos; lra. }
      unfold Rdiv. lra. }
    destruct (Rle_lt_dec (A * s) s1) as [Q|Q].
    - assert (T := Step (A * s) ltac:(nra) Q ltac:(right; field; lra)).
      assert (P : 0 <= C * (high / low) * Rpower A e * stieltjes I k s).
      { assert (0 <= low * g s) by (apply Rmult_le_pos; lra).
        apply Rmult_le_pos; [apply Rmult_le_pos; [apply Rmult_le_pos|] |]; lra. }
      replace (Z * C * (high / low) * Rpower A e * stieltjes I k s)
        with (Z * (C * (high / low) * Rpower A e * stieltjes I k s)) by ring. nra.
    - assert (U : s1 / s <= A).
      { apply Rmult_le_reg_r with s; [assumption|]. unfold Rdiv.
        rewrite Rmult_assoc, Rinv_l by lra. lra. }
      assert (T := Step s1 ltac:(lra) ltac:(lra) U).
      eapply Rle_trans; [apply stieltjes_below_mass; assumption|].
      eapply Rle_trans; [apply (mass_below_stieltjes k s1); lra|]. fold Z.
      replace (Z * C * (high / low) * Rpower A e * stieltjes I k s)
        with (Z * (C * (high / low) * Rpower A e * stieltjes I k s)) by ring.
      apply Rmult_le_compat_l; lra. }
  rewrite EA in Key.
  assert (Up := laplace_upper k s r K1 ck S0 E). assert (Down := laplace_lower k s r A A1 S0 E Key).
  split.
  - assert (X2 : 0 < 2 * exp (4 * (B + 1) * A)) by (assert (V := exp_pos (4 * (B + 1) * A)); lra).
    apply Rmult_le_reg_l with (2 * exp (4 * (B + 1) * A)); [assumption|].
    replace (2 * exp (4 * (B + 1) * A) * (low / (2 * exp (4 * (B + 1) * A)) * g s))
      with (low * g s) by (field; lra).
    lra.
  - eapply Rle_trans; [exact Up|]. rewrite Rmult_assoc. apply Rmult_le_compat_l; [|lra].
    apply pow_le. left. apply Rdiv_lt_0_compat; lra.
Qed.
End Times.

