/** Something is wrong with the stack: what, and what to do about it. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly todo: string;

  constructor(message: string, todo: string, options?: ErrorOptions) {
    super(message, options);
    this.todo = todo;
  }
}
