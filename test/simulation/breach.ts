/** A promise that was broken, and the obligation it concerns. */
export class Breach extends Error {
  override readonly name = 'Breach';
  readonly obligationId: string | undefined;

  constructor(message: string, obligationId?: string) {
    super(message);
    this.obligationId = obligationId;
  }
}
