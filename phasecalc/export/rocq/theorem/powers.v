(* Sums over the modes between integrals: what the sum over 1 <= j <= n of j^(-s) is. *)

(* What follows mode i, which has the number i + 1. *)
Definition along_modes (f : R -> R) (i : nat) : R := f (INR (S i)).

Definition antiderivative (F f : R -> R) : Prop := forall x, 1 <= x -> derivable_pt_lim F x (f x).

Lemma one_step F f x :
  antiderivative F f -> (forall y z, 1 <= y -> y <= z -> f z <= f y) -> 1 <= x ->
  f (x + 1) <= F (x + 1) - F x <= f x.
Proof.
  intros HF Hf x1. destruct (MVT_cor2 F f x (x + 1)) as (c & E & C); [lra | intros; apply HF; lra|].
  rewrite E. replace (x + 1 - x) with 1 by ring. rewrite Rmult_1_r. split; apply Hf; lra.
Qed.

Lemma at_least_one n : 1 <= INR (S n).
Proof. rewrite S_INR. assert (H := pos_INR n). lra. Qed.

Theorem sum_between_integrals F f n :
  antiderivative F f -> (forall y z, 1 <= y -> y <= z -> f z <= f y) ->
  F (INR (S n)) - F 1 <= sum n (along_modes f) /\
  sum (S n) (along_modes f) <= f 1 + (F (INR (S n)) - F 1).
Proof.
  intros HF Hf. induction n as [|n [L U]].
  - unfold along_modes. simpl. lra.
  - destruct (one_step F f (INR (S n)) HF Hf (at_least_one n)) as [A B].
    rewrite <- S_INR in A, B.
    change (sum (S n) (along_modes f)) with (sum n (along_modes f) + f (INR (S n))) in *.
    change (sum (S (S n)) (along_modes f))
      with (sum n (along_modes f) + f (INR (S n)) + f (INR (S (S n)))). lra.
Qed.

Lemma sum_of_constant n c : sum n (fun _ : nat => c) = INR n * c.
Proof. induction n as [|n IH]; [simpl; lra|]. rewrite S_INR. simpl sum. rewrite IH. lra. Qed.

Lemma power_positive x e : 0 < Rpower x e.
Proof. apply exp_pos. Qed.

Lemma power_of_one e : Rpower 1 e = 1.
Proof. unfold Rpower. rewrite ln_1, Rmult_0_r. apply exp_0. Qed.

Lemma power_falls s x y : 0 <= s -> 1 <= x -> x <= y -> Rpower y (- s) <= Rpower x (- s).
Proof.
  intros s0 x1 L. rewrite !Rpower_Ropp. apply Rinv_le_contravar; [apply power_positive|].
  destruct (Req_dec s 0) as [->|N]; [rewrite !Rpower_O by lra; lra|].
  apply Rle_Rpower_l; lra.
Qed.

Lemma power_antiderivative s : s <> 1 ->
  antiderivative (fun x => Rpower x (1 - s) / (1 - s)) (fun x => Rpower x (- s)).
Proof.
  intros N x x1. assert (D := derivable_pt_lim_power x (1 - s) ltac:(lra)).
  apply (derivable_pt_lim_scal _ (/ (1 - s))) in D.
  replace (/ (1 - s) * ((1 - s) * Rpower x (1 - s - 1))) with (Rpower x (- s)) in D.
  - intros e e0. destruct (D e e0) as (d & Hd). exists d. intros h h0 hd.
    specialize (Hd h h0 hd). unfold mult_real_fct in Hd. unfold Rdiv at 2 3.
    rewrite !(Rmult_comm _ (/ (1 - s))). exact Hd.
  - replace (1 - s - 1) with (- s) by ring. field. lra.
Qed.

Definition inverse_power (s x : R) : R := Rpower x (- s).

Theorem sum_of_powers s n : 0 <= s -> s <> 1 ->
  (Rpower (INR (S n)) (1 - s) - 1) / (1 - s) <= sum n (along_modes (inverse_power s)) /\
  sum (S n) (along_modes (inverse_power s)) <= 1 + (Rpower (INR (S n)) (1 - s) - 1) / (1 - s).
Proof.
  intros s0 N.
  destruct (sum_between_integrals (fun x => Rpower x (1 - s) / (1 - s)) (inverse_power s) n)
    as [L U].
  - apply power_antiderivative; assumption.
  - intros. apply power_falls; assumption.
  - unfold inverse_power at 2 in U. rewrite !power_of_one in *.
    replace ((Rpower (INR (S n)) (1 - s) - 1) / (1 - s))
      with (Rpower (INR (S n)) (1 - s) / (1 - s) - 1 / (1 - s)) by (field; lra).
    split; assumption.
Qed.

Theorem sum_of_inverses n :
  ln (INR (S n)) <= sum n (along_modes (inverse_power 1)) /\
  sum (S n) (along_modes (inverse_power 1)) <= 1 + ln (INR (S n)).
Proof.
  destruct (sum_between_integrals ln (inverse_power 1) n) as [L U].
  - intros x x1. unfold inverse_power. rewrite Rpower_Ropp, Rpower_1 by lra.
    apply derivable_pt_lim_ln. lra.
  - intros. apply power_falls; lra.
  - unfold inverse_power at 2 in U. rewrite power_of_one, ln_1 in *.
    rewrite Rminus_0_r in *. split; assumption.
Qed.

(* Which modes decide: the last ones below s = 1, the first ones above. *)
Theorem last_modes_decide s n : 0 <= s < 1 ->
  Rpower (INR (S n)) (1 - s) <= sum (S n) (along_modes (inverse_power s)) <=
  Rpower (INR (S n)) (1 - s) / (1 - s).
Proof.
  intros [s0 s1]. split.
  - assert (H : sum (S n) (fun _ => Rpower (INR (S n)) (- s)) <=
                sum (S n) (along_modes (inverse_power s))).
    { apply sum_le. intros i Li. apply power_falls; [assumption | apply at_least_one |].
      apply le_INR. lia. }
    eapply Rle_trans; [|exact H].
    rewrite sum_of_constant. right. unfold Rminus. rewrite Rpower_plus, Rpower_1; [reflexivity|].
    assert (H1 := at_least_one n). lra.
  - destruct (sum_of_powers s n s0 (Rlt_not_eq s 1 s1)) as [_ U]. eapply Rle_trans; [exact U|].
    replace (1 + (Rpower (INR (S n)) (1 - s) - 1) / (1 - s))
      with (Rpower (INR (S n)) (1 - s) / (1 - s) - s / (1 - s)) by (field; lra).
    assert (0 <= s / (1 - s)); [|lra].
    unfold Rdiv. apply Rmult_le_pos; [assumption | left; apply Rinv_0_lt_compat; lra].
Qed.

Theorem first_modes_decide s n : 1 < s ->
  1 <= sum (S n) (along_modes (inverse_power s)) <= s / (s - 1).
Proof.
  intro s1. split.
  - assert (H : sum 1 (along_modes (inverse_power s)) <= sum (S n) (along_modes (inverse_power s))).
    { apply sum_grows; [intro i; left; apply power_positive | lia]. }
    change (0 + Rpower 1 (- s) <= sum (S n) (along_modes (inverse_power s))) in H.
    rewrite power_of_one in H. lra.
  - destruct (sum_of_powers s n ltac:(lra) (Rgt_not_eq s 1 s1)) as [_ U].
    eapply Rle_trans; [exact U|].
    replace (1 + (Rpower (INR (S n)) (1 - s) - 1) / (1 - s))
      with (s / (s - 1) - Rpower (INR (S n)) (1 - s) / (s - 1)) by (field; lra).
    assert (0 <= Rpower (INR (S n)) (1 - s) / (s - 1)); [|lra].
    unfold Rdiv. apply Rmult_le_pos; [left; apply power_positive|].
    left; apply Rinv_0_lt_compat; lra.
Qed.

(* The modes beyond m, where the sum converges. *)
Lemma modes_beyond s m n : 1 < s -> (1 <= m)%nat ->
  sum (m + n) (along_modes (inverse_power s)) - sum m (along_modes (inverse_power s)) <=
  Rpower (INR m) (1 - s) / (s - 1).
Proof.
  intros s1 m1. set (F := fun x => Rpower x (1 - s) / (1 - s)).
  assert (H : sum (m + n) (along_modes (inverse_power s)) - sum m (along_modes (inverse_power s)) <=
              F (INR (m + n)) - F (INR m)).
  { induction n as [|n IH]; [rewrite Nat.add_0_r; lra|].
    rewrite Nat.add_succ_r. simpl sum. unfold along_modes at 2.
    assert (m2 : 1 <= INR (m + n)) by (change 1 with (INR 1); apply le_INR; lia).
    destruct (one_step F (inverse_power s) (INR (m + n))) as [A _].
    - apply power_antiderivative. apply Rgt_not_eq. assumption.
    - intros. apply power_falls; lra.
    - assumption.
    - rewrite <- S_INR in A. lra. }
  eapply Rle_trans; [exact H|]. unfold F.
  replace (Rpower (INR m) (1 - s) / (s - 1)) with (- (Rpower (INR m) (1 - s) / (1 - s)))
    by (field; lra).
  assert (0 <= - (Rpower (INR (m + n)) (1 - s) / (1 - s))); [|lra].
  replace (- (Rpower (INR (m + n)) (1 - s) / (1 - s)))
    with (Rpower (INR (m + n)) (1 - s) * / (s - 1)) by (field; lra).
  apply Rmult_le_pos; [left; apply power_positive | left; apply Rinv_0_lt_compat; lra].
Qed.

Lemma power_rises e x y : 0 <= e -> 0 < x -> x <= y -> Rpower x e <= Rpower y e.
Proof.
  intros e0 x0 L. destruct (Req_dec e 0) as [->|N]; [rewrite !Rpower_O by lra; lra|].
  apply Rle_Rpower_l; lra.
Qed.

(* Above -1 the last modes decide, whether the terms fall or rise. *)
Theorem last_modes_decide_above e n : -1 < e ->
  let C := 1 + e + / (1 + e) in
  Rpower (INR (S n)) (1 + e) <= C * sum (S n) (along_modes (fun x => Rpower x e)) /\
  sum (S n) (along_modes (fun x => Rpower x e)) <= C * Rpower (INR (S n)) (1 + e).
Proof.
  intros e1 C. assert (i0 : 0 < / (1 + e)) by (apply Rinv_0_lt_compat; lra).
  assert (C1 : 1 <= C).
  { unfold C. destruct (Rle_dec 0 e); [lra|]. assert (1 < / (1 + e)); [|lra].
    rewrite <- Rinv_1 at 1. apply Rinv_lt_contravar; lra. }
  assert (X1 := at_least_one n). assert (P := power_positive (INR (S n)) (1 + e)).
  destruct (Rlt_dec e 0) as [L|L].
  - destruct (last_modes_decide (- e) n) as [A B]; [lra|].
    replace (along_modes (inverse_power (- e))) with (along_modes (fun x => Rpower x e)) in A, B
      by (unfold along_modes, inverse_power; rewrite Ropp_involutive; reflexivity).
    replace (1 - - e) with (1 + e) in A, B by ring. split.
    + eapply Rle_trans; [exact A|]. rewrite <- Rmult_1_l at 1. apply Rmult_le_compat_r; lra.
    + eapply Rle_trans; [exact B|]. unfold Rdiv. rewrite Rmult_comm.
      apply Rmult_le_compat_r; [lra | unfold C; lra].
  - apply Rnot_lt_le in L.
    set (F := fun x => - (Rpower x (1 - - e) / (1 - - e))).
    destruct (sum_between_integrals F (fun x => - Rpower x e) n) as [_ A].
    + intros x x1. unfold F.
      assert (D := power_antiderivative (- e) ltac:(apply Rlt_not_eq; lra) x x1).
      apply derivable_pt_lim_opp in D. rewrite Ropp_involutive in D. exact D.
    + intros y z y1 L'. apply Ropp_le_contravar. apply power_rises; lra.
    + assert (N : forall m, sum m (along_modes (fun x => - Rpower x e)) =
                            - sum m (along_modes (fun x => Rpower x e))).
      { induction m as [|m IH]; simpl; [lra|]. rewrite IH. unfold along_modes. lra. }
      rewrite N in A. unfold F in A. rewrite !power_of_one in A.
      replace (1 - - e) with (1 + e) in A by ring. split.
      * assert (B : Rpower (INR (S n)) (1 + e) / (1 + e) <=
                    sum (S n) (along_modes (fun x => Rpower x e))).
        { assert (1 / (1 + e) <= 1); [|lra]. unfold Rdiv. rewrite Rmult_1_l.
          rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
        assert (S0 : 0 <= sum (S n) (along_modes (fun x => Rpower x e)))
          by (apply sum_nonnegative; intro i; left; apply power_positive).
        apply Rle_trans with ((1 + e) * sum (S n) (along_modes (fun x => Rpower x e)));
          [|apply Rmult_le_compat_r; [assumption | unfold C; lra]].
        apply Rmult_le_reg_l with (/ (1 + e)); [assumption|].
        rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l by lra. rewrite Rmult_comm. exact B.
      * apply Rle_trans with (Rpower (INR (S n)) (1 + e));
          [|rewrite <- Rmult_1_l at 1; apply Rmult_le_compat_r; lra].
        rewrite Rpower_plus, Rpower_1 by lra. rewrite <- sum_of_constant.
        apply sum_le. intros i Li. apply power_rises; [assumption | | apply le_INR; lia].
        assert (H := at_least_one i). lra.
Qed.
