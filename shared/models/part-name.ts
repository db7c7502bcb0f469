/** `part-00000`, counted up: in the order of their names. */
export function partName(index: number): string {
  return `part-${String(index).padStart(5, '0')}`;
}
