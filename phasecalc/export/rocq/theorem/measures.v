(* Positive measures on [0, X], by what they do to functions that are continuous there: an integral
   is what is linear and monotone on them. *)

Definition continuous (X : R) (f : R -> R) : Prop := forall x, 0 <= x <= X -> continuity_pt f x.

Definition integral (X : R) (I : (R -> R) -> R) : Prop :=
  (forall f g, continuous X f -> continuous X g ->
     (forall x, 0 <= x <= X -> f x <= g x) -> I f <= I g) /\
  (forall f g, continuous X f -> continuous X g -> I (fun x => f x + g x) = I f + I g) /\
  (forall a f, continuous X f -> I (fun x => a * f x) = a * I f).

Definition mass (I : (R -> R) -> R) : R := I (fun _ => 1).

(* (s/(x + s))^k, and its integral *)
Definition distance (k : nat) (s x : R) : R := (s / (x + s)) ^ k.
Definition stieltjes (I : (R -> R) -> R) (k : nat) (s : R) : R := I (distance k s).

(* Point masses are such a measure. *)
Theorem point_masses X n (at_ weight : nat -> R) :
  (forall i, 0 <= at_ i <= X) -> (forall i, 0 <= weight i) ->
  integral X (fun f => sum n (fun i => weight i * f (at_ i))).
Proof.
  intros HX Hw. split; [|split].
  - intros f g _ _ H. induction n as [|n IH]; simpl; [lra|].
    assert (weight n * f (at_ n) <= weight n * g (at_ n)); [|lra].
    apply Rmult_le_compat_l; [apply Hw | apply H, HX].
  - intros f g _ _. induction n as [|n IH]; simpl; [lra|]. rewrite IH. ring.
  - intros a f _. induction n as [|n IH]; simpl; [lra|]. rewrite IH. ring.
Qed.

Lemma continuous_constant X a : continuous X (fun _ => a).
Proof. intros x _. apply continuity_pt_const. intros u v. reflexivity. Qed.

Lemma continuous_power X f k : continuous X f -> continuous X (fun x => f x ^ k).
Proof.
  intros H x L. induction k as [|k IH].
  - apply (continuous_constant X 1 x L).
  - apply (continuity_pt_mult f (fun x => f x ^ k)); [apply H; assumption | assumption].
Qed.

Lemma continuous_sum X f g :
  continuous X f -> continuous X g -> continuous X (fun x => f x + g x).
Proof. intros F G x L. apply (continuity_pt_plus f g); auto. Qed.

Lemma continuous_times X a f : continuous X f -> continuous X (fun x => a * f x).
Proof. intros F x L. apply (continuity_pt_scal f a x). auto. Qed.

Lemma continuous_distance X k s : 0 < s -> continuous X (distance k s).
Proof.
  intro s0. apply (continuous_power X (fun x => s / (x + s)) k). intros x L.
  apply (continuity_pt_div (fun _ => s) (fun x => x + s)).
  - apply continuity_pt_const. intros u v. reflexivity.
  - apply derivable_continuous_pt. reg.
  - lra.
Qed.

