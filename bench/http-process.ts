import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Question } from './http-server.ts';

const SERVER = join(import.meta.dirname, 'http-server.ts');

/** A server in a process of its own, so that it has its processor's time to itself. */
export interface Server {
  readonly child: ChildProcess;
  readonly port: number;
  tell(question: Question): Promise<number>;
}

/** Starts it with its files in the folder `home`; who starts it ends it. */
export async function startServer(kind: 'service' | 'bare', home: string): Promise<Server> {
  const env = { ...process.env, SI_PEJUANG_HOME: home };
  const child = fork(SERVER, [kind], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const heard = () =>
    new Promise<number>((resolve, reject) => {
      const ended = (code: number | null) =>
        reject(new Error(`the ${kind} server ended with ${code}`));
      child.once('exit', ended);
      child.once('message', (figure) => {
        child.off('exit', ended);
        resolve(figure as number);
      });
    });
  const port = await heard();
  const tell = (question: Question) => {
    const answer = heard();
    child.send(question);
    return answer;
  };
  return { child, port, tell };
}
