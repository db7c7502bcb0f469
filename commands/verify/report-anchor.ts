/** The newest anchor that was compared with, and how many there were. */
export type ComparedAnchor = {
  readonly name: string;
  readonly root: string;
  readonly startedAt: string;
  readonly obligations: number;
  readonly anchors: number;
};

export function anchorLines(anchor: ComparedAnchor | undefined): readonly string[] {
  if (!anchor) return [];
  const { name, root, startedAt, obligations, anchors } = anchor;
  const [compared, all] = [counted(obligations, 'obligation'), counted(anchors, 'anchor')];
  return [
    `Compared with ${all}, the newest of ${compared} at ${startedAt}`,
    `  ${name}  root ${root}`,
  ];
}

export function anchorJson(anchor: ComparedAnchor | undefined) {
  if (!anchor) return null;
  const { name, root, startedAt, obligations, anchors } = anchor;
  return { name, root, started_at: startedAt, obligations, anchors };
}

function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}
