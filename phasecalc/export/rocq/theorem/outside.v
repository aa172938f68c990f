(* Outside the window: at every time the loss is at least the capacity, the sum of
   c_j w/(lambda_j + w) at a w where M is not positive; the forcing falls to it. Before the window
   the loss is at least a number.

   s/(x + s) is at most q(x)^r + 2 gamma B r s, so that the mass at 0 is no more than F(r). *)

Section Curves.
Variables (X : R) (I : (R -> R) -> R) (gamma B c : R).
Hypothesis HI : integral X I.
Hypothesis gamma0 : 0 < gamma.
Hypothesis B0 : 0 < B.
Hypothesis c0 : 0 < c.
Hypothesis margin : gamma * (B + 1) * X <= 2 - c.

Lemma after_nonnegative : nonnegative (after I gamma B).
Proof.
  intro r. apply (I_nonnegative X I HI); [apply continuous_q|].
  intros x L. apply pow_le. left. apply q_above_zero; assumption.
Qed.

Lemma after_decreasing : decreasing (after I gamma B).
Proof.
  intros i j L. apply HI; [apply continuous_q | apply continuous_q |]. intros x Lx.
  assert (P := q_above_zero gamma B B0 x).
  assert (Q : q gamma B x <= 1).
  { assert (H := power_below_one gamma B c X gamma0 B0 c0 margin x 1 Lx). simpl in H. lra. }
  induction L as [|j L IH]; [lra|]. eapply Rle_trans; [|exact IH]. simpl.
  assert (0 < q gamma B x ^ j) by (apply pow_lt; assumption).
  rewrite <- (Rmult_1_l (q gamma B x ^ j)) at 2. apply Rmult_le_compat_r; lra.
Qed.
End Curves.

Lemma scaled_nonnegative a f : 0 <= a -> nonnegative f -> nonnegative (fun i => a * f i).
Proof. intros a0 H i. apply Rmult_le_pos; [assumption | apply H]. Qed.

Lemma bernoulli y a r : 0 < y -> 0 <= a -> 1 - a <= y -> 1 - INR r * a <= y ^ r.
Proof.
  intros y0 a0 H. induction r as [|r IH]; [simpl; lra|].
  rewrite S_INR. assert (R0 := pos_INR r). cbn [pow]. assert (yr : 0 < y ^ r) by (apply pow_lt; lra).
  destruct (Rle_lt_dec (1 - INR r * a) 0) as [N|N].
  - assert (0 < y * y ^ r) by (apply Rmult_lt_0_compat; assumption). lra.
  - assert (Q1 : y * (1 - INR r * a) <= y * y ^ r) by (apply Rmult_le_compat_l; lra).
    assert (Q2 : (1 - a) * (1 - INR r * a) <= y * (1 - INR r * a)) by (apply Rmult_le_compat_r; lra).
    assert (Q3 : 0 <= INR r * (a * a)) by (apply Rmult_le_pos; [assumption | apply Rmult_le_pos; lra]).
    lra.
Qed.

Lemma nothing_more x y k : 0 <= k -> (forall s, 0 < s -> x <= y + k * s) -> x <= y.
Proof.
  intros k0 H. destruct (Rle_lt_dec x y) as [L|L]; [assumption|]. exfalso.
  assert (K : 0 < k + 1) by lra. set (s := (x - y) / (2 * (k + 1))).
  assert (s0 : 0 < s) by (apply Rdiv_lt_0_compat; lra). assert (Hs := H s s0).
  assert (E : (k + 1) * s = (x - y) / 2) by (unfold s; field; lra).
  assert (k * s <= (k + 1) * s) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Section Outside.
Variables (v : nat) (d : R) (lambda c : nat -> R).
Hypothesis d0 : 0 < d.
Hypothesis lambda0 : forall j, 0 < lambda j.
Hypothesis c0 : forall j, 0 <= c j.

(* The sum of c_j w/(lambda_j + w). *)
Definition missed (w : R) : R := A v lambda c 1 w * w.

Lemma missed_grows w w' : 0 < w -> w <= w' -> missed w <= missed w'.
Proof.
  intros w0 L. unfold missed, A, over. rewrite <- !sum_times. apply sum_le. intros j _.
  assert (P := lambda0 j). rewrite !pow_1, !Rmult_assoc. apply Rmult_le_compat_l; [apply c0|].
  apply Rmult_le_reg_l with ((lambda j + w) * (lambda j + w')); [apply Rmult_lt_0_compat; lra|].
  replace ((lambda j + w) * (lambda j + w') * (/ (lambda j + w) * w)) with ((lambda j + w') * w)
    by (field; lra).
  replace ((lambda j + w) * (lambda j + w') * (/ (lambda j + w') * w')) with ((lambda j + w) * w')
    by (field; lra).
  assert (lambda j * w <= lambda j * w') by (apply Rmult_le_compat_l; lra). lra.
Qed.

(* The first mode alone. *)
Theorem missed_at_least_first w : 0 < w -> (0 < v)%nat ->
  c O * (w / (lambda O + w)) <= missed w.
Proof.
  intros w0 v0. unfold missed, A, over. rewrite <- sum_times. destruct v as [|u]; [lia|].
  rewrite sum_first.
  assert (Rest : 0 <= sum u (fun i => c (S i) * (/ (lambda (S i) + w)) ^ 1 * w)).
  { apply sum_nonnegative. intro i. apply Rmult_le_pos; [|lra].
    apply Rmult_le_pos; [apply c0|]. rewrite pow_1. left. apply Rinv_0_lt_compat.
    assert (L := lambda0 (S i)). lra. }
  rewrite pow_1. unfold Rdiv. assert (E : c O * (w * / (lambda O + w)) = c O * / (lambda O + w) * w)
    by ring. lra.
Qed.

Lemma beyond_capacity w0 w : 0 < w0 -> M v d lambda w0 <= 0 -> inside v d lambda w -> w0 < w.
Proof.
  intros p0 H [W Mw]. destruct (Rlt_le_dec w0 w) as [L|L]; [assumption|].
  assert (G := M_grows v d lambda d0 lambda0 w w0 W L). lra.
Qed.

Variables (X gamma B cc : R) (I : (R -> R) -> R).
Hypothesis HI : integral X I.
Hypothesis transform : forall w, inside v d lambda w ->
  moment I 1 (s_of v d lambda w) = A v lambda c 1 w / M v d lambda w.
Hypothesis gamma0 : 0 < gamma.
Hypothesis B0 : 0 < B.
Hypothesis cc0 : 0 < cc.
Hypothesis margin : gamma * (B + 1) * X <= 2 - cc.

Lemma once_is_missed w : inside v d lambda w -> stieltjes I 1 (s_of v d lambda w) = missed w.
Proof.
  intro W. rewrite (stieltjes_is_moment X I HI 1 _ (s_positive v d lambda w W)).
  rewrite (transform w W). unfold missed, s_of. destruct W. field. lra.
Qed.

Lemma time_is_not_negative r : 0 <= gamma * B * INR r.
Proof. apply Rmult_le_pos; [apply Rmult_le_pos; lra | apply pos_INR]. Qed.

Lemma distance_and_time s x r : 0 < s -> 0 <= x ->
  distance 1 s x <= q gamma B x ^ r + 2 * (gamma * B * INR r) * s.
Proof.
  intros s0 x0. unfold distance. rewrite pow_1. assert (T := time_is_not_negative r).
  set (a := 2 * (gamma * B * INR r)) in *. assert (a0 : 0 <= a) by (unfold a; lra).
  assert (gx : 0 <= gamma * B * x) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra | assumption]).
  assert (Q : 1 - a * x <= q gamma B x ^ r).
  { replace (a * x) with (INR r * (2 * (gamma * B * x))) by (unfold a; ring).
    apply bernoulli; [apply q_above_zero; assumption | lra |]. unfold q.
    assert (0 <= gamma ^ 2 * B * (B + 1) * x ^ 2).
    { apply Rmult_le_pos; [|apply pow2_ge_0]. apply Rmult_le_pos; [|lra].
      apply Rmult_le_pos; [apply pow2_ge_0 | lra]. }
    lra. }
  assert (P : 0 < q gamma B x ^ r) by (apply pow_lt, q_above_zero; assumption).
  assert (y0 : 0 < / (x + s)) by (apply Rinv_0_lt_compat; lra).
  assert (E : / (x + s) * (x + s) = 1) by (apply Rinv_l; lra). unfold Rdiv.
  destruct (Rle_lt_dec (a * (x + s)) 1) as [L|L].
  - assert (L2 : / (x + s) * (a * (x + s)) <= / (x + s) * 1) by (apply Rmult_le_compat_l; lra).
    assert (L3 : a <= / (x + s)) by (replace (/ (x + s) * (a * (x + s))) with
      (a * (/ (x + s) * (x + s))) in L2 by ring; rewrite E in L2; lra).
    assert (L4 : a * x <= / (x + s) * x) by (apply Rmult_le_compat_r; lra).
    assert (0 <= a * s) by (apply Rmult_le_pos; lra).
    assert (s * / (x + s) = 1 - / (x + s) * x) by (rewrite <- E; ring). lra.
  - assert (L2 : / (x + s) * 1 <= / (x + s) * (a * (x + s))) by (apply Rmult_le_compat_l; lra).
    assert (L3 : / (x + s) <= a) by (replace (/ (x + s) * (a * (x + s))) with
      (a * (/ (x + s) * (x + s))) in L2 by ring; rewrite E in L2; lra).
    assert (s * / (x + s) <= s * a) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(* At every time. *)
Theorem forcing_at_least_capacity w0 r : 0 < w0 -> M v d lambda w0 <= 0 ->
  missed w0 <= after I gamma B r.
Proof.
  intros p0 H. assert (T := time_is_not_negative r).
  assert (m0 : 0 <= mass I).
  { unfold mass. apply (I_nonnegative X I HI); [apply continuous_constant | intros; lra]. }
  apply nothing_more with (2 * (gamma * B * INR r) * mass I); [apply Rmult_le_pos; lra|].
  intros s s0. destruct (w_of_s v d lambda d0 lambda0 s s0) as (w & W & E).
  assert (L := beyond_capacity w0 w p0 H W).
  apply Rle_trans with (missed w); [apply missed_grows; lra|].
  rewrite <- (once_is_missed w W), E. destruct HI as (le & plus & times).
  assert (Cq := continuous_q X gamma B r).
  assert (Cc : continuous X (fun _ => 2 * (gamma * B * INR r) * s * 1))
    by (apply continuous_times, continuous_constant).
  apply Rle_trans with (I (fun x => q gamma B x ^ r + 2 * (gamma * B * INR r) * s * 1)).
  - apply le; [apply continuous_distance; assumption | apply continuous_sum; assumption |].
    intros x Lx. rewrite Rmult_1_r. apply distance_and_time; [assumption | apply Lx].
  - rewrite (plus _ _ Cq Cc), (times _ _ (continuous_constant X 1)). unfold after, mass. lra.
Qed.

Lemma quickly_below a : 0 <= a -> exp (- a) <= / (1 + a).
Proof.
  intro a0. rewrite exp_Ropp. apply Rinv_le_contravar; [lra | apply one_more; assumption].
Qed.

(* From above, once the time is at least the inverse of the distance. *)
Theorem forcing_at_most_missed w r : inside v d lambda w ->
  1 <= s_of v d lambda w * (cc * (gamma * B * INR r)) -> after I gamma B r <= missed w.
Proof.
  intros W H. rewrite <- (once_is_missed w W). assert (s0 := s_positive v d lambda w W).
  set (s := s_of v d lambda w) in *. apply HI; [apply continuous_q | apply continuous_distance; assumption|].
  intros x Lx. eapply Rle_trans; [apply (power_upper gamma B cc X gamma0 B0 cc0 margin x r Lx)|].
  set (t := cc * (gamma * B * INR r)) in *.
  assert (t0 : 0 <= t) by (apply Rmult_le_pos; [lra | apply time_is_not_negative]).
  replace (cc * (gamma * B * INR r * x)) with (t * x) by (unfold t; ring).
  assert (tx : 0 <= t * x) by (apply Rmult_le_pos; lra).
  eapply Rle_trans; [apply quickly_below; assumption|]. unfold distance. rewrite pow_1.
  apply Rmult_le_reg_r with ((1 + t * x) * (x + s)); [apply Rmult_lt_0_compat; lra|].
  replace (/ (1 + t * x) * ((1 + t * x) * (x + s))) with (x + s) by (field; lra).
  replace (s / (x + s) * ((1 + t * x) * (x + s))) with (s + s * t * x) by (field; lra).
  assert (1 * x <= s * t * x) by (apply Rmult_le_compat_r; lra). lra.
Qed.

(* M vanishes at w0: the forcing's distance to the capacity falls as 1/time at least. *)
Theorem forcing_tends_to_capacity w0 r : 0 < w0 -> M v d lambda w0 = 0 -> (0 < r)%nat ->
  after I gamma B r
  <= missed w0 * (1 + / (cc * (gamma * B * INR r)) / (w0 ^ 2 * turning v d lambda 2 w0)).
Proof.
  intros p0 H r0. assert (R0 : 0 < INR r) by (apply lt_0_INR; assumption).
  assert (t0 : 0 < cc * (gamma * B * INR r)).
  { apply Rmult_lt_0_compat; [assumption|]. apply Rmult_lt_0_compat; [|assumption].
    apply Rmult_lt_0_compat; assumption. }
  set (t := cc * (gamma * B * INR r)) in *. assert (s0 : 0 < / t) by (apply Rinv_0_lt_compat; lra).
  destruct (w_of_s v d lambda d0 lambda0 (/ t) s0) as (w & W & E).
  assert (L := beyond_capacity w0 w p0 ltac:(lra) W).
  eapply Rle_trans; [apply (forcing_at_most_missed w r W); fold t; rewrite E, Rinv_l; lra|].
  assert (Gap : (w - w0) * (w0 * turning v d lambda 2 w0) <= / t).
  { rewrite <- E. unfold s_of. replace (M v d lambda w) with (M v d lambda w - M v d lambda w0) by lra.
    unfold M, turning, over.
    replace (w * (1 - sum v (fun j => mode d lambda j * (/ (lambda j + w)) ^ 1)
                  - (1 - sum v (fun j => mode d lambda j * (/ (lambda j + w0)) ^ 1))))
      with ((sum v (fun j => mode d lambda j * (/ (lambda j + w0)) ^ 1)
             + sum v (fun j => mode d lambda j * (/ (lambda j + w)) ^ 1 * - (1))) * w)
      by (rewrite sum_times; ring).
    rewrite <- sum_plus, <- sum_times.
    replace ((w - w0) * (w0 * sum v (fun j => mode d lambda j * (/ (lambda j + w0)) ^ 2)))
      with (sum v (fun j => mode d lambda j * (/ (lambda j + w0)) ^ 2) * ((w - w0) * w0)) by ring.
    rewrite <- sum_times. apply sum_le. intros j _. assert (P := lambda0 j).
    replace ((mode d lambda j * (/ (lambda j + w0)) ^ 1
              + mode d lambda j * (/ (lambda j + w)) ^ 1 * - (1)) * w)
      with (mode d lambda j * ((w - w0) * / (lambda j + w0) * (w * / (lambda j + w))))
      by (field; lra).
    replace (mode d lambda j * (/ (lambda j + w0)) ^ 2 * ((w - w0) * w0))
      with (mode d lambda j * ((w - w0) * / (lambda j + w0) * (w0 * / (lambda j + w0))))
      by (field; lra).
    apply Rmult_le_compat_l; [apply mode0; assumption|]. apply Rmult_le_compat_l.
    - apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra].
    - apply Rmult_le_reg_l with ((lambda j + w0) * (lambda j + w)); [apply Rmult_lt_0_compat; lra|].
      replace ((lambda j + w0) * (lambda j + w) * (w0 * / (lambda j + w0))) with ((lambda j + w) * w0)
        by (field; lra).
      replace ((lambda j + w0) * (lambda j + w) * (w * / (lambda j + w))) with ((lambda j + w0) * w)
        by (field; lra).
      assert (lambda j * w0 <= lambda j * w) by (apply Rmult_le_compat_l; lra). lra. }
  assert (Up : missed w <= missed w0 / w0 * w).
  { unfold missed. replace (A v lambda c 1 w0 * w0 / w0 * w) with (A v lambda c 1 w0 * w)
      by (field; lra).
    apply Rmult_le_compat_r; [lra|]. unfold A, over. apply sum_le. intros j _.
    assert (P := lambda0 j). rewrite !pow_1. apply Rmult_le_compat_l; [apply c0|].
    apply Rinv_le_contravar; lra. }
  eapply Rle_trans; [exact Up|].
  assert (th0 : 0 < turning v d lambda 2 w0).
  { assert (Z := turning0 v d lambda d0 lambda0 2 w0 p0).
    destruct Z as [Z|Z]; [assumption|]. exfalso.
    assert (Q : turning v d lambda 1 w0 = 0).
    { unfold turning, over in *. clear - Z lambda0 p0 d0. induction v as [|u IH]; [reflexivity|].
      cbn [sum] in *. assert (P := lambda0 u). assert (P1 : 0 < / (lambda u + w0)) by
        (apply Rinv_0_lt_compat; lra).
      assert (P2 : 0 < mode d lambda u) by (apply Rdiv_lt_0_compat; [apply lambda0 | assumption]).
      assert (P3 : 0 < mode d lambda u * (/ (lambda u + w0)) ^ 2)
        by (apply Rmult_lt_0_compat; [|apply pow_lt]; assumption).
      assert (P4 : 0 <= sum u (fun j => mode d lambda j * (/ (lambda j + w0)) ^ 2)).
      { apply sum_nonnegative. intro j. apply Rmult_le_pos; [apply mode0; assumption|].
        apply pow2_ge_0. }
      lra. }
    unfold M in H. lra. }
  assert (m0 : 0 <= missed w0).
  { unfold missed. apply Rmult_le_pos; [apply A0; assumption | lra]. }
  set (th := turning v d lambda 2 w0) in *.
  replace (missed w0 * (1 + / t / (w0 ^ 2 * th))) with (missed w0 / w0 * (w0 + / t / (w0 * th)))
    by (field; repeat split; lra).
  apply Rmult_le_compat_l.
  - apply Rmult_le_pos; [assumption | left; apply Rinv_0_lt_compat; assumption].
  - assert (wt : 0 < w0 * th) by (apply Rmult_lt_0_compat; assumption).
    assert (w - w0 <= / t / (w0 * th)); [|lra].
    apply Rmult_le_reg_r with (w0 * th); [assumption|]. unfold Rdiv at 1.
    rewrite (Rmult_assoc (/ t)), Rinv_l by lra. lra.
Qed.

(* The loss: what a kernel adds is not negative. *)
Variable J : (R -> R) -> R.
Hypothesis HJ : integral X J.
Variable P : nat -> R.
Hypothesis V : volterra (fun i => gamma ^ 2 * B * after J gamma B i) (after I gamma B) P.

Theorem loss_at_least_forcing r : after I gamma B r <= P r.
Proof.
  assert (F0 := after_nonnegative X I gamma B HI B0).
  assert (J0 := after_nonnegative X J gamma B HJ B0).
  assert (k0 : 0 <= gamma ^ 2 * B) by (apply Rmult_le_pos; [apply pow2_ge_0 | lra]).
  assert (K0 := scaled_nonnegative (gamma ^ 2 * B) _ k0 J0).
  assert (P0 := loss_nonnegative _ _ P V K0 F0). rewrite (V r).
  assert (C := convolution_nonnegative _ _ K0 P0 r). lra.
Qed.

Theorem loss_at_least_capacity w0 r : 0 < w0 -> M v d lambda w0 <= 0 -> missed w0 <= P r.
Proof.
  intros p0 H. eapply Rle_trans; [apply (forcing_at_least_capacity w0 r p0 H)|].
  apply loss_at_least_forcing.
Qed.
End Outside.

(* lambda_j = (j+1)^(-2 alpha) and more modes than d: the w of the capacity is of the order of the
   smallest eigenvalue. *)
Theorem M_not_positive v d lambda alpha rho more : 0 < d ->
  (forall j, lambda j = Rpower (INR (S j)) (- (2 * alpha))) -> 0 < alpha -> 0 < rho -> 1 < more ->
  more * d <= INR v -> INR v <= rho * d ->
  M v d lambda ((more - 1) * Rpower (rho * d) (- (2 * alpha))) <= 0.
Proof.
  intros d0 Hl a0 r0 m1 Hm Hv. set (l := Rpower (rho * d) (- (2 * alpha))).
  assert (l0 : 0 < l) by apply exp_pos. assert (rd : 0 < rho * d) by (apply Rmult_lt_0_compat; lra).
  assert (w0 : 0 < (more - 1) * l) by (apply Rmult_lt_0_compat; lra).
  enough (1 <= turning v d lambda 1 ((more - 1) * l)) by (unfold M; lra).
  apply Rle_trans with (sum v (fun _ => / more * / d)).
  - assert (C : sum v (fun _ => / more * / d) = INR v * (/ more * / d)).
    { generalize (/ more * / d). intro x. clear. induction v as [|u IH]; [simpl; ring|].
      cbn [sum]. rewrite IH, S_INR. ring. }
    rewrite C. apply Rle_trans with (more * d * (/ more * / d)); [right; field; lra|].
    apply Rmult_le_compat_r; [|assumption].
    apply Rmult_le_pos; left; apply Rinv_0_lt_compat; lra.
  - unfold turning, over. apply sum_le. intros j Lj. rewrite pow_1. unfold mode.
    assert (Lo : l <= lambda j).
    { rewrite Hl. unfold l. rewrite !Rpower_Ropp. apply Rinv_le_contravar; [apply exp_pos|].
      assert (J1 : INR (S j) <= INR v) by (apply le_INR; lia).
      apply Rle_Rpower_l; [lra|]. split; [apply lt_0_INR; lia | lra]. }
    apply Rmult_le_reg_r with (more * d * (lambda j + (more - 1) * l)).
    + apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; lra | lra].
    + replace (/ more * / d * (more * d * (lambda j + (more - 1) * l)))
        with (lambda j + (more - 1) * l) by (field; lra).
      replace (lambda j / d * / (lambda j + (more - 1) * l) * (more * d * (lambda j + (more - 1) * l)))
        with (more * lambda j) by (field; lra).
      assert ((more - 1) * l <= (more - 1) * lambda j) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(* Before the window: a number. *)
Theorem loss_before_the_window v d lambda c X gamma B cc I J P s1 r : 0 < d ->
  (forall j, 0 < lambda j) -> lambda O = 1 -> (forall j, 0 <= c j) -> (0 < v)%nat ->
  integral X I -> integral X J -> 0 <= X ->
  (forall w, inside v d lambda w ->
     moment I 1 (s_of v d lambda w) = A v lambda c 1 w / M v d lambda w) ->
  volterra (fun i => gamma ^ 2 * B * after J gamma B i) (after I gamma B) P ->
  0 < gamma -> 0 < B -> 0 < cc -> gamma * (B + 1) * X <= 2 - cc ->
  0 < s1 -> s1 * (gamma * B * INR r) <= 1 ->
  exp (- (4 * (B + 1) * (X / s1))) * (c O / 2) <= P r.
Proof.
  intros d0 lambda0 first c0 v0 HI HJ X0 Tr V g0 B0 cc0 margin s10 E.
  eapply Rle_trans; [|apply (loss_at_least_forcing X gamma B I HI B0 J HJ P V r)].
  destruct (early gamma B cc X g0 B0 cc0 margin I HI r s1 s10 X0 E) as [Low _].
  eapply Rle_trans; [|exact Low]. apply Rmult_le_compat_l; [left; apply exp_pos|].
  destruct (w_of_s v d lambda d0 lambda0 1 Rlt_0_1) as (w & W & Es).
  assert (Mass := stieltjes_below_mass X I HI 1 1 Rlt_0_1).
  eapply Rle_trans; [|exact Mass]. rewrite <- Es, (once_is_missed v d lambda c X I HI Tr w W).
  assert (w1 : 1 <= w).
  { unfold s_of in Es. assert (Q := M_below_one v d lambda d0 lambda0 w (proj1 W)).
    assert (w * M v d lambda w <= w * 1) by (apply Rmult_le_compat_l; [destruct W; lra | assumption]).
    lra. }
  eapply Rle_trans; [|apply (missed_at_least_first v lambda c lambda0 c0 w (proj1 W) v0)].
  unfold Rdiv at 1. apply Rmult_le_compat_l; [apply c0|]. rewrite first.
  apply Rmult_le_reg_r with (1 + w); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.
