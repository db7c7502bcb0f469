// A function's first moments: loads a bundle as Lambda's runtime does, invokes it once, and prints as its last
// line how long each took. Plain JavaScript, since loading TypeScript would warm up what is measured.
// Arguments: the bundle, and the event as JSON.
const { pathToFileURL } = require('node:url');

const [bundle, event] = process.argv.slice(2);
const context = {
  awsRequestId: 'first',
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:first',
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  getRemainingTimeInMillis: () => 28_000,
};

async function measure() {
  const startedAt = performance.now();
  const loaded = bundle.endsWith('.mjs') ? await import(pathToFileURL(bundle)) : require(bundle);
  const loadedAt = performance.now();
  const answer = await loaded.handler(JSON.parse(event), context);
  const answeredAt = performance.now();
  return {
    load: loadedAt - startedAt,
    firstInvocation: answeredAt - loadedAt,
    answer: answer ?? null,
  };
}

measure().then(
  (measured) => process.stdout.write(`\n${JSON.stringify(measured)}\n`, () => process.exit(0)),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
