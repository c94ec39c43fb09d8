/** Thrown where a `check` does not hold, or a `dense` array has a hole: the emitted code leaves its fast loop there. */
export class CheckFailed extends Error {
  override readonly name = "CheckFailed";
}
