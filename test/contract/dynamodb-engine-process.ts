import { startEmbeddedDynamoDb } from '#emulator/dynamodb/embedded-dynamodb.ts';

// A process with an engine in it, for tests that kill it. It says where the engine listens, and closes
// it when its input ends; nothing but the engine could then keep it alive.
const engine = await startEmbeddedDynamoDb({ directory: process.argv[2] });
console.log(engine.endpoint);
process.stdin.resume().once('end', () => void engine.close());
