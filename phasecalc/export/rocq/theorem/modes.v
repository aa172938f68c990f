(* The sums over the modes of j^(-q) (lambda_j/(lambda_j + w))^m (w/(lambda_j + w))^k, where
   lambda_j = j^(-a). *)
Definition mode (q a : R) (m k : nat) (w x : R) : R :=
  Rpower x (- q) * ((Rpower x (- a) / (Rpower x (- a) + w)) ^ m * (w / (Rpower x (- a) + w)) ^ k).

Lemma share l w : 0 < l -> 0 < w -> 0 <= l / (l + w) <= 1 /\ l / (l + w) <= l / w.
Proof.
  intros l0 w0. assert (i0 : 0 < / (l + w)) by (apply Rinv_0_lt_compat; lra). unfold Rdiv.
  assert (i1 : / (l + w) <= / w) by (apply Rinv_le_contravar; lra). repeat split.
  - apply Rmult_le_pos; lra.
  - rewrite <- (Rinv_r (l + w)) by lra. apply Rmult_le_compat_r; lra.
  - apply Rmult_le_compat_l; lra.
Qed.

Lemma half_share l w : 0 < l -> 0 < w -> l <= w -> / 2 * (l / w) <= l / (l + w).
Proof.
  intros l0 w0 L. assert (i1 : / (2 * w) <= / (l + w)) by (apply Rinv_le_contravar; lra).
  unfold Rdiv. replace (/ 2 * (l * / w)) with (l * / (2 * w)) by (field; lra).
  apply Rmult_le_compat_l; lra.
Qed.

Lemma powers_of_shares u v m k : 0 <= u <= 1 -> 0 <= v <= 1 ->
  0 <= u ^ m * v ^ k <= v ^ k /\ u ^ m * v ^ k <= u ^ m.
Proof.
  intros [u0 u1] [v0 v1]. assert (a := pow_le u m u0). assert (b := pow_le v k v0).
  assert (c : u ^ m <= 1 ^ m) by (apply pow_incr; split; assumption).
  assert (d : v ^ k <= 1 ^ k) by (apply pow_incr; split; assumption). rewrite pow1 in c, d.
  repeat split; [apply Rmult_le_pos; assumption | |].
  - rewrite <- (Rmult_1_l (v ^ k)) at 2. apply Rmult_le_compat_r; assumption.
  - rewrite <- (Rmult_1_r (u ^ m)) at 2. apply Rmult_le_compat_l; assumption.
Qed.

Lemma power_of_power x e k : Rpower x e ^ k = Rpower x (e * INR k).
Proof. rewrite <- Rpower_pow by apply power_positive. apply Rpower_mult. Qed.

(* Every mode from above, by what is missed of it and by what is resolved. *)
Lemma mode_missed q a m k w x : 0 < w -> 0 < x ->
  0 <= mode q a m k w x <= w ^ k * Rpower x (a * INR k - q).
Proof.
  intros w0 x0. assert (l0 := power_positive x (- a)). assert (q0 := power_positive x (- q)).
  destruct (share (Rpower x (- a)) w l0 w0) as [U _].
  destruct (share w (Rpower x (- a)) w0 l0) as [V V']. rewrite Rplus_comm in V, V'.
  destruct (powers_of_shares _ _ m k U V) as [[P Q] _]. unfold mode.
  split; [apply Rmult_le_pos; lra|].
  assert (E : w ^ k * Rpower x (a * INR k - q) = Rpower x (- q) * (w / Rpower x (- a)) ^ k).
  { unfold Rdiv. rewrite Rpow_mult_distr, (Rpower_Ropp x a), Rinv_inv, power_of_power.
    unfold Rminus. rewrite Rpower_plus. ring. }
  rewrite E. apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [exact Q|]. apply pow_incr. lra.
Qed.

Lemma mode_resolved q a m k w x : 0 < w -> 0 < x ->
  mode q a m k w x <= (/ w) ^ m * inverse_power (q + a * INR m) x.
Proof.
  intros w0 x0. assert (l0 := power_positive x (- a)). assert (q0 := power_positive x (- q)).
  destruct (share (Rpower x (- a)) w l0 w0) as [U U'].
  destruct (share w (Rpower x (- a)) w0 l0) as [V _]. rewrite Rplus_comm in V.
  destruct (powers_of_shares _ _ m k U V) as [_ Q].
  assert (E : (/ w) ^ m * inverse_power (q + a * INR m) x =
              Rpower x (- q) * (Rpower x (- a) / w) ^ m).
  { unfold Rdiv, inverse_power. rewrite Rpow_mult_distr, power_of_power.
    replace (- (q + a * INR m)) with (- q + - a * INR m) by ring. rewrite Rpower_plus. ring. }
  rewrite E. unfold mode. apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [exact Q|].
  apply pow_incr. lra.
Qed.

(* From below, the modes with lambda_j at least w. *)
Lemma mode_above q a m k w x : 0 < w -> 0 < x -> w <= Rpower x (- a) ->
  (/ 2) ^ m * (w / 2) ^ k * Rpower x (a * INR k - q) <= mode q a m k w x.
Proof.
  intros w0 x0 L. assert (l0 := power_positive x (- a)). assert (q0 := power_positive x (- q)).
  assert (H := half_share w (Rpower x (- a)) w0 l0 L). rewrite (Rplus_comm w) in H.
  assert (G : / 2 <= Rpower x (- a) / (Rpower x (- a) + w)).
  { unfold Rdiv. apply Rmult_le_reg_r with (Rpower x (- a) + w); [lra|].
    rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (r0 : 0 <= w / Rpower x (- a)).
  { unfold Rdiv. apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]. }
  assert (P : (/ 2) ^ m <= (Rpower x (- a) / (Rpower x (- a) + w)) ^ m) by (apply pow_incr; lra).
  assert (Q : (/ 2 * (w / Rpower x (- a))) ^ k <= (w / (Rpower x (- a) + w)) ^ k)
    by (apply pow_incr; lra).
  assert (p0 : 0 <= (/ 2) ^ m) by (apply pow_le; lra).
  assert (p1 : 0 <= (/ 2 * (w / Rpower x (- a))) ^ k) by (apply pow_le; lra).
  assert (E : (w / 2) ^ k * Rpower x (a * INR k - q) =
              Rpower x (- q) * (/ 2 * (w / Rpower x (- a))) ^ k).
  { replace (/ 2 * (w / Rpower x (- a))) with (w / 2 * / Rpower x (- a)) by (field; lra).
    rewrite Rpow_mult_distr, (Rpower_Ropp x a), Rinv_inv, power_of_power.
    unfold Rminus. rewrite Rpower_plus. ring. }
  rewrite Rmult_assoc, E. unfold mode.
  replace ((/ 2) ^ m * (Rpower x (- q) * (/ 2 * (w / Rpower x (- a))) ^ k))
    with (Rpower x (- q) * ((/ 2) ^ m * (/ 2 * (w / Rpower x (- a))) ^ k)) by ring.
  apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat; assumption.
Qed.

Lemma halves m k w : 2 ^ m * 2 ^ k * ((/ 2) ^ m * (w / 2) ^ k) = w ^ k.
Proof.
  replace (2 ^ m * 2 ^ k * ((/ 2) ^ m * (w / 2) ^ k))
    with ((2 ^ m * (/ 2) ^ m) * (2 ^ k * (w / 2) ^ k)) by ring.
  rewrite <- !Rpow_mult_distr. replace (2 * / 2) with 1 by field. rewrite pow1, Rmult_1_l.
  f_equal. field.
Qed.

Lemma whole_below x : 1 <= x -> exists n, INR (S n) <= x < INR (S n) + 1.
Proof.
  intro x1. destruct (archimed x) as [U1 U2].
  assert (P : (2 <= up x)%Z).
  { apply Zlt_le_succ with (n := 1%Z). apply lt_IZR. lra. }
  exists (Z.to_nat (up x - 2)). rewrite S_INR, INR_IZR_INZ, Z2Nat.id by lia.
  rewrite minus_IZR. lra.
Qed.

Lemma above_distance a w x : 0 < a -> 0 < w -> 0 < x -> x <= Rpower w (- / a) -> w <= Rpower x (- a).
Proof.
  intros a0 w0 x0 L. replace w with (Rpower (Rpower w (- / a)) (- a)) at 1.
  - set (y := Rpower w (- / a)) in *. rewrite !Rpower_Ropp.
    apply Rinv_le_contravar; [apply power_positive|]. apply Rle_Rpower_l; lra.
  - rewrite Rpower_mult. replace (- / a * - a) with 1 by (field; lra). apply Rpower_1; assumption.
Qed.

(* The modes with lambda_j of order w decide: one constant for every number of modes n and every
   distance w that is at least of the order of the smallest eigenvalue. *)
Theorem modes_at_the_distance q a m k A :
  0 < a -> 1 < q + a * INR m -> q < 1 + a * INR k -> 1 <= A ->
  exists C, 0 < C /\ forall n w, 0 < w <= 1 -> Rpower w (- / a) <= A * INR (S n) ->
  Rpower w ((q - 1) / a) <= C * sum (S n) (along_modes (mode q a m k w)) /\
  sum (S n) (along_modes (mode q a m k w)) <= C * Rpower w ((q - 1) / a).
Proof.
  intros a0 q1 qk A1. set (e := a * INR k - q). assert (e1 : -1 < e) by (unfold e; lra).
  set (c := 1 + e + / (1 + e)).
  assert (c0 : 0 < c) by (unfold c; assert (0 < / (1 + e)) by (apply Rinv_0_lt_compat; lra); lra).
  set (s := q + a * INR m) in *.
  set (low := 2 ^ m * 2 ^ k * Rpower (2 * A) (1 + e) * c).
  set (high := c + Rpower 2 (s - 1) / (s - 1)).
  assert (t0 : 0 < 2 ^ m * 2 ^ k) by (apply Rmult_lt_0_compat; apply pow_lt; lra).
  assert (low0 : 0 < low).
  { unfold low. repeat apply Rmult_lt_0_compat; try assumption; try (apply pow_lt; lra).
    apply power_positive. }
  assert (tail0 : 0 < Rpower 2 (s - 1) / (s - 1))
    by (apply Rmult_lt_0_compat; [apply power_positive | apply Rinv_0_lt_compat; lra]).
  exists (low + high). split; [unfold high; lra|]. intros n w [w0 w1] Hn.
  assert (Close := fun x => above_distance a w x a0 w0).
  set (x := Rpower w (- / a)) in *.
  assert (i0 : 0 < / a) by (apply Rinv_0_lt_compat; assumption).
  assert (x1 : 1 <= x).
  { unfold x. rewrite Rpower_Ropp. rewrite <- Rinv_1 at 1.
    apply Rinv_le_contravar; [apply power_positive|]. rewrite <- (power_of_one (/ a)).
    apply Rle_Rpower_l; lra. }
  assert (W : forall r, Rpower x r = Rpower w (- r / a)).
  { intro r. unfold x. rewrite Rpower_mult. f_equal. unfold Rdiv. ring. }
  assert (target : w ^ k * Rpower x (1 + e) = Rpower w ((q - 1) / a)).
  { rewrite W, <- (Rpower_pow k w), <- Rpower_plus by assumption. f_equal. unfold e. field. lra. }
  assert (T0 := power_positive w ((q - 1) / a)).
  set (f := along_modes (mode q a m k w)).
  assert (pos : forall i, 0 < INR (S i)) by (intro i; assert (Z := at_least_one i); lra).
  assert (f0 : nonnegative f) by (intro i; apply mode_missed; [assumption | apply pos]).
  destruct (whole_below x x1) as (J & J1 & J2). assert (one := at_least_one J).
  assert (S0 := sum_nonnegative (S n) f f0).
  split.
  - set (N := Nat.min J n). set (half := (/ 2) ^ m * (w / 2) ^ k).
    assert (h0 : 0 < half) by (apply Rmult_lt_0_compat; apply pow_lt; lra).
    assert (two : 2 ^ m * 2 ^ k * half = w ^ k) by apply halves.
    assert (mx : x <= 2 * A * INR (S N)).
    { unfold N. destruct (Nat.min_spec J n) as [[_ ->]|[_ ->]].
      - assert (1 * INR (S J) <= A * INR (S J)) by (apply Rmult_le_compat_r; lra). lra.
      - assert (0 < A * INR (S n)) by (apply Rmult_lt_0_compat; [lra | apply pos]). lra. }
    destruct (last_modes_decide_above e N e1) as [B _]. fold c in B.
    assert (G : half * sum (S N) (along_modes (fun y => Rpower y e)) <= sum (S n) f).
    { apply Rle_trans with (sum (S N) f); [|apply sum_grows; [assumption | unfold N; lia]].
      rewrite Rmult_comm, <- sum_times. apply sum_le. intros i Li. rewrite Rmult_comm.
      apply mode_above; [assumption | apply pos |]. apply Close; [apply pos|].
      eapply Rle_trans; [|exact J1]. apply le_INR. unfold N in Li. lia. }
    assert (H : Rpower x (1 + e) <= Rpower (2 * A) (1 + e) * Rpower (INR (S N)) (1 + e)).
    { assert (Z := pos N). rewrite Rpower_mult_distr by lra.
      apply power_rises; [lra | lra | assumption]. }
    apply Rle_trans with (low * sum (S n) f);
      [|apply Rmult_le_compat_r; [assumption | unfold high; lra]].
    rewrite <- target, <- two. assert (A0 := power_positive (2 * A) (1 + e)).
    replace (low * sum (S n) f)
      with (2 ^ m * 2 ^ k * (Rpower (2 * A) (1 + e) * (c * sum (S n) f))) by (unfold low; ring).
    rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|].
    eapply Rle_trans; [apply Rmult_le_compat_l; [lra | exact H]|].
    replace (half * (Rpower (2 * A) (1 + e) * Rpower (INR (S N)) (1 + e)))
      with (Rpower (2 * A) (1 + e) * (half * Rpower (INR (S N)) (1 + e))) by ring.
    apply Rmult_le_compat_l; [lra|].
    eapply Rle_trans; [apply Rmult_le_compat_l; [lra | exact B]|].
    replace (half * (c * sum (S N) (along_modes (fun y => Rpower y e))))
      with (c * (half * sum (S N) (along_modes (fun y => Rpower y e)))) by ring.
    apply Rmult_le_compat_l; [lra | exact G].
  - apply Rle_trans with (sum (S J + S n) f); [apply sum_grows; [assumption | lia]|].
    assert (near : sum (S J) f <= c * Rpower w ((q - 1) / a)).
    { destruct (last_modes_decide_above e J e1) as [_ B]. fold c in B.
      apply Rle_trans with (w ^ k * sum (S J) (along_modes (fun y => Rpower y e))).
      - rewrite Rmult_comm, <- sum_times. apply sum_le. intros i Li. rewrite Rmult_comm.
        apply mode_missed; [assumption | apply pos].
      - rewrite <- target. assert (h0 : 0 < w ^ k) by (apply pow_lt; lra).
        replace (c * (w ^ k * Rpower x (1 + e))) with (w ^ k * (c * Rpower x (1 + e))) by ring.
        apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [exact B|].
        apply Rmult_le_compat_l; [lra|]. apply power_rises; lra. }
    assert (i1 : 0 < (/ w) ^ m) by (apply pow_lt, Rinv_0_lt_compat; assumption).
    assert (far : sum (S J + S n) f - sum (S J) f <=
                  Rpower 2 (s - 1) / (s - 1) * Rpower w ((q - 1) / a)).
    { apply Rle_trans with ((/ w) ^ m * (Rpower (INR (S J)) (1 - s) / (s - 1))).
      - apply Rle_trans with ((/ w) ^ m * (sum (S J + S n) (along_modes (inverse_power s)) -
                                         sum (S J) (along_modes (inverse_power s)))).
        + generalize (S n) as r. induction r as [|r IH]; [rewrite Nat.add_0_r; lra|].
          rewrite Nat.add_succ_r. set (t := (S J + r)%nat) in *.
          change (sum (S t) f) with (sum t f + f t).
          change (sum (S t) (along_modes (inverse_power s)))
            with (sum t (along_modes (inverse_power s)) + along_modes (inverse_power s) t).
          assert (Z : f t <= (/ w) ^ m * along_modes (inverse_power s) t)
            by (apply mode_resolved; [assumption | apply pos]). lra.
        + apply Rmult_le_compat_l; [lra|]. apply modes_beyond; [assumption | lia].
      - assert (K : Rpower (INR (S J)) (1 - s) <= Rpower (x / 2) (1 - s)).
        { replace (1 - s) with (- (s - 1)) by ring. rewrite !Rpower_Ropp.
          apply Rinv_le_contravar; [apply power_positive|]. apply power_rises; lra. }
        assert (E : (/ w) ^ m * Rpower (x / 2) (1 - s) =
                    Rpower 2 (s - 1) * Rpower w ((q - 1) / a)).
        { unfold Rdiv at 1. rewrite <- Rpower_mult_distr, W by lra.
          replace (Rpower (/ 2) (1 - s)) with (Rpower 2 (s - 1)).
          - rewrite <- (Rpower_pow m (/ w)) by (apply Rinv_0_lt_compat; assumption).
            replace (Rpower (/ w) (INR m)) with (Rpower w (- INR m)).
            + rewrite <- Rmult_assoc, <- Rpower_plus, Rmult_comm. f_equal. f_equal.
              unfold s. field. lra.
            + rewrite <- (Rpower_1 w) at 2 by assumption.
              rewrite <- Rpower_Ropp, Rpower_mult. f_equal. ring.
          - rewrite <- (Rpower_1 2) at 2 by lra.
            rewrite <- Rpower_Ropp, Rpower_mult. f_equal. ring. }
        replace (Rpower 2 (s - 1) / (s - 1) * Rpower w ((q - 1) / a))
          with (Rpower 2 (s - 1) * Rpower w ((q - 1) / a) * / (s - 1)) by (unfold Rdiv; ring).
        rewrite <- E. unfold Rdiv at 1. rewrite <- Rmult_assoc.
        apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|].
        apply Rmult_le_compat_l; [lra | exact K]. }
    apply Rle_trans with (high * Rpower w ((q - 1) / a));
      [unfold high; rewrite Rmult_plus_distr_r; lra | apply Rmult_le_compat_r; lra].
Qed.

(* Missed seldom, the first modes decide. *)
Theorem first_modes_missed q a m k n w : 1 < q - a * INR k -> 0 < w <= 1 ->
  w ^ k <= 2 ^ m * 2 ^ k * sum (S n) (along_modes (mode q a m k w)) /\
  sum (S n) (along_modes (mode q a m k w)) <= (q - a * INR k) / (q - a * INR k - 1) * w ^ k.
Proof.
  intros s1 [w0 w1]. set (s := q - a * INR k) in *.
  assert (pos : forall i, 0 < INR (S i)) by (intro i; assert (Z := at_least_one i); lra).
  split.
  - assert (L : sum 1 (along_modes (mode q a m k w)) <= sum (S n) (along_modes (mode q a m k w))).
    { apply sum_grows; [intro i; apply mode_missed; [assumption | apply pos] | lia]. }
    change (0 + mode q a m k w 1 <= sum (S n) (along_modes (mode q a m k w))) in L.
    assert (M := mode_above q a m k w 1 w0 ltac:(lra)). rewrite !power_of_one in M.
    specialize (M w1). rewrite Rmult_1_r in M.
    rewrite <- (halves m k w) at 1. apply Rmult_le_compat_l; [|lra].
    apply Rmult_le_pos; apply pow_le; lra.
  - destruct (first_modes_decide s n s1) as [_ U]. rewrite Rmult_comm.
    apply Rle_trans with (w ^ k * sum (S n) (along_modes (inverse_power s)));
      [|apply Rmult_le_compat_l; [apply pow_le; lra | exact U]].
    rewrite Rmult_comm, <- sum_times. apply sum_le. intros i _. rewrite Rmult_comm.
    unfold along_modes at 2, inverse_power. replace (- s) with (a * INR k - q) by (unfold s; ring).
    apply mode_missed; [assumption | apply pos].
Qed.

Lemma last_half N f c : nonnegative f -> (forall i, (N / 2 <= i)%nat -> (i < N)%nat -> c <= f i) ->
  0 <= c -> INR N / 2 * c <= sum N f.
Proof.
  intros f0 H c0. set (h := (N / 2)%nat) in *.
  assert (D := Nat.div_mod N 2 ltac:(lia)). assert (B := Nat.mod_upper_bound N 2 ltac:(lia)).
  fold h in D.
  assert (G : forall r, (h + r <= N)%nat -> INR r * c <= sum (h + r) f).
  { induction r as [|r IH]; intro L.
    - rewrite Nat.add_0_r. simpl. rewrite Rmult_0_l. apply sum_nonnegative. assumption.
    - rewrite Nat.add_succ_r, S_INR. change (sum (S (h + r)) f) with (sum (h + r) f + f (h + r)%nat).
      assert (Z := H (h + r)%nat ltac:(lia) ltac:(lia)). assert (Y := IH ltac:(lia)). lra. }
  assert (K := G (N - h)%nat ltac:(lia)). replace (h + (N - h))%nat with N in K by lia.
  eapply Rle_trans; [|exact K]. apply Rmult_le_compat_r; [assumption|].
  assert (Q : INR N <= 2 * INR (N - h)); [|lra].
  change 2 with (INR 2). rewrite <- mult_INR. apply le_INR. lia.
Qed.

(* Where the modes with the smallest lambda_j decide. *)
Theorem last_modes_resolved q a m k A : 0 < a -> 0 <= q + a * INR m < 1 -> 0 < A ->
  exists C, 0 < C /\ forall n w, 0 < w -> Rpower (INR (S n)) (- a) <= A * w ->
  let order := (/ w) ^ m * Rpower (INR (S n)) (1 - (q + a * INR m)) in
  order <= C * sum (S n) (along_modes (mode q a m k w)) /\
  sum (S n) (along_modes (mode q a m k w)) <= C * order.
Proof.
  intros a0 [s0 s1] A0. set (s := q + a * INR m) in *.
  set (low := 2 * (1 + Rpower 2 a * A) ^ (m + k)).
  assert (two0 := power_positive 2 a).
  assert (b1 : 1 <= 1 + Rpower 2 a * A)
    by (assert (0 < Rpower 2 a * A) by (apply Rmult_lt_0_compat; lra); lra).
  assert (low0 : 0 < low) by (apply Rmult_lt_0_compat; [lra | apply pow_lt; lra]).
  assert (high0 : 0 < / (1 - s)) by (apply Rinv_0_lt_compat; lra).
  exists (low + / (1 - s)). split; [lra|]. intros n w w0 Hn order.
  assert (pos : forall i, 0 < INR (S i)) by (intro i; assert (Z := at_least_one i); lra).
  assert (i1 : 0 < (/ w) ^ m) by (apply pow_lt, Rinv_0_lt_compat; assumption).
  assert (f0 : nonnegative (along_modes (mode q a m k w)))
    by (intro i; apply mode_missed; [assumption | apply pos]).
  assert (o0 : 0 < order) by (apply Rmult_lt_0_compat; [assumption | apply power_positive]).
  assert (S0 := sum_nonnegative (S n) _ f0). split.
  - apply Rle_trans with (low * sum (S n) (along_modes (mode q a m k w)));
      [|apply Rmult_le_compat_r; lra].
    set (b := 1 + Rpower 2 a * A) in *.
    assert (bi : 0 < (/ b) ^ (m + k)) by (apply pow_lt, Rinv_0_lt_compat; lra).
    set (c := (/ b) ^ (m + k) * ((/ w) ^ m * Rpower (INR (S n)) (- s))).
    assert (c0 : 0 <= c).
    { left. repeat apply Rmult_lt_0_compat; try assumption. apply power_positive. }
    assert (H := last_half (S n) _ c f0).
    assert (each : forall i, (S n / 2 <= i)%nat -> (i < S n)%nat ->
                   c <= along_modes (mode q a m k w) i).
    { intros i L1 L2. unfold along_modes. set (x := INR (S i)). assert (x0 : 0 < x) by apply pos.
      assert (xn : x <= INR (S n)) by (apply le_INR; lia).
      assert (xh : INR (S n) <= 2 * x).
      { unfold x. change 2 with (INR 2). rewrite <- mult_INR. apply le_INR.
        assert (D := Nat.div_mod (S n) 2 ltac:(lia)).
        assert (B := Nat.mod_upper_bound (S n) 2 ltac:(lia)). lia. }
      assert (l0 := power_positive x (- a)).
      assert (small : Rpower x (- a) <= Rpower 2 a * A * w).
      { apply Rle_trans with (Rpower 2 a * Rpower (INR (S n)) (- a)).
        - rewrite !Rpower_Ropp. apply Rmult_le_reg_r with (Rpower (INR (S n)) a);
            [apply power_positive|].
          rewrite Rmult_assoc, Rinv_l, Rmult_1_r by (apply Rgt_not_eq, power_positive).
          apply Rmult_le_reg_l with (Rpower x a); [apply power_positive|].
          rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by (apply Rgt_not_eq, power_positive).
          rewrite Rmult_comm, Rpower_mult_distr by lra. apply power_rises; lra.
        - rewrite Rmult_assoc. apply Rmult_le_compat_l; lra. }
      assert (sum0 : 0 < Rpower x (- a) + w) by lra.
      assert (bw : Rpower x (- a) + w <= b * w) by (unfold b; lra).
      assert (ib : / (b * w) <= / (Rpower x (- a) + w))
        by (apply Rinv_le_contravar; assumption).
      assert (bw0 : 0 < / (b * w)) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra).
      assert (U : / b * (/ w * Rpower x (- a)) <= Rpower x (- a) / (Rpower x (- a) + w)).
      { replace (/ b * (/ w * Rpower x (- a))) with (Rpower x (- a) * / (b * w)) by (field; lra).
        apply Rmult_le_compat_l; lra. }
      assert (V : / b <= w / (Rpower x (- a) + w)).
      { replace (/ b) with (w * / (b * w)) by (field; lra). apply Rmult_le_compat_l; lra. }
      assert (ib0 : 0 < / b) by (apply Rinv_0_lt_compat; lra).
      assert (iw0 : 0 < / w) by (apply Rinv_0_lt_compat; lra).
      assert (u0 : 0 <= / b * (/ w * Rpower x (- a)))
        by (left; repeat apply Rmult_lt_0_compat; assumption).
      apply Rle_trans with ((/ b) ^ (m + k) * ((/ w) ^ m * Rpower x (- s))).
      - apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; [lra|].
        rewrite !Rpower_Ropp. apply Rinv_le_contravar; [apply power_positive|].
        apply power_rises; assumption.
      - replace ((/ b) ^ (m + k) * ((/ w) ^ m * Rpower x (- s)))
          with (Rpower x (- q) * ((/ b * (/ w * Rpower x (- a))) ^ m * (/ b) ^ k)).
        + unfold mode. apply Rmult_le_compat_l; [left; apply power_positive|].
          apply Rmult_le_compat; [apply pow_le; assumption | apply pow_le; lra | |];
            apply pow_incr; lra.
        + rewrite !Rpow_mult_distr, power_of_power, pow_add.
          replace (- s) with (- q + - a * INR m) by (unfold s; ring). rewrite Rpower_plus. ring. }
    specialize (H each c0).
    apply Rmult_le_compat_l with (r := low) in H; [|lra]. eapply Rle_trans; [|exact H].
    right. unfold order, c, low. fold b.
    replace (1 - s) with (1 + - s) by ring. rewrite Rpower_plus, Rpower_1 by apply pos.
    replace (2 * b ^ (m + k) *
             (INR (S n) / 2 * ((/ b) ^ (m + k) * ((/ w) ^ m * Rpower (INR (S n)) (- s)))))
      with ((b ^ (m + k) * (/ b) ^ (m + k)) * ((/ w) ^ m * (INR (S n) * Rpower (INR (S n)) (- s))))
      by field.
    rewrite <- Rpow_mult_distr, Rinv_r, pow1 by lra. ring.
  - destruct (last_modes_decide s n (conj s0 s1)) as [_ U].
    apply Rle_trans with (/ (1 - s) * order); [|apply Rmult_le_compat_r; lra].
    apply Rle_trans with ((/ w) ^ m * sum (S n) (along_modes (inverse_power s))).
    + rewrite Rmult_comm, <- sum_times. apply sum_le. intros i _. rewrite Rmult_comm.
      apply mode_resolved; [assumption | apply pos].
    + unfold order. replace (/ (1 - s) * ((/ w) ^ m * Rpower (INR (S n)) (1 - s)))
        with ((/ w) ^ m * (Rpower (INR (S n)) (1 - s) / (1 - s))) by (unfold Rdiv; ring).
      apply Rmult_le_compat_l; lra.
Qed.
