// Run as a process of its own by store-lifecycle.test.ts, which kills it: owns a store on the directory given, prints its pid.
import { start } from './store-harness.ts';

const [, , directory = ''] = process.argv;
const store = await start({ directory });
process.stdout.write(`${store.pid}\n`);
setInterval(() => undefined, 60_000);
