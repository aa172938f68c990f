(* Each part of each critical line, with the exponents that the book derives: written by
   `python -m tests.ties` from derivations/d32_window_lines.py and from lines.v. *)

Theorem loss_rough_line_steep :
  forall n alpha beta rho c low high B cc X s1 mu N,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 -> 0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 1 <= N -> beta = (1 / 2) -> alpha > (1 / 2) ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma a2 aK P r,
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let s2 := s1 / least_M alpha rho c in
    let t := clock s1 (gamma * B) r in
    let T := fun w => w + log_term s0 a2 (1 + (-1) * / (2 * alpha)) false w * down s2 w in
    let noise := log_term s0 aK (2 + (-1) * / (2 * alpha)) false in
    0 <= a2 -> 0 <= aK ->
    situation n alpha rho c low high B cc X s1 mu v D lambda target trace I J gamma T noise P r ->
    (forall w, s0 <= w <= s2 -> log_term s0 a2 (1 + (-1) * / (2 * alpha)) false w <= N * w) ->
    (T t + gamma * noise t * down s1 t) / C <= P r <= C * (T t + gamma * noise t * down s1 t).
Proof.
  intros. apply (loss_on_the_line_between n alpha rho c low high B cc X s1 mu N (1 + (-1) * / (2 * alpha)) false (2 + (-1) * / (2 * alpha)) false); try assumption;
    unfold more; try (assert (i0 : / (2 * alpha) * (2 * alpha) = 1) by (field; lra);
      set (i := / (2 * alpha)) in *); repeat split; nra.
Qed.

Theorem loss_rough_line_halfway :
  forall n alpha beta rho c low high B cc X s1 mu N,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 -> 0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 1 <= N -> beta = (1 / 2) -> alpha > (1 / 4) -> alpha < (1 / 2) ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma a2 aK P r,
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let s2 := s1 / least_M alpha rho c in
    let t := clock s1 (gamma * B) r in
    let T := fun w => w + log_term s0 a2 0 false w * down s2 w in
    let noise := log_term s0 aK (2 + (-1) * / (2 * alpha)) false in
    0 <= a2 -> 0 <= aK ->
    situation n alpha rho c low high B cc X s1 mu v D lambda target trace I J gamma T noise P r ->
    (forall w, s0 <= w <= s2 -> log_term s0 a2 0 false w <= N * w) ->
    (T t + gamma * noise t * down s1 t) / C <= P r <= C * (T t + gamma * noise t * down s1 t).
Proof.
  intros. apply (loss_on_the_line_between n alpha rho c low high B cc X s1 mu N 0 false (2 + (-1) * / (2 * alpha)) false); try assumption;
    unfold more; try (assert (i0 : / (2 * alpha) * (2 * alpha) = 1) by (field; lra);
      set (i := / (2 * alpha)) in *); repeat split; nra.
Qed.

Theorem loss_rough_line_flat :
  forall n alpha beta rho c low high B cc X s1 mu N,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 -> 0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 1 <= N -> beta = (1 / 2) -> alpha > 0 -> alpha < (1 / 4) ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma a2 aK P r,
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let s2 := s1 / least_M alpha rho c in
    let t := clock s1 (gamma * B) r in
    let T := fun w => w + log_term s0 a2 0 false w * down s2 w in
    let noise := log_term s0 aK 0 false in
    0 <= a2 -> 0 <= aK ->
    situation n alpha rho c low high B cc X s1 mu v D lambda target trace I J gamma T noise P r ->
    (forall w, s0 <= w <= s2 -> log_term s0 a2 0 false w <= N * w) ->
    (T t + gamma * noise t * down s1 t) / C <= P r <= C * (T t + gamma * noise t * down s1 t).
Proof.
  intros. apply (loss_on_the_line_between n alpha rho c low high B cc X s1 mu N 0 false 0 false); try assumption;
    unfold more; try (assert (i0 : / (2 * alpha) * (2 * alpha) = 1) by (field; lra);
      set (i := / (2 * alpha)) in *); repeat split; nra.
Qed.

Theorem loss_quarter_line_smooth :
  forall n alpha beta rho c low high B cc X s1 mu N,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 -> 0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 1 <= N -> alpha = (1 / 4) -> beta > (1 / 2) -> ((-1) + 4 * beta) < INR (S (S n)) ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma a2 aK P r,
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let t := clock s1 (gamma * B) r in
    let T := fun w => Rpower w ((-1) + 4 * beta) + log_term s0 a2 0 false w in
    let noise := log_term s0 aK 0 true in
    0 <= a2 -> 0 <= aK ->
    situation n alpha rho c low high B cc X s1 mu v D lambda target trace I J gamma T noise P r ->
    log_term s0 a2 0 false t <= N * t ->
    (T t + gamma * noise t) / C <= P r <= C * (T t + gamma * noise t).
Proof.
  intros. apply (loss_on_a_line_of_smooth_targets n alpha rho c low high B cc X s1 mu N ((-1) + 4 * beta) 0 false 0 true); try assumption;
    unfold more; try (assert (i0 : / (2 * alpha) * (2 * alpha) = 1) by (field; lra);
      set (i := / (2 * alpha)) in *); repeat split; nra.
Qed.

Theorem loss_quarter_line_rough :
  forall n alpha beta rho c low high B cc X s1 mu N,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 -> 0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 1 <= N -> alpha = (1 / 4) -> beta > (1 / 4) -> beta < (1 / 2) ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma aK P r,
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let t := clock s1 (gamma * B) r in
    let T := fun w => Rpower w ((-1) + 4 * beta) in
    let noise := log_term s0 aK 0 true in
    0 <= aK ->
    situation n alpha rho c low high B cc X s1 mu v D lambda target trace I J gamma T noise P r ->
    gamma * noise t <= N * t ->
    T t / C <= P r <= C * T t.
Proof.
  intros. apply (loss_on_a_line_of_rough_targets n alpha rho c low high B cc X s1 mu N ((-1) + 4 * beta) 0 true); try assumption;
    unfold more; try (assert (i0 : / (2 * alpha) * (2 * alpha) = 1) by (field; lra);
      set (i := / (2 * alpha)) in *); repeat split; nra.
Qed.

Theorem loss_half_line_rough :
  forall n alpha beta rho c low high B cc X s1 mu N,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 -> 0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 1 <= N -> alpha = (1 / 2) -> beta > 0 -> beta < (1 / 2) ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma aK P r,
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let t := clock s1 (gamma * B) r in
    let T := fun w => Rpower w (2 * beta) in
    let noise := log_term s0 aK 1 false in
    0 <= aK ->
    situation n alpha rho c low high B cc X s1 mu v D lambda target trace I J gamma T noise P r ->
    gamma * noise t <= N * t ->
    T t / C <= P r <= C * T t.
Proof.
  intros. apply (loss_on_a_line_of_rough_targets n alpha rho c low high B cc X s1 mu N (2 * beta) 1 false); try assumption;
    unfold more; try (assert (i0 : / (2 * alpha) * (2 * alpha) = 1) by (field; lra);
      set (i := / (2 * alpha)) in *); repeat split; nra.
Qed.

Theorem loss_half_line_smooth :
  forall n alpha beta rho c low high B cc X s1 mu N,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 -> 0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 1 <= N -> alpha = (1 / 2) -> beta > (1 / 2) -> (2 * beta) < INR (S (S n)) ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma a2 aK P r,
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let t := clock s1 (gamma * B) r in
    let T := fun w => Rpower w (2 * beta) + log_term s0 a2 0 true w in
    let noise := log_term s0 aK 1 false in
    0 <= a2 -> 0 <= aK ->
    situation n alpha rho c low high B cc X s1 mu v D lambda target trace I J gamma T noise P r ->
    log_term s0 a2 0 true t <= N * t ->
    (T t + gamma * noise t) / C <= P r <= C * (T t + gamma * noise t).
Proof.
  intros. apply (loss_on_a_line_of_smooth_targets n alpha rho c low high B cc X s1 mu N (2 * beta) 0 true 1 false); try assumption;
    unfold more; try (assert (i0 : / (2 * alpha) * (2 * alpha) = 1) by (field; lra);
      set (i := / (2 * alpha)) in *); repeat split; nra.
Qed.

Theorem loss_where_lines_meet :
  forall n alpha beta rho c low high B cc X s1 mu N,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 -> 0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 1 <= N -> alpha = (1 / 4) -> beta = (1 / 2) ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma a2 aK P r,
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let s2 := s1 / least_M alpha rho c in
    let t := clock s1 (gamma * B) r in
    let T := fun w => w + log_term s0 a2 0 false w * down s2 w in
    let noise := log_term s0 aK 0 true in
    0 <= a2 -> 0 <= aK ->
    situation n alpha rho c low high B cc X s1 mu v D lambda target trace I J gamma T noise P r ->
    (forall w, s0 <= w <= s2 -> log_term s0 a2 0 false w <= N * w) ->
    (T t + gamma * noise t * down s1 t) / C <= P r <= C * (T t + gamma * noise t * down s1 t).
Proof.
  intros. apply (loss_on_the_line_between n alpha rho c low high B cc X s1 mu N 0 false 0 true); try assumption;
    unfold more; try (assert (i0 : / (2 * alpha) * (2 * alpha) = 1) by (field; lra);
      set (i := / (2 * alpha)) in *); repeat split; nra.
Qed.

Theorem loss_at_the_corner :
  forall n alpha beta rho c low high B cc X s1 mu N,
  0 < alpha -> 0 < rho -> 0 < c -> 0 < low -> low <= 1 -> 1 <= high -> 0 < B -> 0 < cc -> cc <= 1 -> 0 <= X -> 0 < s1 -> 0 <= mu -> mu < 1 -> 1 <= N -> alpha = (1 / 2) -> beta = (1 / 2) ->
  exists C, 1 <= C /\ forall v D lambda target trace I J gamma a2 aK P r,
    let s0 := c * Rpower (INR D) (- (2 * alpha)) in
    let s2 := s1 / least_M alpha rho c in
    let t := clock s1 (gamma * B) r in
    let T := fun w => w + log_term s0 a2 0 true w * down s2 w in
    let noise := log_term s0 aK 1 false in
    0 <= a2 -> 0 <= aK ->
    situation n alpha rho c low high B cc X s1 mu v D lambda target trace I J gamma T noise P r ->
    (forall w, s0 <= w <= s2 -> log_term s0 a2 0 true w <= N * w) ->
    (T t + gamma * noise t * down s1 t) / C <= P r <= C * (T t + gamma * noise t * down s1 t).
Proof.
  intros. apply (loss_on_the_line_between n alpha rho c low high B cc X s1 mu N 0 true 1 false); try assumption;
    unfold more; try (assert (i0 : / (2 * alpha) * (2 * alpha) = 1) by (field; lra);
      set (i := / (2 * alpha)) in *); repeat split; nra.
Qed.
