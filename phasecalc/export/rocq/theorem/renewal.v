(* The renewal lemma: the loss of a Volterra equation is of the order of forcing and noise.

   P(r) = F(r) + K(r-1) P(0) + ... + K(0) P(r-1), with K and F decreasing and non-negative, the
   sum of K at most M < 1, and both doubling: m <= r <= 2m + 1 gives F(m) <= 2^k F(r), and so for
   K, up to a time R. Then for every r <= R, with S(r) = F(0) + ... + F(r),

       F(r) + K(r) S(r-1)  <=  P(r)  <=  C (F(r) + K(r) S(r)),   C = 8^k (k+1)! / (1 - M)^(k+2).

   P is the sum of its n-fold convolutions; of n + 1 times that add up to r - n one is at least
   (r - n)/(n + 1), so at the cost of a factor (n + 1)^k it is r itself. *)

(* (a * b)(r) = a(r-1) b(0) + ... + a(0) b(r-1): one step passes between the two. *)
Definition convolution (a b : nat -> R) (r : nat) : R :=
  sum r (fun s => a (r - 1 - s)%nat * b s).

Fixpoint iterated (K F : nat -> R) (n : nat) : nat -> R :=
  match n with O => F | S k => convolution K (iterated K F k) end.

Definition volterra (K F P : nat -> R) : Prop := forall r, P r = F r + convolution K P r.

Definition decreasing (f : nat -> R) : Prop := forall i j, (i <= j)%nat -> f j <= f i.
Definition doubling (D : R) (last : nat) (f : nat -> R) : Prop :=
  forall m r, (m <= r)%nat -> (r <= 2 * m + 1)%nat -> (r <= last)%nat -> f m <= D * f r.

Lemma convolution_nonnegative a b : nonnegative a -> nonnegative b -> nonnegative (convolution a b).
Proof.
  intros A B r. unfold convolution.
  apply Rle_trans with (sum r (fun _ => 0)).
  - clear. induction r; simpl; lra.
  - apply sum_le. intros i L. apply Rmult_le_pos; [apply A | apply B].
Qed.

Lemma iterated_nonnegative K F n : nonnegative K -> nonnegative F -> nonnegative (iterated K F n).
Proof. intros k f. induction n; simpl; [assumption | apply convolution_nonnegative; assumption]. Qed.

(* Sums of a convolution, one factor summed first. *)
Lemma sum_convolution a b n :
  sum n (convolution a b) = sum n (fun s => sum (n - 1 - s) a * b s).
Proof.
  induction n as [|n IH]; [reflexivity|].
  change (sum (S n) (convolution a b)) with (sum n (convolution a b) + convolution a b n).
  change (sum (S n) (fun s => sum (S n - 1 - s) a * b s))
    with (sum n (fun s => sum (S n - 1 - s) a * b s) + sum (S n - 1 - n) a * b n).
  replace (S n - 1 - n)%nat with O by lia. simpl (sum 0 a). rewrite Rmult_0_l, Rplus_0_r.
  rewrite IH. unfold convolution. rewrite <- sum_plus. apply sum_eq. intros i L.
  replace (S n - 1 - i)%nat with (S (n - 1 - i)) by lia. simpl. ring.
Qed.

Lemma sum_convolution_at_most a b n M :
  (forall N, sum N a <= M) -> nonnegative b -> sum n (convolution a b) <= M * sum n b.
Proof.
  intros A B. rewrite sum_convolution, Rmult_comm, <- sum_times. apply sum_le. intros i L.
  rewrite Rmult_comm. apply Rmult_le_compat_l; [apply B | apply A].
Qed.

(* Mass of the n-fold product. *)
Theorem iterated_mass K F n N M :
  nonnegative K -> nonnegative F -> (forall L, sum L K <= M) ->
  sum N (iterated K F n) <= M ^ n * sum N F.
Proof.
  intros k f HM. assert (M0 : 0 <= M) by (specialize (HM O); simpl in HM; lra).
  induction n as [|n IH]; simpl; [lra|].
  eapply Rle_trans; [apply sum_convolution_at_most; [exact HM | apply iterated_nonnegative; assumption]|].
  rewrite Rmult_assoc. apply Rmult_le_compat_l; assumption.
Qed.

Theorem renewal_upper K F M n : forall r m,
  nonnegative K -> nonnegative F -> decreasing K -> decreasing F ->
  (forall L, sum L K <= M) -> (S n * m + n <= r)%nat ->
  iterated K F n r <= M ^ n * F m + INR n * M ^ (n - 1) * K m * sum (S r) F.
Proof.
  induction n as [|n IH]; intros r m k f dk df HM L.
  - simpl. assert (F r <= F m) by (apply df; lia). lra.
  - assert (M0 : 0 <= M) by (specialize (HM O); simpl in HM; lra).
    set (T := sum (S r) F).
    assert (T0 : 0 <= T) by (apply sum_nonnegative; assumption).
    assert (Km : 0 <= K m) by apply k.
    set (B := M ^ n * F m + INR n * M ^ (n - 1) * K m * T).
    assert (B0 : 0 <= B).
    { unfold B. assert (0 <= M ^ n * F m).
      { apply Rmult_le_pos; [apply pow_le; assumption | apply f]. }
      assert (0 <= INR n * M ^ (n - 1) * K m * T); [|lra].
      repeat apply Rmult_le_pos; try assumption; [apply pos_INR | apply pow_le; assumption]. }
    set (G := iterated K F n). assert (g : nonnegative G) by (apply iterated_nonnegative; assumption).
    (* A short step leaves a long time for the others; a long one has a small kernel. *)
    assert (Each : forall s, (s < r)%nat ->
              K (r - 1 - s)%nat * G s <= K (r - 1 - s)%nat * B + G s * K m).
    { intros s Ls. assert (Gs := g s). assert (Ki := k (r - 1 - s)%nat).
      destruct (Nat.le_gt_cases m (r - 1 - s)) as [C|C].
      - assert (K (r - 1 - s)%nat <= K m) by (apply dk; assumption).
        assert (K (r - 1 - s)%nat * G s <= K m * G s) by (apply Rmult_le_compat_r; assumption).
        assert (0 <= K (r - 1 - s)%nat * B) by (apply Rmult_le_pos; assumption). lra.
      - assert (E : G s <= B).
        { assert (Lm : (S n * m + n <= s)%nat) by (simpl in *; lia).
          eapply Rle_trans; [apply (IH s m k f dk df HM Lm)|].
          unfold B. apply Rplus_le_compat_l. apply Rmult_le_compat_l.
          - repeat apply Rmult_le_pos; try assumption; [apply pos_INR | apply pow_le; assumption].
          - apply sum_grows; [assumption | lia]. }
        assert (K (r - 1 - s)%nat * G s <= K (r - 1 - s)%nat * B)
          by (apply Rmult_le_compat_l; assumption).
        assert (0 <= G s * K m) by (apply Rmult_le_pos; assumption). lra. }
    change (iterated K F (S n) r) with (sum r (fun s => K (r - 1 - s)%nat * G s)).
    eapply Rle_trans; [apply sum_le; exact Each|].
    rewrite sum_plus, !sum_times.
    rewrite <- (sum_reversed r K).
    assert (Mass : sum r G <= M ^ n * T).
    { eapply Rle_trans; [apply (iterated_mass K F n r M); assumption|].
      apply Rmult_le_compat_l; [apply pow_le; assumption | apply sum_grows; [assumption | lia]]. }
    assert (Last : sum r G * K m <= M ^ n * T * K m)
      by (apply Rmult_le_compat_r; assumption).
    assert (First : sum r K * B <= M * B) by (apply Rmult_le_compat_r; [assumption | apply HM]).
    replace (S n - 1)%nat with n by lia. rewrite S_INR. unfold B in *.
    assert (Step : M * (INR n * M ^ (n - 1) * K m * T) = INR n * M ^ n * K m * T).
    { destruct n as [|n']; [simpl; ring|]. replace (S n' - 1)%nat with n' by lia.
      change (M ^ S n') with (M * M ^ n'). ring. }
    change (M ^ S n) with (M * M ^ n).
    rewrite (Rmult_plus_distr_l M), Step in First. lra.
Qed.

(* The loss is the sum of its convolutions; those of more factors than steps vanish. *)
Lemma loss_expanded K F P : volterra K F P ->
  forall N r, (r <= N)%nat -> P r = sum (S N) (fun n => iterated K F n r).
Proof.
  intros V N. induction N as [|N IH]; intros r L; rewrite V.
  - replace r with O by lia. simpl. unfold convolution. simpl. lra.
  - rewrite sum_first. simpl iterated at 1. f_equal. unfold convolution at 1.
    rewrite (sum_eq r _ (fun s => sum (S N) (fun n => K (r - 1 - s)%nat * iterated K F n s))).
    + rewrite sum_exchanged. apply sum_eq. intros n _. reflexivity.
    + intros s Ls. rewrite (IH s) by lia. rewrite Rmult_comm, <- sum_times.
      apply sum_eq. intros; ring.
Qed.

Lemma loss_nonnegative K F P : volterra K F P -> nonnegative K -> nonnegative F -> nonnegative P.
Proof.
  intros V k f r. rewrite (loss_expanded K F P V r r) by lia.
  apply sum_nonnegative. intro n. apply (iterated_nonnegative K F n); assumption.
Qed.

Theorem renewal_lower K F P r :
  volterra K F P -> nonnegative K -> nonnegative F -> decreasing K ->
  F r + K r * sum r F <= P r.
Proof.
  intros V k f dk. assert (p := loss_nonnegative K F P V k f). rewrite V.
  apply Rplus_le_compat_l. unfold convolution. rewrite Rmult_comm, <- sum_times.
  apply sum_le. intros s L. rewrite Rmult_comm.
  assert (Fs : F s <= P s).
  { rewrite (V s). assert (0 <= convolution K P s) by (apply convolution_nonnegative; assumption). lra. }
  apply Rmult_le_compat; [apply k | apply f | apply dk; lia | assumption].
Qed.

(* (n+1)^k M^n sums up to k!/(1-M)^(k+1) at most: so does (n+1)(n+2)...(n+k) M^n, whose
   differences are k (n+1)...(n+k-1). *)
Fixpoint rising (n k : nat) : R :=
  match k with O => 1 | S j => rising n j * (INR n + INR k) end.

Lemma rising_step n k : rising (S n) k * (INR n + 1) = rising n k * (INR n + 1 + INR k).
Proof.
  induction k as [|k IH]; [simpl; lra|].
  change (rising (S n) (S k)) with (rising (S n) k * (INR (S n) + INR (S k))).
  change (rising n (S k)) with (rising n k * (INR n + INR (S k))).
  rewrite !S_INR in *.
  replace (rising (S n) k * (INR n + 1 + (INR k + 1)) * (INR n + 1))
    with (rising (S n) k * (INR n + 1) * (INR n + 1 + (INR k + 1))) by ring.
  rewrite IH. ring.
Qed.

Lemma rising_positive n k : 0 < rising n k.
Proof.
  induction k as [|k IH]; [simpl; lra|].
  change (rising n (S k)) with (rising n k * (INR n + INR (S k))).
  apply Rmult_lt_0_compat; [assumption|]. rewrite S_INR.
  assert (A := pos_INR n). assert (B := pos_INR k). lra.
Qed.

Lemma rising_difference n k :
  rising (S n) (S k) = rising n (S k) + INR (S k) * rising (S n) k.
Proof.
  change (rising (S n) (S k)) with (rising (S n) k * (INR (S n) + INR (S k))).
  change (rising n (S k)) with (rising n k * (INR n + INR (S k))).
  assert (H := rising_step n k). rewrite !S_INR in *.
  replace (rising n k * (INR n + (INR k + 1))) with (rising n k * (INR n + 1 + INR k)) by ring.
  rewrite <- H. ring.
Qed.

Lemma power_below_rising n k : (INR n + 1) ^ k <= rising n k.
Proof.
  induction k as [|k IH]; [simpl; lra|].
  change (rising n (S k)) with (rising n k * (INR n + INR (S k))). simpl pow. rewrite Rmult_comm.
  assert (A := pos_INR n). assert (B := pos_INR k).
  apply Rmult_le_compat; [apply pow_le; lra | lra | assumption | rewrite S_INR; lra].
Qed.

Lemma rising_at_zero k : rising 0 k = INR (fact k).
Proof.
  induction k as [|k IH]; [simpl; lra|].
  change (rising 0 (S k)) with (rising 0 k * (0 + INR (S k))). rewrite IH.
  change (fact (S k)) with (S k * fact k)%nat. rewrite mult_INR. ring.
Qed.

Lemma rising_sum k M N : 0 <= M -> M < 1 ->
  sum N (fun n => rising n k * M ^ n) * (1 - M) ^ S k <= INR (fact k).
Proof.
  intros M0 M1. revert N. induction k as [|k IH]; intro N.
  - assert (E : sum N (fun n => rising n 0 * M ^ n) * (1 - M) ^ 1 = 1 - M ^ N).
    { induction N as [|N IHN]; simpl in *; [lra|]. ring_simplify in IHN. ring_simplify. lra. }
    rewrite E. simpl. assert (0 <= M ^ N) by (apply pow_le; assumption). lra.
  - assert (E : sum N (fun n => rising n (S k) * M ^ n) * (1 - M)
                <= INR (S k) * sum N (fun n => rising n k * M ^ n)).
    { destruct N as [|N]; [simpl; lra|].
      enough (A : sum (S N) (fun n => rising n (S k) * M ^ n) * (1 - M)
                  = INR (S k) * sum (S N) (fun n => rising n k * M ^ n)
                    - rising N (S k) * M ^ S N).
      { rewrite A. assert (0 <= rising N (S k) * M ^ S N); [|lra].
        apply Rmult_le_pos; [left; apply rising_positive | apply pow_le; assumption]. }
      induction N as [|N IHN].
      - cbn [sum]. rewrite !rising_at_zero.
        change (fact (S k)) with (S k * fact k)%nat. rewrite mult_INR. simpl pow. ring.
      - change (sum (S (S N)) (fun n => rising n (S k) * M ^ n))
          with (sum (S N) (fun n => rising n (S k) * M ^ n) + rising (S N) (S k) * M ^ S N).
        change (sum (S (S N)) (fun n => rising n k * M ^ n))
          with (sum (S N) (fun n => rising n k * M ^ n) + rising (S N) k * M ^ S N).
        rewrite Rmult_plus_distr_r, IHN, Rmult_plus_distr_l.
        rewrite (rising_difference N k). change (M ^ S (S N)) with (M * M ^ S N). ring. }
    change ((1 - M) ^ S (S k)) with ((1 - M) * (1 - M) ^ S k).
    rewrite <- Rmult_assoc.
    apply Rle_trans with (INR (S k) * sum N (fun n => rising n k * M ^ n) * (1 - M) ^ S k).
    + apply Rmult_le_compat_r; [apply pow_le; lra | assumption].
    + change (fact (S k)) with (S k * fact k)%nat. rewrite mult_INR, Rmult_assoc.
      apply Rmult_le_compat_l; [apply pos_INR | apply IH].
Qed.

Theorem geometric_powers k M N : 0 <= M -> M < 1 ->
  sum N (fun n => (INR n + 1) ^ k * M ^ n) <= INR (fact k) / (1 - M) ^ S k.
Proof.
  intros M0 M1. assert (0 < (1 - M) ^ S k) by (apply pow_lt; lra).
  apply Rmult_le_reg_r with ((1 - M) ^ S k); [assumption|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. rewrite Rmult_1_r.
  eapply Rle_trans; [|apply (rising_sum k M N); assumption].
  apply Rmult_le_compat_r; [lra|]. apply sum_le. intros i _.
  apply Rmult_le_compat_r; [apply pow_le; assumption | apply power_below_rising].
Qed.

(* What doubles is smaller by a power of the ratio at most. *)
Lemma doubled_often f k last : doubling (2 ^ k) last f -> nonnegative f ->
  forall j m r, (m <= r)%nat -> (r <= last)%nat -> (S r <= 2 ^ j * S m)%nat ->
  f m <= (2 ^ k) ^ j * f r.
Proof.
  intros H f0 j. induction j as [|j IH]; intros m r L E Lj.
  - simpl in *. replace r with m by lia. lra.
  - assert (P1 : 1 <= 2 ^ k) by (apply pow_R1_Rle; lra).
    destruct (Nat.le_gt_cases r (2 * m + 1)) as [C|C].
    + eapply Rle_trans; [apply (H m r L C E)|].
      apply Rmult_le_compat_r; [apply f0|]. simpl.
      assert (1 <= (2 ^ k) ^ j) by (apply pow_R1_Rle; assumption).
      rewrite <- (Rmult_1_r (2 ^ k)) at 1. apply Rmult_le_compat_l; lra.
    + eapply Rle_trans; [apply (H m (2 * m + 1)%nat); lia|].
      simpl pow at 2. rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|].
      apply IH; [lia | assumption |]. rewrite Nat.pow_succ_r' in Lj. lia.
Qed.

Lemma doubled_power f k last : doubling (2 ^ k) last f -> nonnegative f ->
  forall n m r, (m <= r)%nat -> (r <= last)%nat -> (S r <= n * S m)%nat ->
  f m <= 2 ^ k * INR n ^ k * f r.
Proof.
  intros H f0 n m r L E Ln. assert (N0 : (0 < n)%nat) by (destruct n; lia).
  assert (U := Nat.log2_up_le_lin n). assert (Q : (n <= 2 ^ Nat.log2_up n)%nat).
  { destruct (Nat.eq_dec n 1) as [->|Z]; [simpl; lia|]. apply Nat.log2_up_spec. lia. }
  assert (W : (2 ^ Nat.log2_up n <= 2 * n)%nat).
  { destruct (Nat.eq_dec n 1) as [->|Z]; [simpl; lia|].
    assert (A := Nat.log2_up_spec n). assert (B : (1 < n)%nat) by lia. specialize (A B).
    assert (C : (0 < Nat.log2_up n)%nat) by (apply Nat.log2_up_pos; lia).
    replace (Nat.log2_up n) with (S (Nat.pred (Nat.log2_up n))) by lia.
    rewrite Nat.pow_succ_r'. lia. }
  eapply Rle_trans.
  - apply (doubled_often f k last H f0 (Nat.log2_up n) m r L E).
    eapply Nat.le_trans; [exact Ln|]. apply Nat.mul_le_mono_r. assumption.
  - apply Rmult_le_compat_r; [apply f0|].
    rewrite <- pow_mult, Nat.mul_comm, pow_mult, <- Rpow_mult_distr. apply pow_incr. split.
    + apply pow_le. lra.
    + replace 2 with (INR 2) by (simpl; lra). rewrite <- mult_INR, <- pow_INR.
      apply le_INR. assumption.
Qed.

Definition constant (k : nat) (M : R) : R := 8 ^ k * INR (fact (S k)) / (1 - M) ^ S (S k).

(* One convolution, at the time itself. *)
Lemma convolution_at_its_time K F M k last n r :
  nonnegative K -> nonnegative F -> decreasing K -> decreasing F ->
  (forall L, sum L K <= M) -> doubling (2 ^ k) last K -> doubling (2 ^ k) last F ->
  (n <= r)%nat -> (r <= last)%nat ->
  iterated K F n r <=
  4 ^ k * (INR n + 1) ^ k * (M ^ n * F r + INR n * M ^ (n - 1) * K r * sum (S r) F).
Proof.
  intros k0 f dk df HM K2 F2 L E. assert (M0 : 0 <= M) by (specialize (HM O); simpl in HM; lra).
  set (m := (S r / S n - 1)%nat).
  assert (A : (S n * (S r / S n) <= S r)%nat) by (apply Nat.mul_div_le; lia).
  assert (B : (S r < S n * S (S r / S n))%nat) by (apply Nat.mul_succ_div_gt; lia).
  assert (C : (1 <= S r / S n)%nat) by (apply Nat.div_le_lower_bound; lia).
  assert (Em : S m = (S r / S n)%nat) by (unfold m; lia).
  rewrite <- Em in A, B. clearbody m.
  assert (Lm : (m <= r)%nat) by (simpl in *; nia).
  assert (Lr : (S r <= (2 * S n) * S m)%nat) by nia.
  assert (J : forall g, nonnegative g -> doubling (2 ^ k) last g ->
              g m <= 4 ^ k * (INR n + 1) ^ k * g r).
  { intros g g0 G. eapply Rle_trans; [apply (doubled_power g k last G g0 (2 * S n) m r Lm E Lr)|].
    assert (W : INR (2 * S n) = 2 * (INR n + 1)) by (rewrite mult_INR, (S_INR n); simpl; ring).
    rewrite W, Rpow_mult_distr. replace 4 with (2 * 2) by lra. rewrite (Rpow_mult_distr 2 2). lra. }
  assert (JF := J F f F2). assert (JK := J K k0 K2).
  eapply Rle_trans; [apply (renewal_upper K F M n r m); try assumption; simpl in *; nia|].
  assert (P0 : 0 <= M ^ n) by (apply pow_le; assumption).
  assert (P1 : 0 <= INR n * M ^ (n - 1) * sum (S r) F).
  { repeat apply Rmult_le_pos;
      [apply pos_INR | apply pow_le; assumption | apply sum_nonnegative; assumption]. }
  assert (Q1 := Rmult_le_compat_l _ _ _ P0 JF). assert (Q2 := Rmult_le_compat_l _ _ _ P1 JK). lra.
Qed.

Theorem loss_upper K F P M k last r :
  volterra K F P -> nonnegative K -> nonnegative F -> decreasing K -> decreasing F ->
  (forall L, sum L K <= M) -> M < 1 -> doubling (2 ^ k) last K -> doubling (2 ^ k) last F ->
  (r <= last)%nat ->
  P r <= constant k M * (F r + K r * sum (S r) F).
Proof.
  intros V k0 f dk df HM M1 K2 F2 E. assert (M0 : 0 <= M) by (specialize (HM O); simpl in HM; lra).
  set (T := sum (S r) F). assert (T0 : 0 <= T) by (apply sum_nonnegative; assumption).
  assert (Fr := f r). assert (Kr := k0 r).
  assert (KT : 0 <= K r * T) by (apply Rmult_le_pos; assumption).
  rewrite (loss_expanded K F P V r r) by lia.
  assert (P4 : 0 <= 4 ^ k) by (apply pow_le; lra).
  (* Each factor (n+1)^k n M^(n-1) is at most 2^k (n'+1)^(k+1) M^n' with n' = n - 1. *)
  set (a := fun n => (INR n + 1) ^ S k * M ^ n).
  set (b := fun n => match n with O => 0 | S j => 2 ^ k * a j end).
  assert (P2 : 1 <= 2 ^ k) by (apply pow_R1_Rle; lra).
  assert (a0 : nonnegative a).
  { intro n. unfold a. assert (Z := pos_INR n). apply Rmult_le_pos; apply pow_le; lra. }
  apply Rle_trans with (sum (S r) (fun n => a n * (4 ^ k * F r) + b n * (4 ^ k * (K r * T)))).
  - apply sum_le. intros n L.
    eapply Rle_trans;
      [apply (convolution_at_its_time K F M k last n r); try assumption; lia|]. fold T.
    assert (Z := pos_INR n).
    assert (A1 : (INR n + 1) ^ k * M ^ n <= a n).
    { unfold a. apply Rmult_le_compat_r; [apply pow_le; assumption|]. simpl.
      rewrite <- (Rmult_1_l ((INR n + 1) ^ k)) at 1.
      apply Rmult_le_compat_r; [apply pow_le; lra | lra]. }
    assert (A2 : (INR n + 1) ^ k * (INR n * M ^ (n - 1)) <= b n).
    { destruct n as [|j]; [simpl; lra|]. unfold b, a. replace (S j - 1)%nat with j by lia.
      rewrite !S_INR. assert (Zj := pos_INR j).
      replace ((INR j + 1) ^ S k) with ((INR j + 1) ^ k * (INR j + 1)) by (simpl; ring).
      replace (2 ^ k * ((INR j + 1) ^ k * (INR j + 1) * M ^ j))
        with ((2 ^ k * (INR j + 1) ^ k) * ((INR j + 1) * M ^ j)) by ring.
      apply Rmult_le_compat_r.
      - apply Rmult_le_pos; [lra | apply pow_le; assumption].
      - rewrite <- Rpow_mult_distr. apply pow_incr. lra. }
    assert (B1 : 0 <= 4 ^ k * F r) by (apply Rmult_le_pos; assumption).
    assert (B2 : 0 <= 4 ^ k * (K r * T)) by (apply Rmult_le_pos; assumption).
    assert (C1 := Rmult_le_compat_r _ _ _ B1 A1). assert (C2 := Rmult_le_compat_r _ _ _ B2 A2).
    lra.
  - rewrite sum_plus, !sum_times.
    assert (SA : forall N, sum N a <= INR (fact (S k)) / (1 - M) ^ S (S k)).
    { intro N. apply (geometric_powers (S k) M N); assumption. }
    set (Q := INR (fact (S k)) / (1 - M) ^ S (S k)) in *.
    assert (Q0 : 0 <= Q) by (specialize (SA O); simpl in SA; assumption).
    assert (SB : sum (S r) b <= 2 ^ k * Q).
    { rewrite sum_first. unfold b at 1.
      rewrite (sum_eq r (fun i => b (S i)) (fun i => a i * 2 ^ k)) by (intros; simpl; ring).
      rewrite sum_times. specialize (SA r).
      assert (X := Rmult_le_compat_r (2 ^ k) _ _ ltac:(lra) SA). lra. }
    unfold constant. replace (8 ^ k * INR (fact (S k)) / (1 - M) ^ S (S k)) with (8 ^ k * Q)
      by (unfold Q, Rdiv; ring).
    replace (8 ^ k) with (4 ^ k * 2 ^ k) by (rewrite <- Rpow_mult_distr; f_equal; lra).
    assert (B1 : 0 <= 4 ^ k * F r) by (apply Rmult_le_pos; assumption).
    assert (B2 : 0 <= 4 ^ k * (K r * T)) by (apply Rmult_le_pos; assumption).
    assert (C1 := Rmult_le_compat_r _ _ _ B1 (SA (S r))).
    assert (C2 := Rmult_le_compat_r _ _ _ B2 SB).
    assert (C3 : Q * (4 ^ k * F r) <= 2 ^ k * Q * (4 ^ k * F r)).
    { apply Rmult_le_compat_r; [assumption|].
      rewrite <- (Rmult_1_l Q) at 1. apply Rmult_le_compat_r; assumption. }
    lra.
Qed.

(* What falls slower than 1/r sums up to r times itself. *)
Lemma slow_at_powers f D last : 1 <= D -> D < 2 -> nonnegative f -> decreasing f ->
  doubling D last f -> forall j, (2 ^ j - 1 <= last)%nat ->
  sum (2 ^ j) f <= D / (2 - D) * (2 ^ j * f (2 ^ j - 1)%nat).
Proof.
  intros D1 D2 f0 df H. set (c := D / (2 - D)).
  assert (c1 : c * (2 - D) = D) by (unfold c; field; lra).
  assert (c0 : 1 <= c).
  { apply Rmult_le_reg_r with (2 - D); [lra|]. rewrite c1. lra. }
  induction j as [|j IH]; intro L.
  - simpl. assert (Z := f0 O). assert (Q := Rmult_le_compat_r _ _ _ Z c0). lra.
  - assert (P : (1 <= 2 ^ j)%nat) by (clear; induction j; simpl; lia).
    assert (E : (2 ^ S j = 2 * 2 ^ j)%nat) by apply Nat.pow_succ_r'.
    assert (ER : 2 ^ S j = 2 * 2 ^ j) by (simpl; ring).
    assert (P2 : 0 < 2 ^ j) by (apply pow_lt; lra).
    rewrite E in *.
    specialize (IH ltac:(lia)).
    set (m := (2 ^ j - 1)%nat) in *.
    assert (F2 : f m <= D * f (2 * 2 ^ j - 1)%nat) by (apply H; lia).
    assert (T : forall n, sum (2 ^ j + n) f <= sum (2 ^ j) f + INR n * f m).
    { induction n as [|n IHn].
      - rewrite Nat.add_0_r. simpl. lra.
      - rewrite Nat.add_succ_r. cbn [sum]. rewrite S_INR.
        assert (f (2 ^ j + n)%nat <= f m) by (apply df; lia). lra. }
    specialize (T (2 ^ j)%nat). replace (2 ^ j + 2 ^ j)%nat with (2 * 2 ^ j)%nat in T by lia.
    rewrite pow_INR in T. replace (INR 2) with 2 in T by (simpl; lra).
    change (2 ^ S j) with (2 * 2 ^ j).
    assert (X := f0 (2 * 2 ^ j - 1)%nat). set (y := f (2 * 2 ^ j - 1)%nat) in *.
    assert (Q : 2 ^ j * f m <= 2 ^ j * (D * y)) by (apply Rmult_le_compat_l; lra).
    assert (Q2 : (c + 1) * (2 ^ j * f m) <= (c + 1) * (2 ^ j * (D * y)))
      by (apply Rmult_le_compat_l; lra).
    assert (Z : (c + 1) * D = 2 * c) by lra.
    replace ((c + 1) * (2 ^ j * (D * y))) with ((c + 1) * D * (2 ^ j * y)) in Q2 by ring.
    rewrite Z in Q2. lra.
Qed.

Theorem slow_sum f D last r : 1 <= D -> D < 2 -> nonnegative f -> decreasing f ->
  doubling D last f -> (r <= last)%nat ->
  sum (S r) f <= D * D / (2 - D) * ((INR r + 1) * f r).
Proof.
  intros D1 D2 f0 df H L. set (c := D / (2 - D)).
  assert (c1 : c * (2 - D) = D) by (unfold c; field; lra).
  assert (c0 : 1 <= c).
  { apply Rmult_le_reg_r with (2 - D); [lra|]. rewrite c1. lra. }
  set (j := Nat.log2 (S r)).
  assert (J := Nat.log2_spec (S r) ltac:(lia)). fold j in J. destruct J as [J1 J2].
  rewrite Nat.pow_succ_r' in J2.
  assert (P : (1 <= 2 ^ j)%nat) by (clear; induction j; simpl; lia).
  assert (A := slow_at_powers f D last D1 D2 f0 df H j ltac:(lia)). fold c in A.
  set (m := (2 ^ j - 1)%nat) in *.
  assert (F2 : f m <= D * f r) by (apply H; lia).
  assert (T : forall n, sum (2 ^ j + n) f <= sum (2 ^ j) f + INR n * f m).
  { induction n as [|n IHn].
    - rewrite Nat.add_0_r. simpl. lra.
    - rewrite Nat.add_succ_r. cbn [sum]. rewrite S_INR.
      assert (f (2 ^ j + n)%nat <= f m) by (apply df; lia). lra. }
  specialize (T (S r - 2 ^ j)%nat). replace (2 ^ j + (S r - 2 ^ j))%nat with (S r) in T by lia.
  rewrite minus_INR in T by lia. rewrite pow_INR, (S_INR r) in T. replace (INR 2) with 2 in T by (simpl; lra).
  assert (B : 2 ^ j <= INR r + 1).
  { rewrite <- S_INR. replace 2 with (INR 2) by (simpl; lra). rewrite <- pow_INR. apply le_INR. assumption. }
  assert (X := f0 r). assert (Y := f0 m).
  assert (Q1 : (INR r + 1 - 2 ^ j) * f m <= c * ((INR r + 1 - 2 ^ j) * f m)).
  { assert (0 <= (INR r + 1 - 2 ^ j) * f m) by (apply Rmult_le_pos; lra).
    assert (Q := Rmult_le_compat_r _ _ _ H0 c0). lra. }
  assert (R0 := pos_INR r).
  assert (Q2 : c * ((INR r + 1) * f m) <= c * ((INR r + 1) * (D * f r))).
  { apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; lra. }
  replace (D * D / (2 - D) * ((INR r + 1) * f r)) with (c * ((INR r + 1) * (D * f r)))
    by (unfold c, Rdiv; ring).
  lra.
Qed.

(* What falls faster than 1/r from some time on sums up to that time. *)
Theorem fast_sum f theta m N : 0 <= theta -> theta < 1 / 2 -> nonnegative f -> decreasing f ->
  (forall i, (m <= i)%nat -> f (2 * i + 1)%nat <= theta * f i) ->
  sum N f <= (INR m + 1) * f O * (1 + 1 / (1 - 2 * theta)).
Proof.
  intros t0 t1 f0 df H. set (q := 1 / (1 - 2 * theta)).
  assert (q1 : q * (1 - 2 * theta) = 1) by (unfold q; field; lra).
  assert (q0 : 0 < q) by (unfold q; apply Rdiv_lt_0_compat; lra).
  assert (R0 := pos_INR m). assert (X := f0 O).
  set (b := (INR m + 1) * f O). assert (b0 : 0 <= b) by (apply Rmult_le_pos; lra).
  set (at_ := fun j => (2 ^ j * S m - 1)%nat).
  assert (P : forall j, (1 <= 2 ^ j)%nat) by (intro j; induction j; simpl; lia).
  (* The value at the j-th time, and the sum up to it. *)
  assert (V : forall j, f (at_ j) <= theta ^ j * f O).
  { induction j as [|j IH].
    - simpl. rewrite Rmult_1_l. apply df. lia.
    - assert (Pj := P j). assert (E : at_ (S j) = (2 * at_ j + 1)%nat).
      { unfold at_. rewrite Nat.pow_succ_r'. nia. }
      rewrite E. eapply Rle_trans; [apply H; unfold at_; nia|].
      simpl. rewrite Rmult_assoc. apply Rmult_le_compat_l; assumption. }
  assert (W : forall j, sum (2 ^ j * S m) f <= b * (1 + q * (1 - (2 * theta) ^ j))).
  { induction j as [|j IH].
    - replace (2 ^ 0 * S m)%nat with (S m) by (simpl; lia). simpl pow.
      assert (Z : forall n, sum n f <= INR n * f O).
      { induction n as [|n IHn]; [simpl; lra|]. cbn [sum]. rewrite S_INR.
        assert (f n <= f O) by (apply df; lia). lra. }
      specialize (Z (S m)). rewrite S_INR in Z. fold b in Z. lra.
    - assert (T : forall n, sum (2 ^ j * S m + n) f <= sum (2 ^ j * S m) f + INR n * f (at_ j)).
      { induction n as [|n IHn].
        - rewrite Nat.add_0_r. simpl (INR 0). lra.
        - rewrite Nat.add_succ_r. cbn [sum]. rewrite S_INR.
          assert (f (2 ^ j * S m + n)%nat <= f (at_ j)) by (apply df; unfold at_; lia). lra. }
      specialize (T (2 ^ j * S m)%nat).
      replace (2 ^ j * S m + 2 ^ j * S m)%nat with (2 ^ S j * S m)%nat in T
        by (rewrite Nat.pow_succ_r'; lia).
      eapply Rle_trans; [exact T|]. rewrite mult_INR, pow_INR, (S_INR m).
      replace (INR 2) with 2 by (simpl; lra).
      assert (U := V j).
      assert (P2 : 0 <= 2 ^ j * (INR m + 1)) by (apply Rmult_le_pos; [apply pow_le; lra | lra]).
      assert (U2 := Rmult_le_compat_l _ _ _ P2 U).
      assert (E2 : 2 ^ j * (INR m + 1) * (theta ^ j * f O) = b * (2 * theta) ^ j)
        by (rewrite Rpow_mult_distr; unfold b; ring).
      rewrite E2 in U2.
      assert (E3 : b * (1 + q * (1 - (2 * theta) ^ S j))
                   = b * (1 + q * (1 - (2 * theta) ^ j)) + b * (2 * theta) ^ j * (q * (1 - 2 * theta)))
        by (simpl; ring).
      rewrite E3, q1. lra. }
  assert (G : (N <= 2 ^ N * S m)%nat).
  { assert (N < 2 ^ N)%nat by (apply Nat.pow_gt_lin_r; lia). nia. }
  eapply Rle_trans; [apply (sum_grows N (2 ^ N * S m)); assumption|].
  eapply Rle_trans; [apply W|]. apply Rmult_le_compat_l; [assumption|].
  assert (0 <= (2 * theta) ^ N) by (apply pow_le; lra).
  assert (0 <= q * (2 * theta) ^ N) by (apply Rmult_le_pos; lra). lra.
Qed.

(* The loss is of the order of F + K/g, g the pace of the clock: where the forcing is at most a
   part that falls slower than 1/r and is no more than F, a part that falls slower than 1/r and
   adds up to 1/g at most, and a part whose sum is at most of the order of 1/g. *)
Theorem loss_is_the_sum K F P slow spread fast M D A g k last r :
  volterra K F P -> nonnegative K -> nonnegative F -> decreasing K -> decreasing F ->
  (forall L, sum L K <= M) -> M < 1 -> doubling (2 ^ k) last K -> doubling (2 ^ k) last F ->
  nonnegative slow -> decreasing slow -> doubling D last slow ->
  nonnegative spread -> decreasing spread -> doubling D last spread -> 1 <= D -> D < 2 ->
  (forall s, (s <= r)%nat -> F s <= slow s + (spread s + fast s)) ->
  0 < g -> 1 <= A -> (r <= last)%nat ->
  slow r <= A * F r -> (INR r + 1) * K r <= A -> (INR r + 1) * spread r <= A / g ->
  sum (S r) fast <= A / g -> / A / g <= sum r F ->
  (F r + K r / g) / A <= P r /\
  P r <= constant k M * (1 + D * D / (2 - D) * (A * A + A) + A) * (F r + K r / g).
Proof.
  intros V k0 f dk df HM M1 K2 F2 s0 ds S2 p0 dp P2 D1 D2 Parts g0 A1 E HA HK HS HF Low.
  assert (M0 : 0 <= M) by (specialize (HM O); simpl in HM; lra).
  assert (Fr := f r). assert (Kr := k0 r). assert (g1 : 0 < / g) by (apply Rinv_0_lt_compat; lra).
  assert (Kg : 0 <= K r / g) by (unfold Rdiv; apply Rmult_le_pos; lra).
  assert (A0 : 0 < / A) by (apply Rinv_0_lt_compat; lra).
  assert (AA : / A <= 1) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
  split.
  - eapply Rle_trans; [|apply (renewal_lower K F P r V k0 f dk)].
    assert (X := Rmult_le_compat_l _ _ _ Kr Low).
    assert (Y := Rmult_le_compat_r _ _ _ Fr AA). unfold Rdiv in *. lra.
  - eapply Rle_trans; [apply (loss_upper K F P M k last r); assumption|].
    set (c := D * D / (2 - D)).
    assert (c0 : 0 <= c) by (unfold c, Rdiv; apply Rmult_le_pos; [nra | left; apply Rinv_0_lt_compat; lra]).
    rewrite Rmult_assoc. apply Rmult_le_compat_l.
    { unfold constant, Rdiv. repeat apply Rmult_le_pos; [apply pow_le; lra | apply pos_INR |].
      left. apply Rinv_0_lt_compat, pow_lt. lra. }
    assert (S3 := slow_sum slow D last r D1 D2 s0 ds S2 E).
    assert (S4 := slow_sum spread D last r D1 D2 p0 dp P2 E). fold c in S3, S4.
    assert (S5 : sum (S r) F <= sum (S r) slow + (sum (S r) spread + sum (S r) fast)).
    { rewrite <- !sum_plus. apply sum_le. intros i Li. apply Parts. lia. }
    assert (R0 := pos_INR r).
    assert (T1 : K r * (c * ((INR r + 1) * slow r)) <= c * (A * A) * F r).
    { replace (K r * (c * ((INR r + 1) * slow r))) with (c * ((INR r + 1) * K r * slow r)) by ring.
      replace (c * (A * A) * F r) with (c * (A * (A * F r))) by ring.
      apply Rmult_le_compat_l; [assumption|].
      apply Rmult_le_compat; [apply Rmult_le_pos; lra | apply s0 | assumption | assumption]. }
    assert (T2 : K r * (c * ((INR r + 1) * spread r)) <= c * A * (K r / g)).
    { assert (X := Rmult_le_compat_l _ _ _ c0 HS). assert (Y := Rmult_le_compat_l _ _ _ Kr X).
      unfold Rdiv in *. lra. }
    assert (T3 : K r * sum (S r) fast <= A * (K r / g)).
    { assert (Y := Rmult_le_compat_l _ _ _ Kr HF). unfold Rdiv in *. lra. }
    assert (T4 := Rmult_le_compat_l _ _ _ Kr S5).
    assert (T5 := Rmult_le_compat_l _ _ _ Kr S3). assert (T6 := Rmult_le_compat_l _ _ _ Kr S4).
    assert (N1 : 0 <= c * (A * A) * (K r / g))
      by (apply Rmult_le_pos; [apply Rmult_le_pos; [assumption | apply Rmult_le_pos; lra] | assumption]).
    assert (N2 : 0 <= c * A * F r)
      by (apply Rmult_le_pos; [apply Rmult_le_pos; [assumption | lra] | assumption]).
    assert (N3 : 0 <= A * F r) by (apply Rmult_le_pos; [lra | assumption]).
    lra.
Qed.

