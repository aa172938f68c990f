Lemma slope_reciprocal f w l : derivable_pt_lim f w l -> f w <> 0 ->
  derivable_pt_lim (fun x => / f x) w (- (/ f w * (/ f w * l))).
Proof.
  intros D N.
  assert (E := derivable_pt_lim_div (fun _ => 1) f w 0 l (derivable_pt_lim_const 1 w) D N).
  apply same_slope with (f := div_fct (fun _ => 1) f); [intro y; unfold div_fct, Rdiv; ring|].
  replace (- (/ f w * (/ f w * l))) with ((0 * f w - l * 1) / Rsqr (f w))
    by (unfold Rsqr; field; assumption).
  exact E.
Qed.

Lemma same_nearby f g w l1 l2 delta : derivable_pt_lim f w l1 -> derivable_pt_lim g w l2 ->
  0 < delta -> (forall x, Rabs (x - w) < delta -> f x = g x) -> l1 = l2.
Proof.
  intros F G d0 E. apply (uniqueness_limite g w); [|assumption].
  intros eps eps0. destruct (F eps eps0) as [delta' H].
  assert (P : 0 < Rmin delta delta') by (apply Rmin_pos; [assumption | apply cond_pos]).
  exists (mkposreal _ P). intros h hn hd. simpl in hd.
  assert (h1 : Rabs h < delta) by (eapply Rlt_le_trans; [exact hd | apply Rmin_l]).
  assert (h2 : Rabs h < delta') by (eapply Rlt_le_trans; [exact hd | apply Rmin_r]).
  rewrite <- !E.
  - apply H; assumption.
  - rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. assumption.
  - replace (w + h - w) with h by ring. assumption.
Qed.

(* Each derivative as data: of the terms c A_i times factors, c and i numbers of N. *)
Inductive factor := Turn (n : nat) | Square (n : nat) | Inverse_M | Inverse_speed.
Definition term : Type := (nat * nat * list factor).

Definition slope_factor (x : factor) : nat * list factor :=
  match x with
  | Turn n => (n, Turn (S n) :: nil)
  | Square n => (n, Square (S n) :: nil)
  | Inverse_M => (1%nat, Inverse_M :: Inverse_M :: Turn 2 :: nil)
  | Inverse_speed => (2%nat, Inverse_speed :: Inverse_speed :: Square 3 :: nil)
  end.

Fixpoint slope_product (l : list factor) : list (nat * list factor) :=
  match l with
  | nil => nil
  | x :: r => (fst (slope_factor x), snd (slope_factor x) ++ r)
              :: map (fun p => (fst p, x :: snd p)) (slope_product r)
  end.

Definition slope_term (t : term) : list term :=
  match t with
  | (c, i, l) => ((c * i)%nat, S i, l)
                 :: map (fun p => ((c * fst p)%nat, i, snd p)) (slope_product l)
  end.

Definition slower (t : term) : term := match t with (c, i, l) => (c, i, Inverse_speed :: l) end.

Fixpoint derived (n : nat) : list term :=
  match n with
  | O => (1%nat, 1%nat, Inverse_M :: nil) :: nil
  | S k => map slower (flat_map slope_term (derived k))
  end.

(* What such a list is at most, for 1/M <= mu: explicit, and poor. *)
Definition size (mu : R) (t : term) : R :=
  match t with (c, _, l) => INR c * mu ^ length l end.
Definition growth (n : nat) (mu : R) : R :=
  fold_right (fun t r => size mu t + r) 0 (derived n) / INR (fact n).

Section Formal.
Variables (v : nat) (d : R) (lambda c : nat -> R).
Hypothesis d0 : 0 < d.
Hypothesis lambda0 : forall j, 0 < lambda j.
Hypothesis c0 : forall j, 0 <= c j.

Definition mode (j : nat) : R := lambda j / d.
Definition mode_2 (j : nat) : R := lambda j ^ 2 / d.
Definition A (n : nat) (w : R) : R := over v lambda c n w.
Definition turning (n : nat) (w : R) : R := over v lambda mode n w.
Definition squares (n : nat) (w : R) : R := over v lambda mode_2 n w.
Definition M (w : R) : R := 1 - turning 1 w.
Definition speed (w : R) : R := 1 - squares 2 w.
Definition s_of (w : R) : R := w * M w.

Lemma mode0 j : 0 <= mode j.
Proof. left. apply Rdiv_lt_0_compat; [apply lambda0 | assumption]. Qed.
Lemma mode_20 j : 0 <= mode_2 j.
Proof. left. apply Rdiv_lt_0_compat; [apply pow_lt, lambda0 | assumption]. Qed.

Lemma A0 n w : 0 < w -> 0 <= A n w.
Proof. intro w0. apply over_nonnegative; assumption. Qed.
Lemma turning0 n w : 0 < w -> 0 <= turning n w.
Proof. intro w0. apply over_nonnegative; [assumption | exact mode0 | assumption]. Qed.
Lemma squares0 n w : 0 < w -> 0 <= squares n w.
Proof. intro w0. apply over_nonnegative; [assumption | exact mode_20 | assumption]. Qed.

(* lambda/(lambda + w) is at most 1. *)
Lemma squares_below n w : 0 < w -> squares (S n) w <= turning n w.
Proof.
  intro w0. unfold squares, turning, over. apply sum_le. intros j _.
  assert (L := lambda0 j). assert (P := level_positive lambda lambda0 j w w0).
  set (y := / (lambda j + w)) in *.
  assert (Q : lambda j * y <= 1).
  { unfold y. apply Rmult_le_reg_r with (lambda j + w); [lra|].
    rewrite Rmult_assoc, Rinv_l by lra. lra. }
  unfold mode_2, mode. simpl.
  replace (lambda j * (lambda j * 1) / d * (y * y ^ n)) with (lambda j / d * y ^ n * (lambda j * y))
    by (field; lra).
  rewrite <- (Rmult_1_r (lambda j / d * y ^ n)) at 2. apply Rmult_le_compat_l; [|assumption].
  apply Rmult_le_pos; [left; apply Rdiv_lt_0_compat; assumption | apply pow_le; lra].
Qed.

Lemma M_below_speed w : 0 < w -> M w <= speed w.
Proof. intro w0. unfold M, speed. assert (H := squares_below 1 w w0). lra. Qed.
Lemma speed_below_one w : 0 < w -> speed w <= 1.
Proof. intro w0. unfold speed. assert (H := squares0 2 w w0). lra. Qed.
Lemma M_below_one w : 0 < w -> M w <= 1.
Proof. intro w0. unfold M. assert (H := turning0 1 w w0). lra. Qed.

Lemma slope_M w : 0 < w -> derivable_pt_lim M w (turning 2 w).
Proof.
  intro w0. assert (D := slope_over v lambda mode lambda0 1 w w0).
  assert (E := derivable_pt_lim_minus (fun _ => 1) _ w 0 _ (derivable_pt_lim_const 1 w) D).
  replace (turning 2 w) with (0 - - (INR 1 * over v lambda mode 2 w)) by (unfold turning; simpl; ring).
  exact E.
Qed.

Lemma slope_speed w : 0 < w -> derivable_pt_lim speed w (2 * squares 3 w).
Proof.
  intro w0. assert (D := slope_over v lambda mode_2 lambda0 2 w w0).
  assert (E := derivable_pt_lim_minus (fun _ => 1) _ w 0 _ (derivable_pt_lim_const 1 w) D).
  replace (2 * squares 3 w) with (0 - - (INR 2 * over v lambda mode_2 3 w))
    by (unfold squares; simpl (INR 2); ring).
  exact E.
Qed.

Lemma slope_s w : 0 < w -> derivable_pt_lim s_of w (speed w).
Proof.
  intro w0. assert (E := derivable_pt_lim_mult _ _ w _ _ (derivable_pt_lim_id w) (slope_M w w0)).
  replace (speed w) with (1 * M w + id w * turning 2 w); [exact E|].
  unfold speed, M, id. enough (Z : squares 2 w = turning 1 w - w * turning 2 w) by lra.
  unfold squares, turning, over, Rminus. replace (- (w * sum v (fun j => mode j * (/ (lambda j + w)) ^ 2)))
    with (sum v (fun j => mode j * (/ (lambda j + w)) ^ 2) * (- w)) by ring.
  rewrite <- sum_times, <- sum_plus. apply sum_eq. intros j _. unfold mode, mode_2.
  assert (L := lambda0 j). simpl. field. lra.
Qed.

Definition value (x : factor) (w : R) : R :=
  match x with
  | Turn n => turning n w
  | Square n => squares n w
  | Inverse_M => / M w
  | Inverse_speed => / speed w
  end.
Fixpoint value_product (l : list factor) (w : R) : R :=
  match l with nil => 1 | x :: r => value x w * value_product r w end.
Definition value_term (t : term) (w : R) : R :=
  match t with (n, i, l) => INR n * (A i w * value_product l w) end.
Fixpoint value_all (p : list term) (w : R) : R :=
  match p with nil => 0 | t :: r => value_term t w + value_all r w end.
Fixpoint value_pairs (p : list (nat * list factor)) (w : R) : R :=
  match p with nil => 0 | t :: r => INR (fst t) * value_product (snd t) w + value_pairs r w end.

Definition inside (w : R) : Prop := 0 < w /\ 0 < M w.

Lemma inside_speed w : inside w -> 0 < speed w.
Proof. intros [w0 m0]. assert (H := M_below_speed w w0). lra. Qed.

Lemma value0 x w : inside w -> 0 <= value x w.
Proof.
  intros W. assert (S := inside_speed w W). destruct W as [w0 m0]. destruct x; simpl.
  - apply turning0; assumption.
  - apply squares0; assumption.
  - left. apply Rinv_0_lt_compat. assumption.
  - left. apply Rinv_0_lt_compat. assumption.
Qed.

Lemma value_product0 l w : inside w -> 0 <= value_product l w.
Proof.
  intro W. induction l as [|x l IH]; simpl; [lra|].
  apply Rmult_le_pos; [apply value0; assumption | assumption].
Qed.

Lemma value_term0 t w : inside w -> 0 <= value_term t w.
Proof.
  intro W. destruct t as [[n i] l]. simpl. apply Rmult_le_pos; [apply pos_INR|].
  apply Rmult_le_pos; [apply A0; apply W | apply value_product0; assumption].
Qed.

Lemma value_all0 p w : inside w -> 0 <= value_all p w.
Proof.
  intro W. induction p as [|t p IH]; simpl; [lra|]. assert (H := value_term0 t w W). lra.
Qed.

Lemma product_app l r w : value_product (l ++ r) w = value_product l w * value_product r w.
Proof. induction l as [|x l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma all_app p r w : value_all (p ++ r) w = value_all p w + value_all r w.
Proof. induction p as [|x p IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma slope_value x w : inside w ->
  derivable_pt_lim (value x) w
    (- (INR (fst (slope_factor x)) * value_product (snd (slope_factor x)) w)).
Proof.
  intros W. assert (S := inside_speed w W). destruct W as [w0 m0].
  destruct x; cbn [slope_factor fst snd value_product value].
  - rewrite Rmult_1_r. apply slope_over; assumption.
  - rewrite Rmult_1_r. apply slope_over; assumption.
  - assert (D := slope_reciprocal M w _ (slope_M w w0) ltac:(lra)).
    replace (- (INR 1 * (/ M w * (/ M w * (turning 2 w * 1)))))
      with (- (/ M w * (/ M w * turning 2 w))) by (simpl; ring).
    exact D.
  - assert (D := slope_reciprocal speed w _ (slope_speed w w0) ltac:(lra)).
    replace (- (INR 2 * (/ speed w * (/ speed w * (squares 3 w * 1)))))
      with (- (/ speed w * (/ speed w * (2 * squares 3 w)))) by (simpl (INR 2); ring).
    exact D.
Qed.

Lemma pairs_cons x p w :
  value_pairs (map (fun q => (fst q, x :: snd q)) p) w = value x w * value_pairs p w.
Proof. induction p as [|t p IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma slope_value_product l w : inside w ->
  derivable_pt_lim (value_product l) w (- value_pairs (slope_product l) w).
Proof.
  intro W. induction l as [|x l IH].
  - simpl. rewrite Ropp_0. apply derivable_pt_lim_const.
  - cbn [slope_product value_pairs fst snd]. rewrite pairs_cons, product_app.
    assert (E := derivable_pt_lim_mult _ _ w _ _ (slope_value x w W) IH).
    match goal with |- derivable_pt_lim _ _ ?g =>
      match type of E with derivable_pt_lim _ _ ?h => replace g with h by ring end end.
    exact E.
Qed.

Lemma all_of_pairs n i p w :
  value_all (map (fun q => ((n * fst q)%nat, i, snd q)) p) w = INR n * (A i w * value_pairs p w).
Proof. induction p as [|t p IH]; simpl; [ring|]. rewrite IH, mult_INR. ring. Qed.

Lemma slope_value_term t w : inside w ->
  derivable_pt_lim (value_term t) w (- value_all (slope_term t) w).
Proof.
  intro W. destruct t as [[n i] l]. cbn [slope_term value_all value_term].
  rewrite all_of_pairs, mult_INR.
  assert (D := slope_over v lambda c lambda0 i w (proj1 W)).
  assert (E := derivable_pt_lim_scal _ (INR n) w _
                 (derivable_pt_lim_mult _ _ w _ _ D (slope_value_product l w W))).
  match goal with |- derivable_pt_lim _ _ ?g =>
    match type of E with derivable_pt_lim _ _ ?h => replace g with h by (unfold A; ring) end end.
  exact E.
Qed.

Lemma slope_value_all p w : inside w ->
  derivable_pt_lim (value_all p) w (- value_all (flat_map slope_term p) w).
Proof.
  intro W. induction p as [|t p IH].
  - simpl. rewrite Ropp_0. apply derivable_pt_lim_const.
  - cbn [flat_map]. rewrite all_app.
    assert (E := derivable_pt_lim_plus _ _ w _ _ (slope_value_term t w W) IH).
    match goal with |- derivable_pt_lim _ _ ?g =>
      match type of E with derivable_pt_lim _ _ ?h => replace g with h by ring end end.
    exact E.
Qed.

Lemma all_slower p w : value_all (map slower p) w = / speed w * value_all p w.
Proof.
  induction p as [|t p IH]; [simpl; ring|]. cbn [map value_all]. rewrite IH.
  destruct t as [[n i] l]. simpl. ring.
Qed.

Lemma inside_nearby w : inside w -> exists delta, 0 < delta /\ forall x, Rabs (x - w) < delta -> inside x.
Proof.
  intros [w0 m0].
  assert (C : continuity_pt M w).
  { apply derivable_continuous_pt. exists (turning 2 w). apply slope_M. assumption. }
  destruct (C (M w) m0) as (alpha & a0 & H). exists (Rmin alpha w).
  split; [apply Rmin_pos; assumption|]. intros x hx.
  assert (h1 : Rabs (x - w) < alpha) by (eapply Rlt_le_trans; [exact hx | apply Rmin_l]).
  assert (h2 : Rabs (x - w) < w) by (eapply Rlt_le_trans; [exact hx | apply Rmin_r]).
  assert (x0 := Rabs_def2 _ _ h2). split; [lra|].
  destruct (Req_dec x w) as [->|N]; [assumption|].
  assert (K : R_dist (M x) (M w) < M w).
  { apply H. split; [split; [exact Logic.I | intro Z; apply N; symmetry; exact Z] | exact h1]. }
  unfold R_dist in K. assert (Y := Rabs_def2 _ _ K). lra.
Qed.

Variables (X : R) (I : (R -> R) -> R).
Hypothesis HI : integral X I.
Hypothesis X0 : 0 <= X.
Hypothesis transform : forall w, inside w -> moment I 1 (s_of w) = A 1 w / M w.

Lemma s_positive w : inside w -> 0 < s_of w.
Proof. intros [w0 m0]. apply Rmult_lt_0_compat; assumption. Qed.

(* The derivatives of the transform are the lists of data. *)
Theorem all_derivatives n : forall w, inside w ->
  INR (fact n) * moment I (S n) (s_of w) = value_all (derived n) w.
Proof.
  induction n as [|n IH]; intros w W.
  - simpl. rewrite (transform w W). unfold Rdiv. ring.
  - destruct (inside_nearby w W) as (delta & p0 & Near).
    assert (S0 := s_positive w W).
    assert (D1 := slope_moment X I HI (S n) (s_of w) S0).
    assert (D2 := derivable_pt_lim_comp s_of (moment I (S n)) w _ _ (slope_s w (proj1 W)) D1).
    assert (D3 := derivable_pt_lim_scal _ (INR (fact n)) w _ D2).
    assert (E := same_nearby _ _ w _ _ delta D3 (slope_value_all (derived n) w W) p0
                   (fun x hx => IH x (Near x hx))).
    assert (V := inside_speed w W).
    cbn [derived]. rewrite all_slower.
    apply Rmult_eq_reg_l with (speed w); [|lra].
    rewrite <- (Rmult_assoc (speed w) (/ speed w)), Rinv_r, Rmult_1_l by lra.
    change (fact (S n)) with (S n * fact n)%nat. rewrite mult_INR. lra.
Qed.

(* Orders in w: what stands beside A_i makes up for the rest. *)
Definition order_of (x : factor) : nat :=
  match x with Turn n => n - 1 | Square n => n - 2 | _ => 0 end.
Definition good_factor (x : factor) : Prop :=
  match x with Turn n => (2 <= n)%nat | Square n => (3 <= n)%nat | _ => True end.
Fixpoint order (l : list factor) : nat :=
  match l with nil => 0 | x :: r => order_of x + order r end.
Definition good (k : nat) (t : term) : Prop :=
  match t with (_, i, l) => (1 <= i)%nat /\ (i + order l = k)%nat /\ Forall good_factor l end.

Lemma order_app l r : order (l ++ r) = (order l + order r)%nat.
Proof. induction l as [|x l IH]; simpl; lia. Qed.

Lemma good_slope_factor x : good_factor x ->
  order (snd (slope_factor x)) = S (order_of x) /\ Forall good_factor (snd (slope_factor x)).
Proof.
  destruct x; simpl; intro H; (split; [lia|]); repeat constructor; simpl; lia.
Qed.

Lemma good_slopes l : Forall good_factor l ->
  Forall (fun p => order (snd p) = S (order l) /\ Forall good_factor (snd p)) (slope_product l).
Proof.
  induction l as [|x l IH]; intro H; simpl; [constructor|].
  inversion H as [|? ? Hx Hl]; subst. constructor.
  - cbn [snd]. rewrite order_app. destruct (good_slope_factor x Hx) as [Q1 Q2].
    split; [lia | apply Forall_app; split; assumption].
  - apply Forall_forall. intros p Hp. apply in_map_iff in Hp. destruct Hp as (p' & <- & Hp').
    assert (Q := proj1 (Forall_forall _ _) (IH Hl) p' Hp'). simpl. destruct Q as [Q1 Q2].
    split; [lia | constructor; assumption].
Qed.

Lemma good_derived n : Forall (good (S n)) (derived n).
Proof.
  induction n as [|n IH]; simpl.
  - constructor; [|constructor]. simpl. repeat split; [lia|]. constructor; [exact Logic.I | constructor].
  - apply Forall_forall. intros t Ht. apply in_map_iff in Ht. destruct Ht as (t' & <- & Ht).
    apply in_flat_map in Ht. destruct Ht as (u & Hu & Ht).
    assert (G := proj1 (Forall_forall _ _) IH u Hu). destruct u as [[m i] l].
    destruct G as (G1 & G2 & G3). simpl in Ht. destruct Ht as [<-|Ht].
    + simpl. repeat split; [lia | lia |]. constructor; [exact Logic.I | assumption].
    + apply in_map_iff in Ht. destruct Ht as (p & <- & Hp).
      assert (Q := proj1 (Forall_forall _ _) (good_slopes l G3) p Hp). destruct Q as [Q1 Q2].
      simpl. repeat split; [lia | lia |]. constructor; [exact Logic.I | assumption].
Qed.

Definition theta (w : R) : R := turning 2 w * w.

Lemma theta_bounds w : inside w -> 0 <= theta w <= 1.
Proof.
  intros [w0 m0]. unfold theta. split; [apply Rmult_le_pos; [apply turning0; assumption | lra]|].
  assert (H := over_falls v lambda mode lambda0 mode0 1 2 w w0 ltac:(lia)).
  fold (turning 2 w) in H. fold (turning 1 w) in H. unfold M in m0.
  assert (K : turning 2 w * w * w <= 1 * w) by (simpl in H; nra).
  apply Rmult_le_reg_r with w; assumption.
Qed.

Lemma factor_bound x w mu : inside w -> / M w <= mu -> good_factor x ->
  value x w * w ^ order_of x <= match order_of x with O => mu | _ => theta w end.
Proof.
  intros W Hmu G. assert (V := inside_speed w W). assert (ms := M_below_speed w (proj1 W)).
  destruct W as [w0 m0]. destruct x as [n|n| |]; simpl in *.
  - destruct n as [|[|n]]; [lia | lia |]. simpl (S (S n) - 1)%nat. cbn iota.
    assert (H := over_falls v lambda mode lambda0 mode0 2 (S (S n)) w w0 ltac:(lia)).
    fold (turning 2 w) in H. fold (turning (S (S n)) w) in H. unfold theta.
    apply Rmult_le_reg_r with w; [assumption|].
    replace (turning (S (S n)) w * w ^ S n * w) with (turning (S (S n)) w * w ^ S (S n)) by (simpl; ring).
    replace (turning 2 w * w * w) with (turning 2 w * w ^ 2) by ring. exact H.
  - destruct n as [|[|[|n]]]; [lia | lia | lia |]. simpl (S (S (S n)) - 2)%nat. cbn iota.
    assert (H := over_falls v lambda mode_2 lambda0 mode_20 3 (S (S (S n))) w w0 ltac:(lia)).
    fold (squares 3 w) in H. fold (squares (S (S (S n))) w) in H. unfold theta.
    assert (B := squares_below 2 w w0).
    assert (w2 : 0 < w * w) by (apply Rmult_lt_0_compat; assumption).
    apply Rmult_le_reg_r with (w * w); [assumption|].
    replace (squares (S (S (S n))) w * w ^ S n * (w * w))
      with (squares (S (S (S n))) w * w ^ S (S (S n))) by (simpl; ring).
    eapply Rle_trans; [exact H|].
    replace (turning 2 w * w * (w * w)) with (turning 2 w * w ^ 3) by ring.
    apply Rmult_le_compat_r; [apply pow_le; lra | assumption].
  - lra.
  - rewrite Rmult_1_r. eapply Rle_trans; [|exact Hmu]. apply Rinv_le_contravar; assumption.
Qed.

Lemma product_bound l w mu : inside w -> / M w <= mu -> 1 <= mu -> Forall good_factor l ->
  value_product l w * w ^ order l <= mu ^ length l * match order l with O => 1 | _ => theta w end.
Proof.
  intros W Hmu mu1. assert (w0 := proj1 W). assert (T := theta_bounds w W).
  induction l as [|x l IH]; intro G; [simpl; lra|].
  inversion G as [|? ? Gx Gl]; subst. specialize (IH Gl).
  assert (F := factor_bound x w mu W Hmu Gx).
  assert (V := value0 x w W). assert (P := value_product0 l w W).
  assert (Q1 : 0 <= value x w * w ^ order_of x) by (apply Rmult_le_pos; [assumption | apply pow_le; lra]).
  assert (Q2 : 0 <= value_product l w * w ^ order l) by (apply Rmult_le_pos; [assumption | apply pow_le; lra]).
  assert (mk : 0 < mu ^ length l) by (apply pow_lt; lra).
  cbn [value_product order length]. rewrite pow_add.
  replace (value x w * value_product l w * (w ^ order_of x * w ^ order l))
    with ((value x w * w ^ order_of x) * (value_product l w * w ^ order l)) by ring.
  assert (R := Rmult_le_compat _ _ _ _ Q1 Q2 F IH). eapply Rle_trans; [exact R|].
  change (mu ^ S (length l)) with (mu * mu ^ length l).
  assert (P1 : 0 <= mu ^ length l * theta w) by (apply Rmult_le_pos; lra).
  assert (P2 : mu ^ length l * theta w <= mu * (mu ^ length l * theta w)) by nra.
  destruct (order_of x) as [|a]; destruct (order l) as [|b]; simpl.
  - lra.
  - lra.
  - lra.
  - assert (theta w * (mu ^ length l * theta w) <= 1 * (mu ^ length l * theta w))
      by (apply Rmult_le_compat_r; lra). lra.
Qed.

Definition sum_of_orders (k : nat) (w : R) : R := A k w * w ^ k + A 1 w * w * theta w.

Lemma term_bound k t w mu : inside w -> / M w <= mu -> 1 <= mu -> good k t ->
  value_term t w * w ^ k <= size mu t * sum_of_orders k w.
Proof.
  intros W Hmu mu1 G. destruct t as [[n i] l]. destruct G as (G1 & <- & G3).
  assert (w0 := proj1 W). assert (T := theta_bounds w W).
  assert (B := product_bound l w mu W Hmu mu1 G3).
  assert (F := over_falls v lambda c lambda0 c0 1 i w w0 G1).
  fold (A i w) in F. fold (A 1 w) in F. rewrite pow_1 in F.
  assert (P : 0 <= value_product l w * w ^ order l)
    by (apply Rmult_le_pos; [apply value_product0; assumption | apply pow_le; lra]).
  assert (Ai : 0 <= A i w * w ^ i) by (apply Rmult_le_pos; [apply A0; assumption | apply pow_le; lra]).
  assert (A1 : 0 <= A 1 w * w) by (apply Rmult_le_pos; [apply A0; assumption | lra]).
  assert (Ak : 0 <= A (i + order l) w * w ^ (i + order l))
    by (apply Rmult_le_pos; [apply A0; assumption | apply pow_le; lra]).
  assert (AT : 0 <= A 1 w * w * theta w) by (apply Rmult_le_pos; lra).
  assert (mk : 0 < mu ^ length l) by (apply pow_lt; lra).
  unfold value_term, size, sum_of_orders. rewrite pow_add.
  replace (INR n * (A i w * value_product l w) * (w ^ i * w ^ order l))
    with (INR n * ((A i w * w ^ i) * (value_product l w * w ^ order l))) by ring.
  rewrite (Rmult_assoc (INR n) (mu ^ length l)). apply Rmult_le_compat_l; [apply pos_INR|].
  assert (R := Rmult_le_compat_l _ _ _ Ai B). eapply Rle_trans; [exact R|].
  destruct (order l) as [|b] eqn:E.
  - rewrite Nat.add_0_r in *. simpl (w ^ 0). rewrite !Rmult_1_r.
    rewrite (Rmult_comm (A i w * w ^ i)). apply Rmult_le_compat_l; lra.
  - rewrite <- pow_add.
    assert (Q : A i w * w ^ i * (mu ^ length l * theta w) <= A 1 w * w * (mu ^ length l * theta w)).
    { apply Rmult_le_compat_r; [apply Rmult_le_pos; lra | assumption]. }
    eapply Rle_trans; [exact Q|].
    replace (A 1 w * w * (mu ^ length l * theta w)) with (mu ^ length l * (A 1 w * w * theta w)) by ring.
    apply Rmult_le_compat_l; lra.
Qed.

Lemma all_bound k p w mu : inside w -> / M w <= mu -> 1 <= mu -> Forall (good k) p ->
  value_all p w * w ^ k <= fold_right (fun t r => size mu t + r) 0 p * sum_of_orders k w.
Proof.
  intros W Hmu mu1. induction p as [|t p IH]; intro G; simpl; [lra|].
  inversion G as [|? ? Gt Gp]; subst. assert (B := term_bound k t w mu W Hmu mu1 Gt).
  specialize (IH Gp). lra.
Qed.

Lemma stieltjes_is_moment k s : 0 < s -> stieltjes I k s = s ^ k * moment I k s.
Proof.
  intro s0. destruct HI as (le & _ & times). unfold stieltjes, moment.
  assert (C := continuous_inverse X k s s0). assert (D := continuous_distance X k s s0).
  rewrite <- (times _ _ C).
  assert (E : forall x, distance k s x = s ^ k * (/ (x + s)) ^ k)
    by (intro x; unfold distance, Rdiv; rewrite Rpow_mult_distr; reflexivity).
  apply Rle_antisym; apply le; try assumption; try (apply continuous_times; assumption);
    intros x _; rewrite E; lra.
Qed.

Theorem stieltjes_upper n w mu : inside w -> / M w <= mu ->
  stieltjes I (S n) (s_of w) <= growth n mu * sum_of_orders (S n) w.
Proof.
  intros W Hmu. assert (w0 := proj1 W). assert (m0 := proj2 W). assert (m1 := M_below_one w w0).
  assert (mu1 : 1 <= mu).
  { eapply Rle_trans; [|exact Hmu]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  rewrite (stieltjes_is_moment (S n) (s_of w) (s_positive w W)).
  assert (f0 : 0 < INR (fact n)) by (apply lt_0_INR, lt_O_fact).
  assert (B := all_bound (S n) (derived n) w mu W Hmu mu1 (good_derived n)).
  assert (E := all_derivatives n w W).
  assert (P := value_all0 (derived n) w W).
  apply Rmult_le_reg_l with (INR (fact n)); [assumption|].
  replace (INR (fact n) * (s_of w ^ S n * moment I (S n) (s_of w)))
    with (s_of w ^ S n * value_all (derived n) w) by (rewrite <- E; ring).
  unfold growth. replace (INR (fact n) * (fold_right (fun t r => size mu t + r) 0 (derived n)
    / INR (fact n) * sum_of_orders (S n) w))
    with (fold_right (fun t r => size mu t + r) 0 (derived n) * sum_of_orders (S n) w) by (field; lra).
  eapply Rle_trans; [|exact B]. rewrite (Rmult_comm (value_all _ _)).
  apply Rmult_le_compat_r; [assumption|]. apply pow_incr. unfold s_of. split.
  - apply Rmult_le_pos; lra.
  - apply Rle_trans with (w * 1); [apply Rmult_le_compat_l; lra | lra].
Qed.

(* Two of the terms: all derivatives on C, and all on 1/M. *)
Fixpoint slowed (n : nat) (l : list factor) : list factor :=
  match n with O => l | S k => Inverse_speed :: slowed k l end.

Lemma on_target n : In (fact n, S n, slowed n (Inverse_M :: nil)) (derived n).
Proof.
  induction n as [|n IH]; [left; reflexivity|]. cbn [derived slowed].
  apply (in_map slower _ (_, _, slowed n (Inverse_M :: nil))). apply in_flat_map.
  eexists. split; [exact IH|]. left. f_equal. f_equal.
  change (fact (S n)) with (S n * fact n)%nat. lia.
Qed.

Lemma slope_last n m l :
  In (m, slowed n (l ++ Turn (S m) :: nil)) (slope_product (slowed n (l ++ Turn m :: nil))).
Proof.
  induction n as [|n IH]; cbn [slowed].
  - induction l as [|x l IHl]; [left; reflexivity|]. right.
    apply (in_map (fun p => (fst p, x :: snd p)) _ (m, l ++ Turn (S m) :: nil)). assumption.
  - right. apply (in_map (fun p => (fst p, Inverse_speed :: snd p))
                    _ (m, slowed n (l ++ Turn (S m) :: nil))). assumption.
Qed.

Lemma slope_first n :
  In (1%nat, slowed n (Inverse_M :: Inverse_M :: Turn 2 :: nil))
     (slope_product (slowed n (Inverse_M :: nil))).
Proof.
  induction n as [|n IH]; cbn [slowed]; [left; reflexivity|]. right.
  apply (in_map (fun p => (fst p, Inverse_speed :: snd p))
           _ (1%nat, slowed n (Inverse_M :: Inverse_M :: Turn 2 :: nil))). assumption.
Qed.

Lemma on_multiplier n :
  In (fact (S n), 1%nat, slowed (S n) (Inverse_M :: Inverse_M :: Turn (S (S n)) :: nil))
     (derived (S n)).
Proof.
  induction n as [|n IH].
  - right. left. reflexivity.
  - remember (S n) as m eqn:Em. cbn [derived].
    change (slowed (S m) (Inverse_M :: Inverse_M :: Turn (S (S m)) :: nil))
      with (Inverse_speed :: slowed m (Inverse_M :: Inverse_M :: Turn (S (S m)) :: nil)).
    apply (in_map slower _ (_, _, slowed m (Inverse_M :: Inverse_M :: Turn (S (S m)) :: nil))).
    apply in_flat_map. eexists. split; [exact IH|]. right.
    replace (fact (S m)) with (fact m * S m)%nat by (change (fact (S m)) with (S m * fact m)%nat; lia).
    apply (in_map (fun p => ((fact m * fst p)%nat, 1%nat, snd p)) _
             (S m, slowed m (Inverse_M :: Inverse_M :: Turn (S (S m)) :: nil))).
    apply (slope_last m (S m) (Inverse_M :: Inverse_M :: nil)).
Qed.

Lemma member_below t p w : inside w -> In t p -> value_term t w <= value_all p w.
Proof.
  intro W. induction p as [|u p IH]; [intros []|]. intros [->|H]; simpl.
  - assert (Z := value_all0 p w W). lra.
  - assert (Z := value_term0 u w W). specialize (IH H). lra.
Qed.

Lemma slowed_grows n l w : inside w -> value_product l w <= value_product (slowed n l) w.
Proof.
  intro W. induction n as [|n IH]; simpl; [lra|].
  assert (V := inside_speed w W). assert (V1 := speed_below_one w (proj1 W)).
  assert (One : 1 <= / speed w) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
  assert (P := value_product0 (slowed n l) w W). nra.
Qed.

Theorem stieltjes_lower n w : inside w ->
  M w ^ S (S n) / 2 * (A (S (S n)) w * w ^ S (S n) + A 1 w * w * (turning (S (S n)) w * w ^ S n))
  <= stieltjes I (S (S n)) (s_of w).
Proof.
  intro W. assert (w0 := proj1 W). assert (m0 := proj2 W). assert (m1 := M_below_one w w0).
  rewrite (stieltjes_is_moment (S (S n)) (s_of w) (s_positive w W)).
  assert (f0 : 0 < INR (fact (S n))) by (apply lt_0_INR, lt_O_fact).
  assert (E := all_derivatives (S n) w W).
  assert (One : 1 <= / M w) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
  assert (B1 := member_below _ _ w W (on_target (S n))).
  assert (B2 := member_below _ _ w W (on_multiplier n)).
  assert (C1 := slowed_grows (S n) (Inverse_M :: nil) w W).
  assert (C2 := slowed_grows (S n) (Inverse_M :: Inverse_M :: Turn (S (S n)) :: nil) w W).
  unfold value_term in B1, B2. cbn [value_product value] in C1, C2.
  assert (Ak := A0 (S (S n)) w w0). assert (A1 := A0 1 w w0). assert (T := turning0 (S (S n)) w w0).
  assert (D1 : INR (fact (S n)) * A (S (S n)) w <= value_all (derived (S n)) w).
  { eapply Rle_trans; [|exact B1]. apply Rmult_le_compat_l; [lra|].
    rewrite <- (Rmult_1_r (A (S (S n)) w)) at 1. apply Rmult_le_compat_l; lra. }
  assert (D2 : INR (fact (S n)) * (A 1 w * turning (S (S n)) w) <= value_all (derived (S n)) w).
  { eapply Rle_trans; [|exact B2]. apply Rmult_le_compat_l; [lra|].
    apply Rmult_le_compat_l; [assumption|]. eapply Rle_trans; [|exact C2]. rewrite Rmult_1_r.
    set (t := turning (S (S n)) w) in *. set (y := / M w) in *. clearbody t y.
    assert (Y : t <= y * t) by nra. assert (y * t <= y * (y * t)) by (apply Rmult_le_compat_l; lra).
    lra. }
  rewrite <- E in D1, D2.
  assert (G : (A (S (S n)) w + A 1 w * turning (S (S n)) w) / 2 <= moment I (S (S n)) (s_of w)).
  { apply Rmult_le_reg_l with (INR (fact (S n))); [assumption|]. lra. }
  assert (P : 0 <= s_of w ^ S (S n)) by (apply pow_le; left; apply s_positive; assumption).
  assert (Q := Rmult_le_compat_l _ _ _ P G). eapply Rle_trans; [|exact Q]. right.
  unfold s_of. rewrite Rpow_mult_distr. change (w ^ S (S n)) with (w * w ^ S n). field.
Qed.
End Formal.
