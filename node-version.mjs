// Plain JavaScript, so that it still runs on the old Node that it has to talk about.
const NODE_MAJOR_MIN = 24;

if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR_MIN) {
  console.error(
    [
      `moment-balances needs Node ${NODE_MAJOR_MIN} or newer; this is Node ${process.versions.node}.`,
      'On Linux it comes with `npm ci` (not with --omit=optional): run it through npm, as in `npm start` or `npx cdk synth`.',
      'On macOS and Windows install it first, for example with `nvm install`.',
    ].join('\n'),
  );
  process.exit(1);
}
